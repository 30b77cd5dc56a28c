"""Pictures as SVG: bars, columns, a grid of hours, and keys. They keep the size of their letters in every window.

Knows: rectangles and letters, and that no picture may need colours: each fill has its own pattern.
Must not know: what is shown.

Every place along a width is a percentage and every height a number of pixels, so a picture is as wide as its window and its letters
are never smaller than those of the page. Nothing is styled by attributes: the page's policy allows its one sheet and no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ostiary.model.markup import Element, Node, element
from ostiary.watch.reporting.scales import ceiling, every, marks, place
from ostiary.watch.reporting.words import percent, shown

Fill: TypeAlias = Literal["solid", "hatch", "dots", "cross", "dark", "hollow", "void", "line"]
"""A name in the style sheet; each differs from the others without its colour."""

TALL: Final = 160
"""Pixels from nothing to the top."""
_ABOVE: Final = 14
_BELOW: Final = 24
_BAR: Final = 18
_AXIS: Final = 52
"""Pixels for `2,500,000` in the letters of the sheet."""
_HOUR_ROW: Final = 30


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar or a column; ``size`` is in the picture's own unit, in bars a part of the width from 0 to 1."""

    size: float
    fill: Fill = "solid"


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of bars: its label, pieces from the left, what stands at its right, and an interval of parts if it has one."""

    label: str
    segments: tuple[Segment, ...]
    told: str
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Col:
    """One column: its label, pieces from below, and the height of what was expected, if anything was."""

    label: str
    segments: tuple[Segment, ...]
    expected: float | None = None
    is_gap: bool = False
    """Whether nothing being there is itself what is shown."""


def bars(rows: Sequence[Bar]) -> Element:
    """Horizontal bars. Their labels and figures are text of the page, so that a reader without pictures misses nothing."""
    return element("ul", [element("li", *_bar(row)) for row in rows], class_="bars")


def _bar(row: Bar) -> tuple[Element, ...]:
    left, pieces = 0.0, list[Node]()
    for segment in row.segments:
        if segment.size > 0:
            pieces.append(_rect(left, segment.size, 1, _BAR - 2, segment.fill))
        left += segment.size
    if row.interval is not None:
        pieces += _whisker(*row.interval)
    return (
        element("span", shown(row.label), class_="label"),
        element("svg", pieces, class_="bar", width="100%", height=str(_BAR), aria_hidden="true"),
        element("span", row.told, class_="told"),
    )


def _whisker(low: float, high: float) -> list[Node]:
    middle = str(_BAR // 2)
    return [
        element("line", x1=place(low), x2=place(high), y1=middle, y2=middle, class_="whisker"),
        *(
            element("line", x1=place(end), x2=place(end), y1="4", y2=str(_BAR - 4), class_="whisker")
            for end in (low, high)
        ),
    ]


def _rect(left: float, wide: float, top: float, tall: float, fill: str) -> Element:
    # A sliver that is too thin to be seen would hide that there is something.
    return element(
        "rect", x=place(left), width=place(max(wide, 0.002)), y=f"{top:.1f}", height=f"{tall:.1f}", class_=f"fill-{fill}"
    )  # fmt: skip


def columns(cols: Sequence[Col], alt: str, *, of: str, room: int = 6, as_share: bool = False) -> Element:
    """Vertical columns over labels of which some ``room`` are written; shares have the whole as their top. ``of`` is what is counted."""
    heights = [sum(one.size for one in col.segments) for col in cols] + [col.expected or 0 for col in cols]
    top = 1.0 if as_share else ceiling(max(heights, default=0))
    step = every(len(cols), room)
    wide = 1 / max(len(cols), 1)
    field = [
        element("text", of, x="0", y="9", text_anchor="start"),
        *(_grid_line(mark / top) for mark in marks(top)),
        *(piece for at, col in enumerate(cols) for piece in _col(col, at * wide, wide, top)),
        *(_label(col.label, at, len(cols), wide) for at, col in enumerate(cols) if at % step == 0),
    ]
    axis = [_axis_mark(mark / top, percent(mark) if as_share else f"{mark:,.4g}" if mark < 1 else f"{mark:,.10g}") for mark in marks(top)]  # fmt: skip
    return _plot(axis, field, TALL + _ABOVE + _BELOW, alt)


def _plot(axis: Sequence[Node], field: Sequence[Node], tall: int, alt: str) -> Element:
    return element(
        "div",
        element("svg", axis, class_="axis", width=str(_AXIS), height=str(tall), aria_hidden="true"),
        element("svg", field, class_="field", width="100%", height=str(tall), aria_hidden="true"),
        class_="plot",
        role="img",
        aria_label=alt,
    )


def _height(part: float) -> float:
    return _ABOVE + TALL * (1 - part)


def _grid_line(part: float) -> Element:
    level = f"{_height(part):.1f}"
    return element("line", x1="0", x2="100%", y1=level, y2=level, class_="grid" if part else "ground")


def _axis_mark(part: float, told: str) -> Element:
    return element("text", told, x=str(_AXIS - 6), y=f"{_height(part) + 4:.1f}", text_anchor="end")


def _col(col: Col, left: float, wide: float, top: float) -> list[Node]:
    inset = wide * 0.08 if wide > 0.02 else 0  # noqa: PLR2004 - from fifty columns on they touch
    pieces, below = list[Node](), 0.0
    if col.is_gap:
        pieces.append(_rect(left, wide, _ABOVE, TALL, "gap"))
    for segment in col.segments:
        if segment.size > 0:
            tall = TALL * segment.size / top
            pieces.append(
                _rect(
                    left + inset, wide - 2 * inset, _height((below + segment.size) / top), tall, segment.fill
                )
            )
        below += segment.size
    if col.expected is not None:
        level = f"{_height(col.expected / top):.1f}"
        pieces.append(element("line", x1=place(left), x2=place(left + wide), y1=level, y2=level, class_="expected"))  # fmt: skip
    return pieces


def _label(text: str, at: int, count: int, wide: float) -> Element:
    # The first and the last label stay inside the picture.
    x, anchor = (at + 0.5) * wide, "middle"
    if count > 12 and at == 0:  # noqa: PLR2004 - wide columns have room for a label of their own
        x, anchor = 0, "start"
    elif x > 0.9:  # noqa: PLR2004 - half a label before the end
        x, anchor = min(1, (at + 1) * wide), "end"
    return element("text", text, x=place(x), y=str(TALL + _ABOVE + 18), text_anchor=anchor)


def hours(rows: Sequence[tuple[str, Sequence[int]]], alt: str) -> Element:
    """A week by the hour: a row a day, an hour a column whose height and shade both say how many."""
    most = max((count for _, row in rows for count in row), default=0) or 1
    axis = [
        element("text", name, x=str(_AXIS - 6), y=str((at + 1) * _HOUR_ROW - 6), text_anchor="end")
        for at, (name, _) in enumerate(rows)
    ]
    field = [
        piece for at, (_, row) in enumerate(rows) for piece in _hour_row(row, (at + 1) * _HOUR_ROW, most)
    ]
    ground = len(rows) * _HOUR_ROW
    field += [
        element("text", f"{hour:02}:00", x=place(hour / 24), y=str(ground + 18), text_anchor="start")
        for hour in (0, 6, 12, 18)
    ]
    return _plot(axis, field, ground + _BELOW, alt)


def _hour_row(row: Sequence[int], ground: int, most: int) -> list[Node]:
    pieces: list[Node] = [element("line", x1="0", x2="100%", y1=str(ground), y2=str(ground), class_="grid")]
    for hour, count in enumerate(row):
        if count:
            tall = max(1.0, (_HOUR_ROW - 4) * count / most)
            shade = min(4, 1 + 4 * (count - 1) // most)
            pieces.append(_rect((hour + 0.08) / 24, 0.84 / 24, ground - tall, tall, f"shade-{shade}"))
    return pieces


def key(entries: Sequence[tuple[Fill, str]]) -> Element:
    """What each fill means."""
    return element(
        "ul",
        [
            element(
                "li",
                element("svg", _rect(0, 1, 1, 12, fill), width="22", height="14", aria_hidden="true"),
                text,
            )
            for fill, text in entries
        ],
        class_="key",
    )


def together(*nodes: Element) -> Element:
    """Several pictures as one."""
    return element("div", *nodes)
