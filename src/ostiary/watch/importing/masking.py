"""How a cell was given: as it was written, hidden by the vendor or by the agency, or blank.

Knows: masks, and citations that stand in place of what they withhold.
Must not know: columns, rows.
"""

from __future__ import annotations

import re
from typing import Final

from ostiary.watch.events.schema import BLANK, GIVEN, REDACTED, VENDOR_MASK
from ostiary.watch.importing.mapping import ColumnMapping

# `7923.600 GC`, `GC 7923.600`, `Gov. Code § 7923.600(a)`, `Civ. Code 1798.90.55`: a number of a code, with its name on either side.
# Of the codes that exempt records from release alone: `Pen. Code 459` is a burglary, and somebody's reason.
_CODE: Final = r"(?:GC|(?:Gov|Civ)\.?\s*Code)"
_NUMBER: Final = r"(?:§\s*)?\d{3,5}(?:\.\d{1,4}){0,3}(?:\([a-z0-9]{1,3}\))*"
_CITATION: Final = re.compile(rf"(?:{_NUMBER}\s*{_CODE}|{_CODE}\s*{_NUMBER})", re.IGNORECASE | re.ASCII)
MAX_CITATION: Final = 60
"""Characters: the longest of the above has a third of it. What is longer is not tried."""


_CITATION_ENDS: Final = frozenset(")CcEe0123456789")
_MARKS: Final = frozenset("*#█")
"""What masks are drawn with; one mark and its repetition are one mask of three."""


def given(cell: str, mapping: ColumnMapping) -> tuple[str | None, str]:
    """The value, or None where there is none to be had, and one of the states of the schema."""
    text = cell.strip()
    if not text:
        return None, BLANK
    # Nearly every cell is longer than any mask, or neither begins nor ends as a citation does.
    if len(text) <= mapping.longest_mask or text[0] in _MARKS:
        folded = _one_length(text.casefold())
        if folded in mapping.vendor_masks:
            return None, VENDOR_MASK
        if folded in mapping.agency_masks:
            return None, REDACTED
    if text[-1] in _CITATION_ENDS and len(text) <= MAX_CITATION and _CITATION.fullmatch(text):
        return None, REDACTED
    return text, GIVEN


def _one_length(text: str) -> str:
    mark = text[0]
    return mark * 3 if mark in _MARKS and len(text) > 1 and not text.strip(mark) else text
