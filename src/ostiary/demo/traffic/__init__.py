"""Lively, realistic accesses of many made-up members, through the real door of a running demonstration.

Knows: a script of who asks what and when (pure), and the shell that performs it and says what came of it.
Must not know: how accesses are shown to a visitor.
"""
