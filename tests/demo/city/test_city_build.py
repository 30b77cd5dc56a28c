from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from ostiary.demo.city.build import CityCounts, Progress, build_city
from ostiary.demo.city.schema import COLUMNS, REFERENCES
from ostiary.demo.city.sizes import SMALL
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.errors import SettingsError, UpstreamDown

EXTRACT = Path(__file__).parents[4] / "shared" / "data" / "chicago_crimes_2026_casenumbers.csv"
HEADER = "Case Number,Date,IUCR,Primary Type,Description,Arrest,Domestic,FBI Code"

TYPES = {
    "persons": "int8 text text date text text text text text bool bool",
    "incidents": "int8 text timestamp text text text text text bool bool text text int8? bool",
    "arrests": "int8 text int8 timestamp text text date? bool bool",
    "vehicles": "int8 text text text int4 int8?",
    "plate_reads": "int8 text text timestamp float8 float8 int8?",
    "warrants": "int8 text text bool text int8 text date date? text bool bool",
    "contact_cards": "int8 text int8? timestamp text text text text text? text bool bool",
    "cases": "text date date? text text text",
    "offence_codes": "text text text text",
}


def _fresh(server: EmbeddedPostgres, database: str) -> str:
    with psycopg.connect(server.admin_dsn(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    return server.admin_dsn(database)


@pytest.fixture(scope="module")
def built(embedded_postgres: EmbeddedPostgres, today: date) -> tuple[str, CityCounts]:
    """A city in a database of its own."""
    dsn = _fresh(embedded_postgres, "city_one")
    return dsn, build_city(dsn, seed=2019, today=today)


@pytest.fixture
def connection(built: tuple[str, CityCounts]) -> Iterator[psycopg.Connection]:
    """A superuser's connection to that city."""
    with psycopg.connect(built[0]) as connection:
        yield connection


def _digests(dsn: str) -> dict[str, object]:
    """A digest of all rows of each table."""
    query = sql.SQL("SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} AS t")
    with psycopg.connect(dsn) as connection:
        return {
            table: connection.execute(query.format(sql.Identifier("city", table))).fetchone()
            for table in COLUMNS
        }


def test_the_counts_are_what_the_tables_hold(
    built: tuple[str, CityCounts], connection: psycopg.Connection
) -> None:
    """Every count is the number of rows of its table, some twenty thousand together."""
    counts = built[1]
    for table in COLUMNS:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("city", table))
        assert connection.execute(query).fetchone() == (getattr(counts, table),), table
    assert 18_000 < counts.records < 25_000
    assert counts.records == SMALL.records + counts.offence_codes
    assert counts.refused == ()


@pytest.mark.parametrize("table", COLUMNS)
def test_the_columns_are_those_of_the_rows(connection: psycopg.Connection, table: str) -> None:
    """Names, types and NOT NULL of each table are those agreed."""
    found = connection.execute(
        "SELECT column_name, udt_name || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END"
        " FROM information_schema.columns WHERE table_schema = 'city' AND table_name = %s ORDER BY ordinal_position",
        [table],
    ).fetchall()
    assert [name for name, _ in found] == list(COLUMNS[table])
    assert [kind for _, kind in found] == TYPES[table].split()


def test_everything_belongs_to_an_owner_that_cannot_log_in(connection: psycopg.Connection) -> None:
    """Schema and tables belong to `city_owner`, who has no login, and nobody else has a right to them."""
    owners = connection.execute(
        "SELECT DISTINCT relowner::regrole::text, relacl IS NULL FROM pg_class"
        " WHERE relnamespace = 'city'::regnamespace"
    ).fetchall()
    assert owners == [("city_owner", True)]
    login = connection.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'city_owner'").fetchone()
    assert login == (False,)


def test_keys_indexes_and_references_stand(connection: psycopg.Connection) -> None:
    """Each table has a primary key; persons are referred to by five tables; no table is unlogged, each is analysed."""
    found = connection.execute(
        "SELECT contype::text, count(*) FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid"
        " WHERE relnamespace = 'city'::regnamespace AND contype IN ('p', 'f', 'u') GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert found == [("f", len(REFERENCES)), ("p", len(COLUMNS)), ("u", 1)]
    tables = connection.execute(
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'city'::regnamespace AND relkind = 'r'"
        " AND relpersistence = 'p' AND reltuples > 0 ORDER BY 1"
    ).fetchall()
    assert [table for (table,) in tables] == sorted(COLUMNS)


def test_the_same_seed_builds_the_same_city(
    built: tuple[str, CityCounts], embedded_postgres: EmbeddedPostgres, today: date
) -> None:
    """Two databases of one seed are equal row by row; another seed differs in each table but the fixed codes."""
    again, other = _fresh(embedded_postgres, "city_two"), _fresh(embedded_postgres, "city_three")
    build_city(again, seed=2019, today=today)
    build_city(other, seed=2020, today=today)
    first = _digests(built[0])
    assert _digests(again) == first
    assert {table for table, digest in _digests(other).items() if digest == first[table]} == {"offence_codes"}


def test_a_second_city_is_refused(built: tuple[str, CityCounts], today: date) -> None:
    """A schema that is there already is never touched."""
    before = _digests(built[0])
    with pytest.raises(SettingsError, match="already has a schema `city`"):
        build_city(built[0], seed=1, today=today)
    assert _digests(built[0]) == before


def test_an_extract_replaces_the_incidents(
    embedded_postgres: EmbeddedPostgres, tmp_path: Path, today: date
) -> None:
    """Incidents and codes come from the file, unusable rows are reported, progress ends at each table's count."""
    file = tmp_path / "extract.csv"
    good = "QX{0},06/09/2026 12:00:00 AM,{1},THEFT,OVER $500,False,False,06"
    rows = [good.format(number, f"081{number % 2}") for number in range(16)]
    file.write_text("\n".join([HEADER, *rows, "broken"]))
    heard: list[Progress] = []
    dsn = _fresh(embedded_postgres, "city_extract")
    counts = build_city(dsn, seed=1, today=today, incidents_file=file, watcher=heard.append)
    assert (counts.incidents, counts.offence_codes, counts.cases) == (16, 2, 2)
    assert counts.arrests == SMALL.arrests
    assert [refused.line for refused in counts.refused] == [18]
    assert Progress("persons", 1_000, 5_000) in heard
    assert {one.table: one.rows for one in heard if one.rows == one.of} == {
        table: getattr(counts, table) for table in COLUMNS
    }
    assert {one.table for one in heard if one.indexing} == set(COLUMNS)


def test_a_file_without_a_usable_row_builds_nothing(
    embedded_postgres: EmbeddedPostgres, tmp_path: Path, today: date
) -> None:
    """When no row can be used, the error gives the first reason and the database stays empty."""
    file = tmp_path / "broken.csv"
    file.write_text(f"{HEADER}\nbroken\n")
    dsn = _fresh(embedded_postgres, "city_none")
    with pytest.raises(SettingsError, match="no usable row") as failure:
        build_city(dsn, seed=1, today=today, incidents_file=file)
    assert failure.value.hint == "line 2: it has 1 cells, the header has 8"
    with psycopg.connect(dsn) as connection:
        assert connection.execute("SELECT to_regnamespace('city')").fetchone() == (None,)


def test_a_database_that_is_not_there_is_upstream_down(
    embedded_postgres: EmbeddedPostgres, today: date
) -> None:
    """No connection is the database's fault, and the message repeats no password."""
    with pytest.raises(UpstreamDown) as failure:
        build_city(embedded_postgres.admin_dsn("nowhere"), seed=1, today=today)
    assert "password" not in failure.value.message


@pytest.mark.skipif(not EXTRACT.exists(), reason="chicago_crimes_2026_casenumbers.csv is not here")
def test_a_real_extract_loads_whole(embedded_postgres: EmbeddedPostgres, today: date) -> None:
    """All 9,500 incidents of a real extract are loaded, with the 212 codes that they use."""
    dsn = _fresh(embedded_postgres, "city_real")
    counts = build_city(dsn, seed=1, today=today, incidents_file=EXTRACT)
    assert (counts.incidents, counts.offence_codes, counts.refused) == (9_500, 212, ())
