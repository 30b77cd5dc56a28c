"""The larger cast: nearly a hundred made-up members of the agencies of the pack `chicago-2019`.

Knows: who belongs to which agency, in which part, and in which shift.
Must not know: passwords, what they ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ostiary.model.agency import Member


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of the day on which somebody works, from the first to before the last; past midnight when that is less."""

    begin: int
    end: int

    def covers(self, hour: int) -> bool:
        """Whether that hour of the day (0 to 23) belongs to the shift."""
        if self.begin < self.end:
            return self.begin <= hour < self.end
        return hour >= self.begin or hour < self.end


WATCHES: Final = (Shift(7, 15), Shift(15, 23), Shift(23, 7))
OFFICE: Final = (Shift(8, 18),)
LONG_DAY: Final = (Shift(8, 18), Shift(12, 22))


@dataclass(frozen=True, slots=True)
class Player:
    """A member with the part that is played (`habits.PARTS`) and the shift that is worked."""

    member: Member
    part: str
    shift: Shift


@dataclass(frozen=True, slots=True)
class _Group:
    agency: str
    role: str
    part: str
    size: int
    shifts: Sequence[Shift]
    affiliations: frozenset[str] = frozenset()


_GROUPS: Final = (
    _Group("cpd", "officer", "patrol", 18, WATCHES),
    _Group("cpd", "detective", "detective", 14, LONG_DAY),
    _Group("cpd", "analyst", "analyst", 4, OFFICE),
    _Group("cpd", "analyst", "statistician", 2, OFFICE),
    _Group("cpd", "auditor", "auditor", 1, OFFICE),
    _Group("cpd", "detective", "detective", 1, LONG_DAY, frozenset({"ice-hsi"})),
    _Group("chicago-oig", "auditor", "auditor", 2, OFFICE),
    _Group("oak-lawn-pd", "officer", "patrol", 4, WATCHES),
    _Group("aurora-pd", "officer", "patrol", 5, WATCHES),
    _Group("cook-county-sheriff", "deputy", "patrol", 6, WATCHES),
    _Group("cook-county-sheriff", "analyst", "analyst", 2, OFFICE),
    _Group("illinois-state-police", "trooper", "patrol", 5, WATCHES),
    _Group("illinois-state-police", "analyst", "analyst", 2, OFFICE),
    _Group("cook-states-attorney", "prosecutor", "prosecutor", 6, OFFICE),
    _Group("fbi", "agent", "agent", 6, LONG_DAY),
    _Group("dea", "agent", "agent", 4, LONG_DAY),
    _Group("atf", "agent", "agent", 3, LONG_DAY),
    _Group("usms", "deputy-marshal", "marshal", 4, LONG_DAY),
    _Group("ice-ero", "officer", "immigration", 3, OFFICE),
    _Group("ice-hsi", "agent", "immigration", 3, OFFICE),
    _Group("cbp", "officer", "immigration", 1, OFFICE),
    _Group("usbp", "agent", "immigration", 1, OFFICE),
    _Group("uscis", "officer", "immigration", 1, OFFICE),
)
FIRST_NUMBER: Final = 3_001
"""The tour's own members have other numbers."""


def full_cast() -> tuple[Player, ...]:
    """Everybody, always the same. Codes are the agency and a number that nobody else has."""
    seats = [(group, place) for group in _GROUPS for place in range(group.size)]
    return tuple(
        Player(
            Member(f"{group.agency}-{number}", group.agency, group.role, group.affiliations),
            group.part,
            group.shifts[place % len(group.shifts)],
        )
        for number, (group, place) in enumerate(seats, start=FIRST_NUMBER)
    )
