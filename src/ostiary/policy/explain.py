"""Policy in English: what a rule says, why a request is refused, and what would be allowed instead.

Knows: the words for conditions, needs, masks, row predicates and reasons.
Must not know: how a decision is made (it asks ``decide``), rows, the wire.

Nothing said here depends on rows. For a record class that the bundle does not list, and for one that nobody is permitted,
it says the same.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import assert_never

from ostiary.model.bundle import Bundle
from ostiary.model.request import Context, Deny, Reason, ReasonKind, Request
from ostiary.model.rules import (
    Condition,
    Duty,
    Fact,
    Mask,
    Permit,
    Prohibition,
    RowPredicate,
    Rule,
    Source,
)
from ostiary.policy.facts import lacks
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.refusals import NEED_WORDS, named

_MASKS: dict[Mask, str] = {
    "hidden": "is hidden",
    "initial": "shows its first letter only",
    "last-4": "shows its last four characters only",
    "year": "shows its year only",
    "block": "shows its block only",
}
_DESCRIBED = ("under ", "of ", "labelled ", "not ")


def sentence(rule: Rule) -> str:
    """One sentence that says a rule, always the same for the same rule."""
    match rule:
        case Permit(source, when):
            said = f"allows {_who(when)} to read {_what(when)}{_why(when)}"
        case Prohibition(source, when, unless):
            exceptions = "".join(f", unless {_who(one)} reads {_what(one)}{_why(one)}" for one in unless)
            said = f"forbids {_who(when)} to read {_what(when)}{_why(when)}{exceptions}"
        case Duty(source, when):
            said = f"comes when {_who(when)} reads {_what(when)}{_why(when)}: {'; '.join(_asked(rule))}"
        case _ as never:
            assert_never(never)
    return f"{source.id} {said}{_dates(source)} ({source.cite})."


def detail(deny: Deny) -> str:
    """The rules of a refusal with their citations: the DETAIL of a refusal whose message is the first reason's text."""
    message = deny.reasons[0].text
    return " ".join(_reason(reason, "" if reason.text == message else reason.text) for reason in deny.reasons)


def way_out(policy: IndexedPolicy, request: Request, deny: Deny) -> str:
    """What would be allowed and whom to ask: the HINT of a refusal.

    The nearest of these: the missing needs; the columns that are open; the purposes for which it is open; the record
    classes that are open. Another purpose is never offered against a prohibition: that would teach what to pretend.
    """
    found = ""
    match _worst(deny):
        case "prohibited":
            found = _open_columns(policy, request) or _other_classes(policy, request)
        case "not-permitted" | "need-missing" | "duty-unmet":
            found = (
                _needs(policy, request, deny)
                or _open_columns(policy, request)
                or _purposes(policy, request)
                or _other_classes(policy, request)
            )
        case "evaluation-failed" | "not-understood":
            pass
        case _ as never:
            assert_never(never)
    return f"{found} Whom to ask: {policy.bundle.custodian}.".strip()


def open_purposes(policy: IndexedPolicy, context: Context, day: date) -> tuple[str, ...]:
    """The purposes for which some record about people is open to a context, if need be with a case number.

    The most general come first. Records about nobody, such as lists of codes, may be open for every purpose, also for one that is forbidden to
    everybody; they count only in a catalogue without people.
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


def _worst(deny: Deny) -> ReasonKind:
    order: tuple[ReasonKind, ...] = (
        "evaluation-failed",
        "not-understood",
        "prohibited",
        "not-permitted",
        "need-missing",
        "duty-unmet",
    )
    return min((reason.kind for reason in deny.reasons), key=order.index)


def _reason(reason: Reason, text: str) -> str:
    """The rule, and the reason's own text unless that is said already."""
    said = f": {text}." if text else "."
    match reason.kind:
        case "prohibited":
            return f"{reason.rule} ({reason.cite}) prohibits this{said}"
        case "need-missing":
            return f"{reason.rule} ({reason.cite}) would then permit this{said}"
        case "duty-unmet":
            return f"{reason.rule} ({reason.cite}) asks for more{said}"
        case "not-permitted":
            return f"No permit covers this{said}"
        case "evaluation-failed":
            return f"Refused in doubt{said}"
        case "not-understood":
            return f"This is not understood{said}"
        case _ as never:
            assert_never(never)


