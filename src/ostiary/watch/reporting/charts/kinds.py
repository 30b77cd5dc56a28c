"""How reasons were given: the words and the fill of each kind, the same in every chart.

Knows: the seven kinds, and which of them say something about whoever searched.
Must not know: any one chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ostiary.model.markup import Element
from ostiary.watch.reporting.chart import Column
from ostiary.watch.reporting.figures import KINDS, TOLD, Kinds, ReasonKind
from ostiary.watch.reporting.pictures import Fill, Segment, key
from ostiary.watch.statistics import Share, wilson

LABELS: Final[Mapping[ReasonKind, str]] = {
    "specific": "more than a stock phrase",
    "vague": "only a stock phrase",
    "placeholder": "filler",
    "blank": "left blank",
    "vendor-mask": "hidden by the vendor",
    "redacted": "hidden by the agency",
    "absent": "not in this log",
}
FILLS: Final[Mapping[ReasonKind, Fill]] = {
    "specific": "solid",
    "vague": "hatch",
    "placeholder": "dots",
    "blank": "hollow",
    "vendor-mask": "cross",
    "redacted": "dark",
    "absent": "void",
}
EMPTY_HANDED: Final[frozenset[ReasonKind]] = frozenset({"vague", "placeholder", "blank"})
"""What a reviewer cannot check: among those whose reason, or silence, the log tells."""
KIND_COLUMNS: Final = tuple(Column(kind.replace("-", "_"), LABELS[kind].capitalize()) for kind in KINDS)


def told(kinds: Kinds) -> int:
    """Searches of which the log tells what was written, if anything."""
    return sum(count for kind, count in kinds.items() if kind in TOLD)


def uncheckable(kinds: Kinds) -> Share:
    """The share of those without anything that could be checked."""
    return wilson(sum(count for kind, count in kinds.items() if kind in EMPTY_HANDED), told(kinds))


def summed(many: Iterable[Kinds]) -> Kinds:
    """All of them together."""
    found: dict[ReasonKind, int] = dict.fromkeys(KINDS, 0)
    for kinds in many:
        for kind, count in kinds.items():
            found[kind] += count
    return found


def segments(kinds: Kinds, of: float) -> tuple[Segment, ...]:
    """The pieces of a bar, each as its part of ``of``, in one order everywhere."""
    return tuple(Segment(kinds.get(kind, 0) / of, FILLS[kind]) for kind in KINDS)


def kinds_key(kinds: Kinds) -> Element:
    """What the fills mean, of those kinds that there are."""
    return key([(FILLS[kind], LABELS[kind]) for kind in KINDS if kinds.get(kind)])
