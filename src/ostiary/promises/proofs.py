"""What is proved of the promises of a policy.

Knows: the four verdicts, and what is shown with each.
Must not know: how anything is proved, how a report looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from ostiary.model.request import Request
from ostiary.model.rules import Promise
from ostiary.promises.region_words import Line

Verdict: TypeAlias = Literal["KEPT", "KEPT TODAY", "BROKEN", "NOT SETTLED"]
"""``KEPT``: prohibitions alone imply it. ``KEPT TODAY``: only because nobody is permitted otherwise. ``NOT SETTLED``: the
engines disagree, one gives up, or anything goes wrong; it counts as broken."""

DECLARED = "A proof is about declared facts: that a purpose was stated, not that it was true."
"""Said on every report."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule by its id and citation; ``exception`` is the number of the one that released a prohibition, else 0."""

    rule: str
    cite: str
    exception: int = 0


@dataclass(frozen=True, slots=True)
class Undo:
    """A change that was tried, in words, and the verdict that both engines give after it."""

    change: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Case:
    """Requests that a promise excludes and that are allowed or, of a promise kept today, that no prohibition stops.

    ``example`` is one of them; the reference evaluator has allowed it. ``permits`` and ``released`` are what allowed it.
    """

    region: tuple[Line, ...]
    example: Request
    permits: tuple[Cited, ...] = ()
    released: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proved of one promise. ``rests_on`` are prohibitions that together keep it, none of them to spare."""

    promise: Promise
    verdict: Verdict
    rests_on: tuple[Cited, ...] = ()
    case: Case | None = None
    undos: tuple[Undo, ...] = ()
    why: str = ""

    @property
    def is_kept_as_promised(self) -> bool:
        """Whether the promise is kept in the strength that it was given with."""
        return self.verdict == "KEPT" or (self.verdict == "KEPT TODAY" and not self.promise.is_permanent)


@dataclass(frozen=True, slots=True)
class Proofs:
    """What is proved of a policy, with the hash of it, and how many of its rules both engines have taken in.

    ``since`` is the first day that counts; None: all days.
    """

    name: str
    policy: str
    rules: int
    encoded: int
    since: date | None
    proofs: tuple[Proof, ...]

    @property
    def are_kept_as_promised(self) -> bool:
        """Whether every promise is kept in its strength, by all rules."""
        return self.rules == self.encoded and all(one.is_kept_as_promised for one in self.proofs)
