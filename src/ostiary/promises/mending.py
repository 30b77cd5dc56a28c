"""Changes of a policy that may mend a promise, the smallest first.

Knows: which rules allowed an example, and what can be taken out of them.
Must not know: whether a change does mend anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from ostiary.model.bundle import Bundle
from ostiary.model.request import Request
from ostiary.model.rules import Condition, Permit, Prohibition, Promise, Source
from ostiary.policy.facts import Facts
from ostiary.promises.proofs import Case


@dataclass(frozen=True, slots=True)
class Change:
    """A change in words, and the bundle after it."""

    says: str
    bundle: Bundle


def changes(bundle: Bundle, case: Case) -> Iterator[Change]:
    """Changes to try: take a word out of an exception, drop it, drop the dates of a prohibition; then the same of permits."""
    for cited in case.released:
        yield from _narrower_exceptions(bundle, case.example, cited.rule, cited.exception)
        yield _with_exception(
            bundle, cited.rule, cited.exception, None, f"drop exception {cited.exception} of {cited.rule}"
        )
    for prohibition in _dated(bundle, case.example):
        yield _for_ever(bundle, prohibition)
    permits = [one for one in bundle.permits if one.source.id in {cited.rule for cited in case.permits}]
    for permit in permits:
        yield from _narrower_permits(bundle, case.example, permit)
        yield _without(bundle, [permit])
    if len(permits) > 1:
        yield _without(bundle, permits)


def with_prohibition(bundle: Bundle, promise: Promise) -> Change:
    """What always mends a promise: a prohibition in its own words."""
    source = Source(f"{promise.source.id}-prohibition", promise.source.cite)
    prohibition = Prohibition(source, promise.never, promise.unless)
    changed = replace(bundle, prohibitions=(*bundle.prohibitions, prohibition))
    return Change("add a prohibition in the words of the promise", changed)


def narrower(condition: Condition, request: Request) -> Iterator[tuple[str, Condition]]:
    """A condition without one word of a list of several that a request has, with the word."""
    context = request.context
    asked = {
        *context.principals,
        context.role,
        context.purpose,
        *context.basis,
        request.record_class,
        *(f"{request.record_class}.{column}" for column in request.fields),
    }
    for place, atom in enumerate(condition.atoms):
        for word in sorted(asked & atom.values) if atom.way == "listed" and len(atom.values) > 1 else ():
            words = tuple(one for one in atom.words if one != word)
            less = replace(atom, values=atom.values - {word}, words=words)
            atoms = (*condition.atoms[:place], less, *condition.atoms[place + 1 :])
            yield word, replace(condition, atoms=atoms)


def _narrower_exceptions(bundle: Bundle, request: Request, rule: str, number: int) -> Iterator[Change]:
    exception = next(one.unless[number - 1] for one in bundle.prohibitions if one.source.id == rule)
    for word, less in narrower(exception, request):
        yield _with_exception(
            bundle, rule, number, less, f"take `{word}` out of exception {number} of {rule}"
        )


def _with_exception(bundle: Bundle, rule: str, number: int, put: Condition | None, says: str) -> Change:
    """One exception of a prohibition replaced, or dropped for None."""

    def changed(one: Prohibition) -> Prohibition:
        kept = (one.unless[: number - 1], () if put is None else (put,), one.unless[number:])
        return replace(one, unless=tuple(chain.from_iterable(kept))) if one.source.id == rule else one

    return Change(says, replace(bundle, prohibitions=tuple(map(changed, bundle.prohibitions))))


def _narrower_permits(bundle: Bundle, request: Request, permit: Permit) -> Iterator[Change]:
    for word, less in narrower(permit.when, request):
        permits = tuple(replace(one, when=less) if one is permit else one for one in bundle.permits)
        yield Change(f"take `{word}` out of {permit.source.id}", replace(bundle, permits=permits))


def _dated(bundle: Bundle, request: Request) -> list[Prohibition]:
    """The prohibitions that are not in force on all days, and would cover a request on some other day."""
    facts = [
        Facts.of(bundle, request, agency, column)
        for agency in request.context.principals
        for column in request.fields
    ]
    dated = [one for one in bundle.prohibitions if one.source.effective or one.source.expires]
    return [one for one in dated if any(each.touch(one.when) for each in facts)]


def _for_ever(bundle: Bundle, prohibition: Prohibition) -> Change:
    lasting = replace(prohibition, source=replace(prohibition.source, effective=None, expires=None))
    kept = tuple(lasting if one is prohibition else one for one in bundle.prohibitions)
    return Change(f"let {prohibition.source.id} be in force on all days", replace(bundle, prohibitions=kept))


def _without(bundle: Bundle, permits: Sequence[Permit]) -> Change:
    kept = tuple(one for one in bundle.permits if one not in permits)
    return Change(f"drop {' and '.join(one.source.id for one in permits)}", replace(bundle, permits=kept))
