"""The difference between two policies, whole.

Knows: its parts, and that each example is decided by the reference evaluator before anybody sees it.
Must not know: words, files, how regions are found, how anything is proved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Literal, TypeAlias

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Decision
from ostiary.policy.reference import decide
from ostiary.promises.boxes import Box
from ostiary.promises.difference.answers import Opening
from ostiary.promises.difference.aspects import Aspect, Reached, asks, aspects_of, is_asked
from ostiary.promises.difference.changes import Change, changed, other_changes, rule_changes
from ostiary.promises.difference.regions import MAX_REGIONS, Grown, Search, Source, sensitivity
from ostiary.promises.examples import Example, example_of
from ostiary.promises.space import Axis, Space
from ostiary.promises.territory import Territory

Kind: TypeAlias = Literal["newly-allowed", "newly-refused", "more-asked", "less-asked"]
"""``more-asked``: allowed by both, with a duty of the new policy that the old one does not ask; ``less-asked``: the reverse."""


@dataclass(frozen=True, slots=True)
class Region:
    """Requests whose answer changes alike, one of them, what each policy says to it, and the rules that did it.

    ``aspect`` is what duties ask there more or less; None where the answer itself changes. ``is_checked``: the reference
    evaluator says of the example what is said of the region; if not, that is a fault of ours and nothing is proved.
    """

    kind: Kind
    box: Box
    examples: tuple[Example, Example]
    before: Decision
    after: Decision
    rules: tuple[str, ...]
    is_checked: bool
    aspect: Aspect | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """All regions of one kind, or the first of them. ``is_settled``: it is known whether there are more."""

    regions: tuple[Region, ...]
    is_all: bool
    is_settled: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes from one policy to another, from a day on; not yet that nothing else does."""

    old: Bundle
    new: Bundle
    space: Space
    since: date
    newly_allowed: Part
    newly_refused: Part
    duties: Part
    rules: tuple[Change, ...]
    others: tuple[Change, ...]
    aspects: tuple[Aspect, ...]
    sources: tuple[Source, ...]

    @property
    def parts(self) -> tuple[Part, Part, Part]:
        """All three parts."""
        return self.newly_allowed, self.newly_refused, self.duties

    @property
    def regions(self) -> Iterator[Region]:
        """All regions that are listed."""
        return chain.from_iterable(part.regions for part in self.parts)

    @property
    def is_checked(self) -> bool:
        """Whether the reference evaluator agrees with every region."""
        return all(region.is_checked for region in self.regions)


def differ(old: Bundle, new: Bundle, since: date = date.min) -> Difference:
    """The difference between two policies on all days from ``since`` on. Raises TooManyCases."""
    space = Space.of((old, new), since=since)
    return _Finder(old, new, space).difference(since)


class _Finder:
    """Both policies in the space in which all of their rules can be told apart."""

    def __init__(self, old: Bundle, new: Bundle, space: Space) -> None:
        self.old, self.new, self.space = old, new, space
        self._before, self._after = Territory.of(space, old), Territory.of(space, new)
        self._aspects = tuple(aspects_of(self._before.layout, self._after.layout))
        self._rules = rule_changes(old, new)
        self._changed = changed(self._rules)
        self._search = Search(space, sensitivity(space, (old, new)), self._changed)

    def difference(self, since: date) -> Difference:
        """All of it."""
        opened, closed = Opening(self._after, self._before), Opening(self._before, self._after)
        asked = list(self._asked())
        return Difference(
            self.old,
            self.new,
            self.space,
            since,
            newly_allowed=self._answers("newly-allowed", opened),
            newly_refused=self._answers("newly-refused", closed),
            duties=self._duties(asked),
            rules=self._rules,
            others=other_changes(self.old, self.new),
            aspects=self._aspects,
            sources=(
                *opened.sources,
                *closed.sources,
                *(one for *_, place in asked for one in place.sources),
            ),
        )

    def _asked(self) -> Iterator[tuple[Kind, Aspect, Reached]]:
        for aspect in self._aspects:
            yield "more-asked", aspect, Reached.of(self._after, self._before, aspect)
            yield "less-asked", aspect, Reached.of(self._before, self._after, aspect)

    def _answers(self, kind: Kind, place: Opening) -> Part:
        found = self._search.regions(place)
        regions = tuple(self._region(kind, one) for one in found.regions)
        return Part(regions, found.is_all, found.is_settled)

    def _duties(self, places: list[tuple[Kind, Aspect, Reached]]) -> Part:
        """Of each aspect the largest region that is met first; more of them where there is room."""
        found = [(*one, self._search.regions(one[2], 1)) for one in places]
        met = [one for one in found if one[3].regions]
        room = MAX_REGIONS // max(1, len(met))
        if room > 1:
            met = [(*one[:3], self._search.regions(one[2], room)) for one in met]
        regions = [(kind, each, aspect) for kind, aspect, _, one in met for each in one.regions]
        return Part(
            tuple(self._region(*one) for one in regions[:MAX_REGIONS]),
            is_all=len(regions) <= MAX_REGIONS and all(one.is_all for *_, one in met),
            is_settled=all(one.is_settled for *_, one in (*found, *met)),
        )

    def _region(self, kind: Kind, one: Grown, aspect: Aspect | None = None) -> Region:
        point = _telling(one.telling, self._search.levels)
        examples = (
            example_of(self.space, self.old, point),
            example_of(self.space, self.new, point),
        )
        before, after = (decide(each.bundle, each.request) for each in examples)
        return Region(
            kind,
            one.box,
            examples,
            before,
            after,
            rules=self._did_it(before, after, aspect),
            is_checked=_is_so(kind, before, after, aspect),
            aspect=aspect,
        )

    def _did_it(self, before: Decision, after: Decision, aspect: Aspect | None) -> tuple[str, ...]:
        """Of the rules that decided, those that were changed; all of them when none was.

        When none was, what they are about has changed: an agreement, an agency, a purpose.
        """
        every = {*_deciding(before), *_deciding(after)}
        if aspect is not None:
            duties = chain(self.old.duties, self.new.duties)
            every = {one.source.id for one in duties if asks(one, aspect)} & {
                *_duties(before),
                *_duties(after),
            }
        return tuple(sorted(every & self._changed or every))


def _telling(box: Box, levels: tuple[int, ...]) -> Box:
    """The part of a box that is about the most sensitive of its fields."""
    fields = next(box[Axis.FIELD] & level for level in levels if box[Axis.FIELD] & level)
    return (*box[: Axis.FIELD], fields, *box[Axis.FIELD + 1 :])


def _is_so(kind: Kind, before: Decision, after: Decision, aspect: Aspect | None) -> bool:
    """Whether two decisions are what a region says."""
    allowed = (isinstance(before, Allow), isinstance(after, Allow))
    match kind:
        case "newly-allowed":
            return allowed == (False, True)
        case "newly-refused":
            return allowed == (True, False)
        case "more-asked" | "less-asked":
            if aspect is None or not isinstance(before, Allow) or not isinstance(after, Allow):
                return False
            asked = (is_asked(aspect, before.duties), is_asked(aspect, after.duties))
            return asked == ((False, True) if kind == "more-asked" else (True, False))


def _deciding(decision: Decision) -> set[str]:
    if isinstance(decision, Allow):
        return {*decision.permits, *(rule for rule, _ in decision.released)}
    return {reason.rule for reason in decision.reasons if reason.rule}


def _duties(decision: Decision) -> tuple[str, ...]:
    return decision.duties.rules if isinstance(decision, Allow) else ()
