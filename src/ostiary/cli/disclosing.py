"""How a disclosure is made: what may be told, in which words, logged before it is handed over.

Knows: the order of the steps, holds and purposes of somebody else, how a policy calls things.
Must not know: arguments, proofs, how the log is read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from ostiary.errors import LogUnavailable, OstiaryError
from ostiary.evidence.commitment import DISCLOSURE
from ostiary.evidence.disclosure import content
from ostiary.evidence.disclosure.audit import Audit
from ostiary.evidence.disclosure.content import Disclosure, Part, State, Words, rule_key
from ostiary.evidence.disclosure.made import Made, evidence_hash, pseudonym, sign_made
from ostiary.evidence.index.keys import Identifier, subject
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Rule
from ostiary.office.desk import Desk, Signatory
from ostiary.policy.explain import sentence
from ostiary.server.settings import Home
from ostiary.store.audit_folder import CheckedAudit, audit_contents
from ostiary.store.audit_gathering import gather_audit
from ostiary.store.disclosing import maybe_last_frame, opening_after
from ostiary.store.disclosing_chain import Chain, GatheredChain, Sought, gather_chain, papers_of
from ostiary.store.disclosure_folder import (
    EVIDENCE,
    Checked,
    contents,
    made_files,
    write_folder,
)
from ostiary.store.hold_steps import steps_of
from ostiary.store.log.client import append_once
from ostiary.store.log.indexing import open_index_key
from ostiary.store.log.receipts import make_receipt

# The writer publishes each second; a disk that is slower by far is not working.
PUBLISHED_SECONDS: Final = 30.0
_POLL_SECONDS: Final = 0.1

Progress = Callable[[int, int], None]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a disclosure is for, and of which days; ``until`` is empty for the last one that can be told of."""

    person: int
    also: tuple[Identifier, ...]
    since: str
    until: str


class Office:
    """Where disclosures are made: an installation, its log, and the official who signs."""

    def __init__(self, home: Home, chain: Chain, desk: Desk, signatory: Signatory) -> None:
        self._home = home
        self._chain = chain
        self._source = chain.running
        self._desk = desk
        self._signatory = signatory
        self._now = datetime.now(UTC)
        self._holds = desk.register().holds(self._now)
        tree = desk.bundle.purpose_tree
        self._third_party = frozenset(
            code
            for one in home.settings.disclosures.third_party_purposes
            if one in tree
            for code in tree.under(one)
        ) | frozenset(home.settings.disclosures.third_party_purposes)

    def tell_person(self, asked: Asked, folder: Path, progress: Progress) -> Checked:
        """Make a disclosure to a person in a new folder. Raises as ``person_files``, and SettingsError when it cannot be written."""
        checked, files = self.person_files(asked, progress)
        write_folder(folder, files)
        return checked

    def person_files(self, asked: Asked, progress: Progress) -> tuple[Checked, dict[str, bytes]]:
        """Make a disclosure to a person: its files by name. When this returns, the log says that it was made.

        Raises LogUnavailable for days that cannot be told of yet, and when the disclosure cannot be logged; LogDamaged,
        ProofInvalid.
        """
        chain = self._chain
        who = (*self._identifiers(asked.person), *asked.also)
        sought = Sought(tuple(dict.fromkeys(who)), self.judge, asked.since, asked.until)
        gathered = gather_chain(chain, sought, progress)
        disclosure = self._disclosure(gathered)
        steps = [step for hold in disclosure.holds for step in hold.steps]
        (*before, own), papers = _when_published(partial(papers_of, chain, gathered, steps))
        checked, files = contents(disclosure, own.receipt_of, own.opening_of, before)
        # It is logged before anything is written that could be handed over.
        about = pseudonym(open_index_key(self._source), subject(asked.person))
        digest = evidence_hash(files[EVIDENCE])
        made = Made(self._signed_by.code, "person", about, disclosure.since, disclosure.until, digest)
        return checked, files | papers | self._logged(made)

    def tell_auditor(self, since: str, until: str, folder: Path, progress: Progress) -> CheckedAudit:
        """Make a disclosure to auditors in a new folder, held entries included. Raises likewise."""
        gathered = gather_audit(self._chain, since, until, progress, _when_published)
        *before, last = gathered.logs
        bundle = self._desk.bundle
        audit = Audit(
            last.origin,
            self._now.isoformat(timespec="seconds"),
            gathered.since,
            gathered.until,
            self._signed_by,
            last.roots,
            tuple((hold.case, content.Hold(directive, hold.until)) for directive, hold in self._holds),
            Words(
                agencies={code: one.name for code, one in bundle.agencies.items()}, custodian=bundle.custodian
            ),
            tuple(before),
            gathered.links,
        )
        checked, files = audit_contents(audit, gathered.entries, gathered.published)
        made = Made(
            audit.official.code, "auditor", "", audit.since, audit.until, evidence_hash(files[EVIDENCE])
        )
        write_folder(folder, files | self._logged(made))
        return checked

    def judge(self, question: Mapping[str, Any]) -> tuple[State, str]:
        """What may be told of an access: nothing yet, under a hold; that there was one; or all."""
        for directive, hold in self._holds:
            if hold.case == question.get("case"):
                return "held", directive
        return ("third-party", "") if question.get("purpose") in self._third_party else ("shown", "")

    def _identifiers(self, person: int) -> Iterable[Identifier]:
        """The person as answers name them, and as questions ask for them: by each column that holds a subject key."""
        columns = {one.subject_key for one in self._desk.bundle.catalogue.classes.values() if one.subject_key}
        return (subject(person), *(Identifier(column, str(person)) for column in sorted(columns)))

    def _disclosure(self, gathered: GatheredChain) -> Disclosure:
        parts = [part for log in gathered.logs for part in log.parts]
        return Disclosure(
            origin=gathered.origins[-1],
            as_of=self._now.isoformat(timespec="seconds"),
            since=gathered.since,
            until=gathered.until,
            delay_days=self._home.settings.disclosures.delay_days,
            official=self._signed_by,
            keys=gathered.last.keys,
            days=gathered.last.days,
            parts=gathered.last.parts,
            holds=self._holds_of(parts),
            words=words_of(parts, self._desk),
            before=gathered.before,
            links=gathered.links,
        )

    def _holds_of(self, parts: Iterable[Part]) -> tuple[content.Hold, ...]:
        """Only the holds that something of this person's is under: others are nobody's business here."""
        named = {part.hold for part in parts if part.hold}
        officials = self._desk.register().keys
        steps = _when_published(partial(steps_of, self._source, named, officials))
        return tuple(
            content.Hold(directive, hold.until, steps[directive])
            for directive, hold in self._holds
            if directive in named
        )

    @property
    def _signed_by(self) -> content.Signatory:
        official = self._signatory.official
        return content.Signatory(official.code, official.name, official.office, official.vkey)

    def _logged(self, made: Made) -> dict[str, bytes]:
        """Log it; the files that say so."""
        payload = sign_made(made, self._signatory.signer)
        entry = append_once(self._home.log_socket, DISCLOSURE, payload)
        opening = opening_after(self._source, maybe_last_frame(self._source), entry)
        return made_files(_when_published(partial(make_receipt, self._source.directory, entry)), opening)


