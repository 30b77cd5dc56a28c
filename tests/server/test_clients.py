"""What real clients do: psycopg in its modes, psql of two versions."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from ostiary.demo.people import AGENT, DETECTIVE
from server.gateway_world import World, psql

pytestmark = pytest.mark.xdist_group("server_clients")

TLS = (False, True)

ALL_CODES = "SELECT iucr FROM offence_codes ORDER BY iucr"


@pytest.fixture(scope="module")
def codes(module_world: World) -> list[str]:
    with psycopg.connect(module_world.installation.postgres.admin_dsn("city")) as connection:
        return [
            code
            for (code,) in connection.execute('SELECT iucr FROM city.offence_codes ORDER BY iucr COLLATE "C"')
        ]


def test_the_default_mode_with_transactions_works(world: World, codes: list[str]) -> None:
    """BEGIN is implicit; commit and rollback end it; errors fail it until rollback."""
    connection = world.connect(autocommit=False)
    assert [code for (code,) in connection.execute(ALL_CODES)] == codes
    connection.commit()
    connection.execute(ALL_CODES)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM nowhere")
    with pytest.raises(psycopg.errors.InFailedSqlTransaction):
        connection.execute(ALL_CODES)
    connection.rollback()
    assert connection.execute(ALL_CODES).fetchall()


def test_a_transaction_block_works(world: World) -> None:
    """`with conn.transaction()` commits at its end and rolls back on an error."""
    connection = world.connect()
    with connection.transaction():
        assert connection.execute(ALL_CODES).fetchone()
    with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
        connection.execute("SELECT * FROM nowhere")
    assert connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
    assert connection.execute(ALL_CODES).fetchone()


def test_ten_times_the_same_statement_becomes_a_prepared_one(world: World, codes: list[str]) -> None:
    """The driver prepares what it has seen five times; the answers stay right and each has its entry."""
    connection = world.connect()
    first = world.size()
    for code in codes[:10]:
        found = connection.execute("SELECT iucr FROM offence_codes WHERE iucr = %s", [code]).fetchall()
        assert found == [(code,)]
    entries = [entry for entry in world.entries(first) if entry["outcome"] == "answered"]
    assert [entry["parameters"] for entry in entries] == [[code] for code in codes[:10]]


def test_binary_parameters_and_results_work(world: World) -> None:
    """Types that the binary format writes differently come through unchanged."""
    connection = world.connect(DETECTIVE)
    text = connection.cursor()
    binary = connection.cursor(binary=True)
    question = (
        "SELECT incident_id, occurred_at, arrest FROM incidents WHERE incident_id <= %b ORDER BY incident_id"
    )
    rows = binary.execute(question, [3]).fetchall()
    assert rows == text.execute(question.replace("%b", "%t"), [3]).fetchall()
    assert rows
    assert isinstance(rows[0][1], datetime)


def test_a_null_parameter_matches_nothing_and_is_recorded_as_null(world: World) -> None:
    """NULL is no text."""
    connection = world.connect()
    assert connection.execute("SELECT iucr FROM offence_codes WHERE iucr = %s", [None]).fetchall() == []
    assert world.entries()[-1]["parameters"] == [None]


def test_executemany_of_a_query_answers_each(world: World, codes: list[str]) -> None:
    """It uses the pipeline mode: many statements, one round trip, one entry each."""
    first = world.size()
    cursor = world.connect().cursor()
    cursor.executemany(
        "SELECT iucr FROM offence_codes WHERE iucr = %s", [(code,) for code in codes[:4]], returning=True
    )
    found = []
    while True:
        found += cursor.fetchall()
        if not cursor.nextset():
            break
    assert [code for (code,) in found] == codes[:4]
    assert [e["parameters"] for e in world.entries(first) if e["outcome"] == "answered"] == [
        [c] for c in codes[:4]
    ]


def test_pipeline_mode_answers_in_order_and_an_error_ends_its_batch_only(
    world: World, codes: list[str]
) -> None:
    """After the error everything up to the sync is skipped; the next batch is answered."""
    connection = world.connect()
    with connection.pipeline():
        cursors = [
            connection.execute("SELECT iucr FROM offence_codes WHERE iucr = %s", [c]) for c in codes[:5]
        ]
        assert [cursor.fetchone() for cursor in cursors] == [(code,) for code in codes[:5]]
    with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.pipeline():
        connection.cursor().executemany("SELECT * FROM nowhere WHERE iucr = %s", [("0110",), ("0110",)])
    assert connection.execute(ALL_CODES).fetchone() == (codes[0],)


def test_asynchronous_clients_are_served_side_by_side(world: World, codes: list[str]) -> None:
    """Twenty connections of one event loop, each with its own answers."""

    async def ask(code: str) -> Any:
        async with await psycopg.AsyncConnection.connect(world.conninfo(), autocommit=True) as connection:
            cursor = await connection.execute("SELECT iucr FROM offence_codes WHERE iucr = %s", [code])
            return await cursor.fetchone()

    async def all_of_them() -> list[Any]:
        return list(await asyncio.gather(*(ask(code) for code in codes[:20])))

    assert asyncio.run(all_of_them()) == [(code,) for code in codes[:20]]


def test_a_connection_is_used_again_as_a_pool_does(world: World) -> None:
    """Rollback, reset, another row factory: what a pool does between its users."""
    connection = world.connect(autocommit=False)
    for _ in range(3):
        connection.execute(ALL_CODES)
        connection.rollback()
        with contextlib.closing(connection.cursor(row_factory=dict_row)) as cursor:
            assert set(cursor.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchone() or {}) == {"iucr"}
        connection.rollback()


def test_masks_and_filters_are_announced_once(world: World) -> None:
    """The notice says what is masked and under which rules, the first time that a session meets it."""
    connection = world.connect()
    notices: list[str] = []
    connection.add_notice_handler(lambda diagnostic: notices.append(diagnostic.message_primary or ""))
    for _ in range(2):
        rows = connection.execute("SELECT person_id, surname, ssn, phone FROM persons LIMIT 5").fetchall()
        assert [(row[2], row[3]) for row in rows] == [(None, None)] * 5
    assert len([notice for notice in notices if "persons.ssn (hidden)" in notice]) == 1


def test_psql_answers_a_command(world: World, program: str, codes: list[str]) -> None:
    """The option -c."""
    found = psql(world, "-At", "-c", ALL_CODES, program=program)
    assert (found.returncode, found.stderr, found.stdout.split()) == (0, "", codes)


def test_psql_runs_a_file_and_a_stream_of_statements(
    world: World, program: str, codes: list[str], tmp_path: Path
) -> None:
    """The option -f, and many statements on standard input, with timing."""
    statements = "\\timing on\n" + "".join(
        f"SELECT iucr FROM offence_codes WHERE iucr = '{code}';\n" for code in codes
    )
    script = tmp_path / "script.sql"
    script.write_text(statements)
    for found in (
        psql(world, "-At", "-f", str(script), program=program),
        psql(world, "-At", program=program, stdin=statements),
    ):
        assert found.returncode == 0, found.stderr
        assert [line for line in found.stdout.splitlines() if line in codes] == codes
        assert found.stdout.count("Time: ") == len(codes)


def test_psql_stops_at_the_first_refusal_when_it_is_told_to(world: World, program: str) -> None:
    """With ON_ERROR_STOP it ends with 3 and what stands after the refusal is not asked."""
    statements = "SELECT iucr FROM offence_codes LIMIT 1;\nDELETE FROM persons;\nSELECT iucr FROM offence_codes LIMIT 2;\n"
    found = psql(world, "-At", "-v", "ON_ERROR_STOP=1", program=program, stdin=statements)
    assert (found.returncode, found.stdout) == (3, "0110\n")
    assert "this door only reads" in found.stderr
    assert "Access log entry" in found.stderr


def test_psql_shows_the_rule_the_citation_and_the_way_out(world: World, program: str) -> None:
    """A refusal by policy names its rule."""
    found = psql(world, "-c", "SELECT birth_country FROM persons", program=program)
    assert found.returncode == 1
    assert "DETAIL:" in found.stderr
    assert "R06" in found.stderr
    assert "HINT:" in found.stderr


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("\\d", "city|persons|table|ostiary"),
        ("\\dt", "city|offence_codes|table|ostiary"),
        ("\\d persons", "person_id|bigint|||"),
        ("\\dn", "city|ostiary"),
        ("\\du", AGENT.member.code),
    ],
)
def test_psqls_questions_about_the_catalogue_are_answered(
    world: World, program: str, command: str, shown: str
) -> None:
    """Tables, columns, schemas and roles as the member may know them, and the next statement is answered."""
    found = psql(world, "-At", program=program, stdin=f"{command}\nSELECT iucr FROM offence_codes LIMIT 1;\n")
    assert "ERROR:" not in found.stderr
    assert shown in found.stdout
    assert found.stdout.endswith("0110\n")


def test_psql_takes_settings_and_shows_them(world: World, program: str) -> None:
    """SET, SHOW and the connection's facts."""
    statements = "SET ostiary.case = 'JK000001';\nSHOW ostiary.case;\nSHOW server_version;\n\\conninfo\n"
    found = psql(world, "-At", program=program, stdin=statements)
    assert found.returncode == 0, found.stderr
    assert "JK000001" in found.stdout
    assert AGENT.member.code in found.stdout


def test_no_bug_was_met(world: World) -> None:
    """Nothing of this surprised the gateway."""
    assert world.gateway.events("bug") == []
