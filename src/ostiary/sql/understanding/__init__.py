"""From a statement's text to the understood tree: what has no place in it is refused.

Knows: PostgreSQL's grammar (through one module), the places of its nodes, the allow-list.
Must not know: the catalogue, profiles, how SQL text is written.
"""
