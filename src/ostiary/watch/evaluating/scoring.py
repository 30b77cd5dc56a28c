"""Leads against the truth: which cases were found, how high they stand, how soon.

Knows: leads with the events that they hold, cases with theirs.
Must not know: detectors, files, how a queue ranks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ostiary.watch.evaluating.playing import Played

HALF: Final = 0.5
"""Of a lead's events: a lead about an agency or a reason is a case's own from here on, not one that happens to hold some of it."""
BUDGETS: Final = (20, 100, 400)
"""Leads that a reviewer looks at: a day's, a week's, a month's."""
DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True)
class Said:
    """One lead as it is scored: ``type`` is its detector without a letter, ``events`` all that it holds, not only those it shows."""

    type: str
    entity: str
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of one case. ``by`` are the types whose leads name it; ``rank`` its best place from 1; ``judged`` whether any of the
    detectors that should see it could judge this log at all; ``after_days`` from its beginning to the first alert, None where unknown.
    """

    case: str
    types: tuple[str, ...]
    variant: str
    judged: bool
    found: bool
    by: tuple[str, ...]
    rank: int | None
    after_days: float | None = None


def names(lead: Said, played: Played) -> bool:
    """Whether a lead is about this case: it holds events of it, and is about its people, or these are at least half of what it holds."""
    held = len(lead.events & played.events)
    if not held:
        return False
    is_about = lead.entity in played.users | played.agencies | played.subjects
    return is_about or held >= HALF * len(lead.events)


def seen(ranked: Sequence[Said], played: Sequence[Played], able: frozenset[str]) -> list[Seen]:
    """Each case against leads in the order of the queue; ``able`` are the types that could judge this log."""
    return [_seen(ranked, one, able) for one in played]


def _seen(ranked: Sequence[Said], played: Played, able: frozenset[str]) -> Seen:
    places = [(place, lead.type) for place, lead in enumerate(ranked, 1) if names(lead, played)]
    by = tuple(sorted({kind for _, kind in places}, key=_number))
    found = bool(set(by) & set(played.case.types))
    rank = min((place for place, _ in places), default=None)
    judged = bool(able & set(played.case.types))
    return Seen(played.case.id, played.case.types, played.case.variant, judged, found, by, rank)


def _number(kind: str) -> int:
    return int(kind.removeprefix("M"))


def right(ranked: Sequence[Said], played: Sequence[Played]) -> list[bool]:
    """For each lead whether it is about some case, whichever detector said it."""
    return [any(names(lead, one) for one in played) for lead in ranked]


def precision_at(hits: Sequence[bool], budget: int) -> float | None:
    """Of the first ``budget`` leads, or all if there are fewer, the share about a case; None of none."""
    looked = hits[:budget]
    return sum(looked) / len(looked) if looked else None


def cumulative_recall(ranked: Sequence[Said], played: Sequence[Played], budget: int) -> float | None:
    """The share of cases that some of the first ``budget`` leads are about; None of none."""
    found = [any(names(lead, one) for lead in ranked[:budget]) for one in played]
    return sum(found) / len(found) if found else None


def first_alerts(leads_by_end: Iterable[tuple[int, Sequence[Said]]], played: Sequence[Played]) -> Mapping[str, float]:
    """Days from a case's beginning until a run first names it; runs as (end in ms, leads), in order of time."""
    found: dict[str, float] = {}
    for end, leads in leads_by_end:
        for one in played:
            types = set(one.case.types)
            if one.case.id not in found and any(lead.type in types and names(lead, one) for lead in leads):
                found[one.case.id] = max(0.0, (end - one.first_at) / DAY_MS)
    return found
