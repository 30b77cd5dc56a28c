"""Leads become findings: new ones, and those that were there with evidence that was not.

Knows: leads, detectors, and what makes evidence new.
Must not know: how a lead was computed, what a reviewer does with a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ostiary.model.canonical import Plain
from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.act import Act
from ostiary.watch.findings.finding import Described, Finding
from ostiary.watch.findings.identity import finding_id, group_id, pseudonym
from ostiary.watch.findings.register import DESCRIBED, Register
from ostiary.watch.findings.store import FindingStore

PROGRAM: Final = "watch run"
"""Who found it: no person."""


def take(
    folder: WatchFolder, leads: Iterable[Lead], detectors: Mapping[str, Detector], at: int
) -> Sequence[Finding]:
    """Make findings of leads, durably; the findings of these leads as they then stand, each once, in the leads' order.

    ``detectors`` are those that found them, by code; ``at`` is now, in ms. A lead that says nothing new changes nothing, so that a
    run may be repeated. Raises FindingRefused when they cannot be written and WatchFolderDamaged where history was changed.
    """
    store, given = FindingStore(folder), list(leads)
    key = store.key()

    def acts(register: Register) -> list[Act]:
        used = {lead.detector for lead in given}
        described = [
            _describe(detectors[code], at) for code in sorted(used) if _is_new(detectors[code], register)
        ]
        return described + list(_found(register, given, detectors, key, at))

    register = store.decide(acts)
    return [register.findings[name] for name in dict.fromkeys(_id(lead, key) for lead in given)]


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
        "sentence": detector.sentence(replace(lead, entity=alias), detector.limits),
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
