"""The demonstration schema of the bypass corpus: its tables, rows, catalogue and profile, and the corpus itself.

Rows and columns that the profile hides hold values that nothing else holds, so that a leak can be seen in any answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from ostiary.model.catalogue import Catalogue, Column, RecordClass
from ostiary.model.profile import Profile, View
from ostiary.model.rules import RowPredicate
from ostiary.sql.statement import Ground

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "data" / "bypass.sql"

TABLES = """
CREATE SCHEMA city;
CREATE TABLE city.person (person_id int8 PRIMARY KEY, surname text, given_name text, dob date, ssn text, city text,
    risk int4, secret bool);
CREATE TABLE city.vehicle (vehicle_id int8 PRIMARY KEY, owner_id int8, plate text, make text, year int4);
CREATE TABLE city.incident (incident_id int8 PRIMARY KEY, person_id int8, kind text, at timestamp, note text,
    district int4);
CREATE TABLE city.district (district int4, district_name text);
INSERT INTO city.person SELECT n, (ARRAY['Smith', 'Jones', 'Miller', 'Sanchez', NULL])[1 + n % 5], 'Given' || n % 4,
    make_date(1950 + n % 40, 7, 23), '123-45-' || 6000 + n, 'City' || n % 3, 77000 + n, false
    FROM generate_series(1, 40) AS n;
INSERT INTO city.person SELECT 900000 + n, 'Hidsur' || n, 'Hidgiven', '1911-07-23', '999-88-' || 7000 + n, 'Hidcity',
    77900 + n, true FROM generate_series(1, 5) AS n;
INSERT INTO city.vehicle SELECT n, CASE WHEN n % 7 = 0 THEN NULL ELSE 1 + n % 30 END, 'AB' || 100 + n,
    (ARRAY['Ford', 'Smith', 'Volvo'])[1 + n % 3], 1990 + n % 30 FROM generate_series(1, 40) AS n;
INSERT INTO city.vehicle SELECT 700000 + n, n, 'HidPL' || n, 'Hidmake', 1907 FROM generate_series(1, 5) AS n;
INSERT INTO city.vehicle VALUES (39001, 900001, 'CD1', 'Volvo', 2001);
INSERT INTO city.incident SELECT n, 1 + n % 25, (ARRAY['THEFT', 'ASSAULT'])[1 + n % 2],
    timestamp '2026-01-01' + n * interval '1 day', 'Hidnote' || n, 1 + n % 7 FROM generate_series(1, 40) AS n;
INSERT INTO city.incident SELECT 800000 + n, n, 'Hidinformant', timestamp '2026-01-01', 'Hidnote', 1
    FROM generate_series(1, 5) AS n;
INSERT INTO city.incident SELECT 800100 + n, n, 'Hidkind', timestamp '2026-01-01', 'Hidnote', 9
    FROM generate_series(1, 5) AS n;
INSERT INTO city.district SELECT n, 'District ' || n FROM generate_series(1, 9) AS n;
"""

# What the profile shows, written down by hand and not by the code under test.
COPIES = """
CREATE SCHEMA copies;
CREATE TABLE copies.person AS SELECT person_id, surname, given_name, date_trunc('year', dob)::date AS dob,
    '***' || right(ssn, 4) AS ssn, city FROM city.person WHERE NOT secret;
CREATE TABLE copies.vehicle AS SELECT * FROM city.vehicle WHERE year >= 1990;
CREATE TABLE copies.incident AS SELECT incident_id, person_id, kind, at, district FROM city.incident
    WHERE kind <> 'Hidinformant' AND district < 8;
CREATE TABLE copies.district AS SELECT * FROM city.district;
"""

# The same, of the recorded subjects only; rows about nobody stay.
NARROW = """
CREATE SCHEMA narrow;
CREATE TABLE narrow.subjects (subject int8);
CREATE VIEW narrow.person AS SELECT * FROM copies.person WHERE person_id IN (SELECT subject FROM narrow.subjects);
CREATE VIEW narrow.vehicle AS SELECT * FROM copies.vehicle
    WHERE owner_id IS NULL OR owner_id IN (SELECT subject FROM narrow.subjects);
