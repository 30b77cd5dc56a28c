"""Our own log as access events.

Knows: which entries are one access, what they come to as rows, what directives prove of accounts, grants and cut-offs.
Must not know: detectors, settings of an installation.
"""
