"""Leads become findings: new ones, and those that were there with evidence that was not.

Knows: leads, detectors, and what makes evidence new.
Must not know: how a lead was computed, what a reviewer does with a finding.
"""

from __future__ import annotations

import secrets
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from ostiary.model.canonical import Plain, canonical_text
from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.act import DESCRIBED, Act
from ostiary.watch.findings.finding import Described, Finding
from ostiary.watch.findings.identity import draw, finding_id, group_id, pseudonym
from ostiary.watch.findings.queue import SAMPLED
from ostiary.watch.findings.register import Register
from ostiary.watch.findings.store import FindingStore

Identity: TypeAlias = tuple[str, str, str, str, str]
Known: TypeAlias = Mapping[Identity, Finding]

PROGRAM: Final = "watch run"
"""Who found it: no person."""
MOST: Final = 1_000
"""Findings of one detector from one run: at twenty a day and half of the queue, a hundred days of work."""
AT_RANDOM: Final = 50
"""Of the leads behind those, and of explained accesses: what the daily sample is drawn from."""


def take(
    folder: WatchFolder, leads: Iterable[Lead], detectors: Mapping[str, Detector], at: int
) -> Sequence[Finding]:
    """Make findings of leads, durably; the findings of these leads as they then stand, each once, in the leads' order.

    ``detectors`` are those that found them, by code; ``at`` is now, in ms. A lead that says nothing new changes nothing, so that a
    run may be repeated. Of each detector's leads, which come the gravest first, MOST become findings, and a few that chance picks from
    the rest; the others stay in the run's own count. Raises FindingRefused when they cannot be written and WatchFolderDamaged where
    history was changed.
    """
    store = FindingStore(folder)
    key = store.key()
    chosen: list[Lead] = []
    words = _Words(detectors, key, at)

    def acts(register: Register) -> list[Act]:
        chosen.extend(_chosen(leads, _known(register), key))
        used = {lead.detector for lead in chosen}
        described = [
            _describe(detectors[code], at) for code in sorted(used) if _is_new(detectors[code], register)
        ]
        return described + list(_found(store, _known(register), chosen, words))

    known = _known(store.decide(acts))
    return [known[one] for one in dict.fromkeys(map(_identity, chosen))]


def _known(register: Register) -> Known:
    """By their identity; of what was erased nobody knows what it was, so that what is left of it is found anew."""
    return {one.identity: one for one in register.findings.values() if one.state != "erased"}


def _chosen(leads: Iterable[Lead], known: Known, key: bytes) -> Iterator[Lead]:
    """Those that become findings, or are findings already and may have more evidence."""
    taken: Counter[str] = Counter()
    rest: dict[str, Draw] = {}
    for lead in leads:
        is_among_the_first = lead.detector not in SAMPLED and taken[lead.detector] < MOST
        if is_among_the_first:
            taken[lead.detector] += 1
        else:
            # Also those that are findings already: otherwise each run would draw as many more.
            number = draw(key, "leads", canonical_text(list(_identity(lead))))
            rest.setdefault(lead.detector, Draw()).offer(number, lead)
        if is_among_the_first or _identity(lead) in known:
            yield lead
    for drawn in rest.values():
        yield from (lead for lead in drawn.leads() if _identity(lead) not in known)


class Draw:
    """The leads with the smallest numbers of all that are offered: the same in every run, and known to nobody without the key."""

    def __init__(self) -> None:
        self._kept: list[tuple[bytes, Lead]] = []

    def offer(self, number: bytes, lead: Lead) -> None:
        """One more lead, with its number."""
        insort(self._kept, (number, lead), key=lambda one: one[0])
        del self._kept[AT_RANDOM:]

    def leads(self) -> Iterator[Lead]:
        """Those that were drawn."""
        return (lead for _, lead in self._kept)


@dataclass(frozen=True, slots=True)
class _Words:
    """What an act about a lead says."""

    detectors: Mapping[str, Detector]
    key: bytes
    at: int

    def act(self, word: str, name: str, lead: Lead) -> Act:
        return Act(self.at, PROGRAM, word, name, _says(lead, self.detectors[lead.detector], self.key))


def _found(store: FindingStore, known: Known, leads: Sequence[Lead], words: _Words) -> Iterator[Act]:
    seen, named = set(known), _named(store, known, leads)
    for lead in leads:
        identity = _identity(lead)
        if identity not in seen:
            yield words.act("found", finding_id(secrets.token_bytes(8)), lead)
        elif identity in known and _has_new_evidence(lead, known[identity], named[identity]):
            yield words.act("found-again", known[identity].id, lead)
        seen.add(identity)


def _named(store: FindingStore, known: Known, leads: Sequence[Lead]) -> Mapping[Identity, frozenset[str]]:
    """The events that the findings of these leads name, by their identity: some thousand texts, opened in one go."""
    there = [one for one in dict.fromkeys(map(_identity, leads)) if one in known]
    evidence = store.evidence_of(known[one] for one in there)
    return {one: frozenset(events) for one, events in zip(there, evidence, strict=True)}


def _has_new_evidence(lead: Lead, known: Finding, named: frozenset[str]) -> bool:
    """Only the earliest events are named: later ones show in the count and in the last instant."""
    return lead.events > known.events or lead.until > known.until or not named.issuperset(lead.evidence)


def _says(lead: Lead, detector: Detector, key: bytes) -> dict[str, Plain]:
    alias = pseudonym(key, lead.entity_kind, lead.entity)
    return {
        "agency": lead.agency,
        "alias": alias,
        "detail": lead.detail,
        "detector": lead.detector,
        "entity": lead.entity,
        "entity_kind": lead.entity_kind,
        "events": lead.events,
        "evidence": list(lead.evidence),
        "group": group_id(key, lead.entity_kind, lead.entity, lead.agency),
        # Canonical JSON has no fractions: two writers need not agree on their digits.
        "measure": repr(float(lead.measure)),
        "period": lead.period,
        "sentence": detector.tell(replace(lead, entity=alias)),
        "since": lead.since,
        "until": lead.until,
        "version": detector.version,
    }


def _identity(lead: Lead) -> Identity:
    return lead.detector, lead.entity_kind, lead.entity, lead.agency, lead.period


def _is_new(detector: Detector, register: Register) -> bool:
    return register.described.get(detector.code) != _described(detector)


def _described(detector: Detector) -> Described:
    return Described(
        detector.code,
        detector.name,
        detector.version,
        detector.severity,
        detector.question,
        tuple(detector.innocent),
        detector.next_step,
    )


def _describe(detector: Detector, at: int) -> Act:
    said: dict[str, Plain] = {
        "innocent": list(detector.innocent),
        "name": detector.name,
        "next_step": detector.next_step,
        "question": detector.question,
        "severity": detector.severity,
        "version": detector.version,
    }
    return Act(at, PROGRAM, DESCRIBED, detector.code, said)
