"""Boxes of a space as literals, point by point.

Knows: what each point of a space stands for, and the variables that say so.
Must not know: rules, engines, what a box is for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from itertools import chain
from math import prod

from ostiary.model.agency import LEVELS
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Need
from ostiary.promises.boxes import Box, points
from ostiary.promises.difference.gates import Gates
from ostiary.promises.difference.twofold import Sides
from ostiary.promises.difference.variables import OTHER, PrincipalVariables, words_of
from ostiary.promises.newcomers import line_of
from ostiary.promises.space import Space


class Points:
    """The points of each axis of a space as literals over some variables."""

    def __init__(self, gates: Gates, sides: Sides, space: Space, bundles: tuple[Bundle, ...]) -> None:
        self._gates, self._sides, self._space, self._bundles = gates, sides, space, bundles
        self._known: dict[Hashable, int] = {}

    def box(self, box: Box) -> int:
        """That a request lies in a box."""
        axes: tuple[Callable[[int], int], ...] = (
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
        principals = self._space.principals
        numbered = enumerate(one.code for one in principals.registered)
        found = [
            variables.listed[code] for number, code in numbered if code is not None and mask >> number & 1
        ]
        if mask >> len(principals) - 1 & 1:
            found.append(variables.stranger)
        new = (mask & principals.every_new) >> len(principals.registered)
        return self._gates.some(
            [*found, self._gates.every([variables.is_new, self._like(variables, new, 0)])]
        )

    def _like(self, variables: PrincipalVariables, those: int, factor: int) -> int:
        """That an agency which is not registered yet is one of a set, as far as its attributes from one on tell."""
        width = self._width(factor)
        if those in {0, (1 << width) - 1}:
            return self._gates.true if those else -self._gates.true
        return self._once((variables, those, factor), lambda: self._branches(variables, those, factor))

    def _branches(self, variables: PrincipalVariables, those: int, factor: int) -> int:
        """Value by value of one attribute. Where the others are alike for all values, it does not matter."""
        stride = self._width(factor + 1)
        values = self._space.principals.newcomers.factors[factor]
        below = [
            self._like(variables, those >> number * stride & (1 << stride) - 1, factor + 1)
            for number in range(len(values))
        ]
        if len(set(below)) == 1:
            return below[0]
        return self._gates.some(
            self._gates.every([self._has(variables, factor, value), one])
            for value, one in zip(values, below, strict=True)
            if one != -self._gates.true
        )

    def _width(self, factor: int) -> int:
        """How many agencies that are not registered yet are told apart by the attributes from one on."""
        return prod(len(values) for values in self._space.principals.newcomers.factors[factor:])

    def _has(self, variables: PrincipalVariables, factor: int, value: object) -> int:
        """That an agency which is not registered yet has a value of an attribute."""
        match factor, value:
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
                raise TypeError(f"no attribute {factor} of an agency")

    def _exactly(self, words: dict[str, int], there: frozenset[str]) -> int:
        return self._gates.every(one if word in there else -one for word, one in words.items())

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
        return tuple(sorted(frozenset(chain.from_iterable(self._space.principals.newcomers.papers))))

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
