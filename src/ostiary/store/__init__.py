"""What is kept: the log in files, the control database, the wall in the records database, key files and bundles.

Knows: durability, files, connections; the log has a room of its own in here.
Must not know: what a policy means, why something was decided, or the PostgreSQL protocol that clients speak.
"""