def _needs(policy: IndexedPolicy, request: Request, deny: Deny) -> str:
    """What is missing, when giving it would be enough, or whose agreement is missing."""
    bundle = policy.bundle
    if policy.is_allowed(_with_case(bundle, request)):
        return f"Give the case number: {_set_case(bundle)}."
    permits = {one.source.id: one.when for one in bundle.permits}
    near = [permits[reason.rule] for reason in deny.reasons if reason.kind == "need-missing"]
    without = [
        one
        for one in request.context.askers
        if any("agreement" in lacks(bundle, request, one, when.needs) for when in near)
    ]
    return f"An agreement of {named(without)} must be in force first." if without else ""


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


def _purposes(policy: IndexedPolicy, request: Request) -> str:
    """The highest purposes in the tree for which the same would be allowed, if need be with a case number."""
    bundle = policy.bundle
    asked = _with_case(bundle, request)
    tree = bundle.purpose_tree
    fitting = {code for code in bundle.purposes if policy.is_allowed(_for(asked, code))}
    top = sorted(code for code in fitting if not fitting & set(tree.line(code)[1:]))
    if not top:
        return ""
    return f"This is open to you for purpose {named(top)}; if that is why you ask: SET ostiary.purpose = '{top[0]}'."


def _other_classes(policy: IndexedPolicy, request: Request) -> str:
    bundle = policy.bundle
    open_now = [
        name
        for name in sorted(bundle.catalogue.classes)
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


def _who(condition: Condition) -> str:
    role = _said(condition, "role", "role")
    return (_said(condition, "agency", "agency") or "any agency") + (f" in role {role}" if role else "")


def _what(condition: Condition) -> str:
    parts = [_said(condition, "field", "field"), _said(condition, "record_class", "record class")]
    return " of ".join(part for part in parts if part) or "anything"


def _why(condition: Condition) -> str:
    """For what, on which paper, with which needs."""
    purpose, basis = _said(condition, "purpose", "purpose"), _said(condition, "basis", "basis")
    parts = [
        f" for {purpose}" if purpose else "",
        f" on the basis of {basis}" if basis else "",
        f" with {' and '.join(NEED_WORDS[need] for need in condition.needs)}" if condition.needs else "",
    ]
    return "".join(parts)


def _said(condition: Condition, fact: Fact, noun: str) -> str:
    """How the author put a fact, with its noun before what is a description and not a list; nothing if unsaid."""
    said = [atom.said for atom in condition.atoms if atom.fact == fact]
    return " and ".join(f"any {noun} {one}" if one.startswith(_DESCRIBED) else one for one in said)


def _asked(duty: Duty) -> list[str]:
    asked = [f"{name}.{column} {_MASKS[mask]}" for name, column, mask in duty.masks]
    asked += [f"only rows where {' and '.join(_row(row) for row in duty.rows)}"] if duty.rows else []
    asked += [] if duty.row_limit is None else [f"an answer has at most {duty.row_limit} rows"]
    if duty.minimum_group is not None:
        asked.append(f"each row of an answer stands for at least {duty.minimum_group} different people")
    return asked


def _row(row: RowPredicate) -> str:
    column = f"{row.record_class}.{row.column}"
    match row.comparison:
        case "within-days":
            return f"{column} is within {row.value} days"
        case "is-null" | "is-not-null":
            return f"{column} {row.comparison.replace('-', ' ')}"
        case "=" | "<>" | "<" | "<=" | ">" | ">=":
            return f"{column} {row.comparison} {str(row.value).lower() if isinstance(row.value, bool) else row.value}"
        case _ as never:
            assert_never(never)


def _dates(source: Source) -> str:
    start = f", from {source.effective}" if source.effective else ""
    return start + (f", until before {source.expires}" if source.expires else "")
