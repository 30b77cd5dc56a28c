"""Days as intervals between the dates that a bundle names: within one nothing begins or ends.

Knows: which rules and agreements are in force on a day.
Must not know: facts, decisions, which day it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import reduce
from typing import Final, NamedTuple, TypeAlias

from ostiary.model.agency import Agreement
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Source
from ostiary.policy.index.memo import Memo
from ostiary.policy.index.needs import FLAGS
from ostiary.policy.index.numbering import Numbering, together

# A gateway asks for today, and for a moment around midnight for two days; a replay goes through years in order. With 5,000
# rules one takes about a kilobyte, and the flags of its agencies as much again.
MAX_INTERVALS: Final = 64

Span: TypeAlias = tuple[str, str | None]
"""The first day, and the first day after, as ISO texts; before all days is the empty text."""

# The kinds of agreement are called like the needs that they meet.
_MET: Final = {kind: FLAGS[kind] for kind in ("agreement", "declaration")}


class Today(NamedTuple):
    """What is in force: the rules, and by agency the needs that its agreements meet."""

    rules: int
    agreed: Mapping[str, int]


class Calendar:
    """What is in force on any day. Days are compared as ISO texts, as agreements write them: that is their order."""

    __slots__ = ("_agreements", "_breaks", "_held", "_spans")

    def __init__(self, bundle: Bundle, numbering: Numbering) -> None:
        spans: dict[Span, list[int]] = {}
        for bit, line in enumerate(numbering.lines):
            spans.setdefault(_span_of_rule(line.source), []).append(bit)
        self._spans = {span: together(bits) for span, bits in spans.items()}
        self._agreements = [(_span_of_agreement(one), one) for one in bundle.agreements]
        self._breaks = sorted({*_ends(self._spans), *_ends(span for span, _ in self._agreements)})
        self._held: Memo[int, Today] = Memo(self._today, MAX_INTERVALS)

    def on(self, day: date) -> Today:
        """What is in force on a day."""
        return self._held[bisect_right(self._breaks, day.isoformat())]

    def _today(self, interval: int) -> Today:
        """What is in force in an interval, seen from its first day; the one before all dates begins with no day."""
        day = self._breaks[interval - 1] if interval else ""
        rules = (bits for span, bits in self._spans.items() if _covers(span, day))
        agreed: dict[str, int] = {}
        for span, one in self._agreements:
            if _covers(span, day):
                agreed[one.agency] = agreed.get(one.agency, 0) | _MET.get(one.kind, 0)
        return Today(reduce(int.__or__, rules, 0), agreed)


def _span_of_rule(source: Source) -> Span:
    effective, expires = source.effective, source.expires
    return effective.isoformat() if effective else "", expires.isoformat() if expires else None


def _span_of_agreement(agreement: Agreement) -> Span:
    return agreement.effective, agreement.expires


def _ends(spans: Iterable[Span]) -> Iterator[str]:
    return (day for span in spans for day in span if day)


def _covers(span: Span, day: str) -> bool:
    first, after = span
    return first <= day and (after is None or day < after)
