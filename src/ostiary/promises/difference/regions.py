"""The regions in which something is so: few, large, the most sensitive fields first.

Knows: that a region is grown around a piece and that what it covers is not looked at again; limits of what is listed.
Must not know: what is looked for, how a region is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from ostiary.model.bundle import Bundle
from ostiary.promises.boxes import Box, outside
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


class Place(Protocol):
    """Where something is so."""

    def pieces_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box of which it is so, as boxes that may overlap; those of the whole space when there are any."""

    def others_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box of which it is not so, likewise."""


@dataclass(frozen=True, slots=True)
class Found:
    """Regions. ``is_all``: nothing outside them is so. ``is_settled``: whether there is more is known."""

    regions: tuple[Box, ...]
    is_all: bool
    is_settled: bool = True


def regions_of(space: Space, place: Place, levels: tuple[int, ...], most: int = MAX_REGIONS) -> Found:
    """At most so many regions. ``levels`` are sets of fields that together are all of them, the most sensitive first."""
    found: list[Box] = []
    left = MAX_PIECES
    for fields in levels:
        everything = (*space.everything[: Axis.FIELD], fields, *space.everything[Axis.FIELD + 1 :])
        for piece in place.pieces_in(everything):
            left -= 1
            if left < 0:
                return Found(tuple(found), is_all=False, is_settled=bool(found))
            while (rest := next(outside(piece, found), None)) is not None:
                if len(found) == most:
                    return Found(tuple(found), is_all=False)
                found.append(grown(rest, space.everything, place.others_in))
    return Found(tuple(found), is_all=True)


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
