"""What a visitor sees of traffic: a live table by agency, what was asked last, and a summary at the end.

Knows: the terminal.
Must not know: how accesses come about.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ostiary.demo.traffic.performance import Performance
from ostiary.demo.traffic.tally import Kind, Outcome, Tally

WINDOW_SECONDS: Final = 5.0
"""The rate is that of so many last seconds."""
_KINDS: Final[tuple[Kind, ...]] = ("answered", "refused", "mistaken", "failed")
_STYLES: Final[Mapping[Kind, str]] = {
    "answered": "green", "refused": "red", "mistaken": "yellow", "failed": "bold magenta",
}  # fmt: skip


class TrafficScreen:
    """The table, made anew each time that it is asked for."""

    def __init__(self, performance: Performance) -> None:
        self._tally = performance.tally
        self._seen = deque([(time.monotonic(), 0)])

    def render(self) -> RenderableType:
        """How it stands now."""
        # A terminal echoes Ctrl-C where the cursor is: behind a full line that would begin another one, and the screen,
        # drawn anew for the last time, would be off by it.
        return Group(self._headline(), self._table(), *map(_last, self._tally.lately), Text())

    def _headline(self) -> Text:
        now = time.monotonic()
        self._seen.append((now, self._tally.asked))
        while now - self._seen[0][0] > WINDOW_SECONDS:
            self._seen.popleft()
        then, asked = self._seen[0]
        rate = (self._tally.asked - asked) / max(now - then, 1e-3)
        times = self._tally.times
        return Text.assemble(
            (f"{rate:6.1f} accesses/s", "bold"), f"   p50 {times.quantile(0.5) * 1e3:.1f} ms",
            f"   p99 {times.quantile(0.99) * 1e3:.1f} ms", f"   {self._tally.logins} log-ins",
            "   Ctrl-C ends it",
        )  # fmt: skip

    def _table(self) -> Table:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
        table.add_column("agency", min_width=22)
        for kind in _KINDS:
            table.add_column(kind, justify="right", min_width=9)
        for agency, counts in sorted(self._tally.agencies.items(), key=lambda one: -one[1].total()):
            table.add_row(agency, *(_count(kind, counts[kind]) for kind in _KINDS))
        table.add_row(
            "all", *(_count(kind, self._tally.kinds[kind]) for kind in _KINDS), style="bold", end_section=True
        )
        return table


def summary(tally: Tally, seconds: float, *, seed: int, rate: float, truth: Path) -> dict[str, Any]:
    """Everything of a performance as one plain object."""
    return {
        "seconds": round(seconds, 1),
        "asked": tally.asked,
        "rate": round(tally.asked / max(seconds, 1e-3), 1),
        "asked_rate": rate,
        "seed": seed,
        **{kind: tally.kinds[kind] for kind in _KINDS},
        "missed": tally.missed,
        "rows": tally.rows,
        "logins": tally.logins,
        "p50_ms": round(tally.times.quantile(0.5) * 1e3, 2),
        "p99_ms": round(tally.times.quantile(0.99) * 1e3, 2),
        "agencies": {agency: dict(counts) for agency, counts in sorted(tally.agencies.items())},
        "sqlstates": dict(sorted(tally.sqlstates.items())),
        "planted": dict(sorted(tally.stories.items())),
        "truth": str(truth),
    }


def in_words(told: Mapping[str, Any]) -> str:
    """The summary for people."""
    codes = ", ".join(f"{code} {count}" for code, count in told["sqlstates"].items())
    planted = ", ".join(f"{story} {count}" for story, count in told["planted"].items())
    return (
        f"{told['asked']:,} accesses in {told['seconds']} s ({told['rate']} a second): {told['answered']:,} answered,"
        f" {told['refused']:,} refused, {told['mistaken']:,} mistaken, {told['failed']:,} failed\n"
        f"half of them took less than {told['p50_ms']} ms, 99 of 100 less than {told['p99_ms']} ms\n"
        f"{told['rows']:,} rows, {told['logins']:,} log-ins, {told['missed']:,} missed because the member still waited\n"
        f"SQLSTATEs: {codes or 'none'}\n"
        f"planted misuse: {planted or 'none yet'}\n"
        f"which accesses these are stands in {told['truth']}"
    )


def _count(kind: Kind, count: int) -> Text:
    return Text(f"{count:,}", style=_STYLES[kind]) if count else Text("·", style="dim")


def _last(outcome: Outcome) -> Text:
    rows = f"{outcome.rows} row{'' if outcome.rows == 1 else 's'}"
    came = rows if outcome.kind == "answered" else f"{outcome.kind} {outcome.sqlstate}"
    stated, asked = outcome.meant.stated, outcome.meant.question.statement
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(f"{came:<14} ", style=_STYLES[outcome.kind])
    line.append(f"{outcome.meant.member}, {stated.purpose}, {stated.case or 'no case'}: ")
    line.append(asked, style="dim")
    return line
