"""Counting accesses for the public, one after the other.

Knows: the sums, and which agencies a certified zero is about.
Must not know: entries, files, pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from ostiary.evidence.recount import Asked
from ostiary.web.public.model import AgencyName, Counts, Place, Tally, Zero


@dataclass(frozen=True, slots=True)
class CutSince:
    """A cut-off in force, and the entry from which on it is counted."""

    directive: str
    agency: str
    since: str
    until: str | None
    entry: int


class Count:
    """The sums so far. What it holds grows with days, agencies and purposes, and not with accesses."""

    def __init__(self, agencies: Iterable[AgencyName], cut_offs: Iterable[CutSince]) -> None:
        tree = tuple(agencies)
        self._cut_offs = tuple((one, scope_of(one.agency, tree)) for one in cut_offs)
        self._sums: Counter[tuple[Place, str]] = Counter()
        self._since: Counter[tuple[str, str]] = Counter()
        self.turned_away: Counter[str] = Counter()
        self.unopened = 0
        self.unreadable = 0
        self.veiled = 0

    def add(self, day: str, entry: int, asked: Asked, *, is_empty: bool) -> None:
        """Count one access."""
        kinds = (asked.ending, "empty") if is_empty else (asked.ending,)
        place = Place(day, asked.agency, asked.beneficiary, asked.purpose)
        self._sums.update((place, kind) for kind in kinds)
        for cut_off, scope in self._cut_offs:
            if entry > cut_off.entry and not scope.isdisjoint((asked.agency, asked.beneficiary)):
                self._since.update((cut_off.directive, kind) for kind in kinds)
        self.veiled += bool(asked.closed)
        if "agency" in asked.closed:
            self.add_veiled(entry)

    def add_veiled(self, entry: int) -> None:
        """An access of which nobody can say for which agency it was."""
        self._since.update((one.directive, "veiled") for one, _ in self._cut_offs if entry > one.entry)

    def _of_place(self, place: Place, kind: str) -> int:
        return self._sums[place, kind]

    def _of_cut_off(self, directive: str, kind: str) -> int:
        return self._since[directive, kind]

    @property
    def counts(self) -> Counts:
        """All sums, in order."""
        places = sorted({place for place, _ in self._sums})
        return {place: _tally(partial(self._of_place, place)) for place in places}

    def zeros(self, end: int) -> tuple[Zero, ...]:
        """What each agency that is cut off got since, up to the entry ``end``."""
        return tuple(
            Zero(
                one.directive,
                one.agency,
                tuple(sorted(scope)),
                one.since,
                one.until,
                one.entry,
                end,
                _tally(partial(self._of_cut_off, one.directive)),
                self._since[one.directive, "veiled"],
            )
            for one, scope in self._cut_offs
        )


def scope_of(agency: str, agencies: Iterable[AgencyName]) -> frozenset[str]:
    """An agency and everything under it."""
    tree, found, before = tuple(agencies), {agency}, 0
    while len(found) != before:
        before = len(found)
        found |= {one.code for one in tree if one.parent in found}
    return frozenset(found)


def _tally(of: Callable[[str], int]) -> Tally:
    return Tally(of("answered"), of("empty"), of("refused"), of("unfinished"))
