"""The reference evaluator: what a policy means. It is normative, as short as possible, and never optimised.

Knows: how permits, prohibitions, exceptions and duties decide one request.
Must not know: how rules are written, indexed, or said in words.
"""

from __future__ import annotations

from collections.abc import Iterator

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Decision, Deny, Reason, Request
from ostiary.model.rules import Duty, Permit, Prohibition
from ostiary.policy.facts import Facts, lacks
from ostiary.policy.refusals import Refusal, reasons_of
from ostiary.policy.settlement import settle


def decide(bundle: Bundle, request: Request) -> Decision:
    """Allows when every asker is permitted every column asked and no principal is prohibited any; else says why not.

    ``request.fields`` are column names of the record class; with none asked, one column that would be allowed is enough.
    Never raises: an error in evaluation is a refusal.
    """
    try:
        record_class = bundle.catalogue.classes.get(request.record_class)
        every = [column.name for column in record_class.columns] if record_class else [""]
        against = {column: _refusals(bundle, request, column) for column in sorted(request.fields or every)}
        allowed = [column for column, refusals in against.items() if not refusals]
        if allowed == list(against) or (allowed and not request.fields):
            return _allow(bundle, request, allowed)
        whole = [_refusals(bundle, request, column) for column in every]
        return Deny(reasons_of(request, against, whole))
    except Exception:  # noqa: BLE001 - whatever goes wrong in here, the answer is no
        return Deny(
            (Reason("evaluation-failed", "", "", "the rules could not be evaluated for this request"),)
        )


def _allow(bundle: Bundle, request: Request, columns: list[str]) -> Allow:
    asking = [(agency, column) for agency in request.context.askers for column in columns]
    counting = [(agency, column) for agency in request.context.principals for column in columns]
    permits = {one.source.id for each in asking for one in permits_for(bundle, request, *each)}
    duties = {one for each in counting for one in duties_for(bundle, request, *each)}
    released = {
        (one.source.id, number) for each in counting for one, number in _touching(bundle, request, *each)
    }
    settled = settle(duties, request.record_class, columns if request.fields else [])
    return Allow(tuple(sorted(permits)), settled, tuple(sorted(released)))


def _refusals(bundle: Bundle, request: Request, column: str) -> tuple[Refusal, ...]:
    """All prohibitions that stand, each with the first principal against it; else why no permit covers; else duties unmet."""
    askers = request.context.askers
    standing: dict[str, Refusal] = {}
    principals = (*askers, *sorted(request.context.principals - set(askers)))
    for agency in principals:
        for one in prohibitions_for(bundle, request, agency, column):
            standing.setdefault(one.source.id, Refusal("prohibited", agency, one.source))
    uncovered = tuple(refusal for agency in askers for refusal in _uncovered(bundle, request, agency, column))
    owed = (
        Refusal("duty-unmet", agency, one.source, missing)
        for agency in principals
        for one in duties_for(bundle, request, agency, column)
        if (missing := lacks(bundle, request, agency, one.needs))
    )
    return tuple(standing.values()) or uncovered or tuple(owed)


def _uncovered(bundle: Bundle, request: Request, agency: str, column: str) -> tuple[Refusal, ...]:
    if permits_for(bundle, request, agency, column):
        return ()
    near = permits_for(bundle, request, agency, column, but_for_needs=True)
    missing = tuple(
        Refusal("need-missing", agency, one.source, lacks(bundle, request, agency, one.when.needs))
        for one in near
    )
    return missing or (Refusal("not-permitted", agency),)


def permits_for(
    bundle: Bundle, request: Request, agency: str, column: str, *, but_for_needs: bool = False
) -> tuple[Permit, ...]:
    """The permits under which an agency may read a column, or would if it met their needs."""
    facts = Facts.of(bundle, request, agency, column)
    covering = (one for one in bundle.permits if one.source.is_in_force(request.day) and facts.meet(one.when))
    return tuple(
        one for one in covering if but_for_needs or not lacks(bundle, request, agency, one.when.needs)
    )


def prohibitions_for(bundle: Bundle, request: Request, agency: str, column: str) -> tuple[Prohibition, ...]:
    """The prohibitions that stand against an agency and a column: none of their exceptions holds."""
    return tuple(one for one, number in _touching(bundle, request, agency, column) if number == 0)


def _touching(
    bundle: Bundle, request: Request, agency: str, column: str
) -> Iterator[tuple[Prohibition, int]]:
    """The prohibitions that cover an agency and a column, each with the number of its first exception that holds, or 0."""
    facts = Facts.of(bundle, request, agency, column)
    for one in bundle.prohibitions:
        if one.source.is_in_force(request.day) and facts.touch(one.when):
            holding = (
                number
                for number, case in enumerate(one.unless, 1)
                if facts.meet(case) and not lacks(bundle, request, agency, case.needs)
            )
            yield one, next(holding, 0)


def duties_for(bundle: Bundle, request: Request, agency: str, column: str) -> tuple[Duty, ...]:
    """The duties that come with an agency's reading of a column."""
    facts = Facts.of(bundle, request, agency, column)
    return tuple(
        one for one in bundle.duties if one.source.is_in_force(request.day) and facts.touch(one.when)
    )
