"""The command line: one module a noun.

Knows: arguments, output, exit codes; it puts the shells together.
Must not know: how anything is done that another room does.
"""
