"""An access: one statement's passage, as it stands in the log.

Knows: the facts that an entry holds (CJIS AU-3, Cal. Civ. Code 1798.90.52, UK DPA 2018 s.62 and what they leave out).
Must not know: the log's form, SQL, or how anything was decided.

The facts are frozen as they were decided with, not looked up later: agencies, purpose, policy version, rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from ostiary.model.canonical import Plain, canonical_bytes
from ostiary.model.request import Allow, Context, Decision, Deny

FORM = 1
"""The version of the entry's form. Fields are only ever added; a reader ignores those it does not know."""

Part: TypeAlias = Literal["whole", "asked", "answered", "ended"]
"""A short access is one entry; a stream is ``asked``, one ``answered`` a released batch, and ``ended``."""

Outcome: TypeAlias = Literal["answered", "refused", "failed", "cancelled", "described", "open"]
"""``open``: a stream that goes on. ``failed``: the database did not answer; the client got a fixed text."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, by whom, and what was decided: the part of an access that does not change while it runs.

    ``accounting`` is R when each row of the answer is about the subjects beside it, G when rows may stand for many.
    """

    access: str
    gateway: str
    session: str
    client: str
    context: Context
    statement: str
    parameters: tuple[str | None, ...]
    asked_about: tuple[tuple[str, str], ...]
    record_classes: tuple[str, ...]
    fields: tuple[str, ...]
    decision: Decision
    policy: str
    profile: str
    directive_head: str
    accounting: Literal["R", "G"] = "R"


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it: rows that this entry covers, the subjects they are about, and how it ended."""

    outcome: Outcome
    rows: int = 0
    subjects: tuple[int, ...] = ()
    sqlstate: str = ""


def entry_payload(part: Part, at: str, asked: Asked, answered: Answered) -> bytes:
    """The bytes of one access entry: canonical JSON. ``at`` is an ISO 8601 instant in UTC.

    Later parts of a stream repeat the access id, the member and the policy, not the statement.
    """
    entry: dict[str, Plain] = {
        "form": FORM,
        "part": part,
        "at": at,
        "access": asked.access,
        "session": asked.session,
        "gateway": asked.gateway,
        "member": asked.context.member,
        "policy": asked.policy,
        "outcome": answered.outcome,
        "rows": answered.rows,
        "subjects": list(answered.subjects),
        "sqlstate": answered.sqlstate,
    }
    if part in {"whole", "asked"}:
        entry |= _question(asked)
    return canonical_bytes(entry)


def _question(asked: Asked) -> dict[str, Plain]:
    context = asked.context
    return {
        "client": asked.client,
        "agency": context.agency,
        "affiliations": sorted(context.affiliations),
        "beneficiary": context.beneficiary,
        "role": context.role,
        "purpose": context.purpose,
        "case": context.case,
        "basis": sorted(context.basis),
        "statement": asked.statement,
        "parameters": list(asked.parameters),
        "asked_about": [list(pair) for pair in asked.asked_about],
        "record_classes": list(asked.record_classes),
        "fields": list(asked.fields),
        "accounting": asked.accounting,
        "decision": _decision(asked.decision),
        "profile": asked.profile,
        "directive_head": asked.directive_head,
    }


def _decision(decision: Decision) -> dict[str, Plain]:
    match decision:
        case Allow(permits, duties):
            return {
                "allowed": True,
                "permits": list(permits),
                "duties": list(duties.rules),
                "row_limit": duties.row_limit,
                "minimum_groups": [list(each) for each in duties.minimum_groups],
            }
        case Deny(reasons):
            return {
                "allowed": False,
                "reasons": [
                    {"kind": reason.kind, "rule": reason.rule, "cite": reason.cite, "text": reason.text}
                    for reason in reasons
                ],
            }
        case _ as never:
            assert_never(never)
