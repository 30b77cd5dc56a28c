"""``ostiary access``: the commands that read what was asked, and the words in which it is shown.

Knows: nothing; its modules are imported by name.
Must not know: sockets, SQL, policy.
"""
