"""Leads become findings: new ones, and those that were there with evidence that was not.

Knows: leads, detectors, and what makes evidence new.
Must not know: how a lead was computed, what a reviewer does with a finding.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ostiary.model.canonical import Plain
from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.act import Act
from ostiary.watch.findings.finding import Described, Finding
from ostiary.watch.findings.identity import draw, finding_id, group_id, pseudonym
from ostiary.watch.findings.queue import SAMPLED
from ostiary.watch.findings.register import DESCRIBED, Register
from ostiary.watch.findings.store import FindingStore

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

    def acts(register: Register) -> list[Act]:
        chosen.extend(_chosen(leads, register, key))
        used = {lead.detector for lead in chosen}
        described = [
            _describe(detectors[code], at) for code in sorted(used) if _is_new(detectors[code], register)
        ]
        return described + list(_found(register, chosen, detectors, key, at))

    register = store.decide(acts)
    return [register.findings[name] for name in dict.fromkeys(_id(lead, key) for lead in chosen)]


def _chosen(leads: Iterable[Lead], register: Register, key: bytes) -> Iterator[Lead]:
    """Those that become findings, or are findings already and may have more evidence."""
    taken: Counter[str] = Counter()
    rest: dict[str, Draw] = {}
    for lead in leads:
        name = _id(lead, key)
        is_among_the_first = lead.detector not in SAMPLED and taken[lead.detector] < MOST
        if is_among_the_first:
            taken[lead.detector] += 1
        else:
            # Also those that are findings already: otherwise each run would draw as many more.
            rest.setdefault(lead.detector, Draw()).offer(draw(key, "leads", name), name, lead)
        if is_among_the_first or name in register.findings:
            yield lead
    for drawn in rest.values():
        yield from (lead for name, lead in drawn.leads() if name not in register.findings)


class Draw:
    """The leads with the smallest numbers of all that are offered: the same in every run, and known to nobody without the key."""

    def __init__(self) -> None:
        self._kept: list[tuple[bytes, str, Lead]] = []

    def offer(self, number: bytes, name: str, lead: Lead) -> None:
        """One more lead, with the id of its finding."""
        insort(self._kept, (number, name, lead), key=lambda one: one[:2])
        del self._kept[AT_RANDOM:]

    def leads(self) -> Iterator[tuple[str, Lead]]:
        """Those that were drawn."""
        return ((name, lead) for _, name, lead in self._kept)


def _found(
    register: Register, leads: Sequence[Lead], detectors: Mapping[str, Detector], key: bytes, at: int
) -> Iterator[Act]:
    seen = set(register.findings)
    for lead in leads:
        name = _id(lead, key)
        if name not in seen:
            yield Act(at, PROGRAM, "found", name, _says(lead, detectors[lead.detector], key))
        elif name in register.findings and _has_new_evidence(lead, register.findings[name]):
            yield Act(at, PROGRAM, "found-again", name, _says(lead, detectors[lead.detector], key))
        seen.add(name)


def _has_new_evidence(lead: Lead, known: Finding) -> bool:
    """Only the earliest events are named: later ones show in the count and in the last instant."""
    return (
        lead.events > known.events
        or lead.until > known.until
        or not set(lead.evidence) <= set(known.evidence)
    )


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


def _id(lead: Lead, key: bytes) -> str:
    return finding_id(key, lead.detector, lead.entity_kind, lead.entity, lead.agency, lead.period)


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
