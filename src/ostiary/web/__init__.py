"""Pages for people: today the resident portal, and who may come in to the console.

Knows: what each page shows, in which languages, who may come in to which, and how its files are read and written.
Must not know: SQL text, log internals, decisions.
"""
