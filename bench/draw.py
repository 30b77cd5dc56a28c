"""A result as one picture. `python -m bench.draw RESULT [OUT]` draws it again; OUT is docs/bench.svg by default.

Knows: which figures are shown, and how a target that is missed looks: as missed.
Must not know: how anything was measured.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log10
from pathlib import Path
from typing import Final

from bench.checkouts import ROOT
from bench.report import Result, read_result
from bench.series import Series, Spread
from bench.svg import FAINT, INK, Drawing
from bench.targets import Verdict, verdicts

WIDTH: Final = 1_200
MARGIN: Final = 32
LABELS: Final = 280
BAR: Final = 20
BARS_WIDTH: Final = 660

COLOURS: Final = {"direct": "#a9b4bf", "pgbouncer": "#6f8fae", "before": "#d9c27a", "gateway": "#1d7a5f"}
NAMES: Final = {
    "direct": "directly",
    "pgbouncer": "through PgBouncer (no policy, no log)",
    "before": "through the door, before",
    "gateway": "through the door (policy, masks, log)",
}
MEASURED: Final = 165
PROMISED: Final = 385
"""How far right of the line of the bounds each column stands."""
HUNDRED: Final = 100
MET: Final = "#1d7a5f"
MISSED: Final = "#b3361e"


@dataclass(frozen=True, slots=True)
class Bar:
    """One way to ask and how fast it was."""

    kind: str
    series: Series


def draw(result: Result) -> str:
    """The picture as SVG."""
    drawing = Drawing(WIDTH, "Ostiary: what the door costs, measured")
    y = _head(drawing, result)
    for clients in (1, 8, 32):
        many = "1 client" if clients == 1 else f"{clients} clients"
        y = _bars(drawing, y, f"Look-ups a second, {many}", list(_lookups(result, clients)))
    y = _bars(drawing, y, "Rows a second, one long answer", list(_streams(result)))
    y = _appends(drawing, y, result)
    y = _targets(drawing, y + 8, list(verdicts(result)))
    return drawing.finish(_foot(drawing, y + 14, result))


def draw_to(result: Path, picture: Path) -> None:
    """Draw a result file into a file."""
    picture.write_text(draw(read_result(result)), "utf-8")


def _head(drawing: Drawing, result: Result) -> float:
    machine = result.machine
    drawing.text(MARGIN, 46, "What the door costs", size=26, bold=True)
    where = (
        f"{machine['cores']} cores of {machine['processor']}, {machine['memory']}, log on {machine['disk']}"
    )
    drawing.text(MARGIN, 72, f"{where}.", size=13, colour=FAINT)
    drawing.text(
        MARGIN, 91,
        f"{result.date[:10]}, commit {result.commit}, {result.mode} run. Bars are medians of interleaved rounds; thin lines"
        " span the least and the most.",
        size=13, colour=FAINT,
    )  # fmt: skip
    x = float(MARGIN)
    for kind, name in NAMES.items():
        if kind != "before" or any("/before" in series for series in result.series):
            drawing.box(x, 108, 14, 14, COLOURS[kind])
            drawing.text(x + 20, 120, name, size=13)
            x += 40 + 7.2 * len(name)
    return 150


def _lookups(result: Result, clients: int) -> Iterator[Bar]:
    for kind in NAMES:
        series = result.find(f"lookups/prepared/{clients}/{kind}/rate")
        if series is not None:
            yield Bar(kind, series)


def _streams(result: Result) -> Iterator[Bar]:
    for kind in NAMES:
        series = result.find(f"streams/reader/{kind}")
        if series is not None:
            yield Bar(kind, series)


def _bars(drawing: Drawing, y: float, title: str, bars: Sequence[Bar]) -> float:
    if not bars:
        return y
    most = max(bar.series.spread.most for bar in bars)
    drawing.text(MARGIN, y + 15, title, bold=True)
    for bar in bars:
        spread = bar.series.spread
        x = MARGIN + LABELS
        drawing.box(x, y, BARS_WIDTH * spread.median / most, BAR - 3, COLOURS[bar.kind])
        _whisker(drawing, x, y + (BAR - 3) / 2, BARS_WIDTH / most, spread)
        end = x + BARS_WIDTH * spread.most / most
        drawing.text(end + 8, y + 13, _said(spread.median, ""), size=13)
        y += BAR
    return y + 14


def _whisker(drawing: Drawing, x: float, y: float, scale: float, spread: Spread) -> None:
    drawing.line(x + scale * spread.least, y, x + scale * spread.most, y)
    for value in (spread.least, spread.most):
        drawing.line(x + scale * value, y - 3, x + scale * value, y + 3)


def _appends(drawing: Drawing, y: float, result: Result) -> float:
    found = [(n, result.find(f"appends/{n}")) for n in (1, 32, 128)]
    said = [f"{_said(series.spread.median, '')} from {n}" for n, series in found if series is not None]
    if not said:
        return y
    drawing.text(MARGIN, y + 13, "Durable entries a second", bold=True)
    drawing.text(MARGIN + LABELS, y + 13, f"{', '.join(said)} at the same time", size=13)
    return y + 34


def _targets(drawing: Drawing, y: float, found: Sequence[Verdict]) -> float:
    """One row a target: the bar says how far it is from the bound, on a scale of tens; words say whether it is met."""
    if not found:
        return y
    middle, decade = MARGIN + 590.0, 58.0
    drawing.text(MARGIN, y + 15, "Targets", size=17, bold=True)
    drawing.text(middle - 6, y + 15, "worse than promised", size=12, colour=FAINT, anchor="end")
    drawing.text(middle + 6, y + 15, "better", size=12, colour=FAINT)
    drawing.text(middle + MEASURED, y + 15, "measured (least to most)", size=12, colour=FAINT)
    drawing.text(middle + PROMISED, y + 15, "target", size=12, colour=FAINT)
    y += 26
    top = y
    for verdict in found:
        colour = MET if verdict.is_met else MISSED
        length = decade * max(-2.4, min(2.4, log10(verdict.score)))
        drawing.text(MARGIN, y + 14, verdict.target.question, size=13)
        drawing.box(middle + min(length, 0), y + 3, abs(length), 13, colour)
        drawing.text(middle + MEASURED, y + 14, _measured(verdict), size=13)
        drawing.text(middle + PROMISED, y + 14, _bound(verdict), size=13)
        drawing.text(
            WIDTH - MARGIN,
            y + 14,
            "met" if verdict.is_met else "missed",
            size=13,
            colour=colour,
            anchor="end",
            bold=True,
        )
        y += 22
    drawing.line(middle, top, middle, y, INK)
    for tens, times in ((-2, "100 times"), (-1, "10 times"), (1, "10 times"), (2, "100 times")):
        drawing.line(middle + tens * decade, top, middle + tens * decade, y, "#c8ced4", dashed=True)
        drawing.text(middle + tens * decade, y + 12, times, size=10, colour=FAINT, anchor="middle")
    return y + 14


def _measured(verdict: Verdict) -> str:
    spread, unit = verdict.spread, verdict.target.unit
    return f"{_said(spread.median, unit)} ({_said(spread.least, '')} to {_said(spread.most, '')})"


def _bound(verdict: Verdict) -> str:
    return f"{verdict.target.way} {_said(verdict.target.bound, verdict.target.unit)}"


def _said(value: float, unit: str) -> str:
    # Three figures say all that the spread leaves certain.
    figures = f"{value:,.0f}" if abs(value) >= HUNDRED else f"{value:.3g}"
    return f"{figures} {unit}".strip().replace(" us", " \N{MICRO SIGN}s").replace(" x", "x")


def _foot(drawing: Drawing, y: float, result: Result) -> float:
    machine = result.machine
    words = f"""Look-ups: pgbench with prepared statements, one of 205,000 persons by number. The door masks and filters by policy,
records the question and every subject, and answers only when the entry is durable.
Log: {machine["fsync"]}. {machine["pgbouncer"]}, session mode.
{machine["direct"]}. {machine["shared"]}."""
    for line in words.splitlines():
        drawing.text(MARGIN, y + 14, line, size=12, colour=FAINT)
        y += 18
    return y + 14


def main(arguments: Sequence[str]) -> int:
    """Draw a result file again."""
    if not arguments:
        sys.stderr.write("usage: python -m bench.draw RESULT [OUT]\n")
        return 2
    draw_to(Path(arguments[0]), Path(arguments[1]) if len(arguments) > 1 else ROOT / "docs" / "bench.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
