"""The control database: where the signed steps of directives are kept, one after the other.

Knows: a table of steps, one of policies and one of the heads of logs, all only growing, who may add to them, and how those
who watch are told.
Must not know: what a step says, whether it is valid, or whose signature it bears; what is in a policy.

The database is trusted for delivery alone: it can withhold steps but not forge, change or reorder them, because readers
verify signatures and the chain. The statements here are plain SQL and can be repeated: a release that adds a table is
followed by running the installation once more.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

import psycopg
from psycopg.conninfo import make_conninfo

from ostiary.errors import ControlDown, DirectiveRefused
from ostiary.store.console_tables import CONSOLE_ROLE, CONSOLE_TABLES
from ostiary.store.endings import endings_table
from ostiary.store.resident_tables import RESIDENT_TABLES, counting_grants, official_grants

CHANNEL: Final = "ostiary_directives"
WRITER_ROLE: Final = "ostiary_directive_writer"
READER_ROLE: Final = "ostiary_directive_reader"
LOG_ROLE: Final = "ostiary_log_writer"

# An official waits in front of a terminal: five seconds are long enough for a slow network and short enough to act.
CONNECT_SECONDS: Final = 5
STATEMENT_MILLISECONDS: Final = 5_000

# A network that lets nothing pass any more tells neither side; the kernel would try for a quarter of an hour. A line on
# which nothing is said is asked after 4 seconds and then every 2; what is not acknowledged for 10 has not arrived. A
# statement that takes long is not meant: the other kernel answers for it. On a Unix socket nothing of this applies.
_CUT_LINE: Final = {
    "keepalives": 1,
    "keepalives_idle": 4,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}

# Two installations at once wait for each other: CREATE ROLE has no IF NOT EXISTS. The number is arbitrary and ours.
_INSTALL_LOCK: Final = 0x6F73_7469

_INSTALL: Final = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{WRITER_ROLE}') THEN CREATE ROLE {WRITER_ROLE} NOLOGIN; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{READER_ROLE}') THEN CREATE ROLE {READER_ROLE} NOLOGIN; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{LOG_ROLE}') THEN CREATE ROLE {LOG_ROLE} NOLOGIN; END IF;
END $$;
CREATE SCHEMA IF NOT EXISTS ostiary;
CREATE TABLE IF NOT EXISTS ostiary.directive_step (
    sequence bigint PRIMARY KEY CHECK (sequence >= 0),
    envelope bytea NOT NULL CHECK (octet_length(envelope) BETWEEN 1 AND 1048576),
    hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{{64}}$')
);
CREATE TABLE IF NOT EXISTS ostiary.policy_version (
    version text PRIMARY KEY CHECK (version ~ '^[0-9a-f]{{64}}$'),
    texts bytea NOT NULL CHECK (octet_length(texts) BETWEEN 2 AND 16777216)
);
CREATE TABLE IF NOT EXISTS ostiary.log_head (
    origin text PRIMARY KEY CHECK (octet_length(origin) BETWEEN 1 AND 4096),
    size bigint NOT NULL CHECK (size >= 0),
    note bytea NOT NULL CHECK (octet_length(note) BETWEEN 1 AND 65536),
    signed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE OR REPLACE FUNCTION ostiary.log_head_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.origin <> OLD.origin OR NEW.size < OLD.size THEN RAISE EXCEPTION 'the head of a log never goes back'; END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER only_grows BEFORE UPDATE ON ostiary.log_head
    FOR EACH ROW EXECUTE FUNCTION ostiary.log_head_only_grows();
REVOKE ALL ON ostiary.directive_step, ostiary.policy_version, ostiary.log_head
    FROM PUBLIC, {WRITER_ROLE}, {READER_ROLE}, {LOG_ROLE};
GRANT USAGE ON SCHEMA ostiary TO {WRITER_ROLE}, {READER_ROLE}, {LOG_ROLE};
GRANT SELECT, INSERT (origin, size, note), UPDATE (size, note, signed_at) ON ostiary.log_head TO {LOG_ROLE};
GRANT SELECT, INSERT ON ostiary.directive_step, ostiary.policy_version TO {WRITER_ROLE};
GRANT SELECT ON ostiary.directive_step, ostiary.policy_version TO {READER_ROLE};
"""  # noqa: S608 - the names are the constants above.

