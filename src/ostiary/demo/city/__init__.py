"""The made-up city: its people and what is recorded about them, in three sizes, as rows of a database.

Knows: how such a city looks, how its records hang together, how they are loaded.
Must not know: policy, the door, who may see any of it.
"""