def _when_published(read: Callable[[], Value]) -> Value:
    """What is read of the public side, as soon as it covers what was logged a moment ago. Raises LogUnavailable."""
    end = time.monotonic() + PUBLISHED_SECONDS
    while True:
        try:
            return read()
        except LogUnavailable:
            if time.monotonic() > end:
                raise
            time.sleep(_POLL_SECONDS)


def words_of(parts: Iterable[Part], desk: Desk) -> Words:
    """How the codes that occur are called: agencies, purposes and record classes today, rules in the policy that decided."""
    bundle, bundles = desk.bundle, dict[str, Bundle | None]()
    agencies: set[str] = set()
    purposes: set[str] = set()
    classes: set[str] = set()
    rules: dict[str, str] = {}
    for part in parts:
        said = {name: value for name, (_, value) in part.opening.opened.items()} if part.opening else {}
        agencies |= {str(said.get("agency")), str(said.get("beneficiary"))}
        purposes.add(str(said.get("purpose")))
        classes |= set(_texts(said.get("record_classes")))
        policy = str(said.get("policy") or "")
        if policy not in bundles:
            bundles[policy] = _maybe_policy(desk, policy)
        rules |= _rules(bundles[policy], policy, _texts(said.get("rules")))
    return Words(
        agencies={code: one.name for code, one in bundle.agencies.items() if code in agencies},
        purposes={code: one.title for code, one in bundle.purposes.items() if code in purposes},
        rules=rules,
        record_classes={name: one.title for name, one in bundle.catalogue.classes.items() if name in classes},
        custodian=bundle.custodian,
    )


def _maybe_policy(desk: Desk, version: str) -> Bundle | None:
    """A policy whose texts are lost says nothing; the rules' ids stand alone then."""
    try:
        return desk.policy(version) if version else None
    except OstiaryError:
        return None


def _rules(bundle: Bundle | None, policy: str, names: Iterable[str]) -> dict[str, str]:
    if bundle is None:
        return {}
    all_rules: tuple[Rule, ...] = (*bundle.permits, *bundle.prohibitions, *bundle.duties)
    known = {one.source.id: one for one in all_rules}
    return {
        rule_key(policy, name): f"{sentence(bundle, known[name])} ({known[name].source.cite})"
        for name in names
        if name in known
    }


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []
