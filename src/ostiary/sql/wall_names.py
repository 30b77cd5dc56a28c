"""What the second wall calls its schemas, roles and columns.

Knows: one naming rule, shared by the statements that run and the DDL that they run against.
Must not know: what a profile contains.
"""

from __future__ import annotations

KEY_COLUMN = "__subject"
"""The hidden column of a mask view that holds the subject key as int8."""

MARK = "ostiary"


def schema_of(profile_id: str) -> str:
    """The schema that holds a profile's mask views."""
    return f"{MARK}_{profile_id}"


def mask_role_of(profile_id: str) -> str:
    """The role that owns the mask views and may read the raw columns; nobody can log in as it."""
    return f"{MARK}_mask_{profile_id}"


def reader_of(profile_id: str) -> str:
    """The role that the door logs in as; it may read the mask views and nothing else."""
    return f"{MARK}_reader_{profile_id}"
