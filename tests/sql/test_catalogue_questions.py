"""What clients ask a database about itself, on real servers: their own statements, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from external.debian_postgres import IS_INSTALLED, running
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile
from ostiary.sql.plan import Answer, Tell
from ostiary.sql.statement import Ground, plan_statement
from ostiary.sql.system.relations import relations_of, type_text
from ostiary.sql.text import literal
from sql.catalogue_world import FACTS, MAJORS, PERSON, answer, asked, is_told, question, relations_read
from sql.conftest import Walled

ASKED = list(asked())
OLD = 15
LOOKING_NAMES_UP = frozenset({24, 194, 1034, 2206, 2277, 3361, 3402, 5017, 2211})
"""The OIDs of regproc, regtype, rights, trees and statistics, for which other types stand."""


@pytest.fixture(scope="module")
def debian() -> Iterator[psycopg.Connection]:
    if not IS_INSTALLED:
        pytest.skip("Debian's PostgreSQL 15 is not installed")
    with running() as server, psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("SET search_path = pg_catalog")
        yield connection


@pytest.mark.parametrize("each", [each for each in ASKED if 18 in each.majors], ids=lambda each: each.id)
def test_what_clients_ask_is_answered_and_reads_no_relation_of_the_server(
    walled: Walled, each: object
) -> None:
    """Every recorded statement runs as the reader, and by the server's own EXPLAIN no relation of it is read."""
    _runs(walled.reader, each.text, 18)  # type: ignore[attr-defined]


@pytest.mark.parametrize("each", [each for each in ASKED if OLD in each.majors], ids=lambda each: each.id)
def test_what_clients_ask_is_answered_on_an_old_server_too(debian: psycopg.Connection, each: object) -> None:
    """The same on PostgreSQL 15, with the columns that relations had there."""
    _runs(debian, each.text, OLD)  # type: ignore[attr-defined]


def _runs(connection: psycopg.Connection, text: str, major: int) -> None:
    if is_told(text):
        return
    plan = question(text, major)
    types = [*[0] * plan.parameters, *[25] * len(plan.facts)]
    prepared = connection.pgconn.prepare(b"", plan.text.encode(), types)
    assert not prepared.error_message, prepared.error_message
    assert relations_read(connection, plan) == set()
    if not plan.parameters:
        answer(connection, text, major=major)


@pytest.mark.parametrize("name", sorted(relations_of(18)))
def test_a_relation_has_the_columns_and_types_of_the_real_one(walled: Walled, name: str) -> None:
    """``SELECT *`` shows the names of the server's own relation, and its types but where one would look a name up."""
    _has_the_columns_of(walled.owner, name, 18)


@pytest.mark.parametrize("name", sorted(relations_of(OLD)))
def test_a_relation_has_the_columns_that_it_had(debian: psycopg.Connection, name: str) -> None:
    """The same on PostgreSQL 15, whose relations are other than those of 18."""
    _has_the_columns_of(debian, name, OLD)


def _has_the_columns_of(connection: psycopg.Connection, name: str, major: int) -> None:
    plan = question(f"SELECT * FROM {name}", major)
    connection.pgconn.prepare(b"ours", plan.text.encode(), [25] * len(plan.facts))
    ours = connection.pgconn.describe_prepared(b"ours")
    connection.execute("DEALLOCATE ours")
    theirs = connection.pgconn.exec_params(f"SELECT * FROM {name} LIMIT 0".encode(), [])
    assert [ours.fname(n) for n in range(ours.nfields)] == [theirs.fname(n) for n in range(theirs.nfields)]
    for column in range(ours.nfields):
        kind = theirs.ftype(column)
        assert ours.ftype(column) == kind or kind in LOOKING_NAMES_UP, ours.fname(column)


@pytest.mark.parametrize("major", MAJORS)
def test_each_type_in_the_facts_is_a_type(walled: Walled, major: int) -> None:
    """Types are written so that every server knows them."""
    types = {kind for relation in relations_of(major).values() for _, kind in relation.columns}
    for kind in types:
        walled.owner.execute(f"SELECT CAST(NULL AS {type_text(kind)})".encode())


def test_tables_and_columns_are_those_of_the_profile(walled: Walled) -> None:
    """Hidden columns, and tables of others, are not there; a masked column has the type of its mask."""
    tables = answer(walled.reader, "SELECT relname FROM pg_class ORDER BY 1")
    assert tables == [("district",), ("incident",), ("person",), ("vehicle",)]
    columns = answer(
        walled.reader,
        f"SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = {PERSON} ORDER BY attnum",
    )
    assert columns == [
        ("person_id", "bigint"), ("surname", "text"), ("given_name", "text"), ("dob", "date"), ("ssn", "text"),
        ("city", "text"),
    ]  # fmt: skip
    assert (
        answer(
            walled.reader, "SELECT column_name FROM information_schema.columns WHERE column_name = 'secret'"
        )
        == []
    )


def test_nothing_counts_rows(walled: Walled) -> None:
    """No estimate, no size: what the catalogue says of a table is the same with ten rows and with ten million."""
    asked = f"SELECT reltuples, relpages, pg_relation_size(oid), pg_table_size(oid) FROM pg_class WHERE oid = {PERSON}"
    assert answer(walled.reader, asked) == [("-1", "0", None, None)]


