"""The watch in the console: findings, how reviewers work, what is due.

Knows: pages, and what they stand on.
Must not know: HTTP, how a lead was computed, entries of the log.
"""
