"""One step of a directive as text: what an official signs.

Knows: the name of the form, one line of canonical JSON, and the permanent tags of acts.
Must not know: signatures, whether the step is admitted, what came before it.

The text has two lines, here with the second one shortened::

    ostiary/directive/v1
    {"act":{"agency":"ice","reason":"...","tag":"cut-off","until":null},"at":"2019-07-10T15:04:05Z","by":"mayor",...}

What may change: new kinds of act, each with a new tag; a tag is never given a second meaning. Any other change is a
new name of the form. A reader refuses what it does not know, because an official's act that is understood in part is
not the act that was signed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Final, assert_never, get_args

from ostiary.errors import DirectiveRefused
from ostiary.model.agency import Member
from ostiary.model.canonical import Plain, canonical_bytes
from ostiary.model.directive import (
    Act,
    Certification,
    CutOff,
    Departure,
    Enrolled,
    Enrolment,
    Revocation,
    Step,
    StepKind,
)

FORM: Final = "ostiary/directive/v1"
CUT_OFF_TAG: Final = "cut-off"
ENROLMENT_TAG: Final = "enrolment"
DEPARTURE_TAG: Final = "departure"
CERTIFICATION_TAG: Final = "certification"
REVOCATION_TAG: Final = "revocation"


def write_step(step: Step) -> str:
    """The text of the step, final newline included. Raises DirectiveRefused for text that UTF-8 cannot hold."""
    fields: dict[str, Plain] = {
        "act": None if step.act is None else _act_plain(step.act),
        "at": step.at,
        "by": step.by,
        "directive": step.directive,
        "kind": step.kind,
        "previous": step.previous,
        "reason": step.reason,
        "sequence": step.sequence,
    }
    try:
        return f"{FORM}\n{canonical_bytes(fields).decode()}\n"
    except UnicodeEncodeError:
        raise DirectiveRefused("a text of the step is not Unicode") from None


def read_step(text: str) -> Step:
    """The step whose text this is. Raises DirectiveRefused unless it is exactly what ``write_step`` writes."""
    form, _, line = text.partition("\n")
    if form != FORM:
        raise DirectiveRefused(f"the text is not a step of the form `{FORM}`")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise DirectiveRefused("the step is not JSON") from None
    step = _step(value)
    # One spelling only, which also refuses keys given twice, spaces, and anything after the line.
    if write_step(step) != text:
        raise DirectiveRefused("the step is not in its canonical spelling")
    return step


def _act_plain(act: Act) -> dict[str, Plain]:
    match act:
        case CutOff(agency, reason, until):
            return {"tag": CUT_OFF_TAG, "agency": agency, "reason": reason, "until": until}
        case Enrolment(members):
            return {"tag": ENROLMENT_TAG, "members": [_enrolled_plain(enrolled) for enrolled in members]}
        case Departure(codes, reason):
            return {"tag": DEPARTURE_TAG, "members": list(codes), "reason": reason}
        case Certification(agency, certificate):
            return {"tag": CERTIFICATION_TAG, "agency": agency, "certificate": certificate}
        case Revocation(agency, fingerprint, reason):
            return {"tag": REVOCATION_TAG, "agency": agency, "fingerprint": fingerprint, "reason": reason}
        case _ as never:
            assert_never(never)


def _enrolled_plain(enrolled: Enrolled) -> dict[str, Plain]:
    member = enrolled.member
    return {
        "code": member.code,
        "agency": member.agency,
        "role": member.role,
        "affiliations": sorted(member.affiliations),
        "verifier": enrolled.verifier,
    }


def _step(value: object) -> Step:
    fields = _object(value, "act at by directive kind previous reason sequence", "step")
    act = fields["act"]
    return Step(
        sequence=_count(fields["sequence"]),
        previous=_string(fields["previous"]),
        directive=_string(fields["directive"]),
        kind=_kind(fields["kind"]),
        by=_string(fields["by"]),
        at=_string(fields["at"]),
        act=None if act is None else _act(act),
        reason=_string(fields["reason"]),
    )


def _act(value: object) -> Act:
    tag = value.get("tag") if isinstance(value, dict) else None
    reader = _ACT_READERS.get(tag) if isinstance(tag, str) else None
    if reader is None:
        raise DirectiveRefused("the step has a kind of act that is not known here")
    return reader(value)


def _cut_off(value: object) -> CutOff:
    fields = _object(value, "tag agency reason until", "cut-off")
    until = fields["until"]
    return CutOff(
        _string(fields["agency"]), _string(fields["reason"]), None if until is None else _string(until)
    )


def _enrolment(value: object) -> Enrolment:
    fields = _object(value, "tag members", "enrolment")
    return Enrolment(tuple(_enrolled(item) for item in _list(fields["members"])))


def _departure(value: object) -> Departure:
    fields = _object(value, "tag members reason", "departure")
    return Departure(tuple(_string(item) for item in _list(fields["members"])), _string(fields["reason"]))


def _certification(value: object) -> Certification:
    fields = _object(value, "tag agency certificate", "certification")
    return Certification(_string(fields["agency"]), _string(fields["certificate"]))


def _revocation(value: object) -> Revocation:
    fields = _object(value, "tag agency fingerprint reason", "revocation")
    return Revocation(_string(fields["agency"]), _string(fields["fingerprint"]), _string(fields["reason"]))


# INVARIANT: one reader for each tag that ``_act_plain`` writes; the round-trip test builds every kind of act.
_ACT_READERS: Final[dict[str, Callable[[object], Act]]] = {
    CUT_OFF_TAG: _cut_off,
    ENROLMENT_TAG: _enrolment,
    DEPARTURE_TAG: _departure,
    CERTIFICATION_TAG: _certification,
    REVOCATION_TAG: _revocation,
}


def _enrolled(value: object) -> Enrolled:
    fields = _object(value, "code agency role affiliations verifier", "member")
    member = Member(
        _string(fields["code"]),
        _string(fields["agency"]),
        _string(fields["role"]),
        frozenset(_string(item) for item in _list(fields["affiliations"])),
    )
    return Enrolled(member, _string(fields["verifier"]))


def _object(value: object, keys: str, what: str) -> dict[str, object]:
    if not isinstance(value, dict) or value.keys() != set(keys.split()):
        raise DirectiveRefused(f"a {what} must have these fields and no other: {keys}")
    return value


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise DirectiveRefused("a list in the step is something else")
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise DirectiveRefused("a text in the step is something else")
    return value


def _count(value: object) -> int:
    # A boolean is a whole number to Python; it is not to a reader in another language.
    if type(value) is not int:
        raise DirectiveRefused("the sequence of the step is not a whole number")
    return value


def _kind(value: object) -> StepKind:
    for kind in get_args(StepKind):
        if value == kind:
            return kind  # type: ignore[no-any-return]  # get_args loses the literal's type.
    raise DirectiveRefused("the step has a kind that is not known here")
