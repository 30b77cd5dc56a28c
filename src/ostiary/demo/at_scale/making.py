"""A watch folder of synthetic accesses, with a file of what was planted beside it.

Knows: the order of drawing, which the seed determines; the form of the truth; the folder.
Must not know: detectors.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from ostiary.demo.at_scale.beside import known_tables
from ostiary.demo.at_scale.columns import (
    SOURCE,
    agency_codes,
    event_columns,
    event_ids,
    event_table,
    subject_table,
    user_codes,
)
from ostiary.demo.at_scale.people import People, draw_people
from ostiary.demo.at_scale.planted import Planting, plant
from ostiary.demo.at_scale.rows import NONE, Rows, joined
from ostiary.demo.at_scale.work import draw_work
from ostiary.store.durable_files import PRIVATE_MODE, Disk, replace_file_durably
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Counts, Manifest
from ostiary.watch.events.writing import SourceWriter

START: Final = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1000)
KIND: Final = "synthetic"
TRUTH: Final = "synthetic-truth.jsonl"
"""In the folder, but no table of it: a detector never sees it."""

MIN_EVENTS: Final = 10_000
"""The planted cases of one round are some 700 accesses; of fewer than ten thousand they would be the greater part."""
MAX_EVENTS: Final = 100_000_000
"""Some 100 bytes each are drawn at once: 10 GB."""
MIN_DAYS: Final = 60
"""Planted cases need a time before and a time after: a month, and days of one."""
MAX_DAYS: Final = 3_650
EVENTS_A_CASE: Final = 100_000
"""A hundred cases of each kind among ten million."""
BATCH: Final = 250_000
"""Accesses that become text at once: some 100 MB."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the manifest, and how many cases of each kind were planted."""

    manifest: Manifest
    planted: dict[str, int]


def make_events(
    folder: WatchFolder, events: int, *, seed: int, days: int, progress: Callable[[int, int], None]
) -> Made:
    """Draw and write. The same seed, size and days make the same rows. Raises ImportRefused, OSError."""
    rng = np.random.default_rng(seed)
    people = draw_people(rng, events, days)
    plan = Planting(people, rng, START, days)
    plant(plan, max(1, events // EVENTS_A_CASE))
    planted = plan.rows()
    work, tasks = draw_work(rng, people, events - len(planted["at"]), days, START)
    rows = joined([work, planted])
    _refuse_after_cut_off(rows, people, plan)
    with SourceWriter(folder, SOURCE, KIND) as writer:
        for name, table in known_tables(people, tasks, plan, seed).items():
            writer.add(name, table)
        for first in range(0, events, BATCH):
            part = {name: column[first : first + BATCH] for name, column in rows.items()}
            columns = event_columns(part, people, first, seed)
            writer.add("events", event_table(columns))
            writer.add("subjects", subject_table(columns, part, seed))
            progress(min(first + BATCH, events), events)
        _write_truth(folder, rows, plan, seed)
        said = {
            "events": str(events),
            "seed": str(seed),
            "days": str(days),
            "synthetic": "nobody made these accesses",
        }
        manifest = writer.finish(Counts(read=events, taken=events), said)
    return Made(manifest, _counted(plan))


def _refuse_after_cut_off(rows: Rows, people: People, plan: Planting) -> None:
    # What an agency asks after it was cut off is refused, as every door would.
    since = np.full(len(people.zone), np.iinfo(np.int64).max)
    since[list(plan.cutoffs)] = list(plan.cutoffs.values())
    rows["decision"][rows["at"] >= since[people.agency[rows["user"]]]] = 1


def _counted(plan: Planting) -> dict[str, int]:
    return {
        kind: sum(case.kind == kind for case in plan.cases)
        for kind in dict.fromkeys(c.kind for c in plan.cases)
    }


def _write_truth(folder: WatchFolder, rows: Rows, plan: Planting, seed: int) -> None:
    target = folder.path / TRUTH
    data = "".join(f"{line}\n" for line in _truth(rows, plan, seed)).encode()
    replace_file_durably(Disk(), target, data, mode=PRIVATE_MODE, staging=target.with_name(f".{TRUTH}"))


def _truth(rows: Rows, plan: Planting, seed: int) -> Iterator[str]:
    where = np.flatnonzero(rows["planted"] != NONE)
    by_case: dict[int, list[int]] = {}
    for place, case in zip(where.tolist(), rows["planted"][where].tolist(), strict=True):
        by_case.setdefault(case, []).append(place)
    for number, case in enumerate(plan.cases):
        code = agency_codes if case.of == "agency" else user_codes
        ids = [event_ids(place, 1, seed)[0].as_py() for place in by_case[number]]
        yield json.dumps(
            {
                "kind": case.kind,
                "of": case.of,
                "entity": code(np.array([case.entity]))[0].as_py(),
                "events": ids,
            }
        )


def read_truth(path: Path) -> Iterator[dict[str, object]]:
    """Each planted case: ``kind`` (a detector's code), ``of`` (`user` or `agency`), ``entity``, and ``events`` (ids)."""
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)
