"""Ostiary: the doorkeeper for shared public-safety records.

Each package beneath says in its first lines what it knows and what it must not know; docs/design.md draws how
they stand on each other.
"""
