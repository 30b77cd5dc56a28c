from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from control_world import append_all, fresh_control
from directives.directive_world import ICE, Chain
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.directives.envelope import step_hash
from ostiary.errors import ControlDown, DirectiveRefused
from ostiary.model.directive import CutOff
from ostiary.store.control import (
    CHANNEL,
    READER_ROLE,
    WRITER_ROLE,
    append_step,
    control_connection,
    install,
    read_steps,
)

RAWS = Chain().order(ICE).confirm("D-1").raws


@pytest.fixture
def dsn(server: EmbeddedPostgres) -> str:
    """A fresh control database, as its owner."""
    return fresh_control(server)


@pytest.fixture
def writer(dsn: str) -> str:
    """The same database, as a login that has the writer role and nothing else."""
    return login(dsn, "official", WRITER_ROLE)


def login(dsn: str, name: str, role: str) -> str:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f"DROP ROLE IF EXISTS {name}".encode())
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret' IN ROLE {role}".encode())
    return make_conninfo(dsn, user=name, password="secret")


def test_steps_come_back_in_order(writer: str) -> None:
    """What a writer appended is read back byte for byte, all of it or what comes after a sequence."""
    append_all(writer, RAWS)
    with control_connection(writer) as connection:
        assert read_steps(connection) == RAWS
        assert read_steps(connection, after=0) == RAWS[1:]
        assert read_steps(connection, after=1) == []


def test_installing_again_changes_nothing(dsn: str) -> None:
    """Installing twice keeps the steps."""
    append_all(dsn, RAWS)
    install(dsn)
    with control_connection(dsn) as connection:
        assert read_steps(connection) == RAWS


def test_two_can_install_at_once(server: EmbeddedPostgres) -> None:
    """Two installations at the same moment both succeed."""
    dsn = fresh_control(server)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA ostiary CASCADE")
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(install, [dsn, dsn])) == [None, None]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ostiary.directive_step SET envelope = 'x'",
        "DELETE FROM ostiary.directive_step",
        "TRUNCATE ostiary.directive_step",
        "ALTER TABLE ostiary.directive_step DISABLE ROW LEVEL SECURITY",
        "DROP TABLE ostiary.directive_step",
        "CREATE TABLE ostiary.other ()",
    ],
)
def test_a_writer_cannot_take_anything_back(writer: str, statement: str) -> None:
    """The writer role can neither change nor remove a step."""
    append_all(writer, RAWS)
    with psycopg.connect(writer) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_a_reader_cannot_append(dsn: str) -> None:
    """The reader role reads steps and appends none."""
    append_all(dsn, RAWS[:1])
    reader = login(dsn, "gateway", READER_ROLE)
    with control_connection(reader) as connection:
        assert read_steps(connection) == RAWS[:1]
    with pytest.raises(ControlDown, match="permission denied"):
        append_all(reader, RAWS[1:], first=1)


@pytest.mark.parametrize("sequence", [0, 2, -1])
def test_only_the_next_step_is_appended(writer: str, sequence: int) -> None:
    """A sequence that is taken, leaves a gap or is negative is refused, and nothing is added."""
    append_all(writer, RAWS[:1])
    with control_connection(writer) as connection:
        with pytest.raises(DirectiveRefused, match="somebody was faster"):
            append_step(connection, RAWS[1], sequence, step_hash(RAWS[1]))
        assert read_steps(connection) == RAWS[:1]


def test_one_of_many_appenders_wins(writer: str) -> None:
    """Of several officials who append the same step at once one succeeds and the others are told to look again."""
    raws = [Chain().order(CutOff("ice", f"reason {number}")).raws[0] for number in range(4)]
    start = threading.Barrier(len(raws))

    def attempt(raw: bytes) -> str:
        with control_connection(writer) as connection:
            start.wait()
            try:
                append_step(connection, raw, 0, step_hash(raw))
            except DirectiveRefused as refusal:
                return refusal.message
            return "appended"

    with ThreadPoolExecutor(len(raws)) as pool:
        outcomes = list(pool.map(attempt, raws))
    assert sorted(outcomes) == ["appended", *["somebody was faster; look again"] * 3]
    with control_connection(writer) as connection:
        assert read_steps(connection) == [raws[outcomes.index("appended")]]


def test_an_appender_waits_for_the_one_before(writer: str) -> None:
    """Whoever appends while another's append is not yet committed is refused once it is."""
    with psycopg.connect(writer) as first, ThreadPoolExecutor(1) as pool:
        append_step(first, RAWS[0], 0, step_hash(RAWS[0]))  # inside the transaction that psycopg has begun
        second = pool.submit(append_all, writer, RAWS[:1])
        first.commit()
        with pytest.raises(DirectiveRefused, match="somebody was faster"):
            second.result(timeout=30)


def test_watchers_are_told_after_the_commit(writer: str) -> None:
    """An appended step is told on the channel, and whoever is told can read it."""
    with psycopg.connect(writer, autocommit=True) as watcher:
        watcher.execute(f"LISTEN {CHANNEL}".encode())
        append_all(writer, RAWS[:1])
        told = next(watcher.notifies(timeout=30))
        assert (told.channel, told.payload) == (CHANNEL, "0")
        assert read_steps(watcher) == RAWS[:1]


def test_the_table_refuses_what_is_no_step(dsn: str) -> None:
    """An empty envelope and a hash that is none are refused by the table itself."""
    for raw, digest in ((b"", "0" * 64), (b"x", "0" * 63), (b"x", "F" * 64)):
        with pytest.raises(ControlDown, match="check constraint"), control_connection(dsn) as connection:
            append_step(connection, raw, 0, digest)


def test_a_database_that_is_away_is_said_so(server: EmbeddedPostgres) -> None:
    """A control database that cannot be reached, or was never installed, is an operator's fault with a hint."""
    absent = make_conninfo(server.admin_dsn(), dbname="absent")
    with pytest.raises(ControlDown, match="does not exist") as caught, control_connection(absent):
        pass
    assert "directive list" in caught.value.hint
    with (
        pytest.raises(ControlDown, match="does not exist"),
        control_connection(server.admin_dsn()) as connection,
    ):
        read_steps(connection)


def test_no_password_is_repeated(server: EmbeddedPostgres) -> None:
    """The message about a login that failed names no password."""
    wrong = make_conninfo(server.admin_dsn(), password="hunter2")
    with pytest.raises(ControlDown) as caught, control_connection(wrong):
        pass
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize("dsn", ["host=x password=first S3cretTail", "postgresql://u:hunter2%zz@h/d"])
def test_a_malformed_connection_string_is_not_repeated(dsn: str) -> None:
    """What libpq says of a string that it cannot read may quote the password, so it is not passed on."""
    with pytest.raises(ControlDown, match=r"none that libpq understands$") as caught, control_connection(dsn):
        pass
    assert caught.value.__suppress_context__