def test_names_and_oids_lead_to_each_other(walled: Walled) -> None:
    """``'name'::regclass`` finds what ``oid::regclass`` prints, by the catalogue of the profile and by no other."""
    assert answer(walled.reader, "SELECT 'person'::regclass::oid") == [(str(PERSON),)]
    assert answer(walled.reader, "SELECT 'city.person'::regclass::oid") == [(str(PERSON),)]
    asked = "SELECT oid::regclass, relnamespace::regnamespace::text, to_regclass(relname) FROM pg_class WHERE oid = $1"
    assert answer(walled.reader, asked, str(PERSON)) == [("person", "city", str(PERSON))]
    asked = "SELECT CAST($1::regclass AS regclass), $2::regclass FROM pg_am WHERE oid = 2"
    assert answer(walled.reader, asked, "pg_class", "city.person") == [("1259", str(PERSON))]
    assert answer(walled.reader, "SELECT 'int4'::regtype::oid, 23::regtype, format_type(1043, 24)") == [
        ("23", "integer", "character varying(20)")
    ]
    assert answer(
        walled.reader, "SELECT typname FROM pg_type WHERE typinput = 'array_in'::regproc AND oid = 1009"
    ) == [("_text",)]


def test_the_member_and_the_database_are_told_by_the_session(walled: Walled) -> None:
    """A question inside which the member is named gets that from the session, as a parameter."""
    asked = "SELECT rolname, current_user, current_database() FROM pg_roles WHERE rolname = $1"
    assert question(asked).facts == ("member", "database") or question(asked).facts == ("database", "member")
    assert answer(walled.reader, asked, FACTS["member"]) == [("cpd-1042", "cpd-1042", "city")]


def test_hidden_columns_show_where_they_are_named_only(walled: Walled) -> None:
    """``tableoid`` and ``xmin`` can be asked for; ``SELECT *`` does not show them."""
    assert answer(walled.reader, f"SELECT tableoid, xmin FROM pg_class WHERE oid = {PERSON}") == [
        ("1259", "1")
    ]
    assert "tableoid" not in question("SELECT * FROM pg_class").text


def test_what_the_door_knows_needs_no_database() -> None:
    """Version, member, database and schema are told without a purpose; one column that is none of them, and nothing is."""
    asked = "SELECT pg_catalog.version(), current_schema() AS s, current_user, current_database()"
    plan = plan_statement(asked, Ground(Catalogue(), Profile({}), 18))
    assert plan == Tell(
        (
            Answer("version", "text", "version"),
            Answer("s", "name", text="public"),
            Answer("current_user", "name", "member"),
            Answer("current_database", "name", "database"),
        )
    )
    # asyncpg, before it looks at types that it does not know.
    assert is_told("SELECT current_setting('jit') AS cur, set_config('jit', 'off', false) AS new")
    assert not is_told("SELECT current_setting('jit', true)")
    assert not is_told("SELECT set_config('jit', 'on', false)")
    assert not is_told("SELECT version(), 1")
    assert not is_told("SELECT version() FROM pg_class")
    assert not is_told("SELECT version() LIMIT 1")
    assert not is_told("SELECT myschema.version()")


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40))
@settings(max_examples=150, deadline=None)
def test_a_literal_is_what_the_client_wrote_wherever_it_stands(walled: Walled, text: str) -> None:
    """Quotes, backslashes, and texts that look like places of our own stay values, also in calls that are replaced."""
    said = literal(text)
    asked = f"SELECT {said}, coalesce(obj_description({PERSON}, {said}), {said}) FROM pg_am WHERE oid = 2"
    assert answer(walled.reader, asked)[0][0] == text


@pytest.mark.parametrize("trap", ["{0}", "{1}", "{last}", "<pg_class>", "<pg_roles>", "{all}", "$1"])
def test_a_literal_like_a_place_of_ours_is_not_filled(walled: Walled, trap: str) -> None:
    """What an argument says is never taken for the place of another."""
    asked = f"SELECT has_table_privilege('{trap}', '{trap}', 'SELECT'), current_setting('TimeZone') FROM pg_am WHERE oid = 2"
    assert answer(walled.reader, asked) == [("t", "UTC")]
    assert answer(walled.reader, f"SELECT '{trap}'::regclass FROM pg_am WHERE oid = 2") == [(None,)]


@pytest.mark.parametrize(
    "call", ["format_type('{1}', 7)", "col_description('{1}', 7)", "col_description(7, '{0}')"]
)
def test_arguments_are_filled_in_one_pass(call: str) -> None:
    """An argument that is named like the place of another stays a literal, quotes and all: it cannot break out of them."""
    text = question(f"SELECT {call} FROM pg_am").text
    assert "'{1}'" in text or "'{0}'" in text


def test_a_name_of_the_clients_does_not_mean_a_column_of_ours(walled: Walled) -> None:
    """Inside what stands for a call, an unqualified column is still the client's."""
    asked = "SELECT pg_get_userbyid(oid), obj_description(oid), format_type(oid, NULL) FROM pg_type WHERE typname = 'oid'"
    assert answer(walled.reader, asked) == [(None, None, "oid")]
