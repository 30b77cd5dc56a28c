"""Transparency-log formats, bytes only: RFC 6962 trees, tiles, signed notes and checkpoints.

Knows: RFC 6962 and RFC 9162 hashing, C2SP tlog-tiles, signed-note and tlog-checkpoint.
Must not know: what an entry means, files, sockets, clocks or randomness.
"""
