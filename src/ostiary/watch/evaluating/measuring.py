"""One evaluation: cases planted in a background, found or missed, with what it costs a reviewer.

Knows: which measurements belong together, and in which order they are made.
Must not know: tables of text, where backgrounds come from.

The background alone is tried first: it says which detectors can judge such a log at all, and how many leads there are where
nothing was planted. Only cases that one of these detectors should see are planted; the others are named as not judged.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ostiary.watch.detecting.registry import chosen
from ostiary.watch.evaluating.background import Background
from ostiary.watch.evaluating.case import Case
from ostiary.watch.evaluating.playing import Stage, stage
from ostiary.watch.evaluating.scoring import BUDGETS, Seen, Truth, precision_at
from ostiary.watch.evaluating.trying import Tried, imported, said_of, tried, until
from ostiary.watch.events.folder import WatchFolder

EVERY_DAYS: Final = 30
"""How often detectors are run where days to the first alert are measured."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One evaluation.

    ``rows`` and ``planted`` count accesses; ``seen`` has every case that was planted, ``not_judged`` names the others. ``alone`` counts
    leads of the background without cases, by type. ``precision`` and ``recall`` are of the queue, by budget. ``without_text`` are the
    cases that the right type finds when nobody reads a reason.
    """

    background: str
    is_real: bool
    seed: int
    rows: int
    planted: int
    users: int
    days: int
    able: tuple[str, ...]
    alone: Mapping[str, int]
    leads: int
    seen: tuple[Seen, ...]
    not_judged: tuple[str, ...]
    precision: Mapping[int, float | None]
    recall: Mapping[int, float | None]
    without_text: tuple[str, ...]


def measured(
    background: Background,
    cases: Sequence[Case],
    seed: int,
    *,
    with_days: bool = False,
    codes: Sequence[str] = (),
) -> Measured:
    """The evaluation of these cases in this background; the same arguments give the same result.

    It writes two watch folders of the background's size into the temporary directory, and removes them. ``with_days`` runs the
    detectors again for every EVERY_DAYS of the log, and measures how soon a case is first named. ``codes`` are of the detectors that
    are run; none: all.
    """
    detectors = chosen(codes)
    with tempfile.TemporaryDirectory(prefix="ostiary-eval-") as name:
        scratch = Path(name)
        alone, able = said_of(_folder(background, stage(background, (), seed), scratch, "alone"), detectors)
        planted = [case for case in cases if able & set(case.types)]
        staged = stage(background, planted, seed)
        folder = _folder(background, staged, scratch, "planted")
        truth = Truth(staged.played)
        blind = tuple(
            one.case for one in truth.seen(*said_of(folder, detectors, with_text=False)) if one.found
        )
        result = tried(folder, detectors, BUDGETS)
        soon = truth.first_alerts(until(folder, detectors, _ends(background))) if with_days else {}
    left = tuple(case.id for case in cases if case not in planted)
    beside = _Beside(seed, Counter(lead.type for lead in alone), blind, left, soon)
    return _measured(background, staged, truth, result, beside)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What was measured beside the queue."""

    seed: int
    alone: Mapping[str, int]
    without_text: tuple[str, ...]
    not_judged: tuple[str, ...]
    soon: Mapping[str, float]


def _folder(background: Background, staged: Stage, scratch: Path, name: str) -> WatchFolder:
    files = scratch / f"{name}-files"
    files.mkdir()
    return imported(background, staged, scratch / name, files)


def _ends(background: Background) -> list[int]:
    days = range(EVERY_DAYS, background.days + EVERY_DAYS, EVERY_DAYS)
    return [background.at(min(day, background.days), 0, 0) for day in days]


def _measured(
    background: Background, staged: Stage, truth: Truth, result: Tried, beside: _Beside
) -> Measured:
    cases = [replace(one, after_days=beside.soon.get(one.case)) for one in _seen(truth, result)]
    hits = {budget: truth.right(queue) for budget, queue in result.queues.items()}
    return Measured(
        background=background.name,
        is_real=background.is_real,
        seed=beside.seed,
        rows=len(background.rows),
        planted=len(staged.rows) - len(background.rows),
        users=len({row["user"] for row in background.rows if row.get("user")}),
        days=background.days,
        able=tuple(sorted(result.able, key=lambda kind: int(kind[1:]))),
        alone=dict(beside.alone),
        leads=len(result.leads),
        seen=tuple(cases),
        not_judged=beside.not_judged,
        precision={budget: precision_at(hits[budget], budget) for budget in hits},
        recall={budget: truth.cumulative_recall(queue, budget) for budget, queue in result.queues.items()},
        without_text=beside.without_text,
    )


def _seen(truth: Truth, result: Tried) -> list[Seen]:
    """Found by any lead at all; the rank is the place in the longest queue, None where it does not stand in it."""
    anywhere = truth.seen(result.leads, result.able)
    queued = {one.case: one for one in truth.seen(result.queues[max(result.queues)], result.able)}
    return [replace(one, rank=queued[one.case].rank) for one in anywhere]
