"""The records that attacks are after: four tables, half of whose values nobody may see.

Knows: the rows, which values are hidden and how they are recognised, and whom a value that may be seen is about.
Must not know: the policy's form, the door, attacks.

What is hidden is written in what nothing else is written in. Hidden text has no letters but some Greek ones, so that any
part of it is recognised, also in hexadecimal or as an escape; hidden numbers have nine digits and begin with 730, 731 or
732, which no count or sum of what may be seen reaches. The day that a birth is on is 23 July, and no visible day is.
"""

from __future__ import annotations

import re
from typing import Final

OWNER: Final = "city_owner"

SEEN: Final = 60
"""As many persons may be seen; among them number 42, whom many attacks ask about."""

_HIDDEN_LETTERS: Final = "translate(({})::text, '0123456789', 'ΞΨΩΦΛΣΠΘΓΔ')"


def _greek(number: str) -> str:
    return _HIDDEN_LETTERS.format(number)


TABLES: Final = f"""
CREATE TABLE city.person (person_id int8 PRIMARY KEY, surname text, given_name text, dob date, ssn text, city text,
    risk int4, secret bool);
CREATE TABLE city.vehicle (vehicle_id int8 PRIMARY KEY, owner_id int8, plate text, make text, year int4);
CREATE TABLE city.incident (incident_id int8 PRIMARY KEY, person_id int8, kind text, at timestamp, note text,
    district int4);
CREATE TABLE city.district (district int4, district_name text);
CREATE INDEX ON city.person (surname);
CREATE INDEX ON city.vehicle (plate);
INSERT INTO city.person SELECT n, (ARRAY['Smith', 'Jones', 'Miller', 'Sanchez', NULL])[1 + n % 5],
    'Given' || to_char(n, 'FM000'), make_date(1950 + n % 40, 7, 23), '1' || {_greek("10 + n")} || '-6' || to_char(n, 'FM000'),
    'City' || n % 3, 732000000 + n, false FROM generate_series(1, {SEEN}) AS n;
INSERT INTO city.person SELECT CASE WHEN n = 5 THEN 64001 ELSE 730000000 + n END, {_greek("20 + n")}, {_greek("30 + n")},
    '1911-07-23', '1' || {_greek("40 + n")} || '-' || {_greek("7000 + n")}, {_greek("50 + n")}, 732900000 + n,
    CASE WHEN n = 4 THEN NULL ELSE true END FROM generate_series(1, 5) AS n;
INSERT INTO city.vehicle SELECT 10000 + n, CASE WHEN n % 7 = 0 THEN NULL ELSE 1 + n % 30 END, 'AB' || 100 + n,
    (ARRAY['Ford', 'Smith', 'Volvo'])[1 + n % 3], 1990 + n % 30 FROM generate_series(1, 40) AS n;
INSERT INTO city.vehicle SELECT 731000000 + n, n, {_greek("600 + n")}, {_greek("60 + n")}, -731900000 - n
    FROM generate_series(1, 5) AS n;
INSERT INTO city.vehicle VALUES (10900, 64001, 'CD1', 'Volvo', 2001);
INSERT INTO city.incident SELECT 20000 + n, 1 + n % 25, (ARRAY['THEFT', 'ASSAULT'])[1 + n % 2],
    timestamp '2026-01-01' + n * interval '1 day', {_greek("800 + n")}, 1 + n % 7 FROM generate_series(1, 40) AS n;
INSERT INTO city.incident SELECT 731100000 + n, n, 'informant', timestamp '2026-01-01', {_greek("n")}, 1
    FROM generate_series(1, 5) AS n;
INSERT INTO city.incident SELECT 731200000 + n, n, CASE WHEN n < 5 THEN {_greek("90 + n")} END, timestamp '2026-01-01',
    {_greek("n")}, CASE WHEN n < 5 THEN 731300008 ELSE 1 END FROM generate_series(1, 5) AS n;
INSERT INTO city.district SELECT n, 'District ' || n FROM generate_series(1, 9) AS n;
"""  # noqa: S608 - all of it is ours
"""The tables with their rows. One hidden person owns a vehicle that may be seen, by an ordinary number; one row is hidden
because it is not known whether it is secret, and one because its kind is not known."""

