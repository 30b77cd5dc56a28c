"""Whether a policy ever allows what a promise says is never allowed, by boxes.

Knows: what a promise covers, the two questions about it, and which prohibitions an answer rests on.
Must not know: the solver, words.

Two questions are asked. Whether a request is allowed that the promise excludes: then it is broken. And whether there is one
against which no prohibition stands, whatever is permitted, whoever is registered with whatever papers: as long as there is,
a permit that somebody adds may break it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Prohibition, Promise
from ostiary.promises.boxes import Box, Guard, common, escaping, is_empty, stands, widest_first
from ostiary.promises.layout import Layout
from ostiary.promises.space import Axis, Space
from ostiary.promises.territory import Bar, Territory, bars_of


@dataclass(frozen=True, slots=True)
class Claim:
    """What a promise excludes: requests of an asker, and requests of whoever works for an affiliation."""

    asked: Guard | None
    employed: Guard | None

    @classmethod
    def of(cls, layout: Layout, promise: Promise) -> Claim:
        """The claim of a promise. It covers, as a prohibition does, what is unknown."""
        touched = layout.touched(promise.never, promise.source)
        if touched is None:
            return cls(None, None)
        cases = list(chain.from_iterable(layout.left_out(one, promise.source) for one in promise.unless))
        asked = layout.as_asker(touched)
        ours = tuple(box for case in cases if (box := layout.as_asker(case)) is not None)
        employed = Guard(layout.as_affiliation(touched), tuple(map(layout.as_affiliation, cases)))
        return cls(None if asked is None else Guard(asked, ours), employed)

    @property
    def guards(self) -> tuple[Guard, ...]:
        """Both, as far as there is anything in them."""
        return tuple(one for one in (self.asked, self.employed) if one is not None)

    def pieces(self, employed: Box, asked: Box) -> Iterator[tuple[Guard, Box]]:
        """What is excluded of two boxes, one for each guard, that of the asker first; boxes of a guard do not overlap."""
        for guard, within in ((self.asked, asked), (self.employed, employed)):
            if guard is not None:
                yield from ((guard, piece) for piece in stands(within, guard))


@dataclass(frozen=True, slots=True)
class Breach:
    """A box of requests that a promise excludes through one of its guards, all of them allowed."""

    guard: Guard
    box: Box


def breaches(territory: Territory, claim: Claim) -> Iterator[Breach]:
    """The allowed requests that a promise excludes, those of an asker without affiliation first."""
    for guard, piece in claim.pieces(territory.space.everything, alone(territory.space)):
        near = widest_first(piece, territory.guards)
        for box in territory.granted:
            if (both := common(piece, box)) is not None:
                yield from (Breach(guard, left) for left in escaping(both, near))


def alone(space: Space) -> Box:
    """All requests of askers without affiliation."""
    everything = space.everything
    return (everything[Axis.ASKER], space.nobody, *everything[Axis.ROLE :])


@dataclass(frozen=True)
class Bulwark:
    """The prohibitions of a bundle alone, whoever is registered, whatever papers they have, whatever is permitted."""

    layout: Layout
    bars: tuple[Bar, ...]

    @classmethod
    def of(cls, bundle: Bundle, since: date) -> Bulwark:
        """The prohibitions in a space in which any agency may have any papers. Raises TooManyCases."""
        layout = Layout(Space.of((bundle,), since=since, with_any_papers=True), bundle, whatever_status=True)
        bars = chain.from_iterable(bars_of(layout, one) for one in bundle.prohibitions)
        return cls(layout, tuple(bars))

    def gaps(self, promise: Promise) -> Iterator[Breach]:
        """Requests that a promise excludes and no prohibition stands against."""
        return self._gaps(promise, [bar.guard for bar in self.bars], set())

    def _gaps(self, promise: Promise, guards: Sequence[Guard], used: set[Guard]) -> Iterator[Breach]:
        claim = Claim.of(self.layout, promise)
        for guard, piece in claim.pieces(self.for_strangers, alone(self.layout.space)):
            near = widest_first(piece, guards)
            yield from (Breach(guard, box) for box in escaping(piece, near, used))

    def carriers(self, promise: Promise) -> tuple[Prohibition, ...]:
        """Prohibitions on which a promise that has no gap rests: without any one of them these would not be enough.

        Where several sets would do, it is one of them.
        """
        used: set[Guard] = set()
        if not is_empty(self._gaps(promise, [bar.guard for bar in self.bars], used)):
            return ()
        needed = [
            one
            for one in self.layout.bundle.prohibitions
            if any(bar.guard in used for bar in self._of([one]))
        ]
        for one in tuple(needed):
            fewer = [other for other in needed if other is not one]
            if is_empty(self._gaps(promise, [bar.guard for bar in self._of(fewer)], set())):
                needed = fewer
        return tuple(needed)

    def _of(self, prohibitions: Sequence[Prohibition]) -> list[Bar]:
        return [bar for one in prohibitions for bar in self._bars_by_id[one.source.id]]

    @cached_property
    def _bars_by_id(self) -> Mapping[str, list[Bar]]:
        found: dict[str, list[Bar]] = defaultdict(list)
        for bar in self.bars:
            found[bar.rule.source.id].append(bar)
        return found

    @cached_property
    def for_strangers(self) -> Box:
        """All requests of askers who work for an agency that nobody knows.

        Those who work for a known one need no box: that agency could ask itself. See `space`.
        """
        everything = self.layout.space.everything
        return (everything[Axis.ASKER], self.layout.space.nobody >> 1, *everything[Axis.ROLE :])
