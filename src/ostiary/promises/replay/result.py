"""What a replay found: counts by outcome, by agency, purpose and rule, with a few examples.

Knows: the form of a result, and its hash.
Must not know: how it was found, how it is printed.

Nothing here tells of a person: an example has the number of its entry, where whoever may read the log finds the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from ostiary.model.canonical import Plain, canonical_hash
from ostiary.promises.replay.judging import OUTCOMES, Outcome

MAX_EXAMPLES: Final = 3
"""Examples of each outcome that differs; who wants more has the log."""

MAX_NAMES: Final = 1_000
"""Different agencies, purposes or rules counted one by one; a directory of all agencies of Illinois has about as many."""

OTHERS: Final = "(others)"
NO_PERMIT: Final = "(no permit)"


@dataclass(frozen=True, slots=True)
class Example:
    """One past question: the number of its entry, its day, who asked why for what, and the rules that would decide."""

    entry: int
    day: str
    agency: str
    beneficiary: str
    role: str
    purpose: str
    asked_for: tuple[str, ...]
    rules: tuple[str, ...]
    refused_by: tuple[str, ...]

    def as_object(self) -> dict[str, Plain]:
        """Its plain form."""
        return {
            "entry": self.entry,
            "day": self.day,
            "agency": self.agency,
            "beneficiary": self.beneficiary,
            "role": self.role,
            "purpose": self.purpose,
            "asked_for": list(self.asked_for),
            "rules": list(self.rules),
            "refused_by": list(self.refused_by),
        }


@dataclass(slots=True)
class Group:
    """The past questions of one outcome: how many, of whom, why, by which rules."""

    count: int = 0
    agencies: dict[str, int] = field(default_factory=dict)
    purposes: dict[str, int] = field(default_factory=dict)
    rules: dict[str, int] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)

    def add(self, count: int, example: Example) -> None:
        """Count so many questions that differ from the example in nothing that a rule can test."""
        self.count += count
        _count(self.agencies, example.agency, count)
        _count(self.purposes, example.purpose, count)
        for rule in example.rules or (NO_PERMIT,):
            _count(self.rules, rule, count)
        # The earliest that differ are kept, so that the result does not hang on when they were settled.
        known = {replace(one, entry=0, day=""): one for one in self.examples}
        known.setdefault(replace(example, entry=0, day=""), example)
        self.examples = sorted(known.values(), key=lambda one: one.entry)[:MAX_EXAMPLES]

    def as_object(self) -> dict[str, Plain]:
        """Its plain form, the names that count most first."""
        return {
            "count": self.count,
            "agencies": most_first(self.agencies),
            "purposes": most_first(self.purposes),
            "rules": most_first(self.rules),
            "examples": [one.as_object() for one in self.examples],
        }


def _count(table: dict[str, int], name: str, count: int) -> None:
    known = name if name in table or len(table) < MAX_NAMES else OTHERS
    table[known] = table.get(known, 0) + count


def most_first(table: Mapping[str, int]) -> dict[str, int]:
    """A table of counts, the largest first, equal ones by name."""
    return dict(sorted(table.items(), key=lambda item: (-item[1], item[0])))


Groups = Mapping[Outcome, Group]


@dataclass(frozen=True, slots=True)
class LogHead:
    """Which log was read: so many entries, and their root (hex) as it was signed."""

    size: int
    root: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """The result. ``then``: each question by the rules of its own day; ``as_if``: by those of ``rules_of``, as if in force then.

    ``erased`` counts access entries whose keys were destroyed by order: they are in no other count. ``unreadable`` counts access entries that are none; ``unreadable_entries`` are the numbers of the first of them.
    """

    old: str
    new: str
    rules_of: str
    since: str
    until: str
    log: LogHead
    questions: int
    then: Groups
    as_if: Groups
    unreadable: int = 0
    erased: int = 0
    unreadable_entries: tuple[int, ...] = ()

    @property
    def hash(self) -> str:
        """The SHA-256 (hex) of everything else: of both policies, of the log, of every count."""
        return canonical_hash(self._found())

    def as_object(self) -> dict[str, Plain]:
        """Its plain form with its hash."""
        return {**self._found(), "hash": self.hash}

    def _found(self) -> dict[str, Plain]:
        return {
            "old": self.old,
            "new": self.new,
            "rules_of": self.rules_of,
            "since": self.since,
            "until": self.until,
            "log": {"size": self.log.size, "root": self.log.root},
            "questions": self.questions,
            "then": _plain(self.then),
            "as_if": _plain(self.as_if),
            "erased": self.erased,
            "unreadable": self.unreadable,
            "unreadable_entries": list(self.unreadable_entries),
        }


def _plain(groups: Groups) -> dict[str, Plain]:
    return {outcome.replace("-", "_"): groups[outcome].as_object() for outcome in OUTCOMES}
