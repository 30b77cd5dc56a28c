"""A document as plain text, eighty columns wide: what is hashed and signed.

Knows: how lines are wrapped and indented.
Must not know: what the document says, HTML.

Nothing here depends on the machine: lines are broken at spaces by rules of our own, and a word that is too long stands on
a line by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Final, assert_never

from ostiary.policy.rendering.document import (
    Block,
    Clause,
    Document,
    Grid,
    Index,
    Outline,
    Paragraph,
    Particulars,
    Points,
)

WIDTH: Final = 80
MARGIN: Final = 6
"""Where the sentence of a rule begins; an id that is longer has a line to itself."""


def text_of(document: Document) -> str:
    """The whole document, with a line feed after every line."""
    return "".join(f"{line}\n" for line in _lines(document))


def text_hash(text: str) -> str:
    """The SHA-256 (hex) of the text in UTF-8: what stands for it in the policy version."""
    return sha256(text.encode()).hexdigest()


def _lines(document: Document) -> Iterator[str]:
    yield from wrapped(f"POLICY {document.name}", 0)
    yield from wrapped(document.title, 0)
    for block in document.opening:
        yield ""
        yield from _block(block)
    for number, section in enumerate(document.sections, 1):
        yield from ("", "")
        yield from wrapped(f"{number}. {section.title.upper()}", 0)
        for block in section.blocks:
            yield ""
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield from wrapped(text, 0)
        case Points(items):
            for number, item in enumerate(items, 1):
                yield from _hanging(f"({number})", item, MARGIN)
        case Particulars(rows):
            widest = max(len(name) for name, _ in rows)
            for name, said in rows:
                yield from _hanging(name, said, min(widest, 22) + 2)
        case Clause():
            yield from _clause(block)
        case Outline(lines):
            for line in lines:
                said = f": {line.said}" if line.said else ""
                yield from wrapped(f"{line.name} ({line.code}){said}", 4 * line.depth, 2)
        case Grid():
            yield from _grid(block)
        case Index(rows):
            for said, ids in rows:
                yield from wrapped(said, 0, 4)
                yield from wrapped(", ".join(ids), MARGIN)
        case _ as never:
            assert_never(never)


def _clause(clause: Clause) -> Iterator[str]:
    yield from _hanging(clause.id, clause.sentence.opening, MARGIN)
    for item in clause.sentence.items:
        yield from wrapped(item, MARGIN, 4)
    yield from wrapped(f"Rests on: {clause.cite}", MARGIN, 2)
    if clause.quote:
        yield from wrapped(f"“{clause.quote}”", MARGIN + 4)


def _grid(grid: Grid) -> Iterator[str]:
    yield from wrapped(f"{grid.title}: {grid.note}", 0, 4)
    widths = [max(len(row[index]) for row in grid.rows) + 2 for index in range(len(grid.heads) - 1)]
    for row in grid.rows:
        start = "    " + "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        yield from _hanging(start.rstrip(), row[-1], 4 + sum(widths))


def _hanging(name: str, said: str, indent: int) -> Iterator[str]:
    """A name at the left, and what is said of it beside it; below it, where the name is too long or nothing fits."""
    lines = list(wrapped(said, indent)) if said else []
    if lines and len(name) < indent:
        lines[0] = name.ljust(indent) + lines[0].lstrip(" ")
        yield from lines
    else:
        yield name
        yield from lines


def wrapped(text: str, indent: int, hang: int = 0) -> Iterator[str]:
    """The lines of a text, broken at spaces; all after the first stand ``hang`` columns further in."""
    line, start = "", indent
    for word in text.split():
        if line and start + len(line) + 1 + len(word) > WIDTH:
            yield " " * start + line
            line, start = word, indent + hang
        else:
            line = f"{line} {word}" if line else word
    yield " " * start + line
