"""Finding the difference between two policies.

Knows: which places are searched, and that each example is decided by the reference evaluator before anybody sees it.
Must not know: words, files, how regions are found, how anything is proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import TypeVar

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Decision
from ostiary.policy.reference import decide
from ostiary.promises.boxes import Box
from ostiary.promises.difference.answers import Opening
from ostiary.promises.difference.aspects import Aspect, Reached, Reaching, asks, aspects_of, is_asked
from ostiary.promises.difference.changes import changed, other_changes, rule_changes
from ostiary.promises.difference.difference import Difference, Kind, Part, Region
from ostiary.promises.difference.regions import MAX_REGIONS, Grown, Search, Within, sensitivity
from ostiary.promises.examples import example_of
from ostiary.promises.space import Axis, Space, fields_of
from ostiary.promises.territory import Territory
from ostiary.promises.work import bounded

Item = TypeVar("Item")


def differ(old: Bundle, new: Bundle, since: date = date.min, *, known_to_both: bool = False) -> Difference:
    """The difference between two policies on all days from ``since`` on. Raises TooManyCases.

    ``known_to_both``: only of agencies, purposes, bases and fields that both policies know, and of agencies that neither does.
    """
    space = Space.of((old, new), since=since)
    within = common_ground(space, old, new) if known_to_both else space.everything
    with bounded():
        return _Finder(old, new, space, within).difference(since)


def common_ground(space: Space, one: Bundle, other: Bundle) -> Box:
    """The requests that are about nothing that only one of two policies knows."""
    asker, affiliation, role, purpose, bases, needs, fields, days = space.everything
    in_one_alone = one.agencies.keys() ^ other.agencies.keys()
    strange = _set_of(space.principals.registered, lambda principal: principal.code in in_one_alone)
    purposes = one.purposes.keys() & other.purposes.keys()
    known = one.known_bases & other.known_bases
    both = set(fields_of(one)) & set(fields_of(other))
    return (
        asker & ~strange,
        affiliation & ~strange,
        role,
        purpose & _set_of(space.purposes, lambda code: code in purposes),
        bases & _set_of(space.bases, lambda shown: shown <= known),
        needs,
        fields & _set_of(space.fields, lambda name: name in both),
        days,
    )


def _set_of(items: Sequence[Item], is_meant: Callable[[Item], bool]) -> int:
    return sum(1 << number for number, item in enumerate(items) if is_meant(item))


class _Finder:
    """Both policies in the space in which all of their rules can be told apart."""

    def __init__(self, old: Bundle, new: Bundle, space: Space, within: Box) -> None:
        self.old, self.new, self.space, self.within = old, new, space, within
        self._before, self._after = Territory.of(space, old), Territory.of(space, new)
        self._aspects = tuple(aspects_of(self._before.layout, self._after.layout))
        self._rules = rule_changes(old, new)
        self._changed = changed(self._rules)
        self._search = Search(space, sensitivity(space, (old, new)), self._changed)

    def difference(self, since: date) -> Difference:
        """All of it."""
        opened = Within(Opening(self._after, self._before), self.within)
        closed = Within(Opening(self._before, self._after), self.within)
        asked = list(self._asked())
        # Worked out before the search, which may use up what work there is: it then still says outside of what nothing changes.
        sources = (*opened.sources, *closed.sources, *(one for *_, place in asked for one in place.sources))
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
            within=self.within,
            sources=sources,
        )

    def _asked(self) -> Iterator[tuple[Kind, Aspect, Within]]:
        before, after = Reaching(self._before), Reaching(self._after)
        for aspect in self._aspects:
            more, less = Reached.both(after, before, aspect)
            yield "more-asked", aspect, Within(more, self.within)
            yield "less-asked", aspect, Within(less, self.within)

    def _answers(self, kind: Kind, place: Within) -> Part:
        found = self._search.regions(place)
        regions = tuple(self._region(kind, one) for one in found.regions)
        return Part(regions, found.is_all, found.is_settled)

    def _duties(self, places: list[tuple[Kind, Aspect, Within]]) -> Part:
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
