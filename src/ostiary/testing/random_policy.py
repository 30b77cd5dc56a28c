"""Random policies: the same again from the same generator of numbers.

Knows: every form that a rule can have.
Must not know: how decisions are made, files.

Hypothesis can stand behind the generator (``strategies.randoms``), and then shrinks what it finds; a seeded one gives the
large policies that ``bench`` measures.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random
from typing import Final

from ostiary.model.bundle import Bundle
from ostiary.model.rules import (
    FACTS,
    MASK_TYPES,
    NEEDS,
    Atom,
    Condition,
    Duty,
    Fact,
    Need,
    Permit,
    Prohibition,
    RowPredicate,
    Source,
)
from ostiary.policy.compiled_form import with_version
from ostiary.policy.conditions import LISTED, SELECTORS, Selector
from ostiary.policy.words_known import WordsKnown
from ostiary.testing.random_world import Size, random_days, random_world, some_of

ROLES: Final = ("detective", "analyst", "auditor")
"""The roles that rules name; requests have another one as well."""


def random_bundle(rng: Random, size: Size) -> Bundle:
    """A bundle of that size; every rule could have been loaded from a text."""
    world = random_world(rng, size)
    maker = _Maker(rng, world, size)
    prohibitions, duties = round(size.rules * size.prohibitions), round(size.rules * size.duties)
    permits = size.rules - prohibitions - duties
    return with_version(
        replace(
            world,
            permits=tuple(maker.permit(number) for number in range(permits)),
            prohibitions=tuple(maker.prohibition(number) for number in range(prohibitions)),
            duties=tuple(maker.duty(number) for number in range(duties)),
        )
    )


class _Maker:
    """Makes rules about one world."""

    def __init__(self, rng: Random, world: Bundle, size: Size) -> None:
        self.rng, self.size, self.classes = rng, size, list(world.catalogue.classes.values())
        self.known = WordsKnown(world.agencies, world.purposes, world.catalogue, world.bases)
        # Sets are worked out once: in a large policy many rules say the same.
        self.atom = cache(self._atom)
        self.vocabulary = cache(self._vocabulary)

    def permit(self, number: int) -> Permit:
        """A permit."""
        return Permit(self._source("P", number), self._condition(1, needs=True))

    def prohibition(self, number: int) -> Prohibition:
        """A prohibition with at most two exceptions."""
        unless = tuple(self._condition(2, needs=True) for _ in range(self.rng.randrange(3)))
        return Prohibition(self._source("X", number), self._condition(2), unless)

    def duty(self, number: int) -> Duty:
        """A duty that asks for some of all that duties can ask."""
        rng, about = self.rng, self.rng.choice(self.classes)
        masks = [
            (about.name, column.name, mask)
            for column in about.columns
            for mask, types in MASK_TYPES.items()
            if column.type in types
        ]
        rows = [RowPredicate(about.name, column.name, "is-not-null") for column in about.columns]
        return Duty(
            self._source("D", number),
            self._condition(2),
            some_of(rng, masks, 2),
            some_of(rng, rows, 2),
            rng.choice((None, None, 10, 500)),
            rng.choice((None, None, 2, 5)),
            self._needs() if rng.randrange(8) == 0 else (),
            rng.choice((None, None, 3, 30)),
        )

    def _source(self, letter: str, number: int) -> Source:
        start, end = random_days(self.rng)
        return Source(f"{letter}{number}", f"s. {number}", effective=start, expires=end)

    def _condition(self, most: int, *, needs: bool = False) -> Condition:
        """Tests of all facts that every rule tests, and of a few more; of some facts two."""
        facts = [*self.size.tested, *some_of(self.rng, FACTS, most)]
        facts += [self.rng.choice(facts)] if facts and not self.rng.randrange(4) else []
        return Condition(tuple(map(self._test, facts)), self._needs() if needs else ())

    def _needs(self) -> tuple[Need, ...]:
        chosen = some_of(self.rng, NEEDS, self.rng.randrange(3))
        return tuple(need for need in NEEDS if need in chosen)

    def _test(self, fact: Fact) -> Atom:
        """A test as a text can say it. What would cover nothing, which no text can say, is a list instead."""
        others = SELECTORS[fact].values() if self.rng.randrange(10) >= self.size.listed else ()
        for way in (self.rng.choice([LISTED, *others]), LISTED):
            words = self.vocabulary(fact, way)
            said = tuple(self.rng.sample(words, min(len(words), self.rng.randint(1, 2))))
            atom = self.atom(fact, way, said)
            if said and atom.values:
                return atom
        raise ValueError(f"there is no {fact}")

    def _vocabulary(self, fact: Fact, selector: Selector) -> list[str]:
        return list(ROLES) if fact == "role" else sorted(selector.vocabulary(self.known, fact))

    def _atom(self, fact: Fact, selector: Selector, words: tuple[str, ...]) -> Atom:
        covered = frozenset(value for word in words for value in selector.covers(self.known, fact, word))
        values = self.known.values(fact) - covered if selector.left_out else covered
        return Atom(fact, values, selector.left_out, selector.way, words)
