"""Who may come in to the console and how far, as pure functions.

Knows: roles, pages and acts, sign-in attempts, one-time codes, how long a web session lives, where a form may come from.
Must not know: clocks, randomness, files, databases, sockets, or the framework that asks.
"""
