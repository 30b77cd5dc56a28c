"""Why a row is not taken.

Knows: the words for it.
Must not know: files, columns of any one format.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REASONS: Final[Mapping[str, str]] = {
    "width": "it has not as many cells as the header",
    "shifted": "its cells stand one column beside where they belong",
    "quotes": "a quotation mark opens and does not close, or closes amid a cell",
    "too-long": "the row or a cell is longer than any that is read",
    "encoding": "it is not in the encoding of the file",
    "nul": "it has a NUL character",
    "header-again": "it is the header once more",
    "missing": "a cell that is needed is empty or hidden",
    "time": "the cell is no time of the form that its column has",
    "number": "the cell is no number, or none that fits",
    "flag": "the cell says neither yes nor no",
    "word": "the cell has a word that the format does not know",
    "id": "the cell cannot be an id",
    "identical": "the same row stands earlier in this file",
    "same-id": "another row of this file has its id and says something else",
}
"""Every reason that a side file can have. The last two are of duplicates, all others of refused rows."""

DUPLICATE: Final = frozenset({"identical", "same-id"})


class RowRefused(Exception):
    """One row is not taken: ``reason`` is a key of REASONS; ``column`` a header, or empty; ``detail`` our own words, never a cell's."""

    def __init__(self, reason: str, column: str = "", detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.column, self.detail = reason, column, detail
