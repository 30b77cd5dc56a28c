"""A reading as columns: what ``ostiary watch classify`` prints for each row.

Knows: the columns, which only ever grow at their end.
Must not know: terminals, files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from ostiary.watch.reasons.classify import Reading

Value: TypeAlias = str | int | bool | None

COLUMNS: Final[Mapping[str, str]] = {
    "row": "the row in the file, from 1 after the header",
    "reason": "the cell, as it stands there",
    "class": "`explicit`, `hsi_only`, `ambiguous` or `none`",
    "strength": "`strong`, `strong-fuzzy`, `ambiguous`, `ambiguous-context` or `none`",
    "pack": "the pack that spoke; empty where none did",
    "pattern": "the id of the pattern that spoke",
    "words": "the words that it spoke about, in normal form",
    "start": "where they begin in the reason, in characters from 0",
    "end": "where they end",
    "beside": "the context that made it weaker",
    "vague": "whether every word fits any search and no number of a case stands beside them",
    "placeholder": "whether it only fills the field; of a cell that was given",
    "case_like": "tokens with the shape of a case number, with a space between them",
    "state": "`given`, `blank`, `vendor-mask`, `redacted` or `absent`",
    "normal": "the normal form",
    "unread": "characters beyond the first 10,000, which were not read",
    "packs": "every pack that spoke, the strongest first, with a space between them",
    "classes": "the class of the strongest words of each of these packs, in the same order",
}
"""The columns and what they say, in their order. A later release may add one at the end; none changes its meaning."""


def columns_of(row: int, reading: Reading, state: str) -> dict[str, Value]:
    """One row, by name, in the order of COLUMNS."""
    first = reading.first
    start, end = first.span if first else (None, None)
    return {
        "row": row,
        "reason": reading.reason,
        "class": reading.class_,
        "strength": reading.strength,
        "pack": first.pack if first else None,
        "pattern": first.pattern if first else None,
        "words": first.words if first else None,
        "start": start,
        "end": end,
        "beside": (first.beside or None) if first else None,
        "vague": reading.vague,
        "placeholder": reading.placeholder and state == "given",
        "case_like": " ".join(reading.cases) or None,
        "state": state,
        "normal": reading.normal,
        "unread": reading.unread,
        "packs": " ".join(one.pack for one in reading.of_packs) or None,
        "classes": " ".join(one.class_ for one in reading.of_packs) or None,
    }


def explained(reading: Reading) -> list[str]:
    """The reading in lines for a person, without anything that a terminal would obey."""
    lines = [f"class     {reading.class_}", f"strength  {reading.strength}", f"read as   `{reading.normal}`"]
    lines += [
        f"spoke     {one.strength}: `{one.words}` at {one.span[0]} to {one.span[1]}, pattern `{one.pattern}` of {one.pack}"
        + (f", weaker beside {one.beside}" if one.beside else "")
        for one in reading.spoke
    ]
    lines += [
        f"passed    `{one.words}`: pattern `{one.pattern}` of {one.pack}" for one in reading.passed_over
    ]
    marks = [("vague", reading.vague), ("placeholder", reading.placeholder)]
    lines += [f"also      {name}" for name, holds in marks if holds]
    lines += [f"also      looks like the number of a case: {case}" for case in reading.cases]
    return lines
