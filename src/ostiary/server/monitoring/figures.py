"""The numbers of one gateway process at one moment, and those of several processes together.

Knows: which numbers there are, and how each adds up.
Must not know: where they come from, how they are shown.

Figures are data: a worker sends its own, and whoever answers for all of them adds them up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, Self

import msgspec

from ostiary.door.tally import DECISION_BOUNDS, DURABLE_BOUNDS, Spread


class Histogram(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A spread, frozen: counts for each bound and, last, beyond them."""

    bounds: tuple[float, ...]
    counts: tuple[int, ...]
    total: float = 0.0

    @classmethod
    def of(cls, spread: Spread) -> Self:
        """The spread as it is now."""
        return cls(spread.bounds, tuple(spread.counts), spread.total)

    @classmethod
    def empty(cls, bounds: tuple[float, ...]) -> Self:
        """Nothing counted yet."""
        return cls(bounds, (0,) * (len(bounds) + 1))


class Figures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a process has done since its start, then how it stands now."""

    connections: int = 0
    logins_admitted: int = 0
    logins_refused: int = 0
    accesses: dict[str, int] = {}
    errors: dict[str, int] = {}
    rows: int = 0
    bytes_released: int = 0
    cancels: int = 0
    bugs: int = 0
    plan_hits: int = 0
    plan_misses: int = 0
    parsers_replaced: int = 0
    backends_opened: int = 0
    backends_refused: int = 0
    decisions: Histogram = Histogram.empty(DECISION_BOUNDS)
    durable_waits: Histogram = Histogram.empty(DURABLE_BOUNDS)

    workers: int = 0
    sessions: int = 0
    backends_lent: int = 0
    backends_free: int = 0
    entries_pending: int = 0
    has_log: int = 0
    lease_seconds: float = 0.0
    directives_in_force: int = 0
    directive_sequence: int = -1
    walls_standing: int = 0
    walls_wanted: int = 0
    has_policy: int = 0
    has_cover: int = 0
    policies: dict[str, int] = {}


GROWING: Final = frozenset(
    "connections logins_admitted logins_refused accesses errors rows bytes_released cancels bugs plan_hits plan_misses"
    " parsers_replaced backends_opened backends_refused decisions durable_waits".split()
)
"""What only grows while a process lives; it stays counted when the process has gone."""

_WORST: Final = frozenset(
    "has_log has_policy has_cover lease_seconds directives_in_force directive_sequence walls_standing".split()
)
"""Where processes differ, the worst of them is told: somebody meets that one."""

_SAME: Final = frozenset({"walls_wanted"})
"""What is the same at all of them."""


def together(each: Sequence[Figures]) -> Figures:
    """The figures of several processes as one; of none, those of a process that has done nothing and can do nothing."""
    if not each:
        return Figures()
    return Figures(
        **{name: _merged(name, [getattr(one, name) for one in each]) for name in Figures.__struct_fields__}
    )


def with_departed(figures: Figures, gone: Figures) -> Figures:
    """The figures, with what a process that has gone had done."""
    grown = {name: _merged(name, [getattr(figures, name), getattr(gone, name)]) for name in GROWING}
    return msgspec.structs.replace(figures, **grown)


def _merged(name: str, values: list[Any]) -> Any:
    if name in _WORST:
        return min(values)
    if name in _SAME:
        return max(values)
    match values[0]:
        case dict():
            return dict(sum(map(Counter, values), Counter()))
        case Histogram(bounds):
            counts = tuple(map(sum, zip(*(value.counts for value in values), strict=True)))
            return Histogram(bounds, counts, sum(value.total for value in values))
        case _:
            return sum(values)
