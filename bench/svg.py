"""A small writer of SVG: boxes, lines and words at places.

Knows: four shapes and one kind of text.
Must not know: what is drawn.
"""

from __future__ import annotations

from html import escape
from typing import Final, Literal, TypeAlias

Anchor: TypeAlias = Literal["start", "middle", "end"]

INK: Final = "#1d2733"
FAINT: Final = "#5c6773"
FONT: Final = "system-ui, 'Helvetica Neue', Arial, sans-serif"


class Drawing:
    """Shapes on a white sheet; it grows downwards."""

    def __init__(self, width: int, title: str) -> None:
        self.width = width
        self._title = title
        self._shapes: list[str] = []

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """A filled rectangle, at least a hair wide, so that a small value is still seen."""
        self._shapes.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 1):.1f}" height="{height:.1f}" fill="{fill}"/>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str = INK, *, dashed: bool = False
    ) -> None:
        """A straight line."""
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        self._shapes.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{dash}/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: int = 14,
        colour: str = INK,
        anchor: Anchor = "start",
        bold: bool = False,
    ) -> None:
        """One line of words; ``y`` is the line they stand on."""
        weight = ' font-weight="600"' if bold else ""
        self._shapes.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"{weight}>'
            f"{escape(words)}</text>"
        )

    def finish(self, height: float) -> str:
        """The whole picture."""
        form = f'viewBox="0 0 {self.width} {height:.0f}" role="img" font-family="{FONT}"'
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" {form}>',
            f"<title>{escape(self._title)}</title>",
            f'<rect width="{self.width}" height="{height:.0f}" fill="#ffffff"/>',
            *self._shapes,
            "</svg>",
        ]
        return "\n".join(lines) + "\n"
