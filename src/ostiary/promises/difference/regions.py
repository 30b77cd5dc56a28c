"""The regions in which something is so: few, large, the most sensitive fields first, a turn for each rule.

Knows: that a region is grown around a piece and that what it covers is not looked at again; limits of what is listed.
Must not know: what is looked for, how a region is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final, NamedTuple, Protocol

from ostiary.errors import TooManyCases
from ostiary.model.bundle import Bundle
from ostiary.promises.boxes import Box, common, outside
from ostiary.promises.regions import grown
from ostiary.promises.space import Axis, Space

MAX_REGIONS: Final = 8
"""Nobody reads more; how many requests are elsewhere is not counted, and that there are some is said."""

MAX_PIECES: Final = 20_000
"""Pieces looked at for one kind of difference. Dropping one prohibition of 2,000 rules gives more than 100,000; a piece takes
some 0.1 ms, so that an answer, or that there is none, takes some seconds."""

SENSITIVE: Final = (
    "sealed",
    "juvenile",
    "immigration-status",
    "sensitive-identifier",
    "biometric",
    "custody",
    "location",
    "contact",
    "narrative",
    "person",
)
"""Labels, the most sensitive first: what a statute protects by itself before what finds a person, before what describes one.
A label that is not here comes after these, and a field without any last."""


class Source(NamedTuple):
    """A part of what a rule covers that it does not cover in the other policy."""

    rule: str
    box: Box


class Place(Protocol):
    """Where something is so."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where all of it lies."""

    def pieces_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box, which lies in a source, of which it is so, as boxes that may overlap."""

    def others_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box of which it is not so, likewise."""


@dataclass(frozen=True, slots=True)
class Within:
    """What is so in a box, and nowhere else."""

    place: Place
    box: Box

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where all of it lies."""
        parts = ((one.rule, common(one.box, self.box)) for one in self.place.sources)
        return tuple(Source(rule, part) for rule, part in parts if part is not None)

    def pieces_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box, which lies in a source, of which it is so, as boxes that may overlap."""
        return self.place.pieces_in(box)

    def others_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box of which it is not so, likewise."""
        yield from outside(box, (self.box,))
        yield from self.place.others_in(box)


class Piece(NamedTuple):
    """Requests of a source."""

    box: Box
    source: Box


class Grown(NamedTuple):
    """A region, and what of it lies in the source that it was found for: that shows best what the rule does."""

    box: Box
    telling: Box


@dataclass(frozen=True, slots=True)
class Found:
    """Regions. ``is_all``: nothing outside them is so. ``is_settled``: whether there is more is known."""

    regions: tuple[Grown, ...]
    is_all: bool
    is_settled: bool = True


@dataclass(frozen=True, slots=True)
class Search:
    """How regions are looked for: the most sensitive fields first and, of these, a region for each rule in turn.

    ``levels`` are sets of fields that together are all of them. Rules that are among ``first`` come first.
    """

    space: Space
    levels: tuple[int, ...]
    first: frozenset[str]

    def regions(self, place: Place, most: int = MAX_REGIONS) -> Found:
        """At most so many regions."""
        found: list[Grown] = []
        try:
            for piece in self._uncovered(place, found):
                if len(found) == most:
                    return Found(tuple(found), is_all=False)
                region = grown(self._plainest(piece.box), self.space.everything, place.others_in)
                found.append(Grown(region, common(region, piece.source) or region))
        except TooManyCases:
            return Found(tuple(found), is_all=False, is_settled=bool(found))
        return Found(tuple(found), is_all=True)

    def _uncovered(self, place: Place, found: list[Grown]) -> Iterator[Piece]:
        """Pieces outside what has been found until the next one is asked for."""
        budget = count(1)
        for fields in self.levels:
            waiting = [
                _outside(_pieces(place, group, fields, budget), found) for group in self._groups(place)
            ]
            while waiting:
                turn, waiting = waiting, []
                for pieces in turn:
                    piece = next(pieces, None)
                    if piece is not None:
                        yield piece
                        waiting.append(pieces)

    def _plainest(self, box: Box) -> Box:
        """Where a region begins: at an asker who works for nobody else, if there is one, so that it is said of the asker."""
        alone = box[Axis.AFFILIATION] & self.space.nobody
        return (box[Axis.ASKER], alone or box[Axis.AFFILIATION], *box[Axis.ROLE :])

    def _groups(self, place: Place) -> list[list[Box]]:
        """The sources by rule."""
        groups: dict[str, list[Box]] = {}
        for source in place.sources:
            groups.setdefault(source.rule, []).append(source.box)
        return [groups[rule] for rule in sorted(groups, key=lambda rule: (rule not in self.first, rule))]


def _pieces(place: Place, group: list[Box], fields: int, budget: Iterator[int]) -> Iterator[Piece]:
    for box in group:
        if (part := _at(box, fields)) is not None:
            for piece in place.pieces_in(part):
                if next(budget) > MAX_PIECES:
                    raise TooManyCases(f"pieces of a difference: more than {MAX_PIECES}")
                yield Piece(piece, box)


def _outside(pieces: Iterator[Piece], found: list[Grown]) -> Iterator[Piece]:
    for piece in pieces:
        while (rest := next(outside(piece.box, (one.box for one in found)), None)) is not None:
            yield Piece(rest, piece.source)


def _at(box: Box, fields: int) -> Box | None:
    """The part of a box on some fields."""
    kept = box[Axis.FIELD] & fields
    return (*box[: Axis.FIELD], kept, *box[Axis.FIELD + 1 :]) if kept else None


def sensitivity(space: Space, bundles: tuple[Bundle, ...]) -> tuple[int, ...]:
    """The fields of a space in sets of equal sensitivity, the most sensitive first."""
    levels: dict[int, int] = {}
    for number, name in enumerate(space.fields):
        rank = min(_rank(bundle, name) for bundle in bundles)
        levels[rank] = levels.get(rank, 0) | 1 << number
    return tuple(levels[rank] for rank in sorted(levels))


def _rank(bundle: Bundle, name: str) -> int:
    class_name, _, column_name = name.partition(".")
    record_class = bundle.catalogue.classes.get(class_name)
    column = record_class.column(column_name) if record_class else None
    labels = record_class.labels_of(column) if record_class and column else frozenset[str]()
    known = [SENSITIVE.index(label) for label in labels if label in SENSITIVE]
    return min(known, default=len(SENSITIVE) if labels - {"public"} else len(SENSITIVE) + 1)
