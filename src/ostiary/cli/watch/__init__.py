"""``ostiary watch``: one module for each command, and the group of them.

Knows: nothing; its modules are imported by name.
Must not know: sockets, SQL, policy.
"""
