"""Boxes of a space as literals, point by point.

Knows: what each point of a space stands for, and the variables that say so.
Must not know: rules, engines, what a box is for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from itertools import chain
from typing import TypeAlias

from ostiary.model.agency import LEVELS
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Need
from ostiary.promises.boxes import Box, points
from ostiary.promises.difference.gates import Gates
from ostiary.promises.difference.twofold import Sides
from ostiary.promises.difference.variables import OTHER, PrincipalVariables, words_of
from ostiary.promises.newcomers import line_of
from ostiary.promises.space import Principal, Space

Trait: TypeAlias = str | frozenset[str] | None
Traits: TypeAlias = tuple[Trait, ...]


def traits_of(principal: Principal) -> Traits:
    """What tells an agency that is not registered yet from others: place, level, kind, state, labels, papers."""
    one = principal.newcomer
    if one is None:
        return ()
    return (one.parent, one.level, one.kind, one.state, one.labels, frozenset[str](principal.holds or ()))


class Points:
    """The points of each axis of a space as literals over some variables."""

    def __init__(self, gates: Gates, sides: Sides, space: Space, bundles: tuple[Bundle, ...]) -> None:
        self._gates, self._sides, self._space, self._bundles = gates, sides, space, bundles
        self._known: dict[Hashable, int] = {}

    def box(self, box: Box) -> int:
        """That a request lies in a box."""
        axes = (
            lambda mask: self._principals(self._sides.asker, mask),
            self._affiliations,
            self._each(self._role),
            self._each(self._purpose),
            self._each(self._bases),
            self._each(self._needs),
            self._each(self._field),
            self._each(self._day),
        )
        sides = zip(axes, box, self._space.everything, strict=True)
        return self._gates.every(say(mask) for say, mask, every in sides if mask != every)

    def _each(self, say: Callable[[int], int]) -> Callable[[int], int]:
        return lambda mask: self._gates.some(map(say, points(mask)))

    def _affiliations(self, mask: int) -> int:
        nobody = self._space.nobody
        said = self._principals(self._sides.affiliation, mask & ~nobody)
        return self._gates.some([said, self._sides.affiliation.absent]) if mask & nobody else said

    def _principals(self, variables: PrincipalVariables, mask: int) -> int:
        """That an agency is one of a set. Those that are not registered yet are many, and said by what they are like."""
        return self._once((variables, mask), lambda: self._one_of(variables, mask))

    def _one_of(self, variables: PrincipalVariables, mask: int) -> int:
        found, new = list[int](), list[Traits]()
        for number in points(mask):
            principal = self._space.principals[number]
            if principal.code is not None:
                found.append(variables.listed[principal.code])
            elif principal.newcomer is None:
                found.append(variables.stranger)
            else:
                new.append(traits_of(principal))
        like = self._like(variables, frozenset(new), 0)
        return self._gates.some([*found, self._gates.every([variables.is_new, like])])

    def _like(self, variables: PrincipalVariables, those: frozenset[Traits], depth: int) -> int:
        """That an agency which is not registered yet is one of those, as far as their traits from a depth on tell."""
        if not those or depth == len(self._values):
            return self._gates.true if those else -self._gates.true
        return self._once((variables, those, depth), lambda: self._branches(variables, those, depth))

    def _branches(self, variables: PrincipalVariables, those: frozenset[Traits], depth: int) -> int:
        rest: dict[Trait, set[Traits]] = defaultdict(set)
        for traits in those:
            rest[traits[0]].add(traits[1:])
        below = {value: self._like(variables, frozenset(some), depth + 1) for value, some in rest.items()}
        if below.keys() == self._values[depth] and len(set(below.values())) == 1:
            return next(iter(below.values()))
        return self._gates.some(
            self._gates.every([self._has(variables, depth, value), one]) for value, one in below.items()
        )

    def _has(self, variables: PrincipalVariables, depth: int, value: Trait) -> int:
        """That an agency which is not registered yet has a value of the trait at a depth."""
        match depth, value:
            case 0, str() | None:
                return self._place(variables, value)
            case 1, str():
                return self._level(variables, value)
            case 2, str():
                return variables.kinds[value or OTHER]
            case 3, str() | None:
                return variables.states[value or OTHER]
            case 4, frozenset():
                return self._exactly(variables.labels, value)
            case _, frozenset():
                papers: dict[str, int] = {kind: variables.papers[kind] for kind in self._papers}
                return self._exactly(papers, value)
            case _:
                raise TypeError(f"no trait of an agency at {depth}")

    def _exactly(self, words: dict[str, int], there: frozenset[str]) -> int:
        return self._gates.every(one if word in there else -one for word, one in words.items())

    @cached_property
    def _values(self) -> list[set[Trait]]:
        """The values that each trait has among all agencies that are not registered yet."""
        found: list[set[Trait]] = [set() for _ in range(6)]
        for principal in self._space.principals:
            if principal.newcomer is not None:
                for values, value in zip(found, traits_of(principal), strict=True):
                    values.add(value)
        return found

    def _role(self, number: int) -> int:
        return self._sides.request.roles[self._space.roles[number]]

    def _purpose(self, number: int) -> int:
        return self._sides.request.purposes[self._space.purposes[number]]

    def _bases(self, number: int) -> int:
        named, shown = frozenset[str]().union(*self._space.bases), self._space.bases[number]
        bases = self._sides.request.bases
        return self._gates.every(bases[one] if one in shown else -bases[one] for one in named)

    def _needs(self, number: int) -> int:
        named, met = frozenset(chain.from_iterable(self._space.needs)), self._space.needs[number]
        needs = self._sides.request.needs
        return self._gates.every(needs[one] if one in met else -needs[one] for one in named)

    def _field(self, number: int) -> int:
        return self._sides.request.fields[self._space.fields[number]]

    def _day(self, number: int) -> int:
        day, request = self._space.days[number], self._sides.request
        end = -self._gates.true if day.end is None else request.is_from(day.end)
        return self._gates.every([request.is_from(day.first), -end])

    def _place(self, variables: PrincipalVariables, parent: str | None) -> int:
        """That the agency stands under what no rule tells from this parent."""
        alike = self._places[self._signature(parent)]
        return self._once(
            (variables, "place", parent),
            lambda: self._gates.some(variables.parents[code] for code in alike),
        )

    def _level(self, variables: PrincipalVariables, level: str) -> int:
        named = words_of(self._bundles, "level")
        if level in named:
            return variables.levels[level]
        return self._gates.some(variables.levels[one] for one in LEVELS if one not in named)

    @cached_property
    def _papers(self) -> tuple[Need, ...]:
        holds = (one.holds for one in self._space.principals if one.holds is not None)
        return tuple(sorted(set(chain.from_iterable(holds))))

    @cached_property
    def _places(self) -> dict[tuple[frozenset[str], ...], list[str]]:
        """The parents that no rule tells apart, by what rules see of them."""
        found: dict[tuple[frozenset[str], ...], list[str]] = defaultdict(list)
        codes: Iterable[str | None] = chain([None], self._sides.asker.listed)
        for code in codes:
            found[self._signature(code)].append(code or OTHER)
        return found

    def _signature(self, parent: str | None) -> tuple[frozenset[str], ...]:
        words = frozenset(words_of(self._bundles, "under"))
        return tuple(line_of(bundle.agency_tree, parent) & words for bundle in self._bundles)

    def _once(self, key: Hashable, make: Callable[[], int]) -> int:
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]
