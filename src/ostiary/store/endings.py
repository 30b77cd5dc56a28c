"""How many sessions each gateway ended when a directive took effect, as the gateways say.

Knows: a table to which gateways only add, and who may read it.
Must not know: directives, sessions, why one was ended.

The numbers are the gateways' own and nobody signs them: whoever can write the control database can write others. What was answered
after a cut-off stands in the log, and the log does not rest on this table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import psycopg

MAX_DIRECTIVES: Final = 100
"""Directives that one row names: steps that arrive together. A gateway that begins has ended nobody and says nothing."""
MAX_ROWS: Final = 1_000
"""Rows that are read for one directive: one a worker, so 60 gateways with 16 workers each."""


def endings_table(reader: str, console: str) -> str:
    """The statements that make the table, for an installation; both are names of roles."""
    return f"""
CREATE TABLE IF NOT EXISTS ostiary.session_ending (
    gateway text NOT NULL CHECK (octet_length(gateway) BETWEEN 1 AND 200),
    directives text[] NOT NULL CHECK (cardinality(directives) BETWEEN 1 AND {MAX_DIRECTIVES}),
    ended int NOT NULL CHECK (ended >= 0),
    told_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX IF NOT EXISTS session_ending_directives ON ostiary.session_ending USING gin (directives);
REVOKE ALL ON ostiary.session_ending FROM PUBLIC, {reader}, {console};
GRANT INSERT (gateway, directives, ended) ON ostiary.session_ending TO {reader};
GRANT SELECT ON ostiary.session_ending TO {console};
"""


@dataclass(frozen=True, slots=True)
class Ending:
    """What one worker of a gateway ended when these directives reached it. ``told_at`` is None before it was told."""

    gateway: str
    directives: tuple[str, ...]
    ended: int
    told_at: datetime | None = None


WRITE: Final = "INSERT INTO ostiary.session_ending (gateway, directives, ended) VALUES (%s, %s, %s)"
"""With the values of ``written``."""


def written(one: Ending) -> Sequence[object]:
    """The values of its row."""
    return (one.gateway, list(one.directives[:MAX_DIRECTIVES]), one.ended)


_READ: Final = """
SELECT gateway, directives, ended, told_at FROM ostiary.session_ending
WHERE directives @> ARRAY[%s]::text[] ORDER BY told_at LIMIT %s
"""


def read_endings(connection: psycopg.Connection, directive: str) -> tuple[Ending, ...]:
    """What was told of a directive, in the order in which it was. Raises psycopg.Error."""
    rows = connection.execute(_READ, [directive, MAX_ROWS])
    return tuple(Ending(gateway, tuple(ids), ended, at.astimezone(UTC)) for gateway, ids, ended, at in rows)