CREATE VIEW narrow.incident AS SELECT * FROM copies.incident WHERE person_id IN (SELECT subject FROM narrow.subjects);
CREATE VIEW narrow.district AS SELECT * FROM copies.district;
"""

# Functions and operators that take the place of built-in ones wherever a name is not qualified.
SHADOWS = """
CREATE SCHEMA attacker;
CREATE FUNCTION attacker.upper(text) RETURNS text LANGUAGE sql AS $$ SELECT 'shadowed' $$;
CREATE FUNCTION attacker.length(text) RETURNS int4 LANGUAGE sql AS $$ SELECT -1 $$;
CREATE FUNCTION attacker.never(text, text) RETURNS bool LANGUAGE sql AS $$ SELECT false $$;
CREATE OPERATOR attacker.= (FUNCTION = attacker.never, LEFTARG = text, RIGHTARG = text);
CREATE OPERATOR attacker.>= (FUNCTION = attacker.never, LEFTARG = text, RIGHTARG = text);
CREATE OPERATOR attacker.~~ (FUNCTION = attacker.never, LEFTARG = text, RIGHTARG = text);
CREATE DOMAIN attacker.text AS pg_catalog.int4;
CREATE VIEW attacker.person AS SELECT 'shadowed'::pg_catalog.text AS surname;
GRANT USAGE ON SCHEMA attacker TO PUBLIC;
"""

LEAK = re.compile(
    r"Hid(?!den)|90000[2-9]|7000\d\d|8000\d\d|8001\d\d|-07-23|123-45|999-88|\b77\d\d\d\b|\b1907\b"
)
"""Values that only hidden rows and columns hold."""


def _class(name: str, columns: str, subject_key: str | None = None) -> RecordClass:
    """Columns as ``name:type``, with a ``!`` behind those that identify somebody."""
    parts = ([*each.removesuffix("!").split(":"), each[-1]] for each in columns.split())
    fields = tuple(Column(column, kind, identifying=last == "!") for column, kind, last in parts)
    return RecordClass(name, "city", name, fields, subject_key)


CATALOGUE = Catalogue(
    {
        each.name: each
        for each in (
            _class(
                "person",
                "person_id:int8! surname:text! given_name:text dob:date ssn:text! city:text risk:int4 secret:bool",
                "person_id",
            ),
            _class("vehicle", "vehicle_id:int8 owner_id:int8! plate:text! make:text year:int4", "owner_id"),
            _class(
                "incident",
                "incident_id:int8 person_id:int8! kind:text at:timestamp note:text district:int4",
                "person_id",
            ),
            _class("district", "district:int4 district_name:text"),
        )
    }
)


def _plain(names: str) -> tuple[tuple[str, None], ...]:
    return tuple((name, None) for name in names.split())


PROFILE = Profile(
    {
        "person": View(
            "person",
            (*_plain("person_id surname given_name"), ("dob", "year"), ("ssn", "last-4"), ("city", None)),
            (RowPredicate("person", "secret", "=", value=False),),
        ),
        "vehicle": View(
            "vehicle",
            _plain("vehicle_id owner_id plate make year"),
            (RowPredicate("vehicle", "year", ">=", 1990),),
        ),
        "incident": View(
            "incident",
            _plain("incident_id person_id kind at district"),
            (
                RowPredicate("incident", "kind", "<>", "Hidinformant"),
                RowPredicate("incident", "district", "<", 8),
            ),
        ),
        "district": View("district", _plain("district district_name")),
    }
)
GROUND = Ground(CATALOGUE, PROFILE, 18)


def load(dsn: str) -> None:
    """Make the tables, their copies and the shadows in an empty database."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for script in (TABLES, COPIES, NARROW, SHADOWS):
            connection.execute(script.encode())


@dataclass(frozen=True)
class Attack:
    """One statement of the corpus."""

    id: str
    expected: str
    text: str


def attacks() -> Iterator[Attack]:
    """The corpus, in its order; nothing where the file is not there."""
    text = CORPUS.read_text("utf-8") if CORPUS.exists() else ""
    pattern = re.compile(
        r"^-- \[(\w+)\] [^|]*\| (\w+) \|[^\n]*\n(.*?)(?=^-- \[|\Z)", re.MULTILINE | re.DOTALL
    )
    for name, expected, statement in pattern.findall(text):
        yield Attack(name, expected, statement.strip())