BESIDE: Final = """
CREATE TABLE city.person_secret AS SELECT * FROM city.person;
CREATE TABLE city.person_archive AS SELECT * FROM city.person;
CREATE SCHEMA other;
CREATE TABLE other.person AS SELECT * FROM city.person;
CREATE SCHEMA attacker;
CREATE FUNCTION attacker.upper(text) RETURNS text LANGUAGE sql AS $$ SELECT 'shadowed' $$;
CREATE FUNCTION attacker.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS
    $$ BEGIN RAISE NOTICE '%', $1; RETURN true; END $$;
CREATE FUNCTION attacker.never(text, text) RETURNS bool LANGUAGE sql AS $$ SELECT false $$;
CREATE OPERATOR attacker.= (FUNCTION = attacker.never, LEFTARG = text, RIGHTARG = text);
CREATE OPERATOR attacker.<<< (FUNCTION = attacker.leak, RIGHTARG = text);
CREATE DOMAIN attacker.t AS text;
CREATE SEQUENCE city.person_id_seq;
GRANT USAGE ON SCHEMA attacker TO PUBLIC;
"""
"""What attacks name and no policy does: other tables with the same rows, and functions that speak of what they are given."""

COPIES: Final = """
CREATE TABLE copies.person AS SELECT person_id, surname, given_name, date_trunc('year', dob)::date AS dob,
    '***' || right(ssn, 4) AS ssn, city FROM city.person WHERE secret = false;
CREATE TABLE copies.vehicle AS SELECT * FROM city.vehicle WHERE year >= 1990;
CREATE TABLE copies.incident AS SELECT incident_id, person_id, kind, at, district FROM city.incident
    WHERE kind <> 'informant' AND district < 8;
CREATE TABLE copies.district AS SELECT * FROM city.district;
"""
"""What may be seen, written down by hand and not by the code that is attacked."""

SUBJECT_KEYS: Final = {
    "person": "person_id",
    "vehicle": "owner_id",
    "incident": "person_id",
    "district": None,
}
"""The tables, each with the column that says whom a row is about."""

HIDDEN: Final = re.compile(
    r"[ΞΨΩΦΛΣΠΘΓΔξψωφλσπθγδ]"  # as it is, or in lower case
    r"|\\u03[9abc][0-9a-f]"  # escaped, as JSON does
    r"|(?:ce[9ab][0-9a-f]|cf[89][0-9a-f]){2}"  # two letters of UTF-8 in hexadecimal
    r"|73[012]\d{6}|-07-23"
    r"|informant(?!'::text)",  # as a value: as a constant of a filter it is the policy's, who may read that or not
    re.IGNORECASE,
)
"""What only hidden values hold."""


def hidden_in(said: str, statement: str = "") -> tuple[str, ...]:
    """The hidden values in something that was said; what the statement itself says is no answer."""
    asked = {found.lower() for found in HIDDEN.findall(statement)}
    return tuple(dict.fromkeys(found for found in HIDDEN.findall(said) if found.lower() not in asked))


def _recognised() -> dict[str, int]:
    """Values that stand in one row alone, and whom that row is about."""
    found = {f"Given{n:03d}": n for n in range(1, SEEN + 1)}
    for n in range(1, 41):
        found[f"{20000 + n}"] = 1 + n % 25
        if n % 7:
            found[f"AB{100 + n}"] = found[f"{10000 + n}"] = 1 + n % 30
    return found | {"CD1": 64001, "10900": 64001}


RECOGNISED: Final = _recognised()
"""Whom a row is about that holds one of these values, whatever its columns are called."""
