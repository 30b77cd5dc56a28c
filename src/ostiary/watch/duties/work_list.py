"""From facts to the work list: one function a kind of duty.

Knows: when each fact becomes a duty, and until when.
Must not know: where facts come from, what was done already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Final

from ostiary.watch.duties.duty import ClockedDuty
from ostiary.watch.duties.facts import Agreed, Facts, Limits
from ostiary.watch.events.moments import utc_day
from ostiary.watch.findings.finding import Finding
from ostiary.watch.findings.life import State
from ostiary.watch.findings.queue import SAMPLED

BEGUN: Final[frozenset[State]] = frozenset({"looking", "referred"})
"""Somebody has begun with such a finding, and it is not decided."""
OPEN: Final = BEGUN | {"new"}


def work_list(facts: Facts, limits: Limits, done: Collection[str] = ()) -> list[ClockedDuty]:
    """All duties that are not in ``done`` (ids), the one that is due first first."""
    every = (
        *_agreements(facts, limits),
        *_trainings(facts, limits),
        *_dormant(facts, limits),
        *_findings(facts, limits),
        *_notices(facts),
        *_deletions(facts, limits),
        *_letters(facts),
        *_told(facts, limits),
    )
    return sorted(
        (one for one in every if one.id not in done), key=lambda one: (one.due, one.kind, one.about)
    )


def _agreements(facts: Facts, limits: Limits) -> Iterator[ClockedDuty]:
    for agency, kind, one in _lasting(facts):
        if one.ends is None or one.ends > facts.today + timedelta(days=limits.ahead):
            continue
        last = one.ends - timedelta(days=1)
        verb = "ended" if one.ends <= facts.today else "ends"
        refuses = f": the door refuses {agency} under it by itself" if one.rules else ""
        said = f"the {kind} of {agency} {verb} with {last}{refuses}"
        yield ClockedDuty("agreement", f"{agency} {kind}", last, said, one.rules)


def _lasting(facts: Facts) -> Iterator[tuple[str, str, Agreed]]:
    """Of each agency and kind the agreement that ends last: whoever has a newer one needs no older one."""
    found: dict[tuple[str, str], Agreed] = {}
    for one in facts.agreements:
        before = found.setdefault((one.agency, one.kind), one)
        if before.ends is not None and (one.ends is None or one.ends > before.ends):
            found[one.agency, one.kind] = one
    for (agency, kind), one in sorted(found.items()):
        yield agency, kind, one


def _trainings(facts: Facts, limits: Limits) -> Iterator[ClockedDuty]:
    for one in facts.accounts:
        until = one.trained_until
        if until is not None and until <= facts.today + timedelta(days=limits.ahead):
            verb = "lapsed" if until < facts.today else "lapses"
            yield ClockedDuty(
                "training",
                f"{one.user} {one.agency}",
                until,
                f"the training of {one.user} of {one.agency} {verb} on {until}",
            )


def _dormant(facts: Facts, limits: Limits) -> Iterator[ClockedDuty]:
    for one in facts.accounts:
        if one.used is not None and (facts.today - one.used).days > limits.dormant:
            due = one.used + timedelta(days=limits.dormant)
            said = f"{one.user} of {one.agency} has not used the account since {one.used}"
            yield ClockedDuty("dormant", f"{one.user} {one.agency}", due, said)


def _findings(facts: Facts, limits: Limits) -> Iterator[ClockedDuty]:
    """One for each that somebody has begun with, and one for all others: the queue has its budget, and a list of thousands is none."""
    new = [one for one in facts.findings if one.state == "new" and one.detector not in SAMPLED]
    if new:
        since = utc_day(min(one.changed_at for one in new))
        said = (
            f"{len(new)} findings are new, the oldest since {since}"
            if len(new) > 1
            else f"1 finding is new since {since}"
        )
        yield ClockedDuty("finding", "new", since + timedelta(days=limits.finding), said)
    for one in facts.findings:
        if one.state in BEGUN:
            since = utc_day(one.changed_at)
            begun = "is looked at" if one.state == "looking" else "was referred"
            said = f"finding {one.id} {begun}; the last act on it was on {since}"
            yield ClockedDuty("finding", one.id, since + timedelta(days=limits.finding), said)


def _notices(facts: Facts) -> Iterator[ClockedDuty]:
    for one in facts.findings:
        by = _asked_until(one)
        if by is not None and one.state in OPEN:
            yield ClockedDuty(
                "notice", one.id, by, f"the notice about finding {one.id} asks for an answer by {by}"
            )


def _asked_until(finding: Finding) -> date | None:
    days = [act.text("answer_by") for act in finding.history if act.word == "noticed"]
    try:
        return date.fromisoformat(days[-1]) if days else None
    except ValueError:
        return None


def _deletions(facts: Facts, limits: Limits) -> Iterator[ClockedDuty]:
    for agency, day in sorted(facts.ended.items()):
        due = day + timedelta(days=limits.deletion)
        yield ClockedDuty(
            "deletion",
            f"{agency} {day}",
            due,
            f"{agency} lost its access on {day} and has what it was answered before",
        )


def _letters(facts: Facts) -> Iterator[ClockedDuty]:
    for one in facts.letters:
        yield ClockedDuty(
            "letter", str(one.number), one.due, f"letter {one.number} waits for an answer until {one.due}"
        )


def _told(facts: Facts, limits: Limits) -> Iterator[ClockedDuty]:
    for one in facts.told:
        within = limits.notify if one.within is None else one.within
        if within is None:
            continue
        # While an order holds it back, the clock has not begun.
        start = max(one.day, one.held_until or one.day)
        count = f"{'up to ' if one.is_most and one.persons > 1 else ''}{one.persons}"
        who = f"{count} {'person was' if one.persons == 1 else 'persons were'} in what was answered on {one.day}"
        rule = "" if one.within is None else " under a rule of the policy that has them told"
        held = f", which an order holds back until {one.held_until}" if one.held_until else ""
        # Whoever told nine persons has not told the tenth, whom an answer of the same day named later.
        parts = (one.day, one.held_until or "", "" if one.within is None else "rule", one.persons)
        about = " ".join(str(part) for part in parts if part)
        yield ClockedDuty("notify", about, start + timedelta(days=within), who + rule + held)
