"""What is kept: the log in files, and the control database.

Knows: the journal and its writer process, tiles and checkpoints on a disk, durability, and later the control database,
catalogue loading and the wall.
Must not know: what a policy means, why something was decided, or the PostgreSQL protocol that clients speak.
"""
