"""Where in the tree agencies stand that are not registered yet, in words.

Knows: that a place is one that rules tell from the places beneath it.
Must not know: any other attribute of an agency.

A place called `us` is of agencies under `us` that stand under none of the other places beneath it. So "under `us`" is said only
where all of those are in the set as well.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ostiary.model.tree import Tree
from ostiary.promises.newcomers import line_of
from ostiary.promises.sets_in_words import listed

NOWHERE = "under no agency that rules name"


@dataclass(frozen=True)
class Places:
    """All places; an empty text, or None among all, is no place."""

    every: tuple[str | None, ...]
    tree: Tree

    def subtrees(self, some: Collection[str]) -> list[str]:
        """The highest of some places, when everything beneath them is among the rest and there are no others; else none."""
        parts = self._parts(some)
        return [place for place, _ in parts] if all(place and not missing for place, missing in parts) else []

    def in_words(self, some: Collection[str]) -> str:
        """Under which agencies, and under which not."""
        return listed([_part_in_words(place, missing) for place, missing in self._parts(some)])

    def _parts(self, some: Collection[str]) -> list[tuple[str, list[str]]]:
        """The highest places with what is missing beneath each, and so on with what is left."""
        left, parts = set(some), list[tuple[str, list[str]]]()
        while left:
            place = min(left, key=lambda one: (not one, len(line_of(self.tree, one)), one))
            parts.append((place, self._missing(place, some)))
            left -= self._reached(place, some) | {place}
        return parts

    def _missing(self, place: str, some: Collection[str]) -> list[str]:
        """The highest places beneath one that are not among some."""
        without = self._beneath(place) - set(some)
        return sorted(one for one in without if not self._above(one) & without)

    def _reached(self, place: str, some: Collection[str]) -> set[str]:
        """The places beneath one that stand under none that is missing."""
        missing = set(self._missing(place, some))
        return {one for one in self._beneath(place) if not (self._above(one) | {one}) & missing}

    def _beneath(self, place: str) -> set[str]:
        return {one for one in self.every if one and place in line_of(self.tree, one)}

    def _above(self, place: str) -> set[str]:
        return set(line_of(self.tree, place)) - {place}


def _part_in_words(place: str, missing: Collection[str]) -> str:
    if not place:
        return NOWHERE
    but = f" but not under {listed([f'`{one}`' for one in missing])}" if missing else ""
    return f"under `{place}`{but}"
