"""What must not come of a catalogue question: the server's own catalogue, its functions, records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.sql.plan import NotAllowed, Select, Unsupported, Write
from ostiary.sql.statement import plan_statement
from ostiary.sql.system.expressions import OPERATORS
from ostiary.sql.system.functions import PLAIN
from ostiary.sql.wall_names import reader_of, schema_of
from sql.bypass_world import PROFILE
from sql.catalogue_world import answer, asked, ground, question, relations_read
from sql.conftest import Walled

REFUSED = """
SELECT * FROM pg_authid
SELECT * FROM pg_catalog.pg_authid
SELECT * FROM pg_shadow
SELECT * FROM pg_stats
SELECT * FROM pg_statistic
SELECT * FROM pg_stat_activity
SELECT * FROM pg_stat_all_tables
SELECT * FROM pg_stat_statements
SELECT * FROM pg_user_mappings
SELECT * FROM pg_largeobject
SELECT * FROM pg_cursors
SELECT * FROM pg_locks
SELECT * FROM pg_hba_file_rules
SELECT * FROM pg_toast.pg_toast_1255
SELECT * FROM information_schema.nothing
SELECT * FROM pg_class, person
SELECT * FROM pg_class JOIN city.person ON true
SELECT * FROM pg_class WHERE relname IN (SELECT surname FROM person)
SELECT (SELECT surname FROM person LIMIT 1) FROM pg_class
WITH pg_class AS (SELECT surname AS relname FROM person) SELECT * FROM pg_class, pg_namespace
SELECT pg_read_file('/etc/passwd') FROM pg_class
SELECT pg_ls_dir('/') FROM pg_class
SELECT pg_sleep(10) FROM pg_class
SELECT lo_import('/etc/passwd') FROM pg_class
SELECT lo_get(1) FROM pg_class
SELECT query_to_xml('SELECT 1', true, true, '') FROM pg_class
SELECT dblink('x', 'y') FROM pg_class
SELECT nextval('s') FROM pg_class
SELECT pg_advisory_lock(1) FROM pg_class
SELECT pg_cancel_backend(1) FROM pg_class
SELECT pg_terminate_backend(1) FROM pg_class
SELECT pg_notify('a', 'b') FROM pg_class
SELECT pg_stat_get_activity(1) FROM pg_class
SELECT currtid2('a', 'b') FROM pg_class
SELECT pg_identify_object(1, 2, 3) FROM pg_class
SELECT repeat('a', 1000000) FROM pg_class
SELECT lpad('a', 1000000) FROM pg_class
SELECT replace(relname, 'a', 'aaaaaaaa') FROM pg_class
SELECT replace('a', relname, relname) FROM pg_class
SELECT replace('a') FROM pg_class
SELECT replace(relname, 'a') FROM pg_class
SELECT set_config('jit') FROM pg_class
SELECT current_setting() FROM pg_class
SELECT format('%1000000s', 'a') FROM pg_class
SELECT format(relname) FROM pg_class
SELECT format('%1$s%1$s%1$s', relname) FROM pg_class
SELECT set_config('search_path', 'city', false) FROM pg_settings
SELECT set_config('bytea_output', 'escape', false) FROM pg_settings
SELECT set_config(name, setting, false) FROM pg_settings
SELECT current_setting('gw.secret') FROM pg_class
SELECT current_setting('gw.secret')
SELECT current_schemas(true)
SELECT pg_get_viewdef('person'::regclass)
SELECT pg_relation_size('person')
SELECT 'pg_authid'::regclass::oid
SELECT city.f(1) FROM pg_class
SELECT pg_temp.f(1) FROM pg_class
SELECT 'a'::regconfig FROM pg_class
SELECT 'a'::xml FROM pg_class
SELECT 'x'::city.person FROM pg_class
SELECT 'x'::pg_catalog.pg_class FROM pg_class
SELECT ARRAY['pg_class']::regclass[] FROM pg_class
SELECT relname COLLATE "de_DE" FROM pg_class
SELECT relname COLLATE city.c FROM pg_class
SELECT relname OPERATOR(city.=) 'a' FROM pg_class
SELECT 1 OPERATOR(pg_catalog.<->) 2 FROM pg_class
SELECT relname !!= 'a' FROM pg_class
SELECT * FROM pg_class FOR UPDATE
SELECT relname INTO taken FROM pg_class
SELECT * FROM pg_class TABLESAMPLE SYSTEM (10)
SELECT * FROM ONLY pg_class
SELECT * FROM ROWS FROM (generate_series(1, 2), generate_series(1, 3)), pg_class
SELECT * FROM json_to_recordset('[]') AS x(a int), pg_class
SELECT * FROM pg_read_file('/etc/passwd'), pg_class
SELECT concat(VARIADIC ARRAY['a']) FROM pg_class
SELECT (c).* FROM pg_class c
SELECT "__pg_class".relname FROM pg_class
SELECT 1 AS "__x" FROM pg_class
WITH "__pg_class" AS (SELECT 1) SELECT * FROM pg_class
WITH x AS (DELETE FROM person RETURNING *) SELECT * FROM pg_class
SELECT relname FROM pg_class FETCH FIRST 1 ROW WITH TIES
SELECT count(*) OVER w FROM pg_class WINDOW w AS ()
SELECT CURRENT_TIME FROM pg_class
SELECT 1.$1 FROM pg_class
SELECT B'101' FROM pg_class
SELECT GROUPING(relname) FROM pg_class GROUP BY ROLLUP (relname)
UPDATE pg_class SET relname = 'a'
DELETE FROM pg_catalog.pg_class
EXPLAIN SELECT * FROM pg_class
""".strip().splitlines()


@pytest.mark.parametrize("text", REFUSED)
def test_what_looks_further_is_refused(text: str) -> None:
    """Relations that are no client's, functions that reach out, records beside the catalogue, names of others."""
    plan = plan_statement(text, ground())
    assert isinstance(plan, Unsupported | NotAllowed | Write), plan


