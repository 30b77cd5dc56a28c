"""The three sizes of the city.

Knows: how many records of each kind a size has, how many years they cover, and what the database server wants for it.
Must not know: how records are made up or loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

INCIDENTS_AN_ARREST: Final = 4
"""One of four incidents leads to an arrest."""
INCIDENTS_A_CASE: Final = 8
"""Every eighth incident has a case."""
WARRANTS_A_SERVICE: Final = 2
"""Every second warrant was served, by an arrest."""


@dataclass(frozen=True, slots=True)
class Size:
    """A size by name. Arrests and cases follow from incidents and warrants.

    ``server`` are settings of the embedded PostgreSQL, ``index_memory`` is for building one index, and ``disk`` is how
    many bytes are needed, at most, while the city is loaded.
    """

    name: str
    persons: int
    vehicles: int
    incidents: int
    plate_reads: int
    warrants: int
    contact_cards: int
    years: int
    index_memory: str
    disk: int
    server: Mapping[str, str] = field(default_factory=dict)

    @property
    def arrests(self) -> int:
        """Those after incidents, and those on warrants."""
        return self.incidents // INCIDENTS_AN_ARREST + self.warrants // WARRANTS_A_SERVICE

    @property
    def cases(self) -> int:
        """The most cases that there are."""
        return self.incidents // INCIDENTS_A_CASE

    @property
    def records(self) -> int:
        """All of them together, but for the few offence codes."""
        return (
            self.persons + self.vehicles + self.incidents + self.arrests + self.plate_reads + self.warrants
            + self.contact_cards + self.cases
        )  # fmt: skip


SMALL: Final = Size(
    "small", persons=5_000, vehicles=3_000, incidents=5_600, plate_reads=3_500, warrants=500, contact_cards=1_500,
    years=1, index_memory="64MB", disk=200 * 2**20,
)  # fmt: skip
MEDIUM: Final = Size(
    "medium", persons=180_000, vehicles=110_000, incidents=200_000, plate_reads=350_000, warrants=16_000,
    contact_cards=60_000, years=1, index_memory="128MB", disk=2**29,
    server={"shared_buffers": "256MB", "max_wal_size": "1GB"},
)  # fmt: skip
# A city of some million people, and what its police recorded in eight years.
LARGE: Final = Size(
    "large", persons=1_800_000, vehicles=1_100_000, incidents=2_000_000, plate_reads=3_500_000, warrants=160_000,
    contact_cards=600_000, years=8, index_memory="512MB", disk=3 * 2**30,
    server={"shared_buffers": "1GB", "max_wal_size": "4GB"},
)  # fmt: skip
SIZES: Final = {size.name: size for size in (SMALL, MEDIUM, LARGE)}
