"""The reference evaluator: what a policy means. It is normative, as short as possible, and never optimised.

Knows: how permits, prohibitions, exceptions and duties decide one request.
Must not know: how rules are written, indexed, or said in words.
"""

from __future__ import annotations

from datetime import date

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Decision, Deny, Reason, Request
from ostiary.model.rules import Condition, Duty, Need, Permit, Prohibition, Source
from ostiary.policy.facts import Facts
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
    askers, principals = request.context.askers, request.context.principals
    permits = {
        one for column in columns for agency in askers for one in permits_for(bundle, request, agency, column)
    }
    duties = {
        one
        for column in columns
        for agency in principals
        for one in duties_for(bundle, request, agency, column)
    }
    read = columns if request.fields else []
    return Allow(tuple(sorted(one.source.id for one in permits)), settle(duties, request.record_class, read))


def _refusals(bundle: Bundle, request: Request, column: str) -> tuple[Refusal, ...]:
    """All prohibitions that stand, each with the first principal it stands against; when none, why no permit covers."""
    askers = request.context.askers
    standing: dict[str, Refusal] = {}
    for agency in (*askers, *sorted(request.context.principals - set(askers))):
        for one in prohibitions_for(bundle, request, agency, column):
            standing.setdefault(one.source.id, Refusal("prohibited", agency, one.source))
    uncovered = (refusal for agency in askers for refusal in _uncovered(bundle, request, agency, column))
    return tuple(standing.values()) or tuple(uncovered)


def _uncovered(bundle: Bundle, request: Request, agency: str, column: str) -> tuple[Refusal, ...]:
    if permits_for(bundle, request, agency, column):
        return ()
    near = permits_for(bundle, request, agency, column, but_for_needs=True)
    missing = tuple(
        Refusal("need-missing", agency, one.source, lacks(bundle, request, agency, one.when)) for one in near
    )
    return missing or (Refusal("not-permitted", agency),)


def permits_for(
    bundle: Bundle, request: Request, agency: str, column: str, *, but_for_needs: bool = False
) -> tuple[Permit, ...]:
    """The permits under which an agency may read a column, or would if it met their needs."""
    facts = Facts.of(bundle, request, agency, column)
    covering = (one for one in bundle.permits if _in_force(one.source, request.day) and facts.meet(one.when))
    return tuple(one for one in covering if but_for_needs or not lacks(bundle, request, agency, one.when))


def prohibitions_for(bundle: Bundle, request: Request, agency: str, column: str) -> tuple[Prohibition, ...]:
    """The prohibitions that stand against an agency and a column: none of their exceptions holds."""
    facts = Facts.of(bundle, request, agency, column)
    touching = (
        one for one in bundle.prohibitions if _in_force(one.source, request.day) and facts.touch(one.when)
    )
    return tuple(
        one
        for one in touching
        if not any(facts.meet(case) and not lacks(bundle, request, agency, case) for case in one.unless)
    )


def duties_for(bundle: Bundle, request: Request, agency: str, column: str) -> tuple[Duty, ...]:
    """The duties that come with an agency's reading of a column."""
    facts = Facts.of(bundle, request, agency, column)
    return tuple(one for one in bundle.duties if _in_force(one.source, request.day) and facts.touch(one.when))


def lacks(bundle: Bundle, request: Request, agency: str, condition: Condition) -> tuple[Need, ...]:
    """The needs of a condition that an agency does not meet that day. Raises KeyError for a need without meaning."""
    day, ours = request.day.isoformat(), [one for one in bundle.agreements if one.agency == agency]
    met = {
        "case-number": request.context.case is not None,
        "agreement": any(one.effective <= day and (one.expires is None or day < one.expires) for one in ours),
    }
    return tuple(need for need in condition.needs if not met[need])


def _in_force(source: Source, day: date) -> bool:
    return (source.effective or date.min) <= day and (source.expires is None or day < source.expires)