# The next step only: a gap would hide behind it every step that fills the gap later.
_APPEND: Final = """
INSERT INTO ostiary.directive_step (sequence, envelope, hash)
SELECT %(sequence)s, %(envelope)s, %(hash)s
WHERE %(sequence)s = (SELECT coalesce(max(sequence) + 1, 0) FROM ostiary.directive_step)
"""


def noticing_cuts(dsn: str) -> str:
    """The same connection string, for a connection that fails some ten seconds after its line was cut.

    Raises psycopg.ProgrammingError for one that libpq does not understand.
    """
    return make_conninfo(dsn, **_CUT_LINE)


@contextmanager
def control_connection(dsn: str) -> Generator[psycopg.Connection]:
    """A connection for the life of the block. Raises ControlDown when it cannot be had, is lost, or is not allowed."""
    try:
        with psycopg.connect(
            noticing_cuts(dsn), autocommit=True, connect_timeout=CONNECT_SECONDS
        ) as connection:
            connection.execute(f"SET statement_timeout = {STATEMENT_MILLISECONDS}")
            yield connection
    except psycopg.Error as fault:
        raise ControlDown(
            f"the control database does not do its part: {first_line(fault)}",
            hint="when it is back, see with `ostiary directive list` whether your step is there",
        ) from None


def install(dsn: str) -> None:
    """Make the schema, the tables and the three group roles, or find them there.

    Logins of officials are granted the writer role, logins of gateways the reader role, log writers the log
    role, the console's login and its keeper's theirs. Needs an account that may create
    schemas and roles; raises ControlDown, also when that account may not.
    """
    with control_connection(dsn) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_INSTALL_LOCK])
        connection.execute(_INSTALL)
        connection.execute(RESIDENT_TABLES)
        connection.execute(CONSOLE_TABLES)
        connection.execute(endings_table(READER_ROLE, CONSOLE_ROLE))
        connection.execute(official_grants(WRITER_ROLE))
        connection.execute(official_grants(CONSOLE_ROLE))
        connection.execute(counting_grants(READER_ROLE))


def append_step(connection: psycopg.Connection, raw: bytes, sequence: int, step_hash: str) -> None:
    """Add the step that comes next and tell all watchers; when it returns, the step is there for good.

    Raises DirectiveRefused when the sequence is not the next one, however many append at the same moment.
    """
    try:
        # If we crash before the commit, there is no step and nobody was told. After it the step is durable; a watcher
        # that misses the notice finds the step with its next poll, so a lost notice costs time and nothing else.
        with connection.transaction():
            added = connection.execute(_APPEND, {"sequence": sequence, "envelope": raw, "hash": step_hash})
            if added.rowcount != 1:
                raise _overtaken()
            connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(sequence)])
    except psycopg.errors.UniqueViolation as fault:
        raise _overtaken() from fault


def clock_of(connection: psycopg.Connection) -> datetime:
    """What time it is to the control database (UTC)."""
    (now,) = connection.execute("SELECT clock_timestamp()").fetchone() or (None,)
    if not isinstance(now, datetime):
        raise ControlDown("the control database does not say what time it is")
    return now.astimezone(UTC)


def read_steps(connection: psycopg.Connection, after: int = -1) -> list[bytes]:
    """The envelopes of all steps after that sequence (-1: of all steps), in order."""
    rows = connection.execute(
        "SELECT envelope FROM ostiary.directive_step WHERE sequence > %s ORDER BY sequence", [after]
    )
    return [bytes(envelope) for (envelope,) in rows]


def first_line(fault: Exception) -> str:
    """What the database or libpq says first, which names hosts and users but never a password.

    A ProgrammingError that has no SQLSTATE is not from the database but from reading the connection string, and quotes
    what stands there; of that nothing is said.
    """
    if isinstance(fault, psycopg.ProgrammingError) and fault.sqlstate is None:
        return "its connection string is none that libpq understands"
    return str(fault).strip().partition("\n")[0] or type(fault).__name__


def _overtaken() -> DirectiveRefused:
    return DirectiveRefused(
        "somebody was faster; look again", hint="`ostiary directive list` shows what holds now"
    )
