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
"""Of a lead's events."""
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
    """What became of one case.

    ``by`` are the types whose leads name it; ``rank`` its best place from 1; ``judged`` whether any of the
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


class Truth:
    """Which rows are planted, and by which case; leads are held against it."""

    def __init__(self, played: Sequence[Played]) -> None:
        self.played = played
        self._planted = frozenset(event for one in played for event in one.events)

    def names(self, lead: Said, one: Played) -> bool:
        """Whether a lead is about this case.

        It holds events of it, and is about its people; or, where one lead holds what several did, at least half of what it holds is
        planted: a lead that is mostly ordinary accesses found nothing, it swept something along.
        """
        if not lead.events & one.events:
            return False
        is_about = lead.entity in one.users | one.agencies | one.subjects
        return is_about or len(lead.events & self._planted) >= HALF * len(lead.events)

    def seen(self, ranked: Sequence[Said], able: frozenset[str]) -> list[Seen]:
        """Each case against leads in the order of the queue; ``able`` are the types that could judge this log."""
        return [self._seen(ranked, one, able) for one in self.played]

    def _seen(self, ranked: Sequence[Said], one: Played, able: frozenset[str]) -> Seen:
        places = [(place, lead.type) for place, lead in enumerate(ranked, 1) if self.names(lead, one)]
        by = tuple(sorted({kind for _, kind in places}, key=place_of))
        return Seen(
            case=one.case.id,
            types=one.case.types,
            variant=one.case.variant,
            judged=bool(able & set(one.case.types)),
            found=bool(set(by) & set(one.case.types)),
            by=by,
            rank=min((place for place, _ in places), default=None),
        )

    def right(self, ranked: Sequence[Said]) -> list[bool]:
        """For each lead whether it is about some case, whichever detector said it."""
        return [any(self.names(lead, one) for one in self.played) for lead in ranked]

    def cumulative_recall(self, ranked: Sequence[Said], budget: int) -> float | None:
        """The share of cases that some of the first ``budget`` leads are about; None of none."""
        found = [any(self.names(lead, one) for lead in ranked[:budget]) for one in self.played]
        return sum(found) / len(found) if found else None

    def first_alerts(self, runs: Iterable[tuple[int, Sequence[Said]]]) -> Mapping[str, float]:
        """Days from a case's beginning until a run first names it by the right type; runs as (end in ms, leads), in order of time."""
        found: dict[str, float] = {}
        for end, leads in runs:
            for one in self.played:
                types = set(one.case.types)
                if one.case.id not in found and any(
                    lead.type in types and self.names(lead, one) for lead in leads
                ):
                    found[one.case.id] = max(0.0, (end - one.first_at) / DAY_MS)
        return found


def place_of(kind: str) -> tuple[str, int]:
    """By which types are put in order: C1 to C7, then M1 to M15."""
    return kind[0], int(kind[1:])


def precision_at(hits: Sequence[bool], budget: int) -> float | None:
    """Of the first ``budget`` leads, or all if there are fewer, the share about a case; None of none."""
    looked = hits[:budget]
    return sum(looked) / len(looked) if looked else None
