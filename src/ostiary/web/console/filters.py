"""What a list of accesses is filtered by, as it stands in its address.

Knows: the filters, how they are written behind the question mark, which page of the list is meant.
Must not know: where accesses come from, how a list is drawn.

What a visitor typed wrongly is said and filters nothing out: an empty list would look like an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from ostiary.web.console.access_row import AccessRow

PAGE_ROWS: Final = 50
MAX_CSV_ROWS: Final = 10_000
"""Some 150 bytes each: 1.5 MB."""
MAX_FILTER: Final = 100
"""Characters of one filter: codes and case numbers have some ten."""

MAX_DIGITS: Final = 19
"""Digits of an entry's number: 64 bits have no more."""

TEXTS: Final = ("agency", "purpose", "outcome", "case", "member")
MOMENTS: Final = ("since", "until")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which accesses are meant. Empty texts and None filter nothing. ``before``: only entries with lower numbers."""

    texts: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    problems: tuple[tuple[str, str], ...] = ()
    """Fields that were typed wrongly, each with what is wrong."""

    def lets(self, row: AccessRow) -> bool:
        """Whether an access is meant."""
        if (self.since is not None and row.at < self.since) or (
            self.until is not None and row.at >= self.until
        ):
            return False
        return all(not text or text in _values(row, name) for name, text in self.texts.items())

    def address(self, path: str, **changes: str) -> str:
        """The address that shows the same, with these changes; an empty one takes a filter away."""
        said = {name: text for name, text in self._said().items() if text} | changes
        query = urlencode({name: text for name, text in said.items() if text})
        return f"{path}?{query}" if query else path

    def _said(self) -> dict[str, str]:
        moments = {"since": self.since, "until": self.until}
        return dict(self.texts) | {
            name: "" if at is None else f"{at:%Y-%m-%dT%H:%M}" for name, at in moments.items()
        }

    @property
    def named(self) -> str:
        """Which filters are set, without what they say: somebody may have typed a person's name."""
        return ", ".join(name for name, text in self._said().items() if text)

    @property
    def is_empty(self) -> bool:
        """Whether it filters nothing out."""
        return not any(self._said().values())


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the accesses that are meant, newest first; ``older`` is the number below which the next page goes on, if there is one."""

    rows: tuple[AccessRow, ...]
    total: int
    older: int | None


def filter_of(query: Mapping[str, str]) -> Filter:
    """The filter that an address says."""
    texts = {name: query.get(name, "").strip()[:MAX_FILTER] for name in TEXTS}
    problems = list[tuple[str, str]]()
    moments = {name: _moment(name, query.get(name, ""), problems) for name in MOMENTS}
    before = query.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < MAX_DIGITS else None
    return Filter(texts, moments["since"], moments["until"], number, tuple(problems))


def page_of(rows: Sequence[AccessRow], wanted: Filter, count: int = PAGE_ROWS) -> Page:
    """The page of a list, of rows that are newest first."""
    meant = [row for row in rows if wanted.lets(row)]
    shown = [row for row in meant if wanted.before is None or row.index < wanted.before]
    older = shown[count - 1].index if len(shown) > count else None
    return Page(tuple(shown[:count]), len(meant), older)


def choices(rows: Iterable[AccessRow], name: str) -> tuple[str, ...]:
    """What a filter could be set to, among these accesses."""
    return tuple(sorted({text for row in rows for text in _values(row, name) if text}))


def since(rows: Iterable[AccessRow], now: datetime, span: timedelta) -> tuple[AccessRow, ...]:
    """The accesses of the last ``span``, newest first."""
    return tuple(row for row in rows if row.at > now - span)


def _values(row: AccessRow, name: str) -> tuple[str, ...]:
    match name:
        case "agency":
            # Whoever looks for an agency means also what others asked on its behalf.
            return row.agency, row.beneficiary
        case "purpose":
            return (row.purpose,)
        case "outcome":
            return (row.state,)
        case "case":
            return (row.case,)
        case _:
            return (row.member,)


def _moment(name: str, text: str, problems: list[tuple[str, str]]) -> datetime | None:
    if not text.strip():
        return None
    try:
        found = datetime.fromisoformat(text.strip())
        # Before the first year, or behind the last one, there is no instant in UTC.
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        problems.append((name, "write a day and a time like 2026-11-26T13:00 (UTC)"))
        return None