@pytest.mark.parametrize("table", ["person", "nowhere", "city.person", "city.nowhere"])
def test_a_table_beside_the_catalogue_is_refused_alike_whether_there_is_one(table: str) -> None:
    """Mixing says nothing about which tables there are."""
    plan = plan_statement(f"SELECT * FROM pg_class, {table}", ground())
    assert isinstance(plan, Unsupported)
    assert plan.why == "records and the database itself are asked about apart"


@pytest.fixture(scope="module")
def secrets(walled: Walled) -> Iterator[dict[str, int]]:
    """Things of others on the same server, and their OIDs: nobody may learn that they are there."""
    walled.owner.execute("CREATE TABLE city.informant_files (a int4)")
    walled.owner.execute("CREATE TYPE city.informant_kind AS ENUM ('a')")
    walled.owner.execute("CREATE ROLE informant_handler")
    ((table, kind, role, namespace),) = walled.owner.execute(
        "SELECT 'city.informant_files'::regclass::oid, 'city.informant_kind'::regtype::oid,"
        " 'informant_handler'::regrole::oid, 'city'::regnamespace::oid"
    ).fetchall()
    yield {"table": table, "kind": kind, "role": role, "namespace": namespace}
    walled.owner.execute("DROP TABLE city.informant_files")
    walled.owner.execute("DROP TYPE city.informant_kind")
    walled.owner.execute("DROP ROLE informant_handler")


PROBES = """
SELECT {table}::regclass
SELECT {table}::regclass::text FROM pg_am
SELECT 'city.informant_files'::regclass
SELECT to_regclass('city.informant_files') FROM pg_am
SELECT to_regclass($1) FROM pg_am
SELECT {kind}::regtype
SELECT {kind}::regtype::text
SELECT format_type({kind}, NULL)
SELECT 'city.informant_kind'::regtype
SELECT to_regtype('city.informant_kind') FROM pg_am
SELECT {role}::regrole FROM pg_am
SELECT 'informant_handler'::regrole FROM pg_am WHERE false
SELECT pg_get_userbyid({role}) FROM pg_am
SELECT has_table_privilege('informant_handler', 'city.informant_files', 'INSERT') FROM pg_am
SELECT {namespace}::regnamespace FROM pg_am
SELECT obj_description({table}, 'pg_class') FROM pg_am
SELECT relname FROM pg_class WHERE oid = {table}
SELECT rolname FROM pg_roles WHERE oid = {role} OR rolname LIKE 'informant%'
SELECT typname FROM pg_type WHERE oid = {kind} OR typname LIKE 'informant%'
SELECT attname FROM pg_attribute WHERE attrelid = {table}
SELECT coalesce(typinput, '{kind}') FROM pg_type WHERE false
SELECT pg_get_viewdef('city.informant_files'::regclass) FROM pg_am
SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'informant%'
""".strip().splitlines()


@pytest.mark.parametrize("probe", PROBES)
def test_things_of_others_are_as_if_they_were_not(
    walled: Walled, secrets: dict[str, int], probe: str
) -> None:
    """By name or by number, nothing of the server's own catalogue comes back: not a name, not a number, not an error."""
    text = probe.format(**secrets)
    values = ["city.informant_files"] if "$1" in probe else []
    said = {value for row in answer(walled.owner, text, *values) for value in row}
    assert said <= {None, "f", "???"}, said


def test_walls_are_not_shown(walled: Walled) -> None:
    """The door's own schemas, views and roles on the server are no part of what is told."""
    for text in (
        "SELECT nspname FROM pg_namespace",
        "SELECT rolname FROM pg_roles",
        "SELECT relname FROM pg_class",
        "SELECT schema_name FROM information_schema.schemata",
    ):
        said = {value for row in answer(walled.owner, text) for value in row}
        assert not said & {schema_of(PROFILE.id), reader_of(PROFILE.id)}


def test_functions_called_as_they_are_look_nothing_up(walled: Walled) -> None:
    """By the server's own list: none of them is volatile, and none takes a type whose input looks a name up."""
    found = walled.owner.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE pronamespace = 'pg_catalog'::regnamespace"
        " AND proname = ANY(%s) AND (provolatile = 'v' OR EXISTS (SELECT FROM unnest(proargtypes) AS t WHERE"
        " t::regtype::text ~ '^(reg[a-z]+|aclitem|refcursor|cstring|pg_node_tree)$'))",
        [sorted(PLAIN)],
    ).fetchall()
    assert found == []


