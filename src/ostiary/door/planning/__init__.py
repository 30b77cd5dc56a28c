"""From a statement's text to its plan, by way of a process that may die of it.

Knows: the parser's process, its frames, the cache of plans.
Must not know: what a plan means, sessions, the database.
"""
