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
from ostiary.model.canonical import (
    Plain,
    canonical_bytes,
    canonical_object,
    list_member,
    text_list,
    text_member,
)
from ostiary.model.entry_form import FIELDS, MEMBERS, encode_entry
from ostiary.model.request import Allow, Context, Decision, Deny
from ostiary.model.rules import Need

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
    # Encoded fields of the entry: those that do not depend on `access`, `parameters` and `asked_about`, and all of the
    # question's. No fields that can be given or replaced: a value with other fields encodes its own.
    _repeated: dict[str, bytes] = field(init=False, repr=False, compare=False, default_factory=dict)
    _encoded: dict[str, bytes] = field(init=False, repr=False, compare=False, default_factory=dict)

    @property
    def encoded(self) -> Mapping[str, bytes]:
        """The fields that an entry with the question has and that no answer changes, each encoded once."""
        if not self._encoded:
            self._encoded.update(self._repeated or self._encode())
            self._encoded["parameters"] = canonical_object(list_member("parameters", self.parameters))
        return self._encoded

    @property
    def names_asked(self) -> tuple[bytes, ...]:
        """What was asked about, as it is hashed."""
        return tuple([text_list(pair) for pair in self.asked_about])

    @property
    def size(self) -> int:
        """How many bytes of an entry the question takes, but for what every entry has."""
        return sum(map(len, self.encoded.values())) + sum(map(len, self.names_asked))

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

    def _encode(self) -> dict[str, bytes]:
        said = _question(self)
        for name in FIELDS:
            members = {each: said[each] for each in MEMBERS[name] if each in said}
            if members:
                self._repeated[name] = canonical_bytes(members)
        return self._repeated


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it: rows that this entry covers, the subjects they are about, and how it ended."""

    outcome: Outcome
    rows: int = 0
    subjects: tuple[int, ...] = ()
    sqlstate: str = ""


def entry_payload(part: Part, at: str, asked: Asked, answered: Answered) -> bytes:
    """The bytes of one access entry, of form 2 (``ostiary.model.entry_form``). ``at`` is an ISO 8601 instant in UTC.

    Later parts of a stream repeat the access id, the member and the policy, not the statement. Raises UnicodeEncodeError for
    half a surrogate, ValueError for too many names.
    """
    is_question = part in {"whole", "asked"}
    names_asked = asked.names_asked if is_question else ()
    fields = {
        **(asked.encoded if is_question else _of_later_parts(asked)),
        "when": canonical_object(text_member("at", at)),
        "access": _access(part, asked, is_question=is_question),
        "outcome": canonical_object(
            text_member("outcome", answered.outcome), text_member("sqlstate", answered.sqlstate)
        ),
        "extent": _extent(asked, answered, len(names_asked), is_question=is_question),
    }
    return encode_entry(fields, answered.subjects, names_asked)


def _access(part: Part, asked: Asked, *, is_question: bool) -> bytes:
    access, which = text_member("access", asked.access), text_member("part", part)
    if asked.continues and is_question:
        return canonical_object(access, text_member("continues", asked.continues), which)
    return canonical_object(access, which)


def _extent(asked: Asked, answered: Answered, names_asked: int, *, is_question: bool) -> bytes:
    """How much there is of it. That it counts the names binds which leaves of the lists are decoys."""
    named, rows = f'"named":{len(answered.subjects):d}', f'"rows":{answered.rows:d}'
    if not is_question:
        return canonical_object(named, rows)
    accounting = text_member("accounting", asked.accounting)
    return canonical_object(accounting, named, f'"names_asked":{names_asked:d}', rows)


def _of_later_parts(asked: Asked) -> dict[str, bytes]:
    return {
        "officer": canonical_object(text_member("member", asked.context.member)),
        "door": canonical_object(
            text_member("gateway", asked.gateway), text_member("session", asked.session)
        ),
        "grounds": canonical_object(text_member("policy", asked.policy)),
    }


def _question(asked: Asked) -> dict[str, Plain]:
    """What each access of the same statement by the same member, decided alike, says again."""
    context = asked.context
    return {
        "client": asked.client,
        "gateway": asked.gateway,
        "session": asked.session,
        "member": context.member,
        "policy": asked.policy,
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
