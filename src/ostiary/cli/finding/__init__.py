"""``ostiary finding``: one module for what is read, one for what is done, and the group of them.

Knows: nothing; its modules are imported by name.
Must not know: sockets, SQL, policy.
"""
