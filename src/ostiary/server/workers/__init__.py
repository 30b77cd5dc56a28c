"""The supervisor and its workers: processes that share one address.

Knows: what is started in which order, who replaces whom, what they say to each other, how all of it is stopped.
Must not know: decisions, what monitoring shows, how directives are kept.
"""
