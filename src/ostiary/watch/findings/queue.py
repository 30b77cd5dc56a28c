"""What a reviewer looks at today: the findings that matter most, as many as can be looked at, and some that chance picks.

Knows: how findings are ranked, capped and sampled.
Must not know: files, clocks, pages.

Ranked alone, a queue only ever confirms its own ranking: what lies below the line is never looked at, and nobody learns what was
missed. So a part is drawn at random, the same all day, from a key that nobody who is watched has.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from typing import Final, Literal, TypeAlias

from ostiary.watch.events.moments import utc_day
from ostiary.watch.findings.finding import Finding
from ostiary.watch.findings.identity import draw, drawn_by
from ostiary.watch.findings.life import DECIDING, WAITING
from ostiary.watch.findings.odds import Odds, odds_of
from ostiary.watch.findings.register import Register

BUDGET: Final = 20
"""Findings that a reviewer looks at a day: twenty minutes each make a working day."""
SAMPLE: Final = 0.05
"""Of the budget, rounded up, on top of it."""
MOST_OF_ONE_DETECTOR: Final = 0.5
"""Of the budget: one detector that floods leaves room for the others."""
MOST_OF_ONE_GROUP: Final = 3
"""Findings about one user or agency; whoever looks at three has the rest before their eyes."""

SAMPLED: Final = frozenset({"M15b"})
"""Detectors that draw explained accesses at random: what they find is looked at as a sample, and never ranked."""

Chosen: TypeAlias = Literal["ranked", "sample"]


@dataclass(frozen=True, slots=True)
class Item:
    """One finding to look at: why it is here, and what its score is made of."""

    finding: Finding
    chosen: Chosen
    severity: int
    odds: Odds
    breadth: float

    @property
    def score(self) -> float:
        """Severity (1 to 5) x calibrated probability (0 to 1) x breadth (1 and more)."""
        return self.severity * self.odds.value * self.breadth


@dataclass(frozen=True, slots=True)
class Queue:
    """One day's queue, groups together, the highest score first.

    ``waiting`` counts all that nobody has decided on, ``decided`` what was decided on this day; ``capped`` says for each detector how
    many of its findings stayed out because it has its share; ``suppressed`` are not in ``waiting``.
    """

    day: str
    budget: int
    items: tuple[Item, ...]
    waiting: int
    decided: int
    suppressed: int
    capped: Mapping[str, int]


def queue_of(register: Register, key: bytes, now: int, budget: int = BUDGET) -> Queue:
    """The queue at an instant (ms). What was decided today has used up its place."""
    day = utc_day(now).isoformat()
    waiting = [one for one in register.findings.values() if one.state in WAITING]
    shown = [one for one in waiting if register.suppression(one, now) is None]
    ranked = _ranked(shown, register)
    held = [replace(item, chosen="sample") for item in ranked if _is_held_as_sample(item.finding)]
    ranked = [item for item in ranked if not _is_held_as_sample(item.finding)]
    eligible = [item for item in ranked if item.finding.detector not in SAMPLED]
    decided = _decided_on(register.findings.values(), day)
    chosen, capped = _within(
        eligible, max(0, budget - decided["ranked"]), math.ceil(budget * MOST_OF_ONE_DETECTOR)
    )
    # What somebody took as part of the sample and still looks at has its place there: no other is drawn for it.
    left = math.ceil(budget * SAMPLE) - decided["sample"] - len(held)
    sampled = held + _sample(ranked, chosen, key, day, max(0, left))
    return Queue(
        day=day,
        budget=budget,
        items=tuple(_grouped([*chosen, *sampled])),
        waiting=len(shown),
        decided=decided.total(),
        suppressed=len(waiting) - len(shown),
        capped=capped,
    )


def breadth_of(events: int) -> float:
    """1 for one event, one more for each tenfold: a hundred searches are not a hundred times as bad as one."""
    return 1 + math.log10(max(1, events))


def _ranked(findings: Sequence[Finding], register: Register) -> list[Item]:
    odds = odds_of(register.findings.values())
    items = [
        Item(
            one,
            "ranked",
            register.described[one.detector].severity if one.detector in register.described else 1,
            odds[one.detector],
            breadth_of(one.events),
        )
        for one in findings
    ]
    # What somebody looks at already stays where they find it.
    return sorted(items, key=lambda item: (item.finding.state == "new", -item.score, item.finding.id))


def _within(items: Iterable[Item], places: int, of_one: int) -> tuple[list[Item], dict[str, int]]:
    chosen: list[Item] = []
    detectors: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    capped: Counter[str] = Counter()
    for item in items:
        finding = item.finding
        if finding.state == "new" and (len(chosen) >= places or groups[finding.group] >= MOST_OF_ONE_GROUP):
            continue
        if finding.state == "new" and detectors[finding.detector] >= of_one:
            capped[finding.detector] += 1
            continue
        chosen.append(item)
        detectors[finding.detector] += 1
        groups[finding.group] += 1
    return chosen, dict(capped)


def _sample(items: Sequence[Item], chosen: Sequence[Item], key: bytes, day: str, count: int) -> list[Item]:
    there = {item.finding.id for item in chosen}
    below = [item for item in items if item.finding.id not in there]
    of_day = draw(key, day, "")
    drawn = nsmallest(count, below, key=lambda item: drawn_by(of_day, item.finding.id))
    return [Item(one.finding, "sample", one.severity, one.odds, one.breadth) for one in drawn]


def _is_held_as_sample(finding: Finding) -> bool:
    if finding.state != "looking":
        return False
    taken = [act for act in finding.history if act.word == "taken"]
    return bool(taken) and taken[-1].text("chosen") == "sample"


def _grouped(items: Sequence[Item]) -> list[Item]:
    best: dict[str, float] = {}
    for item in items:
        best[item.finding.group] = max(item.score, best.get(item.finding.group, 0.0))
    return sorted(
        items,
        key=lambda item: (-best[item.finding.group], item.finding.group, -item.score, item.finding.id),
    )


def _decided_on(findings: Iterable[Finding], day: str) -> Counter[str]:
    """How many were decided on that day, by how they had come into the queue when they were taken."""
    found: Counter[str] = Counter()
    for finding in findings:
        chosen = "ranked"
        for act in finding.history:
            if act.word == "taken":
                chosen = act.text("chosen") or "ranked"
            elif act.word in DECIDING and utc_day(act.at).isoformat() == day:
                found[chosen] += 1
    return found
