"""A replay as it goes: takes entries, one by one, and counts what the new policy would have answered.

Knows: how entries that differ in nothing a rule can test are judged once.
Must not know: where entries come from, when they end.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Rule
from ostiary.promises.replay.judging import OUTCOMES, Decide, Judge, Judgement
from ostiary.promises.replay.past import Key, Past, day_of, key_of, look_into
from ostiary.promises.replay.result import Example, Group, Groups, LogHead, Replayed

MAX_DISTINCT: Final = 50_000
"""Different questions held at once. A key has some 1,000 bytes, so all take 50 MB; beyond it they are settled and forgotten."""

MAX_DAYS: Final = 40_000
"""Different days whose number is kept: a hundred years."""

MAX_UNREADABLE: Final = 8
"""Entries that are none are named up to so many."""


class Scope(NamedTuple):
    """What is replayed: questions from the day ``since`` up to the day before ``until``; ``rules_of`` is the day as if."""

    rules_of: date
    since: date | None = None
    until: date | None = None


@dataclass(slots=True)
class _Met:
    """How often a question was met, and where first."""

    entry: int
    day: str
    count: int = 1


class Replay:
    """One replay of a log under a new policy, beside the policy in force."""

    def __init__(self, old: Bundle, new: Bundle, scope: Scope, decide: Decide) -> None:
        self._old, self._new, self._scope = old, new, scope
        self._judge = Judge(old, new, decide)
        self._breaks = _breakpoints(old, new)
        self._intervals: dict[str, int] = {}
        self._met: dict[tuple[Key, int], _Met] = {}
        self._then: Groups = {outcome: Group() for outcome in OUTCOMES}
        self._as_if: Groups = {outcome: Group() for outcome in OUTCOMES}
        self._unreadable: list[int] = []
        self._unread = 0
        self._erased = 0

    def take(self, entry: int, payload: bytes) -> None:
        """Take in one access entry. One that cannot be read is counted as such, and nothing else is lost."""
        try:
            found = key_of(payload)
            if found is not None:
                self._meet(entry, *found)
        except ValueError:
            self._count_unreadable(entry)

    def miss_erased(self) -> None:
        """Count an access entry whose key was destroyed by order: what it asked, nobody can tell any more."""
        self._erased += 1

    def finish(self, log: LogHead) -> Replayed:
        """The result, of a log that ends so."""
        self._settle()
        since, until = self._scope.since, self._scope.until
        return Replayed(
            old=self._old.version,
            new=self._new.version,
            rules_of=self._scope.rules_of.isoformat(),
            since=since.isoformat() if since else "",
            until=until.isoformat() if until else "",
            log=log,
            questions=sum(group.count for group in self._then.values()),
            then=self._then,
            as_if=self._as_if,
            unreadable=self._unread,
            erased=self._erased,
            unreadable_entries=tuple(sorted(self._unreadable)),
        )

    def _meet(self, entry: int, day: str, key: Key) -> None:
        interval = self._intervals.get(day)
        if interval is None:
            interval = self._interval(day)
        if interval < 0:
            return
        met = self._met.get((key, interval))
        if met is not None:
            met.count += 1
            return
        if len(self._met) >= MAX_DISTINCT:
            self._settle()
        self._met[key, interval] = _Met(entry, day)

    def _interval(self, text: str) -> int:
        """The number of the interval of days within which no rule and no agreement changes; -1: left out. Raises ValueError."""
        day, scope = day_of(text), self._scope
        is_left_out = (scope.since is not None and day < scope.since) or (
            scope.until is not None and day >= scope.until
        )
        if len(self._intervals) >= MAX_DAYS:
            self._intervals.clear()
        found = self._intervals[text] = -1 if is_left_out else bisect_right(self._breaks, day)
        return found

    def _settle(self) -> None:
        """Judge each question that was met, and count it."""
        met, self._met = self._met, {}
        for (key, _), one in met.items():
            try:
                past = look_into(key)
            except ValueError:
                self._count_unreadable(one.entry, one.count)
                continue
            asked_on = day_of(one.day)
            then = self._judge.judge(past, asked_on, asked_on)
            as_if = self._judge.judge(past, asked_on, self._scope.rules_of)
            self._then[then.outcome].add(one.count, _example(past, one, then))
            self._as_if[as_if.outcome].add(one.count, _example(past, one, as_if))

    def _count_unreadable(self, entry: int, count: int = 1) -> None:
        self._unread += count
        self._unreadable = sorted([*self._unreadable, entry])[:MAX_UNREADABLE]


def _example(past: Past, met: _Met, judgement: Judgement) -> Example:
    return Example(
        entry=met.entry,
        day=met.day,
        agency=past.agency,
        beneficiary=past.beneficiary,
        role=past.role,
        purpose=past.purpose,
        asked_for=past.fields or past.record_classes,
        rules=judgement.rules,
        refused_by=past.refused_by,
    )


def _breakpoints(*bundles: Bundle) -> list[date]:
    """The days on which a rule or an agreement of any of these begins or ends."""
    days: set[date] = set()
    for bundle in bundles:
        rules: tuple[Rule, ...] = (*bundle.permits, *bundle.prohibitions, *bundle.duties)
        for rule in rules:
            days.update(day for day in (rule.source.effective, rule.source.expires) if day is not None)
        for one in bundle.agreements:
            days.update(date.fromisoformat(day) for day in (one.effective, one.expires) if day)
    return sorted(days)
