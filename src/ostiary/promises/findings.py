"""Rules that change nothing.

Knows: what it means that a rule is dead, shadowed, overridden or over, and how that is found out.
Must not know: promises' verdicts beyond which prohibitions they rest on, reports.

A rule that changes nothing is no mistake by itself: a prohibition that stops nothing today stops what somebody may permit
tomorrow. So a prohibition is listed only when others stand wherever it stands, whatever is permitted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Literal, TypeAlias

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Duty, Permit, Prohibition
from ostiary.promises.boxes import Box, Guard, common, escaping, is_empty, meets, outside, stands
from ostiary.promises.claims import Bulwark, alone
from ostiary.promises.proofs import Proofs
from ostiary.promises.space import Axis
from ostiary.promises.territory import Bar, Territory
from ostiary.promises.work import bounded

Kind: TypeAlias = Literal[
    "over", "never-matches", "strangers-only", "overridden", "shadowed", "idle-exception", "idle-duty"
]
"""``over``: in force on none of the days that count. ``never-matches``: its conditions exclude each other, or its needs
are never met. ``strangers-only``: it stops nobody but members of an agency that nobody knows, of which everything counts
as covered. ``overridden``: what a permit covers is refused all the same. ``shadowed``: other rules do the same wherever
it applies. ``idle-exception``: what it releases is prohibited by others or released by other exceptions.
``idle-duty``: it comes with nothing that is allowed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that changes nothing, or one exception of it; ``by`` are the rules on account of which."""

    rule: str
    kind: Kind
    exception: int = 0
    by: tuple[str, ...] = ()


def find(bundle: Bundle, proofs: Proofs) -> tuple[Finding, ...]:
    """The rules of a bundle that change nothing on the days for which it was proved. Raises TooManyCases."""
    with bounded():
        return tuple(_found(bundle, proofs.since or date.min))


def _found(bundle: Bundle, since: date) -> Iterator[Finding]:
    today, ever = _Today(Territory.alone(bundle, since)), _Ever(Bulwark.of(bundle, since))
    permits = (today.permit(one) for one in bundle.permits)
    prohibitions = (ever.prohibition(one) for one in bundle.prohibitions)
    exceptions = (ever.exceptions(one) for one in bundle.prohibitions)
    duties = (today.duty(one) for one in bundle.duties)
    return chain.from_iterable(chain(permits, prohibitions, exceptions, duties))


@dataclass(frozen=True, slots=True)
class _Today:
    """What is allowed today: the search among permits and duties."""

    territory: Territory

    def permit(self, permit: Permit) -> Iterator[Finding]:
        """Whether some request is allowed by this permit alone."""
        ours = [grant.box for grant in self.territory.grants if grant.permit is permit]
        others = [grant for grant in self.territory.grants if grant.permit is not permit]
        taken = [Guard(grant.box) for grant in others]
        if not self.territory.layout.in_force(permit.source):
            yield Finding(permit.source.id, "over")
        elif not ours:
            yield Finding(permit.source.id, "never-matches")
        elif is_empty(self._allowed(ours)):
            rules = (bar.rule.source.id for bar in self.territory.bars if _any_meets(bar.guard.when, ours))
            yield Finding(permit.source.id, "overridden", by=_once(rules))
        elif is_empty(chain.from_iterable(escaping(one, taken) for one in self._allowed(ours))):
            rules = (one.permit.source.id for one in others if _any_meets(one.box, ours))
            yield Finding(permit.source.id, "shadowed", by=_once(rules))

    def duty(self, duty: Duty) -> Iterator[Finding]:
        """Whether the duty comes with anything that is allowed or, when it has needs, would be without it."""
        layout = self.territory.layout
        if not layout.in_force(duty.source):
            yield Finding(duty.source.id, "over")
            return
        touched = layout.touched(duty.when, duty.source)
        boxes = [] if touched is None else [layout.as_asker(touched), layout.as_affiliation(touched)]
        guards = [bar.guard for bar in self.territory.bars if bar.rule is not duty]
        parts = (
            part
            for box in boxes
            for grant in self.territory.grants
            if box is not None and (part := common(box, grant.box)) is not None
        )
        if is_empty(chain.from_iterable(escaping(part, guards) for part in parts)):
            yield Finding(duty.source.id, "idle-duty")

    def _allowed(self, boxes: Iterable[Box]) -> Iterator[Box]:
        return chain.from_iterable(escaping(one, self.territory.guards) for one in boxes)


@dataclass(frozen=True, slots=True)
class _Ever:
    """What prohibitions stop, whatever is permitted: the search among them and their exceptions."""

    bulwark: Bulwark

    def prohibition(self, prohibition: Prohibition) -> Iterator[Finding]:
        """Whether the prohibition stops some request that no other stops."""
        layout = self.bulwark.layout
        if not layout.in_force(prohibition.source):
            yield Finding(prohibition.source.id, "over")
            return
        ours = [bar for bar in self.bulwark.bars if bar.rule is prohibition]
        held = [piece for bar in ours for piece in stands(self._within(bar), bar.guard)]
        if not held:
            yield Finding(prohibition.source.id, "never-matches")
        elif is_empty(self._past_others(held, prohibition)):
            yield Finding(prohibition.source.id, "shadowed", by=self._beside(held, prohibition))
        elif not any(one[Axis.AFFILIATION] & layout.space.nobody for one in held):
            yield Finding(prohibition.source.id, "strangers-only")

    def exceptions(self, prohibition: Prohibition) -> Iterator[Finding]:
        """Whether each exception releases some request that nothing else stops, and no other exception releases."""
        for bar in self._askers:
            if bar.rule is prohibition:
                for number in range(1, len(prohibition.unless) + 1):
                    yield from self._exception(prohibition, bar, number)

    def _exception(self, prohibition: Prohibition, bar: Bar, number: int) -> Iterator[Finding]:
        pairs = list(zip(bar.numbers, bar.guard.unless, strict=True))
        ours = [box for place, box in pairs if place == number]
        others = [box for place, box in pairs if place != number]
        within = common(bar.guard.when, alone(self.bulwark.layout.space))
        held = [] if within is None else [one for box in ours if (one := common(within, box)) is not None]
        released = list(chain.from_iterable(outside(one, others) for one in held))
        if is_empty(self._past_others(released, prohibition)):
            by = self._beside(released, prohibition)
            yield Finding(prohibition.source.id, "idle-exception", number, by)

    def _within(self, bar: Bar) -> Box:
        """Askers without affiliation; of those with one, only whom a prohibition may stop that stops no asker."""
        return alone(self.bulwark.layout.space) if bar.is_against_asker else self.bulwark.for_strangers

    @property
    def _askers(self) -> Sequence[Bar]:
        """The bars against askers. An exception releases the member of an agency where it releases that agency."""
        return [bar for bar in self.bulwark.bars if bar.is_against_asker]

    def _past_others(self, boxes: Iterable[Box], prohibition: Prohibition) -> Iterator[Box]:
        guards = [bar.guard for bar in self.bulwark.bars if bar.rule is not prohibition]
        return chain.from_iterable(escaping(one, guards) for one in boxes)

    def _beside(self, boxes: Sequence[Box], prohibition: Prohibition) -> tuple[str, ...]:
        others = (bar for bar in self.bulwark.bars if bar.rule is not prohibition)
        return _once(bar.rule.source.id for bar in others if _any_meets(bar.guard.when, boxes))


def _any_meets(box: Box, others: Iterable[Box]) -> bool:
    return any(meets(box, one) for one in others)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
