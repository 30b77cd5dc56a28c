"""A question that was asked once, as its entry froze it.

Knows: which members of an access entry hold the facts of a decision, in all forms that entries have had.
Must not know: policies, how anything is decided, the log.

Two questions that differ in nothing that a rule can test have the same key here, but for the day: the member, the case's
number, the statement and the people it was about are not even read. A log of a million entries has some thousand keys, so
only a key is taken from each entry, and looked into once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

import msgspec

from ostiary.model.agency import AgencyFacts
from ostiary.model.rules import VOUCHED, Need

Key: TypeAlias = tuple[str, bool, *tuple[bytes, ...]]
"""What tells two questions apart but for the day: the policy, whether there was a case, and bytes not yet looked into."""

_NOTHING: Final = msgspec.Raw(b"null")


class _Members(msgspec.Struct):
    """The members of an entry that matter, those after ``case`` as bytes. What is absent was not recorded."""

    at: str
    part: str
    policy: str
    case: msgspec.Raw = _NOTHING
    agency: msgspec.Raw = _NOTHING
    affiliations: msgspec.Raw = _NOTHING
    beneficiary: msgspec.Raw = _NOTHING
    role: msgspec.Raw = _NOTHING
    purpose: msgspec.Raw = _NOTHING
    basis: msgspec.Raw = _NOTHING
    record_classes: msgspec.Raw = _NOTHING
    fields: msgspec.Raw = _NOTHING
    decision: msgspec.Raw = _NOTHING
    vouched: msgspec.Raw = _NOTHING
    agencies: msgspec.Raw = _NOTHING


class _Reason(msgspec.Struct):
    kind: str
    rule: str = ""


class _Decision(msgspec.Struct):
    allowed: bool
    reasons: tuple[_Reason, ...] = ()


class _AgencyFacts(msgspec.Struct):
    level: str
    kind: str
    state: str | None
    status: str
    labels: frozenset[str]
    above: tuple[str, ...]
    agreed: frozenset[str]


_ENTRY: Final = msgspec.json.Decoder(_Members)
_TEXT: Final = msgspec.json.Decoder(str)
_TEXTS: Final = msgspec.json.Decoder(tuple[str, ...])
_VOUCHED: Final = msgspec.json.Decoder(dict[str, bool] | None)
_DECISION: Final = msgspec.json.Decoder(_Decision)
_AGENCIES: Final = msgspec.json.Decoder(dict[str, _AgencyFacts | None] | None)


@dataclass(frozen=True, slots=True)
class Past:
    """One question: who asked, for whom, why, with what, for what, under which policy, and whether it was allowed.

    ``vouched`` says of each need of which it is known whether somebody vouched for it. ``agencies`` is None in entries from
    before it was recorded. ``is_by_rules``: rules decided, so that
    other rules may decide otherwise. ``refused_by`` are the rules that refused. No ``record_classes``: what was named was in no catalogue, or no record was asked for.
    """

    agency: str
    affiliations: frozenset[str]
    beneficiary: str
    role: str
    purpose: str
    basis: frozenset[str]
    has_case: bool
    record_classes: tuple[str, ...]
    fields: tuple[str, ...]
    policy: str
    was_allowed: bool
    is_by_rules: bool
    refused_by: tuple[str, ...] = ()
    vouched: Mapping[Need, bool] = field(default_factory=dict)
    agencies: Mapping[str, AgencyFacts | None] | None = None

    @property
    def principals(self) -> frozenset[str]:
        """Every agency that counts in it."""
        return self.affiliations | {self.agency, self.beneficiary}


def key_of(payload: bytes) -> tuple[str, Key] | None:
    """The day (ISO) and the key of the question that an access entry holds; None for a later part of a stream, which has none.

    Raises ValueError for bytes that are no access entry.
    """
    try:
        one = _ENTRY.decode(payload)
    except msgspec.MsgspecError as error:
        raise ValueError(f"no access entry: {error}") from error
    if one.part not in {"whole", "asked"}:
        return None
    return one.at[:10], (
        one.policy,
        bytes(one.case) != b"null",
        bytes(one.agency),
        bytes(one.affiliations),
        bytes(one.beneficiary),
        bytes(one.role),
        bytes(one.purpose),
        bytes(one.basis),
        bytes(one.record_classes),
        bytes(one.fields),
        bytes(one.decision),
        bytes(one.vouched),
        bytes(one.agencies),
    )


def day_of(text: str) -> date:
    """The day of an entry's instant. Raises ValueError."""
    return date.fromisoformat(text)


def look_into(key: Key) -> Past:
    """The question with this key. Raises ValueError when it is not one."""
    try:
        return _past(key)
    except msgspec.MsgspecError as error:
        raise ValueError(f"no access entry: {error}") from error


def _past(key: Key) -> Past:
    policy, has_case, *members = key
    agency, affiliations, beneficiary, role, purpose, basis, classes, fields, decision, vouched, agencies = (
        members
    )
    decided = _DECISION.decode(decision)
    return Past(
        agency=_TEXT.decode(agency),
        affiliations=frozenset(_TEXTS.decode(affiliations)),
        beneficiary=_TEXT.decode(beneficiary),
        role=_TEXT.decode(role),
        purpose=_TEXT.decode(purpose),
        basis=frozenset(_TEXTS.decode(basis)),
        has_case=has_case,
        record_classes=tuple(dict.fromkeys(_TEXTS.decode(classes))),
        fields=_TEXTS.decode(fields),
        policy=policy,
        was_allowed=decided.allowed,
        is_by_rules=all(reason.kind != "not-understood" for reason in decided.reasons),
        refused_by=tuple(reason.rule for reason in decided.reasons if reason.rule),
        vouched=_vouched(vouched),
        agencies=_agencies(agencies),
    )


def _vouched(raw: bytes) -> dict[Need, bool]:
    found = _VOUCHED.decode(raw) or {}
    return {need: found[need] for need in VOUCHED if need in found}


def _agencies(raw: bytes) -> dict[str, AgencyFacts | None] | None:
    found = _AGENCIES.decode(raw)
    if found is None:
        return None
    return {code: None if one is None else _facts(one) for code, one in found.items()}


def _facts(one: _AgencyFacts) -> AgencyFacts:
    return AgencyFacts(one.level, one.kind, one.state, one.status, one.labels, one.above, one.agreed)