def test_operators_that_look_names_up_are_out_of_reach(walled: Walled) -> None:
    """The operators of the list that take rights or names read them from a literal only where the other side is one."""
    found = walled.owner.execute(
        "SELECT oprname, oprleft::regtype::text FROM pg_operator WHERE oprname = ANY(%s) AND"
        " (oprleft::regtype::text ~ '^reg' OR oprright::regtype::text ~ '^reg')",
        [sorted(OPERATORS)],
    ).fetchall()
    assert found == []


def test_a_failed_lookup_is_no_error_of_the_server(walled: Walled, secrets: dict[str, int]) -> None:
    """A name that is there and one that is not are answered alike."""
    there = answer(walled.owner, "SELECT 'city.informant_files'::regclass")
    assert there == answer(walled.owner, "SELECT 'city.nowhere'::regclass") == [(None,)]


def test_a_series_in_from_ends(walled: Walled) -> None:
    """A series that would fill the disk stops where no key has so many columns."""
    asked = "SELECT count(*) FROM generate_series(1, 100000000000) AS s(n), pg_am WHERE oid = 2"
    assert answer(walled.reader, asked) == [("100000",)]


NESTINGS = {
    "operators": ("(NOT ", "true", ")"),
    "calls": ("abs(", "1", ")"),
    "replaced calls": ("obj_description((", "1", ")::text::oid)"),
    "dropped calls": ("pg_get_expr(", "$1", ", 1)"),
    "names": ("(", "oid", ")::regclass"),
    "cases": ("CASE WHEN true THEN ", "1", " END"),
    "values": ("(SELECT ", "1", ")"),
    "arrays": ("ARRAY(SELECT ", "1", ")"),
    "existence": ("EXISTS (SELECT 1 WHERE ", "true", ")"),
    "membership": ("1 IN (SELECT ", "1", ")"),
    "aggregates": ("(SELECT count(", "1", "))"),
    "windows": ("(SELECT sum(1) OVER (ORDER BY ", "1", "))"),
    "filters": ("(SELECT sum(1) FILTER (WHERE 1 = ", "1", "))"),
    "sources": ("(SELECT x FROM (SELECT ", "1", " AS x) s)"),
    "functions in FROM": ("(SELECT x FROM generate_series(1, ", "1", ") AS s(x))"),
    "WITH": ("(WITH w AS (SELECT ", "1", " AS x) SELECT x FROM w)"),
    "unions": ("(SELECT ", "1", " UNION SELECT 2)"),
    "subscripts": ("(ARRAY[1])[", "1", "]"),
}


@pytest.mark.parametrize("name", NESTINGS)
def test_nesting_ends_in_a_refusal_and_never_in_the_stack(name: str) -> None:
    """Up to the limit it is written, beyond it is refused: no depth overflows Python's own stack on the way."""
    head, core, tail = NESTINGS[name]
    kinds = []
    for depth in (*range(1, 130, 4), 1_000):
        plan = plan_statement(f"SELECT {head * depth}{core}{tail * depth} FROM pg_class", ground())
        assert isinstance(plan, Select | Unsupported), plan
        kinds.append(type(plan))
    assert kinds == sorted(kinds, key=lambda kind: kind is Unsupported)
    assert {kinds[0], kinds[-1]} == {Select, Unsupported}


def test_a_question_runs_with_one_relation_however_often_it_is_named() -> None:
    """What stands for a relation is written once: a question cannot grow by naming it a hundred times."""
    once = question("SELECT count(*) FROM pg_type")
    often = question(f"SELECT count(*) FROM {', '.join(f'pg_type t{n}' for n in range(50))}")
    assert len(often.text) - len(once.text) < 50 * 40


TOKENS = [re.findall(r"'(?:[^']|'')*'|\w+|[^\w\s]|\s+", each.text) for each in asked()]
WORDS = sorted({word for tokens in TOKENS for word in tokens if not word.isspace()})
SPLICES = st.lists(
    st.tuples(
        st.floats(0, 1), st.integers(0, 3), st.sampled_from([*WORDS, "pg_authid", "person", "{0}", "'{1}'"])
    ),
    min_size=1,
    max_size=4,
)


@given(tokens=st.sampled_from(TOKENS), splices=SPLICES)
@settings(max_examples=400, deadline=None)
def test_whatever_becomes_of_a_clients_statement_no_relation_is_read(
    walled: Walled, tokens: list[str], splices: list[tuple[float, int, str]]
) -> None:
    """Words of recorded statements are left out, replaced and put in: what is still written reads nothing, and nothing fails."""
    changed = list(tokens)
    for place, removed, word in splices:
        start = int(place * len(changed))
        changed[start : start + removed] = [" ", word, " "]
    plan = plan_statement("".join(changed), ground())
    if isinstance(plan, Select) and plan.is_open:
        with suppress(psycopg.Error):
            assert relations_read(walled.reader, plan) == set()
