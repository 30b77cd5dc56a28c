"""Detectors over a watch folder: what each says, what it could not judge, and its leads with their evidence.

Knows: the folder's tables on one engine, which of them say anything, how a detector's rows become leads.
Must not know: any one detector, what became of a lead, the terminal.

Everything happens in the engine, which spills to disk: memory does not grow with the events. Leads are read one by one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final

import ibis

from ostiary.watch.detecting.comparing import compared
from ostiary.watch.detecting.detector import Detector, Lead, evidence_of, leads_of
from ostiary.watch.detecting.engine import (
    MEMORY,
    THREADS,
    Classify,
    batches,
    classified,
    dropped,
    kept,
    open_engine,
)
from ostiary.watch.detecting.presence import counts_by_source, known_counts, said, subject_counts, with_whose
from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.schema import KNOWN
from ostiary.watch.events.tables import REASONS, Draw, Engine, Table, Tables, tables_of

WORDED: Final = frozenset({"events.reason_state", "events.purpose_state", "events.case_no_state"})
"""Where words may stand: with one of these there is something to classify."""
WORDS: Final = "[A-Za-z]{3}"
"""A case field that holds a word may say more than a number; the others are not handed to the classifier."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What one detector said of the folder.

    ``missing`` are the tables and columns without which it could not judge at all: then it has no leads. ``silent`` are sources that
    it could not judge although it judged others, each with what they lack.
    """

    detector: Detector
    limits: Mapping[str, float]
    leads: int
    events: int
    seconds: float
    missing: tuple[str, ...] = ()
    silent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fitted: Mapping[str, float] = field(default_factory=dict)
    """Limits that were taken from the folder itself; ``limits`` may have others, where a site or a call says so."""

    @property
    def could_judge(self) -> bool:
        """Whether it judged anything."""
        return not self.missing


class Judging:
    """A folder opened for detectors. Made by ``judging``; used by one thread."""

    def __init__(self, engine: Engine, tables: Tables, sources: Mapping[str, frozenset[str]]) -> None:
        self.engine = engine
        self.tables = tables
        self.sources = sources
        """What each source says, in the form of ``Tables.present``."""
        self._shared: dict[str, Table] = {}

    def judge(
        self,
        detector: Detector,
        limits: Mapping[str, float] | None = None,
        fitted: Mapping[str, float] | None = None,
    ) -> Judged:
        """Run one detector under its own limits, or others, and keep its rows; ``fitted`` is told on as it is.

        Raises RunRefused when memory is too little.
        """
        limits = detector.limits if limits is None else limits
        missing = detector.needs - self.tables.present
        if missing:
            return Judged(detector, limits, 0, 0, 0.0, tuple(sorted(missing)))
        begun = time.monotonic()
        with self._keeping() as tables:
            rows = kept(self.engine, _name("flagged", detector), detector.flag(tables, limits))
        leads = kept(self.engine, _name("leads", detector), _ranked(rows))
        counted = self.engine.to_pyarrow(rows.aggregate(events=rows["event_id"].nunique())).to_pylist()[0]
        count = int(self.engine.to_pyarrow(leads.count()).as_py())
        return Judged(
            detector,
            limits,
            count,
            counted["events"],
            time.monotonic() - begun,
            silent=self._silent(detector),
            fitted=fitted or {},
        )

    def fitted(self, detector: Detector) -> dict[str, float]:
        """Its limits that are percentiles, as the folder's first ninety days have them; none where that is too little."""
        if detector.needs - self.tables.present:
            return {}
        rows = {
            name: self.engine.to_pyarrow(fit(self.tables)).to_pylist() for name, fit in detector.fits.items()
        }
        return {name: found[0]["value"] for name, found in rows.items() if found}

    def flagged(self, detector: Detector) -> Table:
        """The rows that it flagged, in the form of FLAGGED; it must have judged."""
        return self.engine.table(_name("flagged", detector))

    def leads(self, detector: Detector, most: int | None = None) -> Iterator[Lead]:
        """Its leads with their evidence, the largest measure first, ``most`` of them or all; it must have judged."""
        name = _name("leads", detector)
        for batch in batches(self.engine, name, "rank", most):
            yield from (_lead(detector, row) for row in batch)

    @contextmanager
    def _keeping(self) -> Iterator[Tables]:
        """The tables for one detector: what it keeps is dropped when its rows are there."""
        names: list[str] = []

        def keep(name: str, rows: Table) -> Table:
            names.append(f"kept_{name}")
            return kept(self.engine, names[-1], rows)

        try:
            yield replace(self.tables, keep=keep, share=self._share)
        finally:
            for name in names:
                dropped(self.engine, name)

    def _share(self, name: str, rows: Table) -> Table:
        """What several detectors need is computed by the first of them."""
        if name not in self._shared:
            self._shared[name] = kept(self.engine, f"shared_{name}", rows)
        return self._shared[name]

    def _silent(self, detector: Detector) -> Mapping[str, tuple[str, ...]]:
        of_events = {need for need in detector.needs if need.startswith(("events", "subjects"))}
        lacking = {source: of_events - present for source, present in self.sources.items()}
        return {source: tuple(sorted(needs)) for source, needs in lacking.items() if needs}


