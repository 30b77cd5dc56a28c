"""The head of a log as a row of the control database.

Knows: the table, the lock that keeps a second writer away, and which failures leave nobody in doubt.
Must not know: what a checkpoint says, who signs it, or when it is published.

A swap names the bytes that it replaces, so that it succeeds for nobody who has not seen them. The lock comes besides: it
refuses a second writer before that one has acknowledged anything, where the swap refuses it after.
"""

from __future__ import annotations

import time
from typing import Final

import psycopg
from psycopg.conninfo import make_conninfo

from ostiary.errors import ControlDown, LogUnavailable
from ostiary.store.control import CONNECT_SECONDS, STATEMENT_MILLISECONDS, first_line, noticing_cuts
from ostiary.store.log import refusals
from ostiary.store.log.shared_head import Row

HOLD_SECONDS: Final = 15.0
"""How long somebody else's lock is waited for: a machine that vanished is given up by the server after ten."""

_RETRY_SECONDS: Final = 0.25

# The server gives up a client whose machine is gone after 4 + 3 x 2 seconds, and with it the lock. Durable means durable,
# whatever the server's default is.
_SESSION: Final = f"""
SET statement_timeout = {STATEMENT_MILLISECONDS};
SET synchronous_commit = on;
SET tcp_keepalives_idle = 4;
SET tcp_keepalives_interval = 2;
SET tcp_keepalives_count = 3;
SET tcp_user_timeout = 10000;
"""

# The first key keeps these locks apart from others of the database: the bytes are `osth`.
_HOLD: Final = "SELECT pg_try_advisory_lock(1869837416, hashtext(%s))"
_READ: Final = """
SELECT note, extract(epoch FROM signed_at)::float8, extract(epoch FROM clock_timestamp())::float8
FROM ostiary.log_head WHERE origin = %s
"""
_BEGIN: Final = """
INSERT INTO ostiary.log_head (origin, size, note) VALUES (%s, %s, %s) ON CONFLICT (origin) DO NOTHING
"""
_SWAP: Final = """
UPDATE ostiary.log_head SET size = %s, note = %s, signed_at = clock_timestamp() WHERE origin = %s AND note = %s
"""


class HeadRow:
    """A ``SharedHead``. It connects when it is first used, and again when the connection was lost between two swaps."""

    def __init__(self, dsn: str, origin: str, hold_seconds: float = HOLD_SECONDS) -> None:
        self._dsn = dsn
        self._origin = origin
        self._hold_seconds = hold_seconds
        self._connection: psycopg.Connection | None = None
        self._known: bytes | None = None

    def hold(self) -> None:
        """As ``SharedHead.hold``."""
        self._connected()

    def read(self) -> Row | None:
        """As ``SharedHead.read``."""
        row = self._read()
        self._known = None if row is None else row.note
        return row

    def begin(self, note: bytes) -> None:
        """As ``SharedHead.begin``."""
        self._verify_known()
        self._put(_BEGIN, [self._origin, _size_of(note), note], note)

    def swap(self, note: bytes) -> None:
        """As ``SharedHead.swap``."""
        if note == self._known:
            return
        # After this, the connection stands, the lock is ours and the row is what we know: only the swap itself can fail.
        self._verify_known()
        self._put(_SWAP, [_size_of(note), note, self._origin, self._known], note)

    def close(self) -> None:
        """As ``SharedHead.close``."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _read(self) -> Row | None:
        connection = self._connected()
        try:
            found = connection.execute(_READ, [self._origin]).fetchone()
        except psycopg.Error as fault:
            self.close()
            raise _down(fault) from None
        return None if found is None else Row(bytes(found[0]), found[1], found[2])

    def _verify_known(self) -> None:
        row = self._read()
        if (None if row is None else row.note) != self._known:
            raise refusals.ROW_MOVED.fault(origin=self._origin)

    def _put(self, statement: str, values: list[object], note: bytes) -> None:
        try:
            # If we crash before the answer, the row is the old or the new one; the next start reads which.
            taken = self._connected().execute(statement.encode(), values).rowcount
        except psycopg.Error as fault:
            # The statement was sent: it may have been taken, or may be taken yet. Only a reading from the start can tell.
            self.close()
            raise refusals.SWAP_UNKNOWN.fault(why=first_line(fault)) from None
        if taken != 1:
            raise refusals.ROW_MOVED.fault(origin=self._origin)
        self._known = note

    def _connected(self) -> psycopg.Connection:
        if self._connection is not None and not self._connection.closed:
            return self._connection
        try:
            # A standby would show a row that may be behind, and takes no swap.
            dsn = make_conninfo(noticing_cuts(self._dsn), target_session_attrs="read-write")
            connection = psycopg.connect(dsn, autocommit=True, connect_timeout=CONNECT_SECONDS)
        except psycopg.Error as fault:
            raise _down(fault) from None
        try:
            connection.execute(_SESSION.encode())
            self._hold_with(connection)
        except psycopg.Error as fault:
            connection.close()
            raise _down(fault) from None
        except LogUnavailable:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _hold_with(self, connection: psycopg.Connection) -> None:
        until = time.monotonic() + self._hold_seconds
        while True:
            (is_held,) = connection.execute(_HOLD, [self._origin]).fetchone() or (False,)
            if is_held:
                return
            if time.monotonic() > until:
                raise refusals.HELD_ELSEWHERE.fault(origin=self._origin)
            time.sleep(_RETRY_SECONDS)


def peek_at_row(dsn: str, origin: str) -> Row | None:
    """What stands there, for whoever does not write; it may be newer a moment later. Raises ControlDown."""
    try:
        with psycopg.connect(
            noticing_cuts(dsn), autocommit=True, connect_timeout=CONNECT_SECONDS
        ) as connection:
            found = connection.execute(_READ, [origin]).fetchone()
    except psycopg.Error as fault:
        raise _down(fault) from None
    return None if found is None else Row(bytes(found[0]), found[1], found[2])


def _size_of(note: bytes) -> int:
    """The size that a checkpoint of ours says: its second line."""
    return int(note.split(b"\n", 2)[1])


def _down(fault: psycopg.Error) -> ControlDown:
    return ControlDown(f"the control database does not do its part: {first_line(fault)}")
