"""A whole made-up city as a value: which tables it has, how many rows each, and what stands in any of them.

Knows: which maker makes which table's rows.
Must not know: databases, processes, files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from ostiary.demo.city.events import Events
from ostiary.demo.city.offences import offence_codes
from ostiary.demo.city.papers import Papers
from ostiary.demo.city.people import People
from ostiary.demo.city.plates import Traffic
from ostiary.demo.city.rows import Row
from ostiary.demo.city.sizes import Size

Maker: TypeAlias = Callable[[int], Row]
"""Makes the row of that number, from 1 on."""

BLOCK: Final = 1_000
"""Rows that are made at once: some 100 kB of text."""

FROM_EXTRACT: Final = frozenset({"incidents", "cases", "offence_codes"})
"""The tables that a real extract of incidents fills."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some successive rows of a table: from ``first`` to ``last``."""

    table: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a city follows from; the same recipe gives the same rows, anywhere. ``of_extract``: see `FROM_EXTRACT`."""

    seed: int
    today: date
    size: Size
    of_extract: bool = False

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows are made up of each table, in an order in which references can be loaded."""
        size = self.size
        counts = {
            "persons": size.persons, "incidents": size.incidents, "arrests": size.arrests, "vehicles": size.vehicles,
            "plate_reads": size.plate_reads, "warrants": size.warrants, "contact_cards": size.contact_cards,
            "cases": size.cases, "offence_codes": len(offence_codes()),
        }  # fmt: skip
        return {
            table: count for table, count in counts.items() if not (self.of_extract and table in FROM_EXTRACT)
        }

    def blocks(self) -> Iterator[Block]:
        """All rows that are made up, in the order of ``counts``."""
        for table, count in self.counts.items():
            for first in range(1, count + 1, BLOCK):
                yield Block(table, first, min(first + BLOCK - 1, count))


class Makers:
    """A recipe at work."""

    def __init__(self, recipe: Recipe) -> None:
        seed, today, size = recipe.seed, recipe.today, recipe.size
        people = People(seed, today=today, count=size.persons)
        traffic = Traffic(seed, people, today=today, vehicles=size.vehicles, reads=size.plate_reads)
        papers = Papers(seed, people, traffic, today=today, size=size)
        self.events = Events(seed, people, papers, today=today, size=size, of_extract=recipe.of_extract)
        codes = offence_codes()
        self._makers: Mapping[str, Maker] = {
            "persons": people.person, "incidents": self.events.incident, "arrests": self.events.arrest,
            "vehicles": traffic.vehicle, "plate_reads": traffic.read, "warrants": papers.warrant,
            "contact_cards": papers.card, "cases": self.events.case,
            "offence_codes": lambda number: codes[number - 1],
        }  # fmt: skip

    def rows(self, block: Block) -> Iterator[Row]:
        """The rows of a block."""
        return map(self._makers[block.table], range(block.first, block.last + 1))
