"""How reviewers work: seconds an item, items a minute, what was opened, whether they write the same words each time.

Knows: what can be counted from acts, and which counts look like a rubber stamp.
Must not know: files, whether anybody's decision was right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ostiary.watch.findings.finding import Finding
from ostiary.watch.findings.life import DECIDING
from ostiary.watch.statistics import quantile

MINUTE: Final = 60_000
QUICK_SECONDS: Final = 10.0
"""Less than it takes to read one finding: its sentence, its evidence and its innocent explanations are some hundred words."""
ENOUGH: Final = 5
"""Decisions below which nothing is said of how somebody works."""
MANY: Final = 0.5
"""Of somebody's decisions: from here on a sign is pointed out."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: by whom, how long after it was taken (ms), whether evidence was opened before, in which words."""

    by: str
    at: int
    took: int
    opened: bool
    words: str


@dataclass(frozen=True, slots=True)
class Effort:
    """One reviewer's work. Seconds are from taking to deciding; shares are of ``decided``, from 0 to 1."""

    reviewer: str
    decided: int
    seconds_median: float
    quick: float
    most_in_a_minute: int
    unopened: float
    same_words: float
    signs: tuple[str, ...]


def decisions_of(findings: Iterable[Finding]) -> list[Decision]:
    """Every decision there was, also those that were reopened later."""
    return [decision for finding in findings for decision in _decisions(finding)]


def efforts(findings: Iterable[Finding]) -> list[Effort]:
    """The work of every reviewer, by name."""
    by: dict[str, list[Decision]] = {}
    for decision in decisions_of(findings):
        by.setdefault(decision.by, []).append(decision)
    return [_effort(name, each) for name, each in sorted(by.items())]


def _decisions(finding: Finding) -> Iterable[Decision]:
    taken, opened = 0, False
    for act in finding.history:
        if act.word == "taken":
            taken, opened = act.at, False
        elif act.word == "opened":
            opened = True
        elif act.word in DECIDING:
            yield Decision(
                act.by, act.at, act.at - taken, opened, " ".join(act.text("note").casefold().split())
            )


def _effort(name: str, decisions: Sequence[Decision]) -> Effort:
    count = len(decisions)
    seconds = sorted(each.took / 1000 for each in decisions)
    effort = Effort(
        reviewer=name,
        decided=count,
        seconds_median=quantile(seconds, 0.5),
        quick=sum(each < QUICK_SECONDS for each in seconds) / count,
        most_in_a_minute=_most_in_a_minute([each.at for each in decisions]),
        unopened=sum(not each.opened for each in decisions) / count,
        same_words=_most_alike(decisions) / count,
        signs=(),
    )
    return _with_signs(effort)


def _most_alike(decisions: Sequence[Decision]) -> int:
    """How many were in the same words; those whose words were erased are like none."""
    words = Counter(each.words for each in decisions if each.words)
    return max(words.values(), default=0)


def _with_signs(effort: Effort) -> Effort:
    if effort.decided < ENOUGH:
        return effort
    signs = [
        (effort.quick, f"decided within {QUICK_SECONDS:.0f} seconds"),
        (effort.unopened, "decided without opening the evidence"),
        (effort.same_words, "decided in the same words"),
    ]
    said = tuple(f"{share:.0%} {what}" for share, what in signs if share >= MANY)
    return Effort(
        effort.reviewer,
        effort.decided,
        effort.seconds_median,
        effort.quick,
        effort.most_in_a_minute,
        effort.unopened,
        effort.same_words,
        said,
    )


def _most_in_a_minute(instants: Sequence[int]) -> int:
    ordered, first, most = sorted(instants), 0, 0
    for place, at in enumerate(ordered):
        while at - ordered[first] >= MINUTE:
            first += 1
        most = max(most, place - first + 1)
    return most
