"""A request for records and the decision about it.

Knows: the facts that rules may test, and the shape of an answer.
Must not know: rules, SQL, or where the facts came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from ostiary.model.rules import Mask, Need, RowPredicate

BASES = (
    "judicial-warrant", "administrative-warrant", "subpoena", "court-order", "consent", "statute",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks, for whom and why: what one session has proved and declared.

    ``agency`` and ``affiliations`` come from the enrolment, never from the client. ``beneficiary`` is the agency on
    whose behalf one asks, the member's own unless another is declared. ``case`` is well-formed or None. ``vouched`` are
    the needs for which somebody else vouches: that the case is open, that a supervisor has approved.
    """

    member: str
    agency: str
    role: str
    purpose: str
    beneficiary: str
    affiliations: frozenset[str] = frozenset()
    basis: frozenset[str] = frozenset()
    case: str | None = None
    vouched: frozenset[Need] = frozenset()

    @property
    def principals(self) -> frozenset[str]:
        """Every agency that counts when something is prohibited."""
        return self.affiliations | {self.agency, self.beneficiary}

    @property
    def askers(self) -> tuple[str, ...]:
        """The agencies that must each be permitted: the member's own, and the beneficiary."""
        return (self.agency,) if self.beneficiary == self.agency else (self.agency, self.beneficiary)


@dataclass(frozen=True, slots=True)
class Request:
    """A context that asks for fields of one record class on one day. No fields: the mere presence of rows."""

    context: Context
    record_class: str
    fields: frozenset[str]
    day: date


ReasonKind: TypeAlias = Literal[
    "prohibited", "not-permitted", "need-missing", "duty-unmet", "evaluation-failed", "not-understood"
]
"""``need-missing``: a permit would cover it. ``duty-unmet``: a permit covers it, and a duty asks for more."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not: the rule that stands against it (empty id: no permit covers it), its citation, and in words."""

    kind: ReasonKind
    rule: str
    cite: str
    text: str


@dataclass(frozen=True, slots=True)
class Duties:
    """What comes with an allowed answer, settled: one mask a column, all row predicates, the least row limit.

    ``minimum_groups`` says, by record class, how many different subjects each row of an answer stands for at least.
    ``notify_within_days`` says within how many days the persons must be told who asked about them; the shortest counts.
    """

    masks: tuple[tuple[str, Mask], ...] = ()
    rows: tuple[RowPredicate, ...] = ()
    row_limit: int | None = None
    minimum_groups: tuple[tuple[str, int], ...] = ()
    rules: tuple[str, ...] = ()
    notify_within_days: int | None = None


@dataclass(frozen=True, slots=True)
class Allow:
    """Allowed by these permits, with these duties.

    ``released`` are the prohibitions that would have stood against it, each with the number, from 1, of the first of its
    exceptions that held.
    """

    permits: tuple[str, ...]
    duties: Duties
    released: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Deny:
    """Refused, for at least one reason."""

    reasons: tuple[Reason, ...]


Decision: TypeAlias = Allow | Deny
