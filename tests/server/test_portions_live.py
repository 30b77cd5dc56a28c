"""Cursors, portions, savepoints and copies as real clients use them, through a gateway that runs."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.pq import TransactionStatus

from ostiary.demo.people import DETECTIVE
from server.gateway_world import World, psql

pytestmark = pytest.mark.xdist_group("server_portions")

TLS = (False, True)

PERSONS = "SELECT person_id, surname FROM persons ORDER BY person_id LIMIT 25"


@pytest.fixture(scope="module")
def people(module_world: World) -> list[tuple[int, str]]:
    """What the detective may see of the first of them, asked as a whole."""
    with psycopg.connect(module_world.conninfo(DETECTIVE), autocommit=True) as connection:
        return connection.execute(PERSONS).fetchall()


def assert_idle(connection: psycopg.Connection) -> None:
    assert connection.info.transaction_status is TransactionStatus.IDLE


@pytest.mark.parametrize("binary", [False, True], ids=["text", "binary"])
def test_a_server_cursor_reads_in_portions(
    world: World, people: list[tuple[int, str]], *, binary: bool
) -> None:
    """Iteration fetches ten at a time; each FETCH has an entry that names exactly whom it brought."""
    connection = world.connect(DETECTIVE, autocommit=False)
    first = world.size()
    with connection.cursor("mine", binary=binary) as cursor:
        cursor.itersize = 10
        cursor.execute(PERSONS.replace("25", "%s"), [25])
        assert list(cursor) == people
    connection.commit()
    entries = [entry for entry in world.entries(first) if entry["outcome"] in {"described", "answered"}]
    assert [entry["outcome"] for entry in entries] == ["described", *["answered"] * 3]
    named = [entry["subjects"] for entry in entries[1:]]
    assert named == [[one for one, _ in people[start : start + 10]] for start in (0, 10, 20)]
    assert {entry["continues"] for entry in entries[1:]} == {entries[0]["access"]}


def test_a_server_cursor_fetches_as_it_is_told(world: World, people: list[tuple[int, str]]) -> None:
    """One, many, all that are left; and it does not go backwards."""
    connection = world.connect(DETECTIVE, autocommit=False)
    with connection.cursor("mine") as cursor:
        cursor.execute(PERSONS)
        assert cursor.fetchone() == people[0]
        assert cursor.fetchmany(4) == people[1:5]
        assert cursor.fetchall() == people[5:]
        assert cursor.fetchone() is None
        with pytest.raises(psycopg.errors.FeatureNotSupported):
            cursor.scroll(0, "absolute")
    connection.rollback()
    with pytest.raises(psycopg.errors.FeatureNotSupported):
        connection.execute(f"DECLARE other CURSOR WITH HOLD FOR {PERSONS}")
    connection.rollback()


def test_asynchronous_server_cursors_work(world: World, people: list[tuple[int, str]]) -> None:
    """Two at once on one connection, read in turns."""

    async def both() -> tuple[list[Any], list[Any]]:
        async with (
            await psycopg.AsyncConnection.connect(world.conninfo(DETECTIVE)) as connection,
            connection.cursor("one") as one,
            connection.cursor("other") as other,
        ):
            await one.execute(PERSONS)
            await other.execute(PERSONS)
            found: tuple[list[Any], list[Any]] = [], []
            for _ in range(3):
                found[0].extend(await one.fetchmany(2))
                found[1].extend(await other.fetchmany(3))
            found[0].extend([row async for row in one])
            return found

    assert asyncio.run(both()) == (people, people[:9])


def test_psql_fetches_by_count(world: World, program: str, people: list[tuple[int, str]]) -> None:
    """FETCH_COUNT: a cursor in a transaction of its own (15), or rows one by one (18)."""
    found = psql(world, "-At", "-v", "FETCH_COUNT=4", "-c", PERSONS, program=program, person=DETECTIVE)
    assert found.returncode == 0, found.stderr
    assert found.stdout.splitlines() == [f"{number}|{name}" for number, name in people]


def test_psql_copies_out(world: World, program: str, people: list[tuple[int, str]], tmp_path: Path) -> None:
    r"""`\copy` of a query and COPY to standard output, with and without options; a file of the server is refused."""
    target = tmp_path / "people.csv"
    script = f"\\copy ({PERSONS}) to '{target}' with csv header\nCOPY ({PERSONS}) TO STDOUT;\nCOPY persons TO '/tmp/x';\n"
    found = psql(world, "-At", program=program, stdin=script, person=DETECTIVE)
    assert [line for line in found.stdout.splitlines() if "\t" in line] == [
        f"{one}\t{name}" for one, name in people
    ]
    assert target.read_text().splitlines() == [
        "person_id,surname",
        *(f"{one},{name}" for one, name in people),
    ]
    assert re.search("COPY goes to STDOUT only", found.stderr)


@pytest.mark.parametrize("form", ["text", "binary"])
def test_psycopg_copies_rows(world: World, people: list[tuple[int, str]], form: str) -> None:
    """Rows as values in both formats; the entry names everybody, and a copy that is broken off leaves a usable session."""
    connection = world.connect(DETECTIVE)
    first = world.size()
    with connection.cursor().copy(f"COPY ({PERSONS}) TO STDOUT (FORMAT {form})") as copy:
        copy.set_types(["int8", "text"])
        assert list(copy.rows()) == people
    (entry,) = (entry for entry in world.entries(first) if entry["outcome"] == "answered")
    assert entry["subjects"] == [one for one, _ in people]
    assert entry["statement"].startswith("COPY (")
    assert_idle(connection)
    with (
        pytest.raises(psycopg.errors.ReadOnlySqlTransaction),
        connection.cursor().copy("COPY persons FROM STDIN"),
    ):
        pass
    assert connection.execute(PERSONS).fetchall() == people


def test_transaction_blocks_nest(world: World, people: list[tuple[int, str]]) -> None:
    """An inner block that fails is gone back from; the outer one goes on, and its cursor too."""
    connection = world.connect(DETECTIVE)
    with connection.transaction(), connection.cursor("outer") as cursor:
        cursor.execute(PERSONS)
        assert cursor.fetchone() == people[0]
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute("SELECT * FROM nowhere")
        assert connection.info.transaction_status is TransactionStatus.INTRANS
        with connection.transaction("named"):
            assert cursor.fetchone() == people[1]
        with pytest.raises(psycopg.errors.DataError), connection.transaction():
            connection.execute("SELECT 1 / (person_id - person_id) FROM persons")
        assert cursor.fetchmany(2) == people[2:4]
    assert_idle(connection)


@pytest.mark.parametrize("isolation", ["SERIALIZABLE", "REPEATABLE READ"])
def test_the_modes_of_transactions_are_those_that_are_shown(world: World, isolation: str) -> None:
    """Set by the driver, by SET TRANSACTION, and refused when the transaction has asked already."""
    connection = world.connect(DETECTIVE, autocommit=False)
    connection.set_isolation_level(psycopg.IsolationLevel[isolation.replace(" ", "_")])
    connection.set_deferrable(True)
    connection.set_read_only(True)
    assert connection.execute("SHOW transaction_isolation").fetchall() == [(isolation.lower(),)]
    connection.rollback()
    connection.set_isolation_level(None)
    connection.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
    connection.execute(PERSONS)
    assert connection.execute("SHOW TRANSACTION ISOLATION LEVEL").fetchall() == [(isolation.lower(),)]
    with pytest.raises(psycopg.errors.ActiveSqlTransaction):
        connection.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
    connection.rollback()


def test_a_backend_is_clean_after_a_client_that_left_in_the_middle(
    world: World, people: list[tuple[int, str]]
) -> None:
    """Whoever leaves with a cursor half read leaves nothing that the next could meet."""
    leaving = world.connect(DETECTIVE, autocommit=False)
    leaving.execute(f"DECLARE mine CURSOR FOR {PERSONS}")
    leaving.execute("FETCH 3 FROM mine")
    leaving.close()
    connection = world.connect(DETECTIVE, autocommit=False)
    with connection.cursor("mine") as cursor:
        cursor.execute(PERSONS)
        assert cursor.fetchall() == people


def test_a_driver_that_prepared_may_forget_all(world: World) -> None:
    """Psycopg deallocates all after a rollback when it has prepared statements."""
    connection = world.connect(DETECTIVE, autocommit=False)
    for _ in range(8):
        connection.execute("SELECT surname FROM persons WHERE person_id = %s", [1])
    connection.rollback()
    assert connection.execute("SELECT surname FROM persons WHERE person_id = %s", [1]).fetchall()


def test_no_bug_was_met(world: World) -> None:
    """Nothing of this surprised the gateway."""
    assert world.gateway.events("bug") == []
