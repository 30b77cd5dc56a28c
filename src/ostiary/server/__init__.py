"""The gateway as a process: sockets, the log writer beside it, signals.

Knows: settings, what is started in which order, what is watched while it runs.
Must not know: decisions.
"""
