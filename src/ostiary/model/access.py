"""An access: one statement's passage, as it stands in the log.

Knows: the facts that an entry holds (CJIS AU-3, Cal. Civ. Code 1798.90.52, UK DPA 2018 s.62 and what they leave out).
Must not know: the log's form, SQL, or how anything was decided.

The facts are frozen as they were decided with, not looked up later: agencies and what was known of them, what was vouched
for, purpose, policy version, rules. So another policy can be asked what it would have answered (ostiary.promises.replay).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, assert_never

from ostiary.model.agency import AgencyFacts, AgencyProof
from ostiary.model.canonical import Plain, canonical_object, list_member, member, text_member
from ostiary.model.request import Allow, Context, Decision, Deny
from ostiary.model.rules import Need

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
    ``agency_proof`` is None where the agency is known by the member's log-in alone. ``continues`` is the access that
    brought the first rows of an answer fetched in portions, of which this access is a later one. ``agencies`` says of each
    principal what rules could test of it then, None of one that was not registered. ``vouched`` says of each need for which
    somebody else was asked whether it was vouched for; of others nobody knows.
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
    agency_proof: AgencyProof | None = None
    continues: str = ""
    agencies: Mapping[str, AgencyFacts | None] = field(default_factory=dict)
    vouched: Mapping[Need, bool] = field(default_factory=dict)
    # Encoded members of the entry: those that do not depend on `access`, `parameters` and `asked_about`, and all of the
    # question's. No fields that can be given or replaced: a value with other fields encodes its own.
    _repeated: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)
    _members: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)

    @property
    def members(self) -> Mapping[str, str]:
        """The members that an entry with the question has beside those of every entry, each encoded once."""
        if not self._members:
            self._members.update(self._repeated or self._encode())
            self._members["parameters"] = list_member("parameters", self.parameters)
            self._members["asked_about"] = list_member("asked_about", self.asked_about)
            if self.continues:
                self._members["continues"] = text_member("continues", self.continues)
        return self._members

    def again(
        self,
        access: str,
        parameters: tuple[str | None, ...],
        asked_about: tuple[tuple[str, str], ...],
        continues: str = "",
    ) -> Asked:
        """The same question asked again with other parameters: nothing else differs, so nothing else is encoded again."""
        other = replace(
            self, access=access, parameters=parameters, asked_about=asked_about, continues=continues
        )
        object.__setattr__(other, "_repeated", self._repeated or self._encode())
        return other

    def _encode(self) -> dict[str, str]:
        self._repeated.update({name: member(name, value) for name, value in _question(self).items()})
        return self._repeated


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
    members = {
        "access": text_member("access", asked.access),
        "at": text_member("at", at),
        "form": f'"form":{FORM}',
        "gateway": text_member("gateway", asked.gateway),
        "member": text_member("member", asked.context.member),
        "outcome": text_member("outcome", answered.outcome),
        "part": text_member("part", part),
        "policy": text_member("policy", asked.policy),
        "rows": f'"rows":{answered.rows:d}',
        "session": text_member("session", asked.session),
        "sqlstate": text_member("sqlstate", answered.sqlstate),
        "subjects": list_member("subjects", answered.subjects),
    }
    if part in {"whole", "asked"}:
        members |= asked.members
    return canonical_object(members)


def _question(asked: Asked) -> dict[str, Plain]:
    """What each access of the same statement by the same member, decided alike, says again."""
    context = asked.context
    return {
        "client": asked.client,
        "agency": context.agency,
        "agency_proof": _agency_proof(asked.agency_proof),
        "affiliations": sorted(context.affiliations),
        "beneficiary": context.beneficiary,
        "role": context.role,
        "purpose": context.purpose,
        "case": context.case,
        "basis": sorted(context.basis),
        "vouched": dict(asked.vouched.items()),
        "agencies": {code: _agency_facts(facts) for code, facts in asked.agencies.items()},
        "statement": asked.statement,
        "record_classes": list(asked.record_classes),
        "fields": list(asked.fields),
        "accounting": asked.accounting,
        "decision": _decision(asked.decision),
        "profile": asked.profile,
        "directive_head": asked.directive_head,
    }


def _agency_facts(facts: AgencyFacts | None) -> dict[str, Plain] | None:
    if facts is None:
        return None
    return {
        "level": facts.level,
        "kind": facts.kind,
        "state": facts.state,
        "status": facts.status,
        "labels": sorted(facts.labels),
        "above": list(facts.above),
        "agreed": sorted(facts.agreed),
    }


def _agency_proof(proof: AgencyProof | None) -> dict[str, Plain] | None:
    if proof is None:
        return None
    return {"certificate": proof.certificate, "issuer": proof.issuer, "directive": proof.directive}


def _decision(decision: Decision) -> dict[str, Plain]:
    match decision:
        case Allow(permits, duties, released):
            return {
                "allowed": True,
                "permits": list(permits),
                "released": [list(each) for each in released],
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
