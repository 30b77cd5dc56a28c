"""Pages for people: today the resident portal.

Knows: what each page shows, in which languages, and how its files are read and written.
Must not know: SQL text, log internals, decisions.
"""
