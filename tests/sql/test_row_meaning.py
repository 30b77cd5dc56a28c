"""Row predicates mean the same to the policy and to PostgreSQL: row by row, for every type, NULL and edge."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

import psycopg
import pytest
from psycopg import sql

from ostiary.model.catalogue import COLUMN_TYPES, Catalogue, Column, RecordClass
from ostiary.model.rules import RowPredicate
from ostiary.policy.row_meaning import RowValue, meets_all
from ostiary.policy.row_predicates import parse_row_predicate
from ostiary.sql.wall import _predicate
from sql.conftest import Walled

CLASS = RecordClass(
    "typed",
    "rows",
    "Typed",
    (Column("id", "int8"), *(Column(f"c_{kind}", kind) for kind in COLUMN_TYPES)),
    subject_key="id",
)
NUMBERS = ("0", "-1", "1", "7", "-32768", "32767", "2147483647", "4503599627370495", "-4503599627370496")
TEXTS = ("", "a", "A", "b", "ab", "Z", "é", "ß", "it''s", " a", "\U0001f600", "\uff61", "10", "9")
DAYS = ("2026-01-31", "2026-02-01", "0001-01-01", "9999-12-31", "2024-02-29")
MOMENTS = (*DAYS, "2026-01-31 23:59:59.999999", "2026-02-01 00:00:00", "2026-02-01 00:00:00.000001")
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


def literals(kind: str) -> Iterator[str]:
    """Literals that a column of a type takes."""
    match kind:
        case "bool":
            yield from ("true", "false")
        case "int2":
            yield from NUMBERS[:6]
        case "int4":
            yield from NUMBERS[:7]
        case "int8" | "numeric" | "float8":
            yield from NUMBERS
        case "text":
            yield from (f"'{text}'" for text in TEXTS)
        case "date":
            yield from (f"'{day}'" for day in DAYS)
        case "timestamp" | "timestamptz":
            yield from (f"'{moment}'" for moment in MOMENTS)


def predicates() -> list[RowPredicate]:
    """Every form of predicate for every type, as the grammar reads them."""
    texts = []
    for kind in COLUMN_TYPES:
        column = f"typed.c_{kind}"
        texts += [f"{column} is null", f"{column} is not null"]
        comparisons = COMPARISONS[:2] if kind == "bool" else COMPARISONS
        texts += [f"{column} {one} {literal}" for one in comparisons for literal in literals(kind)]
        if kind in {"date", "timestamp", "timestamptz"}:
            texts += [f"{column} within {days} days" for days in (1, 2, 30, 36_525)]
    return [parse_row_predicate(text, Catalogue({"typed": CLASS})) for text in texts]


def edges(kind: str, today: date) -> list[RowValue]:
    """Values of a type at and beside everything that predicates name, and those that are like no other."""
    days = [date.fromisoformat(day) for day in DAYS]
    days += [today - timedelta(back) for back in (-1, 0, 1, 2, 3, 29, 30, 31, 36_524, 36_525, 36_526)]
    moments = [
        datetime.combine(day, time()) + timedelta(microseconds=step) for day in days[3:] for step in (0, 1)
    ]
    moments += [one - timedelta(microseconds=1) for one in moments if one.year < 9999]
    numbers = [int(one) for one in NUMBERS]
    found: dict[str, list[RowValue]] = {
        "bool": [True, False],
        "int2": [one for one in numbers if -32768 <= one <= 32767],
        "int4": [one for one in numbers if abs(one) < 1 << 31],
        "int8": [*numbers, (1 << 63) - 1, -(1 << 63)],
        "numeric": [*map(Decimal, (*NUMBERS, "0.5", "6.999", "7.0", "1e20", "NaN", "Infinity", "-Infinity"))],
        "float8": [*map(float, NUMBERS), 0.5, -0.0, 9007199254740993.0, math.nan, math.inf, -math.inf],
        "text": [text.replace("''", "'") for text in TEXTS],
        "date": [*days, math.inf, -math.inf],
        "time": [time(), time(23, 59, 59, 999999)],
        "timestamp": [*moments, math.inf, -math.inf],
        "timestamptz": [*(one.replace(tzinfo=UTC) for one in moments), math.inf, -math.inf],
    }
    return [None, *found[kind]]


def shown_by(connection: psycopg.Connection, *predicates: RowPredicate) -> set[int]:
    """The rows for which what the wall is built of is true."""
    query = f"SELECT id FROM rows.typed WHERE {' AND '.join(_predicate(CLASS, one) for one in predicates)}"
    return {row[0] for row in connection.execute(query.encode())}


@pytest.fixture(name="rows", scope="module")
def typed_rows(walled: Walled) -> dict[int, dict[str, RowValue]]:
    """A table with every edge of every type, alone and in random company, and what is in it by id."""
    walled.owner.execute("CREATE SCHEMA rows")
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(one.name), sql.SQL(one.type)) for one in CLASS.columns
    )
    walled.owner.execute(sql.SQL("CREATE TABLE rows.typed ({})").format(columns))
    today = walled.owner.execute("SELECT CURRENT_DATE").fetchone()
    assert today is not None
    rng, values = Random(4), {f"c_{kind}": edges(kind, today[0]) for kind in COLUMN_TYPES}
    rows = [{name: value} for name, every in values.items() for value in every]
    rows += [{name: rng.choice(every) for name, every in values.items()} for _ in range(300)]
    whole = {number: dict.fromkeys(values) | row | {"id": number} for number, row in enumerate(rows)}
    write(walled.owner, whole)
    return whole


def write(connection: psycopg.Connection, rows: dict[int, dict[str, RowValue]]) -> None:
    """Rows into the table; what is without end is written as PostgreSQL has it."""
    with connection.cursor() as cursor:
        cursor.executemany(
            sql.SQL("INSERT INTO rows.typed VALUES ({})").format(
                sql.SQL(", ").join(
                    sql.SQL("CAST(%s::text AS {})").format(sql.SQL(one.type)) for one in CLASS.columns
                )
            ),
            [[as_text(row[one.name]) for one in CLASS.columns] for row in rows.values()],
        )


def as_text(value: RowValue) -> str | None:
    """A value as PostgreSQL reads it."""
    if isinstance(value, float):
        return repr(value).replace("inf", "infinity")
    return None if value is None else str(value)


def today_of(connection: psycopg.Connection) -> date:
    """The day for the database, which is the same for the whole transaction."""
    row = connection.execute("SELECT CURRENT_DATE").fetchone()
    assert row is not None
    day: date = row[0]
    return day


def test_every_predicate_shows_the_rows_that_meet_it(
    walled: Walled, rows: dict[int, dict[str, RowValue]]
) -> None:
    """Each comparison, each type, each literal: the same rows, and never one whose value is NULL but for `is null`."""
    with walled.owner.transaction():
        today = today_of(walled.owner)
        for predicate in predicates():
            meant = {number for number, row in rows.items() if meets_all(CLASS, [predicate], row, today)}
            assert shown_by(walled.owner, predicate) == meant, predicate
            nulls = {number for number, row in rows.items() if row[predicate.column] is None}
            assert not meant & nulls or predicate.comparison == "is-null"


def test_several_predicates_all_hold(walled: Walled, rows: dict[int, dict[str, RowValue]]) -> None:
    """200 pairs of any two: the rows that meet both."""
    rng, every = Random(6), predicates()
    with walled.owner.transaction():
        today = today_of(walled.owner)
        for pair in (rng.sample(every, 2) for _ in range(200)):
            meant = {number for number, row in rows.items() if meets_all(CLASS, pair, row, today)}
            assert shown_by(walled.owner, *pair) == meant, pair


def test_text_is_compared_by_code_points_whatever_the_columns_order_of_letters() -> None:
    """The wall says so itself. The embedded server knows no other order, so here no row could show it."""
    predicate = parse_row_predicate("typed.c_text < 'b'", Catalogue({"typed": CLASS}))
    assert (
        _predicate(CLASS, predicate) == """("c_text" COLLATE pg_catalog."C" < CAST('b' AS pg_catalog.text))"""
    )


@pytest.mark.parametrize(
    ("predicate", "row"),
    [
        (RowPredicate("typed", "c_int4", "<>", 1), {"c_int4": "2"}),
        (RowPredicate("typed", "c_int4", "<>", 1), {}),
        (
            RowPredicate("typed", "c_timestamptz", "<>", "2026-01-31 00:00:00"),
            {"c_timestamptz": datetime.combine(date(2026, 2, 1), time())},
        ),
        (RowPredicate("typed", "nothing", "<>", 1), {"nothing": 2}),
        (RowPredicate("another", "c_int4", "<>", 1), {"c_int4": 2}),
        (RowPredicate("typed", "c_date", "within-days", 36_525), {"c_date": date.max}),
    ],
)
def test_an_error_is_a_no(predicate: RowPredicate, row: dict[str, RowValue]) -> None:
    """A value of another type, none at all, a column or record class that is not there, a day before all days."""
    assert not meets_all(CLASS, [predicate], row, date(50, 1, 1))
