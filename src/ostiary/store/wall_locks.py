"""Building a wall where others are at work: one builder at a time, short waits for tables, and who is waited for.

Knows: locks, who holds them, when to try again.
Must not know: what is built.

Whoever waits for a table makes everybody queue who comes after, so each wait is short. Between two waits those who queued go
first.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

import psycopg

from ostiary.errors import WallBusy
from ostiary.sql.wall_names import MARK

LOCK_TIMEOUT: Final = "2s"
"""The longest that activation may make other applications wait for a table."""

PAUSE_SECONDS: Final = 1.0
"""Between two waits: at most two thirds of the time is spent in other applications' way."""

PATIENCE_SECONDS: Final = 30.0
"""How long it is tried. Ten waits; what still holds a table then is not going to let go by itself."""

_BUILDERS: Final = (0x6F737469, 0x77616C6C)
"""The advisory lock of those who build: ``osti`` and ``wall`` in ASCII."""

# Whatever is held on a table keeps a filter from being put on it.
_HOLDERS: Final = """SELECT DISTINCT l.relation::regclass::text, s.pid, s.usename, s.application_name
    FROM pg_locks l JOIN pg_stat_activity s USING (pid)
    WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid()
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (l.relation = ANY (SELECT to_regclass(t) FROM unnest(%s::text[]) t)
            OR l.relation IN (SELECT polrelid FROM pg_policy WHERE starts_with(polname, %s)))
    ORDER BY 1, 2"""

_BUILDING: Final = """SELECT NULL, s.pid, s.usename, s.application_name FROM pg_locks l JOIN pg_stat_activity s USING (pid)
    WHERE l.locktype = 'advisory' AND l.granted AND l.pid <> pg_backend_pid() AND l.objsubid = 2
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (l.classid, l.objid) = (%s::oid, %s::oid)"""

Result = TypeVar("Result")
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try, in seconds, and whom to tell while waiting."""

    seconds: float = PATIENCE_SECONDS
    tell: Tell = lambda _: None


class Builder:
    """One connection that builds, alone from ``take_place`` until it is closed. ``tables`` are what it puts filters on.

    ``tables`` are qualified and quoted names.
    """

    def __init__(self, connection: psycopg.Connection, tables: list[str], patience: Patience) -> None:
        self._connection = connection
        self._tables = tables
        self._patience = patience
        self._deadline = time.monotonic() + patience.seconds
        connection.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'".encode())

    def take_place(self) -> None:
        """Be the only one who builds in this database. Raises WallBusy when another one stays."""
        self._patiently(
            lambda: self._connection.execute("SELECT pg_advisory_lock(%s, %s)", _BUILDERS),
            lambda: self._who(_BUILDING, list(_BUILDERS)),
        )

    def build(self, act: Callable[[], Result]) -> Result:
        """What ``act`` gives, in one transaction; as often as a table is not to be had. Raises WallBusy.

        If we crash inside, nothing has happened; the server lets go of all locks with the connection.
        """

        def once() -> Result:
            with self._connection.transaction():
                return act()

        return self._patiently(once, lambda: self._who(_HOLDERS, [self._tables, f"{MARK}_"]))

    def _patiently(self, act: Callable[[], Result], who: Callable[[], str]) -> Result:
        while True:
            try:
                return act()
            except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected) as error:
                holders = who()
                left = self._deadline - time.monotonic()
                if left <= 0:
                    raise WallBusy(
                        f"the wall cannot be built: {holders}",
                        hint="Let that transaction end, or end it (pg_terminate_backend); then apply again.",
                    ) from error
                self._patience.tell(f"waiting, {left:.0f} s more: {holders}")
                time.sleep(min(PAUSE_SECONDS, left))

    def _who(self, query: str, parameters: list[object]) -> str:
        """Who is in the way, of those who still are; never what they are doing."""
        found = self._connection.execute(query.encode(), parameters).fetchall()
        return "; ".join(_holder(*row) for row in found) or "a table was in use"


def _holder(table: str | None, pid: int, user: str | None, application: str | None) -> str:
    what = "another `wall apply` or `wall remove` is at work" if table is None else f"`{table}` is in use"
    program = f" with {application}" if application else ""
    return f"{what} by `{user}`{program} (process {pid})"
