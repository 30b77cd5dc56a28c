"""The command line: one module for each noun, composed from the shells' settings.

Knows: Click, exit codes, and how results are shown to people and to programs.
Must not know: how anything is decided, stored or verified.
"""
