"""Directives: how officials' signed acts come to hold, and never by one official alone.

Knows: the life cycle as a table, the signed envelope, the chain of steps, the two-signature rule.
Must not know: files, databases, key files, clocks, or what a policy makes of an act.
"""
