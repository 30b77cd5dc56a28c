"""A stage through the real path: files are imported, detectors run, leads become findings, the queue ranks them.

Knows: the order of these steps, and which events a lead holds.
Must not know: the truth: nothing here sees which rows were planted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ostiary.errors import ImportRefused
from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.registry import family
from ostiary.watch.detecting.running import Judging, judging
from ostiary.watch.evaluating.background import Background
from ostiary.watch.evaluating.played_files import played_files
from ostiary.watch.evaluating.playing import Stage
from ostiary.watch.evaluating.scoring import Said
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.queue import SAMPLED, queue_of
from ostiary.watch.findings.store import FindingStore
from ostiary.watch.findings.taking import take
from ostiary.watch.importing.formats import shipped
from ostiary.watch.importing.importer import Reading, import_file
from ostiary.watch.importing.mapping_text import read_mapping
from ostiary.watch.reasons.shipped import shipped_words
from ostiary.watch.reasons.table import reasons_table

NOW: Final = 1_900_000_000_000
"""When the reviewer looks, in ms: after every log. A clock would make two runs differ."""
_KEYS: Final = ("entity", "agency", "period")


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it: every lead, the queue for each budget in its order, and the types that could judge this log."""

    leads: tuple[Said, ...]
    queues: dict[int, tuple[Said, ...]]
    able: frozenset[str]


def imported(background: Background, stage: Stage, folder: Path, scratch: Path) -> WatchFolder:
    """The stage's files in a watch folder of their own. Raises ImportRefused where a row was not taken: a played file has none such."""
    made = WatchFolder.open_or_make(folder)
    for file in played_files(background, stage):
        path = scratch / file.name
        path.write_text(file.text, "utf-8")
        mapping = read_mapping(file.name, file.mapping) if file.mapping else shipped(file.format)
        done = import_file(path, made, Reading(mapping, owner=background.home, time_zone=background.zone.key))
        left = done.counts.read - done.counts.taken - done.counts.copies
        if left:
            raise ImportRefused(f"{left} rows of the played `{file.name}` were not taken")
    return made


def said_of(
    folder: WatchFolder, detectors: Sequence[Detector], *, with_text: bool = True
) -> tuple[list[Said], frozenset[str]]:
    """Every lead, and the types that could judge; no finding is made. Without text nobody has read a reason."""
    with judging(folder, _read if with_text else None) as judge:
        held, able = _judged(judge, detectors)
    return [_said(lead, events) for lead, events in held], able


def tried(folder: WatchFolder, detectors: Sequence[Detector], budgets: Sequence[int]) -> Tried:
    """Every detector over the folder, its leads made findings, and the queue for each budget."""
    with judging(folder, _read) as judge:
        held, able = _judged(judge, detectors)
        by_code = {each.code: each for each in detectors}
        found = take(folder, [lead for lead, _ in held], by_code, NOW)
    # Not every lead becomes a finding, and they come in an order of their own: they are known by what they are about.
    leads = {_identity(lead): _said(lead, events) for lead, events in held}
    said = {one.id: leads[one.detector, one.entity, one.agency, one.period] for one in found}
    store = FindingStore(folder)
    register, key = store.read(), store.key()
    queues = {
        budget: tuple(
            said[item.finding.id]
            for item in queue_of(register, key, NOW, budget).items
            if item.chosen == "ranked"
        )
        for budget in budgets
    }
    return Tried(tuple(leads.values()), queues, able)


def _identity(lead: Lead) -> tuple[str, str, str, str]:
    return lead.detector, lead.entity, lead.agency, lead.period


def until(
    folder: WatchFolder, detectors: Sequence[Detector], ends: Sequence[int]
) -> Iterator[tuple[int, list[Said]]]:
    """What detectors say of the log as it was at each end (ms): only what had been asked by then."""
    with judging(folder, _read) as judge:
        for end in ends:
            tables = judge.tables
            earlier = {name: _before(getattr(tables, name), end) for name in ("events", "subjects", "copies")}
            then = Judging(judge.engine, replace(tables, **earlier), judge.sources)
            yield end, [_said(lead, events) for lead, events in _judged(then, detectors)[0]]


def _before(table: Any, end: int) -> Any:
    return table.filter(table["at"] < end)


def _judged(
    judge: Judging, detectors: Sequence[Detector]
) -> tuple[list[tuple[Lead, frozenset[str]]], frozenset[str]]:
    held: list[tuple[Lead, frozenset[str]]] = []
    able = set()
    # What chance draws says nothing of anybody, and would count as found or as wrong.
    for detector in (each for each in detectors if each.code not in SAMPLED):
        judged = judge.judge(detector)
        if judged.could_judge:
            able.add(family(detector.code))
            events = _events_of(judge, judge.flagged(detector)) if judged.leads else {}
            held += [(lead, events[lead.entity, lead.agency, lead.period]) for lead in judge.leads(detector)]
    return held, frozenset(able)


def _events_of(judge: Judging, flagged: Any) -> dict[tuple[str, str, str], frozenset[str]]:
    rows = judge.engine.to_pyarrow(flagged.select(*_KEYS, "event_id").distinct()).to_pylist()
    found: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in rows:
        found[row["entity"], row["agency"] or "", row["period"]].add(row["event_id"])
    return {key: frozenset(events) for key, events in found.items()}


def _said(lead: Lead, events: frozenset[str]) -> Said:
    return Said(family(lead.detector), lead.entity, events)


def _read(texts: Sequence[str]) -> Any:
    return reasons_table(texts, shipped_words())
