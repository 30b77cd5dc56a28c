"""The difference between two policies: what one allows and the other does not, whole regions of it, and that nothing else is.

Knows: what its modules know; each says so in its first lines.
Must not know: files, the log, how a difference is printed.
"""
