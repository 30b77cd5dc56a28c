"""What a bundle permits, forbids and allows in a space, as boxes.

Knows: the order of the reference evaluator: every asker permitted, no principal prohibited, the needs of duties met.
Must not know: promises, differences, words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Duty, Permit, Prohibition
from ostiary.promises.boxes import Box, Guard, common, escaping, inside, outside, stands
from ostiary.promises.layout import Layout
from ostiary.promises.space import Space


@dataclass(frozen=True, slots=True)
class Grant:
    """A permit, and one of the boxes that it covers, its needs met."""

    permit: Permit
    box: Box


@dataclass(frozen=True, slots=True)
class Bar:
    """A prohibition that stands, or a duty whose needs are unmet, against an asker or against an affiliation.

    ``numbers`` says of which exception, from 1, each box of the guard's ``unless`` is.
    """

    rule: Prohibition | Duty
    guard: Guard
    numbers: tuple[int, ...] = ()
    is_against_asker: bool = False


@dataclass(frozen=True)
class Territory:
    """The rules of a bundle in a space."""

    layout: Layout
    grants: tuple[Grant, ...]
    bars: tuple[Bar, ...]
    rules: int
    """How many rules of the bundle were taken in. A duty without needs refuses nothing, and is one of them."""

    @classmethod
    def of(cls, space: Space, bundle: Bundle) -> Territory:
        """All rules of the bundle as they count from day to day, with agencies and papers as they are registered."""
        layout = Layout(space, bundle)
        rules: list[Prohibition | Duty] = [*bundle.prohibitions, *bundle.duties]
        bars = chain.from_iterable(bars_of(layout, rule) for rule in rules)
        grants = [list(grants_of(layout, permit)) for permit in bundle.permits]
        return cls(layout, tuple(chain.from_iterable(grants)), tuple(bars), len(rules) + len(grants))

    @classmethod
    def alone(cls, bundle: Bundle, since: date = date.min) -> Territory:
        """A bundle in a space of its own. Raises TooManyCases."""
        return cls.of(Space.of((bundle,), since=since), bundle)

    @property
    def space(self) -> Space:
        """Where this lies."""
        return self.layout.space

    @cached_property
    def guards(self) -> tuple[Guard, ...]:
        """What stands against requests."""
        return tuple(dict.fromkeys(bar.guard for bar in self.bars))

    @cached_property
    def granted(self) -> tuple[Box, ...]:
        """What permits cover, each box once."""
        return tuple(dict.fromkeys(grant.box for grant in self.grants))

    def permitted_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box that some permit covers, whatever is prohibited; boxes do not overlap."""
        return inside(box, self.granted)

    def allowed_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box that are allowed; boxes do not overlap."""
        for piece in self.permitted_in(box):
            yield from escaping(piece, self.guards)

    def refused_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box that are refused; boxes may overlap."""
        yield from outside(box, self.granted)
        for guard in self.guards:
            yield from stands(box, guard)


def bars_of(layout: Layout, rule: Prohibition | Duty) -> Iterator[Bar]:
    """Where a rule stands against an asker and where against an affiliation."""
    touched = layout.touched(rule.when, rule.source)
    if touched is None or (isinstance(rule, Duty) and not rule.needs):
        return
    cases = [
        (number, box)
        for number, boxes in enumerate(_cases(layout, rule), 1)
        for box in boxes
        if common(box, touched)
    ]
    if (asked := layout.as_asker(touched)) is not None:
        ours = [(number, both) for number, box in cases if (both := layout.as_asker(box)) is not None]
        yield Bar(
            rule,
            Guard(asked, tuple(box for _, box in ours)),
            tuple(number for number, _ in ours),
            is_against_asker=True,
        )
    lifted = tuple(layout.as_affiliation(box) for _, box in cases)
    yield Bar(rule, Guard(layout.as_affiliation(touched), lifted), tuple(number for number, _ in cases))


def _cases(layout: Layout, rule: Prohibition | Duty) -> list[tuple[Box, ...]]:
    """What a rule excepts: a prohibition each of its exceptions, a duty whoever meets its needs."""
    if isinstance(rule, Duty):
        return [layout.having(rule.needs)]
    return [layout.met(case, rule.source) for case in rule.unless]


def grants_of(layout: Layout, permit: Permit) -> Iterator[Grant]:
    """What a permit covers."""
    for box in layout.met(permit.when, permit.source):
        if (asked := layout.as_asker(box)) is not None:
            yield Grant(permit, asked)
