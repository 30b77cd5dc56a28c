"""The smallest change after which a promise is kept.

Knows: which single changes are worth a try, in which order, and that what is shown has been proved again.
Must not know: regions, reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ostiary.model.bundle import Bundle
from ostiary.model.request import Request
from ostiary.model.rules import Permit, Prohibition, Promise, Source
from ostiary.policy.facts import Facts
from ostiary.promises.engines import Boxes, Engines
from ostiary.promises.proofs import Case, Undo, Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """A change in words, and the bundle after it."""

    says: str
    bundle: Bundle


def undos(bundle: Bundle, promise: Promise, case: Case, since: date) -> tuple[Undo, ...]:
    """The smallest changes found after which the promise is no longer broken and after which it is kept; and the surest.

    The surest is a prohibition in the words of the promise. Each was proved by both engines. Raises what they raise.
    """
    only = replace(bundle, promises=(promise,))
    surest = _with_prohibition(only, promise)
    found = [*_smallest(only, promise, case, since), Undo(surest.says, _proved(surest, "KEPT", since))]
    return tuple(found)


def _smallest(bundle: Bundle, promise: Promise, case: Case, since: date) -> Iterator[Undo]:
    """The first change after which the promise is kept for now, if it is not, and the first after which it is kept."""
    is_kept_for_now = not case.permits
    for change in changes(bundle, case):
        verdict = Boxes.of(change.bundle, since).verdict(promise)
        if verdict == "KEPT" or (verdict == "KEPT TODAY" and not is_kept_for_now):
            yield Undo(change.says, _proved(change, verdict, since))
            is_kept_for_now = True
        if verdict == "KEPT":
            return


def _proved(change: Change, expected: Verdict, since: date) -> Verdict:
    verdict = Engines.of(change.bundle, since).verdict(0)
    return verdict if verdict == expected else "NOT SETTLED"


def changes(bundle: Bundle, case: Case) -> Iterator[Change]:
    """Changes to try: drop an exception or the dates of a prohibition, drop a permit, drop several."""
    permits = [one for one in bundle.permits if one.source.id in {cited.rule for cited in case.permits}]
    for cited in case.released:
        yield _without_exception(bundle, cited.rule, cited.exception)
    for prohibition in _dated(bundle, case.example):
        yield _for_ever(bundle, prohibition)
    for permit in permits:
        yield _without(bundle, [permit], f"drop {permit.source.id}")
    if len(permits) > 1:
        names = " and ".join(permit.source.id for permit in permits)
        yield _without(bundle, permits, f"drop {names}")


def _dated(bundle: Bundle, request: Request) -> list[Prohibition]:
    """The prohibitions that are not in force on all days, and would cover a request on some other day."""
    facts = [
        Facts.of(bundle, request, agency, column)
        for agency in request.context.principals
        for column in request.fields
    ]
    dated = [one for one in bundle.prohibitions if one.source.effective or one.source.expires]
    return [one for one in dated if any(each.touch(one.when) for each in facts)]


def _without_exception(bundle: Bundle, rule: str, number: int) -> Change:
    def less(one: Prohibition) -> Prohibition:
        kept = tuple(case for place, case in enumerate(one.unless, 1) if place != number)
        return replace(one, unless=kept) if one.source.id == rule else one

    changed = replace(bundle, prohibitions=tuple(map(less, bundle.prohibitions)))
    return Change(f"drop exception {number} of {rule}", changed)


def _for_ever(bundle: Bundle, prohibition: Prohibition) -> Change:
    lasting = replace(prohibition, source=replace(prohibition.source, effective=None, expires=None))
    kept = tuple(lasting if one is prohibition else one for one in bundle.prohibitions)
    return Change(f"let {prohibition.source.id} be in force on all days", replace(bundle, prohibitions=kept))


def _without(bundle: Bundle, permits: Sequence[Permit], says: str) -> Change:
    kept = tuple(one for one in bundle.permits if one not in permits)
    return Change(says, replace(bundle, permits=kept))


def _with_prohibition(bundle: Bundle, promise: Promise) -> Change:
    source = Source(f"{promise.source.id}-prohibition", promise.source.cite)
    prohibition = Prohibition(source, promise.never, promise.unless)
    changed = replace(bundle, prohibitions=(*bundle.prohibitions, prohibition))
    return Change("add a prohibition in the words of the promise", changed)
