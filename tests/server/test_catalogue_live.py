"""Catalogue questions through a door that runs: who may ask, what is shown to whom, what stands in the log."""

from __future__ import annotations

import psycopg
import pytest

from ostiary.demo.people import AGENT, AUDITOR, DETECTIVE, OFFICER, Person
from server.gateway_world import World

pytestmark = pytest.mark.xdist_group("server_catalogue")

COLUMNS = "SELECT c.relname || '.' || a.attname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid"


def shown(world: World, person: Person, **options: str) -> set[str]:
    with psycopg.connect(world.conninfo(person, **options), autocommit=True) as connection:
        return {column for (column,) in connection.execute(COLUMNS)}


def test_each_member_sees_what_the_profile_shows(world: World) -> None:
    """Agencies see different columns of the same table, as they may read them, and nobody one that nobody reads."""
    detective, agent = shown(world, DETECTIVE), shown(world, AGENT)
    assert {"persons.surname", "persons.ssn", "offence_codes.iucr"} <= detective
    assert detective != agent
    for person, columns in ((DETECTIVE, detective), (AGENT, agent)):
        with psycopg.connect(world.conninfo(person), autocommit=True) as connection:
            for column in sorted(column for column in columns if column.startswith("persons.")):
                connection.execute(f"SELECT {column} FROM persons WHERE person_id = 1".encode())


def test_a_catalogue_question_needs_a_purpose_and_no_case(world: World) -> None:
    """What may be known depends on the purpose; whom it is about does not arise."""
    without_case = psycopg.connect(world.conninfo(DETECTIVE, case=""), autocommit=True)
    world.opened.append(without_case)
    assert without_case.execute(COLUMNS).fetchall()
    without_purpose = psycopg.connect(world.conninfo(DETECTIVE, case="", purpose=""), autocommit=True)
    world.opened.append(without_purpose)
    assert without_purpose.execute("SELECT version(), current_user").fetchall()
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="no purpose is declared"):
        without_purpose.execute(COLUMNS)


def test_its_entry_names_no_record_class(world: World) -> None:
    """There is no answer without an entry, and this one is about nobody."""
    first = world.size()
    with psycopg.connect(world.conninfo(AUDITOR), autocommit=True) as connection:
        rows = connection.execute("SELECT relname FROM pg_class").fetchall()
    (entry,) = world.entries(first)
    assert (entry["outcome"], entry["rows"]) == ("answered", len(rows))
    assert (entry["record_classes"], entry["fields"], entry["subjects"]) == ([], [], [])
    assert entry["decision"]["allowed"]


def test_what_is_refused_is_recorded(world: World) -> None:
    """A system relation that is nobody's to see is refused like a table that is not there."""
    connection, first = world.connect(), world.size()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT rolpassword FROM pg_authid")
    with pytest.raises(psycopg.errors.FeatureNotSupported):
        connection.execute("SELECT pg_read_file('/etc/passwd') FROM pg_class")
    assert [entry["outcome"] for entry in world.entries(first)] == ["refused", "refused"]


def test_an_agency_that_is_cut_off_learns_nothing_of_the_catalogue(world: World) -> None:
    """The cut-off ends a session that only looks around as well."""
    connection = psycopg.connect(world.conninfo(OFFICER), autocommit=True)
    world.opened.append(connection)
    assert connection.execute("SELECT count(*) FROM pg_type").fetchone()
    world.cut_off("ice")
    with pytest.raises(psycopg.errors.AdminShutdown):
        connection.execute("SELECT relname FROM pg_class")


def test_an_answer_about_the_catalogue_has_an_end(world: World) -> None:
    """A join of system relations with each other stops at a limit."""
    connection = world.connect(AGENT)
    many = "pg_attribute AS a, pg_attribute AS b, pg_attribute AS c"
    with pytest.raises(psycopg.errors.ProgramLimitExceeded, match="100000 rows"):
        connection.execute(f"SELECT 1 FROM {many}")
