"""Replay: what another policy would have answered to the questions that were asked.

Knows: what its modules know; each says so in its first lines.
Must not know: files, how a log keeps its entries, how a result is printed.
"""
