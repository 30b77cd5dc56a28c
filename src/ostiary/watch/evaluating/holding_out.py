"""An evaluation with cases that nobody has seen: what is found of misuse, and whom conduct that is in order gets named for.

Knows: which leads are new with the cases, how misuse and conduct in order are told apart, by what results are split.
Must not know: tables of text, where cases and backgrounds come from, detectors' limits.

A lead counts only where the background alone has none of the same type, about the same one, over some of the same accesses: whoever
plays a case has a past, and what was said of that past is neither found nor a false alarm.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ostiary.watch.detecting.detector import Detector
from ostiary.watch.detecting.registry import chosen
from ostiary.watch.evaluating.background import Background
from ostiary.watch.evaluating.case import Case
from ostiary.watch.evaluating.playing import Played, Stage, stage
from ostiary.watch.evaluating.scoring import BUDGETS, Said, Truth, place_of
from ostiary.watch.evaluating.trying import imported, said_of, tried
from ostiary.watch.events.folder import WatchFolder

ACCOUNTS: Final = "C3"
"""The type whose leads are of accounts as a roster has them, and hold no access."""
GAPS: Final = "C6"
"""The type whose leads are of what is not there."""

BROUGHT: Final[Mapping[str, str]] = {"C2": "agreements", "C5": "copies"}
"""Types that judge nothing where no case brings that table."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case of misuse: ``found`` by a type that should see it, or at least ``named`` by some; ``by`` those that name it.

    ``rank`` is the best place in the longest queue, None outside. ``place`` is `home`, `partner` or `new`, after the agency of whoever
    plays it; ``half`` of the log in which it begins, 1 or 2.
    """

    case: str
    type: str
    variant: str
    evasion: tuple[str, ...]
    place: str
    half: int
    found: bool
    named: bool
    by: tuple[str, ...]
    rank: int | None


@dataclass(frozen=True, slots=True)
class FalseAlarm:
    """One conduct that is in order; ``by`` are the types whose leads name it, none of them where all went well."""

    case: str
    lookalike: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What stands within a budget: leads about misuse, about planted conduct in order, and about neither."""

    misuse: int
    benign: int
    neither: int
    cases: int
    """Cases of misuse among them."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """One evaluation; counts are of accesses but for ``users``, ``misusers`` and leads (``alone`` are those of the background)."""

    background: str
    is_real: bool
    seed: int
    rows: int
    misuse: int
    benign: int
    users: int
    misusers: int
    days: int
    alone: int
    leads: int
    outcomes: tuple[Outcome, ...]
    alarms: tuple[FalseAlarm, ...]
    not_judged: tuple[str, ...]
    looked: Mapping[int, Looked]


class Judged:
    """Leads of one stage against its truth."""

    def __init__(self, played: Sequence[Played], alone: Iterable[Said]) -> None:
        self.misuse = [one for one in played if not one.case.is_benign]
        self.benign = [one for one in played if one.case.is_benign]
        self._misuse, self._benign = Truth(self.misuse), Truth(self.benign)
        self._alone: defaultdict[tuple[str, str], list[frozenset[str]]] = defaultdict(list)
        for lead in alone:
            self._alone[lead.type, lead.entity].append(lead.events)

    def is_new(self, lead: Said) -> bool:
        """Whether the background alone does not say it."""
        there = self._alone[lead.type, lead.entity]
        return not any(lead.events & events or lead.events == events for events in there)

    def of(self, lead: Said, one: Played) -> bool:
        """Whether a new lead is about this case."""
        if lead.type == ACCOUNTS:
            return lead.entity in one.users
        return (self._benign if one.case.is_benign else self._misuse).names(lead, one)

    def is_about_misuse(self, lead: Said) -> bool:
        """Whether it is about any case of misuse."""
        return any(self.of(lead, one) for one in self.misuse)

    def by(self, leads: Sequence[Said], one: Played) -> tuple[str, ...]:
        """The types that name a case of misuse; or conduct in order, by a lead that is about no misuse as well."""
        named = {
            lead.type
            for lead in leads
            if self.of(lead, one) and not (one.case.is_benign and self.is_about_misuse(lead))
        }
        return tuple(sorted(named, key=place_of))

    def looked(self, queue: Sequence[Said], budget: int) -> Looked:
        """What a reviewer with that budget has before them."""
        read = [lead for lead in queue[:budget] if self.is_new(lead)]
        misuse = [lead for lead in read if self.is_about_misuse(lead)]
        benign = [
            lead for lead in read if lead not in misuse and any(self.of(lead, one) for one in self.benign)
        ]
        cases = sum(any(self.of(lead, one) for lead in misuse) for one in self.misuse)
        neither = len(queue[:budget]) - len(misuse) - len(benign)
        return Looked(len(misuse), len(benign), neither, cases)


def held_out(
    background: Background, cases: Sequence[Case], seed: int, *, codes: Sequence[str] = ()
) -> HeldOut:
    """The evaluation of these cases, of misuse and in order, in this background; the same arguments give the same result.

    It writes two watch folders of the background's size into the temporary directory, and removes them. Cases whose types cannot judge
    such a log are named and not planted. Where nothing is known beside the background, nothing is beside the cases: records that only these
    had would speak against everybody else.
    """
    if not background.known:
        cases = [replace(case, known=()) for case in cases]
    detectors = chosen(codes)
    with tempfile.TemporaryDirectory(prefix="ostiary-held-out-") as name:
        scratch = Path(name)
        alone, able = _alone(background, detectors, scratch, seed)
        could = able | _with(cases, background)
        planted = [case for case in cases if could & set(case.types or case.lookalike)]
        staged = stage(background, planted, seed, in_own_agency=True)
        result = tried(_folder(background, staged, scratch, "planted"), detectors, BUDGETS)
    judged = Judged(staged.played, alone)
    leads = [lead for lead in result.leads if judged.is_new(lead)]
    longest = result.queues[max(result.queues)]
    return HeldOut(
        background=background.name,
        is_real=background.is_real,
        seed=seed,
        rows=len(background.rows),
        misuse=sum(len(one.events) for one in judged.misuse),
        benign=sum(len(one.events) for one in judged.benign),
        users=len({row["user"] for row in staged.rows if row.get("user")}),
        misusers=len({user for one in judged.misuse for user in one.users}),
        days=background.days,
        alone=len(alone),
        leads=len(result.leads),
        outcomes=tuple(_outcome(judged, one, leads, longest, background) for one in judged.misuse),
        alarms=tuple(
            FalseAlarm(one.case.id, one.case.lookalike, judged.by(leads, one)) for one in judged.benign
        ),
        not_judged=tuple(case.id for case in cases if case not in planted),
        looked={budget: judged.looked(queue, budget) for budget, queue in result.queues.items()},
    )


def gap_found(background: Background, case: Case, seed: int) -> Outcome:
    """A case that takes days out of the log: found where the type of gaps says what it does not say of the whole log."""
    detectors = chosen((GAPS,))
    with tempfile.TemporaryDirectory(prefix="ostiary-held-out-") as name:
        scratch = Path(name)
        alone, _ = _alone(background, detectors, scratch, seed)
        staged = stage(background, [case], seed, in_own_agency=True)
        said, _ = said_of(_folder(background, staged, scratch, "planted"), detectors)
    found = bool(set(said) - set(alone))
    (one,) = staged.played
    by = (GAPS,) if found else ()
    return Outcome(
        case.id, GAPS, case.variant, case.evasion, "home", _half(one, background), found, found, by, None
    )


def _with(cases: Sequence[Case], background: Background) -> set[str]:
    """Types that only the cases let judge: they bring the agreements, or the second log."""
    if "agency" not in background.columns:
        return set()
    brought = {str(said["table"]) for case in cases for said in case.known}
    brought |= {"copies" for case in cases for act in case.acts if act.copied}
    return {kind for kind, table in BROUGHT.items() if table in brought}


def _alone(
    background: Background, detectors: Sequence[Detector], scratch: Path, seed: int
) -> tuple[list[Said], frozenset[str]]:
    return said_of(_folder(background, stage(background, (), seed), scratch, "alone"), detectors)


def _folder(background: Background, staged: Stage, scratch: Path, name: str) -> WatchFolder:
    files = scratch / f"{name}-files"
    files.mkdir()
    return imported(background, staged, scratch / name, files)


def _outcome(
    judged: Judged, one: Played, leads: Sequence[Said], queue: Sequence[Said], background: Background
) -> Outcome:
    by = judged.by(leads, one)
    places = (place for place, lead in enumerate(queue, 1) if judged.is_new(lead) and judged.of(lead, one))
    return Outcome(
        case=one.case.id,
        type=one.case.types[0],
        variant=one.case.variant,
        evasion=one.case.evasion,
        place=_place(one, background),
        half=_half(one, background),
        found=bool(set(by) & set(one.case.types)),
        named=bool(by),
        by=by,
        rank=next(places, None),
    )


def _place(one: Played, background: Background) -> str:
    if set(one.case.agencies.values()) - {background.home}:
        return "new"
    return "home" if one.homes <= {background.home} else "partner"


def _half(one: Played, background: Background) -> int:
    return 1 if one.first_at < background.at(background.days // 2, 0, 0) else 2
