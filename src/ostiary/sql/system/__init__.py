"""Catalogue questions: what tools ask a database about itself, answered from our own catalogue.

Knows: PostgreSQL's system relations and functions, and what a profile lets a member know of them.
Must not know: who asks, what any database's own catalogue holds.

A catalogue question reads no record. It is written anew like any other statement, and in the place of each system
relation stands a sub-query over constants, so that PostgreSQL answers it with its own semantics and types and reads
nothing of its own catalogue.
"""
