"""Random requests to a policy: some for what it allows, some near that, some for what nobody knows.

Knows: the facts of a request and the words of a bundle.
Must not know: how decisions are made.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from random import Random
from typing import Final

from ostiary.model.bundle import Bundle
from ostiary.model.request import Context, Request
from ostiary.model.rules import NEEDS, Condition, Fact
from ostiary.testing.random_policy import ROLES
from ostiary.testing.random_world import DAY, some_of

STRANGE: Final = "nobody"
"""A word that no bundle knows."""


class Asker:
    """Makes requests to one policy. ``strange`` of a hundred facts are of words that no bundle knows."""

    def __init__(self, rng: Random, bundle: Bundle, *, strange: int = 0) -> None:
        self._rng, self._bundle, self._strange = rng, bundle, strange
        self._words: dict[Fact, list[str]] = {
            "agency": sorted(bundle.agencies),
            "role": [*ROLES, "any-other"],
            "purpose": sorted(bundle.purposes),
            "basis": sorted(bundle.known_bases),
            "record_class": sorted(bundle.catalogue.classes),
            "field": [
                f"{name}.{column}" for name in bundle.catalogue.classes for column in self._columns(name)
            ],
        }
        self._fitting = cache(self._fits)

    def ask(self, *, alone: bool = False) -> Request:
        """A request after some permit, with a fact in ten changed. ``alone``: only the member's own agency counts."""
        rng, when = self._rng, self._pattern()
        name = self._value(when, "record_class")
        columns = [one for one in self._columns(name) if f"{name}.{one}" in self._fitting(when, "field")]
        fields = {self._strangely(one) for one in some_of(rng, columns or self._columns(name), 3)}
        agency = self._value(when, "agency")
        other = agency if alone or rng.randrange(3) else self._value(when, "agency")
        affiliations = () if alone or rng.randrange(3) else some_of(rng, self._words["agency"], 2)
        context = Context(
            "m",
            agency,
            self._value(when, "role"),
            self._value(when, "purpose"),
            other,
            frozenset(map(self._strangely, affiliations)),
            self._basis(when),
            rng.choice((None, "1", "1", "1")),
            frozenset(some_of(rng, NEEDS, 5)),
        )
        return Request(
            context, name, frozenset(fields), DAY + timedelta(rng.choice((0, 0, 0, -30, -1, 1, 30)))
        )

    def _pattern(self) -> Condition:
        return self._rng.choice(self._bundle.permits).when if self._bundle.permits else Condition()

    def _value(self, when: Condition, fact: Fact) -> str:
        is_near = self._rng.randrange(10)
        return self._strangely(self._rng.choice((is_near and self._fitting(when, fact)) or self._words[fact]))

    def _basis(self, when: Condition) -> frozenset[str]:
        shown = some_of(self._rng, self._words["basis"], 2)
        return frozenset(map(self._strangely, (*shown, *some_of(self._rng, self._fitting(when, "basis"), 1))))

    def _strangely(self, word: str) -> str:
        return self._rng.choice((STRANGE, "")) if self._rng.randrange(100) < self._strange else word

    def _fits(self, when: Condition, fact: Fact) -> list[str]:
        tests = [atom for atom in when.atoms if atom.fact == fact]
        return [word for word in self._words[fact] if all(word in atom.values for atom in tests)]

    def _columns(self, record_class: str) -> list[str]:
        known = self._bundle.catalogue.classes.get(record_class)
        return [column.name for column in known.columns] if known else ["x0"]
