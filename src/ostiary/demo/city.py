"""The small city, built into an empty database.

Knows: how many records the city has, which of them depend on which, and how to load them by COPY in one transaction.
Must not know: how single records are made up or read from a file, who may see them, or which server holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Final, TypeAlias

import psycopg
from psycopg import sql

from ostiary.demo.city_events import arrests, case_of, incidents
from ostiary.demo.city_offences import offence_codes
from ostiary.demo.city_papers import contact_cards, warrants
from ostiary.demo.city_people import people
from ostiary.demo.city_rows import (
    Arrest,
    Case,
    ContactCard,
    Incident,
    OffenceCode,
    Person,
    PlateRead,
    Vehicle,
    Warrant,
    offence_code,
)
from ostiary.demo.city_schema import (
    ANALYZE,
    COLUMNS,
    CREATE_INDEXES,
    CREATE_SCHEMA,
    CREATE_TABLES,
    OWNER,
    SCHEMA,
)
from ostiary.demo.city_traffic import plate_reads, vehicles
from ostiary.demo.incidents import Refused, read_incidents
from ostiary.errors import SettingsError, UpstreamDown

PERSONS: Final = 5_000
INCIDENTS: Final = 6_000
ARRESTS: Final = 2_500
VEHICLES: Final = 3_000
PLATE_READS: Final = 3_500
WARRANTS: Final = 500
CONTACT_CARDS: Final = 1_500

INCIDENTS_A_CASE: Final = 8
"""Every eighth incident has a case, up to `MOST_CASES`."""
MOST_CASES: Final = 1_000
PROGRESS_STEP: Final = 500

Progress: TypeAlias = Callable[[int, int, str], None]
"""Called with how many rows are loaded, how many there will be (0: not known), and of which table."""


@dataclass(frozen=True, slots=True)
class CityCounts:
    """How many rows each table got, and the rows of an extract that could not be used."""

    persons: int
    incidents: int
    arrests: int
    vehicles: int
    plate_reads: int
    warrants: int
    contact_cards: int
    cases: int
    offence_codes: int
    refused: tuple[Refused, ...]

    @property
    def records(self) -> int:
        """All rows together."""
        return (
            self.persons + self.incidents + self.arrests + self.vehicles + self.plate_reads
            + self.warrants + self.contact_cards + self.cases + self.offence_codes
        )  # fmt: skip


def build_city(
    dsn: str,
    *,
    seed: int,
    today: date,
    incidents_file: Path | None = None,
    progress: Progress = lambda _done, _total, _what: None,
) -> CityCounts:
    """Make schema `city`, owned by role `city_owner`, in a database of ours, and fill it; all or nothing.

    ``dsn`` is a superuser's. The same ``seed`` and ``today`` give the same rows. Incidents come from
    ``incidents_file``, an extract as `incidents.read_incidents` takes it, when there is one; they name nobody, and
    the offence codes are then those of the file. Cases follow from incidents, also from real ones; their units and
    leading members are made up. Raises SettingsError when the schema is there already or the file cannot be used,
    UpstreamDown when the database cannot be reached or goes away.
    """
    try:
        with psycopg.connect(dsn) as connection:
            _create(connection)
            counts = _Loader(connection, progress).load(_City(seed, today), incidents_file)
            connection.execute(CREATE_INDEXES)
            connection.execute(ANALYZE)
            return counts
    except psycopg.OperationalError as error:
        raise UpstreamDown("the database for the city cannot be reached or went away") from error


def _create(connection: psycopg.Connection) -> None:
    if connection.execute("SELECT to_regnamespace(%s)", [SCHEMA]).fetchone() != (None,):
        raise SettingsError(f"the database already has a schema `{SCHEMA}`", hint="give an empty database")
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(OWNER)))
    connection.execute(CREATE_SCHEMA)
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
    connection.execute(CREATE_TABLES)


@dataclass(frozen=True, slots=True)
class _City:
    """The generators with their randomness: each table has a stream of its own, so that none disturbs another."""

    seed: int
    today: date

    def stream(self, table: str) -> Random:
        return Random(f"{self.seed}/{table}")

    def people(self) -> Iterator[Person]:
        return people(self.stream("persons"), today=self.today, count=PERSONS)

    def incidents(self, persons: list[Person]) -> Iterator[Incident]:
        return incidents(self.stream("incidents"), people=persons, today=self.today, count=INCIDENTS)

    def arrests(self, persons: list[Person], told: list[Incident]) -> Iterator[Arrest]:
        return arrests(
            self.stream("arrests"), people=persons, incidents=told, today=self.today, count=ARRESTS
        )

    def vehicles(self, persons: list[Person]) -> Iterator[Vehicle]:
        return vehicles(self.stream("vehicles"), people=persons, today=self.today, count=VEHICLES)

    def plate_reads(self, cars: list[Vehicle]) -> Iterator[PlateRead]:
        return plate_reads(self.stream("plate_reads"), vehicles=cars, today=self.today, count=PLATE_READS)

    def warrants(self, persons: list[Person]) -> Iterator[Warrant]:
        return warrants(self.stream("warrants"), people=persons, today=self.today, count=WARRANTS)

    def contact_cards(self, persons: list[Person], cars: list[Vehicle]) -> Iterator[ContactCard]:
        return contact_cards(
            self.stream("contact_cards"), people=persons, vehicles=cars, today=self.today, count=CONTACT_CARDS
        )

    def cases(self, openers: Iterable[Incident]) -> Iterator[Case]:
        rng = self.stream("cases")
        return (case_of(rng, incident, self.today) for incident in openers)


@dataclass(slots=True)
class _Consequences:
    """What later tables need of the incidents that pass: an extract may be far too large to be kept whole."""

    arrested: list[Incident] = field(default_factory=list)
    openers: dict[str, Incident] = field(default_factory=dict)
    codes: dict[str, OffenceCode] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    def observe(self, rows: Iterable[Incident | Refused]) -> Iterator[Incident]:
        for row in rows:
            if isinstance(row, Refused):
                self.refused.append(row)
                continue
            if row.arrest and row.person_id is not None:
                self.arrested.append(row)
            if row.incident_id % INCIDENTS_A_CASE == 0 and len(self.openers) < MOST_CASES:
                self.openers.setdefault(row.case_number, row)
            self.codes.setdefault(row.iucr, offence_code(row))
            yield row


@dataclass(frozen=True, slots=True)
class _Loader:
    """Copies rows into tables, in the order of their references."""

    connection: psycopg.Connection
    progress: Progress

    def load(self, city: _City, incidents_file: Path | None) -> CityCounts:
        persons = list(city.people())
        cars = list(city.vehicles(persons))
        seen = _Consequences()
        made_up = incidents_file is None
        reported = city.incidents(persons) if incidents_file is None else read_incidents(incidents_file)
        # Arguments are evaluated in order: each table comes after those that its rows refer to.
        counts = CityCounts(
            persons=self._copy("persons", persons, PERSONS),
            incidents=self._copy("incidents", seen.observe(reported), INCIDENTS if made_up else 0),
            arrests=self._copy("arrests", city.arrests(persons, seen.arrested), ARRESTS),
            vehicles=self._copy("vehicles", cars, VEHICLES),
            plate_reads=self._copy("plate_reads", city.plate_reads(cars), PLATE_READS),
            warrants=self._copy("warrants", city.warrants(persons), WARRANTS),
            contact_cards=self._copy("contact_cards", city.contact_cards(persons, cars), CONTACT_CARDS),
            cases=self._copy("cases", city.cases(seen.openers.values()), len(seen.openers)),
            offence_codes=self._copy("offence_codes", offence_codes() if made_up else seen.codes.values(), 0),
            refused=tuple(seen.refused),
        )
        if counts.incidents == 0:
            raise SettingsError(f"`{incidents_file}` has no usable row", hint=_first_reason(seen.refused))
        return counts

    def _copy(self, table: str, rows: Iterable[tuple[object, ...]], total: int) -> int:
        """Copy the rows; returns how many. ``total`` is what to announce, 0 when that is not known."""
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(SCHEMA, table), sql.SQL(", ").join(map(sql.Identifier, COLUMNS[table]))
        )
        done = 0
        with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
            for done, row in enumerate(rows, start=1):
                copy.write_row(row)
                if done % PROGRESS_STEP == 0:
                    self.progress(done, total, table)
        self.progress(done, done, table)
        return done


def _first_reason(refused: list[Refused]) -> str:
    return f"line {refused[0].line}: {refused[0].why}" if refused else "it has a header only"
