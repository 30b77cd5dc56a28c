"""Accesses as arrays of numbers, before they become text.

Knows: which numbers an access has here, and how two lots of them become one.
Must not know: how they are drawn, Parquet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

Numbers: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Rows: TypeAlias = Mapping[str, Numbers]
"""Column: its numbers, all of one length."""

MS_A_MINUTE: Final = 60_000
MS_AN_HOUR: Final = 60 * MS_A_MINUTE
MS_A_DAY: Final = 24 * MS_AN_HOUR

NONE: Final = -1
"""No value: a case number that was left blank, a place that nobody knows, no rule."""

COLUMNS: Final[Mapping[str, tuple[Any, float]]] = {
    # Column: its type, and what it is where nobody says otherwise.
    "at": (np.int64, 0),
    "user": (np.int32, 0),
    "owner": (np.int32, 0),
    "subject": (np.int64, 0),
    "case": (np.int32, NONE),
    "reason": (np.int32, NONE),
    "purpose": (np.int8, 0),
    "networks": (np.int32, 1),
    "window_days": (np.int16, 30),
    "decision": (np.int8, 0),
    "rule": (np.int8, NONE),
    "device": (np.int32, NONE),
    "latitude": (np.float32, np.nan),
    "longitude": (np.float32, np.nan),
    "exported": (np.bool_, 0),
    "planted": (np.int32, NONE),
}
"""``planted`` is the number of the planted case that an access belongs to, and never written beside it."""


def rows_of(given: Mapping[str, Numbers]) -> Rows:
    """All columns; those that are not given have their ordinary value."""
    size = len(given["at"])
    return {
        name: given[name].astype(kind, copy=False) if name in given else np.full(size, usual, kind)
        for name, (kind, usual) in COLUMNS.items()
    }


def joined(lots: Sequence[Rows]) -> Rows:
    """All lots in the order of time; equal times keep the order of the lots."""
    order = np.argsort(np.concatenate([lot["at"] for lot in lots]), kind="stable")
    return {name: np.concatenate([lot[name] for lot in lots])[order] for name in COLUMNS}
