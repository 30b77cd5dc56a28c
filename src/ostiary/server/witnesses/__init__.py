"""The gateway's side of witnesses: each new checkpoint is shown to those who watch the log, and what they sign is published.

Knows: tlog-witness over HTTP, the quorum, the public side of the log.
Must not know: entries, the log's key, clients. Nothing that a client waits for waits for a witness.
"""
