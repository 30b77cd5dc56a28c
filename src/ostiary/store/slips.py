"""Slips in the control database: a sealed answer waits under a digest, and is handed out once.

Knows: which functions of the database are called, and what each comes back with.
Must not know: codes, keys, what is sealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import psycopg

from ostiary.errors import ControlDown, CounterRefused
from ostiary.store.resident_tables import MAX_SLIPS


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What happened at the counter on one day (UTC): slips that were issued, shown, and ended without having been shown."""

    day: date
    issued: int = 0
    shown: int = 0
    expired: int = 0


def keep_slip(connection: psycopg.Connection, digest: bytes, sealed: bytes, hours: int) -> datetime:
    """Keep a sealed answer for so many hours, and less than one more; when it ends comes back.

    Raises CounterRefused when too many wait already.
    """
    row = connection.execute("SELECT ostiary.issue_slip(%s, %s, %s)", [digest, sealed, hours]).fetchone()
    ends = row[0] if row else None
    if not isinstance(ends, datetime):
        raise CounterRefused(
            f"{MAX_SLIPS} slips wait to be used, and no more may",
            hint="they end by themselves; until then hand answers over on paper: `ostiary disclose person`",
        )
    return ends.astimezone(UTC)


def take_slip(connection: psycopg.Connection, digest: bytes) -> bytes | None:
    """The sealed answer, which is gone from the database when this returns; None where none waits under this digest."""
    row = connection.execute("SELECT ostiary.take_slip(%s)", [digest]).fetchone()
    return bytes(row[0]) if row and row[0] is not None else None


def day_counts(connection: psycopg.Connection) -> list[DayCounts]:
    """The counts of all days on which there was anything to count, in order."""
    found: dict[date, dict[str, int]] = {}
    for day, what, count in connection.execute("SELECT * FROM ostiary.resident_counts()"):
        if not isinstance(day, date):
            raise ControlDown("the control database does not say which day it counts")
        found.setdefault(day, {})[str(what)] = int(count)
    return [DayCounts(day, **counts) for day, counts in found.items()]
