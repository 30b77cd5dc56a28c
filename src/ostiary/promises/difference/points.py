"""Boxes of a space as literals, point by point.

Knows: what each point of a space stands for, and the variables that say so.
Must not know: rules, engines, what a box is for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from itertools import chain

from ostiary.model.agency import LEVELS
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Need
from ostiary.promises.boxes import Box, points
from ostiary.promises.difference.gates import Gates
from ostiary.promises.difference.twofold import Sides
from ostiary.promises.difference.variables import OTHER, PrincipalVariables, words_of
from ostiary.promises.newcomers import line_of
from ostiary.promises.space import UNKNOWN, Principal, Space


class Points:
    """The points of each axis of a space as literals over some variables."""

    def __init__(self, gates: Gates, sides: Sides, space: Space, bundles: tuple[Bundle, ...]) -> None:
        self._gates, self._sides, self._space, self._bundles = gates, sides, space, bundles
        self._known: dict[Hashable, int] = {}

    def box(self, box: Box) -> int:
        """That a request lies in a box."""
        axes = (
            self._asker,
            self._affiliation,
            self._role,
            self._purpose,
            self._bases,
            self._needs,
            self._field,
            self._day,
        )
        sides = zip(axes, box, self._space.everything, strict=True)
        return self._gates.every(
            self._gates.some(map(say, points(mask))) for say, mask, every in sides if mask != every
        )

    def _asker(self, number: int) -> int:
        return self._principal(self._sides.asker, self._space.principals[number])

    def _affiliation(self, number: int) -> int:
        principals = self._space.principals
        if number == len(principals):
            return self._sides.affiliation.absent
        return self._principal(self._sides.affiliation, principals[number])

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

    def _principal(self, variables: PrincipalVariables, principal: Principal) -> int:
        if principal.code is not None:
            return variables.listed[principal.code]
        if principal == UNKNOWN:
            return variables.stranger
        return self._once(
            (variables, principal),
            lambda: self._gates.every([variables.is_new, *self._traits(variables, principal)]),
        )

    def _traits(self, variables: PrincipalVariables, principal: Principal) -> Iterator[int]:
        """What tells an agency that is not registered yet from others that are not, for some rule."""
        one = principal.newcomer
        if one is not None:
            yield self._place(variables, one.parent)
            yield self._level(variables, one.level)
            yield variables.kinds[one.kind or OTHER]
            yield variables.states[one.state or OTHER]
            yield from (say if word in one.labels else -say for word, say in variables.labels.items())
        holds = principal.holds or frozenset()
        yield from (
            variables.papers[kind] if kind in holds else -variables.papers[kind] for kind in self._papers
        )

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