@contextmanager
def judging(
    folder: WatchFolder,
    classify: Classify | None,
    *,
    memory: str = MEMORY,
    threads: int = THREADS,
    draw: Draw | None = None,
) -> Iterator[Judging]:
    """The folder, opened for detectors. ``classify`` reads reasons; without it those that need them cannot judge.

    ``draw`` is a secret of the folder, by which a sample is drawn that nobody can foresee.

    Raises WatchFolderDamaged when a manifest cannot be read, RunRefused when memory is too little.
    """
    with open_engine(memory, threads) as engine:
        bare = tables_of(folder, engine, arrow_schema(REASONS).empty_table(), frozenset())
        known = _known(engine, bare)
        sources = {name: with_whose(says, known) for name, says in _sources(engine, bare).items()}
        present = frozenset().union(*sources.values()) | known
        reasons, texts = bare.reasons, frozenset[str]()
        if classify is not None and present & WORDED:
            reasons = compared(engine, classified(engine, _texts(bare.events), classify))
            texts = frozenset({"reasons"})
        yield Judging(
            engine,
            Tables(
                bare.events, bare.subjects, bare.copies, reasons, bare.known, present | texts, draw or Draw()
            ),
            sources,
        )


def _sources(engine: Engine, tables: Tables) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, counts in (
        ("events", counts_by_source(tables.events)),
        ("subjects", subject_counts(tables.subjects)),
    ):
        for row in engine.to_pyarrow(counts).to_pylist():
            found[row["source"]] = found.get(row["source"], frozenset()) | said(name, row)
    return found


def _known(engine: Engine, tables: Tables) -> frozenset[str]:
    rows = {name: engine.to_pyarrow(known_counts(tables.known[name], name)).to_pylist() for name in KNOWN}
    copies = engine.to_pyarrow(tables.copies.aggregate(copies=tables.copies["event_id"].count())).to_pylist()
    return frozenset().union(
        said("copies", copies[0]), *(said(name, found[0]) for name, found in rows.items())
    )


def _texts(events: Table) -> Table:
    """Every distinct text that may say what a search was for: reasons, purposes, and words in the place of a case number."""
    words = events.filter(events["case_no"].re_search(WORDS))
    texts = [events.select(text="reason"), events.select(text="purpose"), words.select(text="case_no")]
    found = ibis.union(*texts, distinct=True)
    return found.filter(found["text"].notnull())


def _ranked(flagged: Table) -> Table:
    """Leads with their evidence and their rank, the largest measure first."""
    leads = _with_evidence(leads_of(flagged), evidence_of(flagged))
    order = [
        leads["measure"].desc(),
        leads["events"].desc(),
        leads["entity"],
        leads["period"],
        leads["agency"],
    ]
    return leads.mutate(rank=ibis.row_number().over(order_by=order))


def _with_evidence(leads: Table, evidence: Table) -> Table:
    lists = evidence.group_by(
        lead_entity=evidence["entity"], lead_agency=evidence["agency"], lead_period=evidence["period"]
    ).aggregate(evidence=evidence["event_id"].collect(order_by=[evidence["at"], evidence["event_id"]]))
    # An agency may be unknown, and the unknown of a lead is the unknown of its evidence.
    same = [
        leads["entity"] == lists["lead_entity"],
        leads["period"] == lists["lead_period"],
        leads["agency"].identical_to(lists["lead_agency"]),
    ]
    return leads.inner_join(lists, same)


def _lead(detector: Detector, row: Mapping[str, Any]) -> Lead:
    return Lead(
        detector=detector.code,
        entity_kind=detector.entity,
        entity=row["entity"],
        agency=row["agency"] or "",
        period=row["period"],
        since=row["since"],
        until=row["until"],
        events=row["events"],
        measure=row["measure"],
        detail=row["detail"],
        evidence=tuple(row["evidence"]),
    )


def _name(kind: str, detector: Detector) -> str:
    return f"{kind}_{detector.code.lower()}"
