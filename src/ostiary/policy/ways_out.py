"""What would be allowed instead: the nearest way out of a refusal.

Knows: which changes of a request to try, in which order, and what may be offered to whom.
Must not know: how a decision is made (it asks), rows, the wire.

Nothing said here depends on rows. For a record class that the bundle does not list, and for one that nobody is permitted,
it says the same. Against a prohibition nothing is offered that a member could simply declare: no purpose, no case number.
A legal basis is never offered by name, against a prohibition or not: that would teach what to pretend.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import chain, combinations

from ostiary.model.agency import AGREEMENT_KINDS
from ostiary.model.bundle import Bundle
from ostiary.model.request import Context, Deny, Request
from ostiary.model.rules import NEEDS, VOUCHED, Need
from ostiary.policy.facts import lacks
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.refusals import named

ASSURED: tuple[Need, ...] = ("agreement", "declaration", *VOUCHED)
"""The needs that no member can meet by declaring something."""


def way_out(policy: IndexedPolicy, request: Request, deny: Deny) -> str:
    """What would be allowed and whom to ask: the HINT of a refusal.

    The nearest of these: the missing needs; the columns that are open; that a legal basis may open it; the purposes for
    which it is open; the record classes that are open.
    """
    kinds = {reason.kind for reason in deny.reasons}
    found = ""
    if "prohibited" in kinds:
        found = (
            _needs(policy, request, ASSURED)
            or _open_columns(policy, request)
            or _basis(policy, request)
            or _other_classes(policy, request)
        )
    elif kinds & {"not-permitted", "need-missing", "duty-unmet"}:
        found = (
            _needs(policy, request, NEEDS)
            or _open_columns(policy, request)
            or _basis(policy, request)
            or _purposes(policy, request)
            or _other_classes(policy, request)
        )
    return f"{found} Whom to ask: {policy.bundle.custodian}.".strip()


def open_purposes(policy: IndexedPolicy, context: Context, day: date) -> tuple[str, ...]:
    """The purposes for which some record about people is open to a context, if need be with a case number.

    The most general come first. Records about nobody, such as lists of codes, may be open for every purpose, also for one
    that is forbidden to everybody; they count only in a catalogue without people.
    """
    bundle = policy.bundle
    classes = bundle.catalogue.classes
    names = [name for name, one in classes.items() if one.subject_key is not None] or list(classes)
    asked, tree = _with_case(bundle, Request(context, "", frozenset(), day)), bundle.purpose_tree
    return tuple(
        code
        for code in sorted(bundle.purposes, key=lambda code: (len(tree.line(code)), code))
        if any(policy.is_allowed(replace(_for(asked, code), record_class=name)) for name in names)
    )


def _for(request: Request, purpose: str) -> Request:
    return replace(request, context=replace(request.context, purpose=purpose))


def _needs(policy: IndexedPolicy, request: Request, offered: tuple[Need, ...]) -> str:
    """The fewest missing needs that would be enough, with what to do for each; empty when all would not be."""
    known = _needs_of(policy.bundle)
    wanted = tuple(need for need in offered if need in known)
    # A need that is met never refuses anything, so when all of them are not enough, no fewer are.
    if not _is_enough(policy, request, wanted):
        return ""
    choices = chain.from_iterable(combinations(wanted, size) for size in range(1, len(wanted) + 1))
    fewest = next(needs for needs in choices if _is_enough(policy, request, needs))
    return " ".join(_step(policy.bundle, request, need) for need in _steps(request, fewest))


def _needs_of(bundle: Bundle) -> frozenset[Need]:
    """Every need that some rule of the bundle asks for."""
    permits = (permit.when.needs for permit in bundle.permits)
    exceptions = (one.needs for rule in bundle.prohibitions for one in rule.unless)
    duties = (duty.needs for duty in bundle.duties)
    return frozenset(chain.from_iterable(chain(permits, exceptions, duties)))


def _is_enough(policy: IndexedPolicy, request: Request, needs: tuple[Need, ...]) -> bool:
    agreed = [need for need in needs if need in AGREEMENT_KINDS]
    return bool(needs) and policy.is_allowed(_vouched(policy.bundle, request, needs), agreed)


def _steps(request: Request, needs: tuple[Need, ...]) -> tuple[Need, ...]:
    """A case that is open, or for which somebody approves, must be declared first."""
    declares = request.context.case is None and "case-number" not in needs and set(needs) & set(VOUCHED)
    return ("case-number", *needs) if declares else needs


def _step(bundle: Bundle, request: Request, need: Need) -> str:
    without = [one for one in request.context.askers if lacks(bundle, request, one, (need,))]
    steps: dict[Need, str] = {
        "case-number": f"Give the case number: {_set_case(bundle)}.",
        "open-case": "The case must be known to be open: name one that is.",
        "approval": "A supervisor must approve it first.",
        "agreement": f"An agreement of {named(without)} must be in force first.",
        "declaration": f"A written declaration of {named(without)} must be in force first.",
    }
    return steps[need]


def _vouched(bundle: Bundle, request: Request, needs: tuple[Need, ...]) -> Request:
    """The request as it would be with these needs vouched for; a case is given where one of them is about a case."""
    vouched = frozenset(needs) & frozenset(VOUCHED)
    asked = _with_case(bundle, request) if vouched or "case-number" in needs else request
    return replace(asked, context=replace(asked.context, vouched=asked.context.vouched | vouched))


def _open_columns(policy: IndexedPolicy, request: Request) -> str:
    """The columns that would be allowed instead, if need be with a case number."""
    bundle = policy.bundle
    record_class = bundle.catalogue.classes.get(request.record_class)
    columns = [column.name for column in record_class.columns] if record_class and request.fields else []
    is_open = policy.open_columns(_with_case(bundle, request))
    found = [one for one in columns if one in is_open]
    if not found:
        return ""
    only = f"Of `{request.record_class}` you may read {named(found, most=len(found))}"
    needs_case = not policy.is_allowed(replace(request, fields=frozenset(found)))
    return f"{only}, once you give the case number: {_set_case(bundle)}." if needs_case else f"{only}."


def _basis(policy: IndexedPolicy, request: Request) -> str:
    """That some legal basis would open it, never which: whoever has one knows, and nobody else should learn the word."""
    asked = _with_case(policy.bundle, request)
    shown = (
        replace(asked, context=replace(asked.context, basis=frozenset({one})))
        for one in policy.bundle.known_bases
    )
    if any(policy.is_allowed(one) for one in shown):
        return "A legal basis may open this: whoever has one shows it to the custodian first."
    return ""


def _purposes(policy: IndexedPolicy, request: Request) -> str:
    """The highest purposes in the tree for which the same would be allowed, if need be with a case number."""
    bundle = policy.bundle
    asked, tree = _with_case(bundle, request), bundle.purpose_tree
    fitting = {code for code in bundle.purposes if policy.is_allowed(_for(asked, code))}
    top = sorted(code for code in fitting if not fitting & set(tree.line(code)[1:]))
    if not top:
        return ""
    return f"This is open to you for purpose {named(top)}; if that is why you ask: SET ostiary.purpose = '{top[0]}'."


def _other_classes(policy: IndexedPolicy, request: Request) -> str:
    open_now = [
        name
        for name in sorted(policy.bundle.catalogue.classes)
        if name != request.record_class
        and policy.is_allowed(replace(request, record_class=name, fields=frozenset()))
    ]
    return f"For purpose `{request.context.purpose}` you may read {named(open_now)}." if open_now else ""


def _set_case(bundle: Bundle) -> str:
    """The line to complete. It cannot be pasted as it stands: a number that passes is not handed out."""
    return f"SET ostiary.case = '<case number>', in the form of {bundle.case_example}"


def _with_case(bundle: Bundle, request: Request) -> Request:
    return replace(
        request, context=replace(request.context, case=request.context.case or bundle.case_example)
    )
