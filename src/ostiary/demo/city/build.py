"""The city, built into an empty database.

Knows: in which order tables are made, filled and indexed, in one transaction, and how far that has come.
Must not know: how single records are made up or read from a file, who may see them, or which server holds them.

Rows go in by COPY (FREEZE) into tables of the same transaction, so that nothing has to be written twice; keys, indexes
and references come when all rows are there. The tables are ordinary logged ones. No more than some blocks of rows are
ever in memory, whatever the size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

import psycopg
from psycopg import sql

from ostiary.demo.city.incidents import Refused, read_incidents
from ostiary.demo.city.mill import milled
from ostiary.demo.city.recipe import BLOCK, Makers, Recipe
from ostiary.demo.city.rows import Incident, OffenceCode, Row, offence_code
from ostiary.demo.city.schema import (
    ANALYZE,
    COLUMNS,
    CREATE_SCHEMA,
    CREATE_TABLES,
    KEYS_AND_INDEXES,
    OWNER,
    REFERENCES,
    SCHEMA,
)
from ostiary.demo.city.sizes import INCIDENTS_A_CASE, SMALL, Size
from ostiary.demo.city.text import copy_text
from ostiary.errors import SettingsError, UpstreamDown


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a table is: ``rows`` are loaded of ``of`` (0: not known); ``indexing``: keys are built on what is there."""

    table: str
    rows: int
    of: int
    indexing: bool = False


Watcher: TypeAlias = Callable[[Progress], None]


def unwatched(_: Progress) -> None:
    """For whoever does not watch."""


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
    size: Size = SMALL,
    incidents_file: Path | None = None,
    watcher: Watcher = unwatched,
) -> CityCounts:
    """Make schema `city`, owned by role `city_owner`, in a database of ours, and fill it; all or nothing.

    ``dsn`` is a superuser's. The same ``seed``, ``today`` and ``size`` give the same rows. Incidents come from
    ``incidents_file``, an extract as `incidents.read_incidents` takes it, when there is one; they name nobody, and
    the offence codes are then those of the file. Cases follow from incidents, also from real ones; their units and
    leading members are made up. Raises SettingsError when the schema is there already or the file cannot be used,
    UpstreamDown when the database cannot be reached or goes away.
    """
    recipe = Recipe(seed, today, size, of_extract=incidents_file is not None)
    try:
        with psycopg.connect(dsn) as connection:
            _create(connection)
            loader = _Loader(connection, watcher)
            refused = loader.load_extract(recipe, incidents_file) if incidents_file is not None else []
            loader.load(recipe)
            loader.finish(size)
            return CityCounts(**loader.loaded, refused=tuple(refused))
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


@dataclass(slots=True)
class _Consequences:
    """What later tables need of the incidents of an extract, which may be far too large to be kept whole."""

    most_cases: int
    openers: dict[str, Incident] = field(default_factory=dict)
    codes: dict[str, OffenceCode] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    def observe(self, rows: Iterable[Incident | Refused]) -> Iterator[Incident]:
        for row in rows:
            if isinstance(row, Refused):
                self.refused.append(row)
                continue
            if row.incident_id % INCIDENTS_A_CASE == 0 and len(self.openers) < self.most_cases:
                self.openers.setdefault(row.case_number, row)
            self.codes.setdefault(row.iucr, offence_code(row))
            yield row


@dataclass(frozen=True, slots=True)
class _Loader:
    """Fills the tables, and then builds on them; ``loaded`` counts their rows."""

    connection: psycopg.Connection
    watcher: Watcher
    loaded: dict[str, int] = field(default_factory=dict)

    def load(self, recipe: Recipe) -> None:
        """All tables that are made up."""
        with milled(recipe) as blocks:
            for table, count in recipe.counts.items():
                here = islice(blocks, -(-count // BLOCK))
                self._copy(table, ((block.last - block.first + 1, text) for block, text in here), count)

    def load_extract(self, recipe: Recipe, file: Path) -> list[Refused]:
        """The tables that come from an extract; the rows that could not be used."""
        seen, events = _Consequences(recipe.size.cases), Makers(recipe).events
        self._copy("incidents", _in_blocks(seen.observe(read_incidents(file))))
        if not self.loaded["incidents"]:
            raise SettingsError(f"`{file}` has no usable row", hint=_first_reason(seen.refused))
        self._copy("cases", _in_blocks(map(events.case_on, seen.openers.values())), len(seen.openers))
        self._copy("offence_codes", _in_blocks(iter(seen.codes.values())), len(seen.codes))
        return seen.refused

    def finish(self, size: Size) -> None:
        """Keys, indexes, references and statistics."""
        self.connection.execute(sql.SQL("SET LOCAL maintenance_work_mem = {}").format(size.index_memory))
        for table, statements in KEYS_AND_INDEXES.items():
            self.watcher(Progress(table, self.loaded[table], self.loaded[table], indexing=True))
            for statement in statements:
                self.connection.execute(statement.encode())
        for table, column in REFERENCES:
            self.connection.execute(_REFERENCE.format(sql.Identifier(SCHEMA, table), sql.Identifier(column)))
        self.connection.execute(ANALYZE.encode())

    def _copy(self, table: str, blocks: Iterable[tuple[int, bytes]], of: int = 0) -> None:
        """Copy blocks of rows, each with the number of its rows; ``of`` is what to announce, 0 when that is not known."""
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FREEZE)").format(
            sql.Identifier(SCHEMA, table), sql.SQL(", ").join(map(sql.Identifier, COLUMNS[table]))
        )
        rows = 0
        with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
            for count, text in blocks:
                copy.write(text)
                rows += count
                self.watcher(Progress(table, rows, of))
        self.loaded[table] = rows
        self.watcher(Progress(table, rows, rows))


_REFERENCE: Final = sql.SQL("ALTER TABLE {} ADD FOREIGN KEY ({}) REFERENCES city.persons")


def _in_blocks(rows: Iterator[Row]) -> Iterator[tuple[int, bytes]]:
    while block := list(islice(rows, BLOCK)):
        yield len(block), copy_text(block)


def _first_reason(refused: list[Refused]) -> str:
    return f"line {refused[0].line}: {refused[0].why}" if refused else "it has a header only"
