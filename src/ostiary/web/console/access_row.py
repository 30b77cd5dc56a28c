"""One access as the console lists it: who asked, for whom and why, and what came of it; never about whom.

Knows: which fields of an entry a list shows, and how the later parts of a stream add to the first.
Must not know: files, pages, whom an access was about, what was typed.

INVARIANT: no name of the records and no text of a statement stands here. Those are opened one entry at a time, by auditors.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from ostiary.office.access_words import Fields, rules_of

DENIED: Final = "refused"
MAX_TEXT: Final = 200
"""Characters kept of what a member has declared: a case number has some ten; a setting may have thousands."""

ERASED: Final = "erased"


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One access. ``at`` is in UTC; ``index`` is the entry that has its question; ``rows`` grow with its later parts."""

    index: int
    access: str
    at: datetime
    member: str
    agency: str
    beneficiary: str
    purpose: str
    case: str
    session: str
    client: str
    outcome: str
    rows: int
    rules: tuple[str, ...]
    policy: str
    erased_by: str = ""
    """The order by which the entry was erased; empty while it can be opened."""

    @property
    def is_denied(self) -> bool:
        """Whether it was refused by a rule."""
        return self.outcome == DENIED

    @property
    def state(self) -> str:
        """What came of it, in one word that filters know."""
        return ERASED if self.erased_by else self.outcome


Part: TypeAlias = tuple[str, str, int]
"""A later part of a stream: whose access, the outcome so far, how many rows more."""


def row_of(index: int, fields: Fields) -> AccessRow | None:
    """The row of an entry that has a question; None for a later part. Raises LookupError, TypeError or ValueError for no such entry."""
    if "statement" not in fields:
        return None
    return AccessRow(
        index=index,
        access=_text(fields["access"]),
        at=datetime.fromisoformat(fields["at"]).astimezone(UTC),
        member=_text(fields["member"]),
        agency=_text(fields["agency"]),
        beneficiary=_text(fields["beneficiary"]),
        purpose=_text(fields["purpose"]),
        case=_text(fields["case"]),
        session=_text(fields["session"]),
        client=_text(fields["client"]),
        outcome=_text(fields["outcome"]),
        rows=int(fields["rows"]),
        rules=rules_of(fields),
        policy=_text(fields["policy"]),
    )


def part_of(fields: Fields) -> Part:
    """What a later part adds. Raises as ``row_of``."""
    return _text(fields["access"]), _text(fields["outcome"]), int(fields["rows"])


def with_part(row: AccessRow, part: Part) -> AccessRow:
    """The access with a later part."""
    _, outcome, rows = part
    return replace(row, outcome=outcome, rows=row.rows + rows)


def erased(row: AccessRow, order: str) -> AccessRow:
    """What is left of a row once its entry was erased: that there was one, when it was, and by which order it went."""
    return replace(
        row,
        access="",
        member="",
        beneficiary="",
        purpose="",
        case="",
        session="",
        client="",
        rows=0,
        rules=(),
        erased_by=order,
    )


def _text(value: Any) -> str:
    # A case that was not declared is null in the entry.
    return "" if value is None else str(value)[:MAX_TEXT]
