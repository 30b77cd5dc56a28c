"""The words that the rules of one bundle may use.

Knows: agencies, purposes, record classes, columns, labels, states and bases, and which known word is nearest to an unknown one.
Must not know: TOML, rules, evaluation.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from ostiary.model.agency import LEVELS, Agency
from ostiary.model.bundle import Basis, Purpose
from ostiary.model.catalogue import Catalogue, Column, RecordClass
from ostiary.model.request import BASES
from ostiary.model.rules import Fact
from ostiary.model.tree import Tree

_NEAR = 0.7
"""`polis` and `police` have 0.73; words that only share some letters, as `cicero-pd` and `ice-ero` (0.63), lie below."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The words `` (did you mean `x`?)`` for the nearest known word, or nothing when none is near."""
    near = nearest(word, known)
    return f" (did you mean `{near}`?)" if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word of which ``word`` may be a misspelling; empty when none is that near."""
    return next(iter(difflib.get_close_matches(word, sorted(known), n=1, cutoff=_NEAR)), "")


@dataclass(frozen=True, slots=True)
class WordsKnown:
    """What the bundle declares, asked in the ways in which conditions ask."""

    agencies: Mapping[str, Agency]
    purposes: Mapping[str, Purpose]
    catalogue: Catalogue
    bases: Mapping[str, Basis]

    def values(self, fact: Fact) -> frozenset[str]:
        """Every value that a fact can have; for roles, which a bundle does not declare, none."""
        known: dict[Fact, Collection[str]] = {
            "agency": self.agencies,
            "role": (),
            "purpose": self.purposes,
            "basis": [*BASES, *self.bases],
            "record_class": self.catalogue.classes,
            "field": [f"{one.name}.{column.name}" for one, column in self._fields()],
        }
        return frozenset(known[fact])

    def under(self, fact: Fact, code: str) -> frozenset[str]:
        """An agency or purpose and everything beneath it."""
        if fact == "agency":
            return Tree({one.code: one.parent for one in self.agencies.values()}).under(code)
        return Tree({one.code: one.parent for one in self.purposes.values()}).under(code)

    def levels(self) -> frozenset[str]:
        """The levels at which agencies stand."""
        return frozenset(LEVELS)

    def kinds(self) -> frozenset[str]:
        """The kinds of the agencies that are declared."""
        return frozenset(agency.kind for agency in self.agencies.values())

    def states(self) -> frozenset[str]:
        """The states of the agencies that are declared."""
        return frozenset(agency.state for agency in self.agencies.values() if agency.state is not None)

    def labels(self, fact: Fact) -> frozenset[str]:
        """The labels that some agency or record class bears or, for fields, that count for some column."""
        if fact == "agency":
            return frozenset(chain.from_iterable(one.labels for one in self.agencies.values()))
        if fact == "record_class":
            return frozenset(chain.from_iterable(one.labels for one in self.catalogue.classes.values()))
        return frozenset(chain.from_iterable(one.labels_of(column) for one, column in self._fields()))

    def labelled(self, fact: Fact, label: str) -> frozenset[str]:
        """The agencies or record classes that bear a label, or the fields for which it counts."""
        if fact == "agency":
            return frozenset(one.code for one in self.agencies.values() if label in one.labels)
        if fact == "record_class":
            return frozenset(one.name for one in self.catalogue.classes.values() if label in one.labels)
        fields = [(one, column) for one, column in self._fields() if label in one.labels_of(column)]
        return frozenset(f"{one.name}.{column.name}" for one, column in fields)

    def _fields(self) -> list[tuple[RecordClass, Column]]:
        return [(one, column) for one in self.catalogue.classes.values() for column in one.columns]
