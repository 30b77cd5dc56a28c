"""Promises, differences and replays: what a policy means for every request, and for those that were made.

Knows: what its modules know; each says so in its first lines.
Must not know: files, the wire, the web.
"""
