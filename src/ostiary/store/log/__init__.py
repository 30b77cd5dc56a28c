"""The log in files, and the one process that writes it.

Knows: the journal, tiles and checkpoint on a disk, recovery, the writer's socket, reading and verifying.
Must not know: what an entry says, policy, databases.
"""
