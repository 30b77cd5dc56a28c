"""Erasures of names: which places in the lists of one access entry were made unreadable, and on whose order.

Knows: the form of such an erasure, and how the two kinds of erasure are told apart.
Must not know: keys, files, who may order one, or whose names stood there.

It is an entry itself, durable before anything is destroyed, like the erasure of whole entries. It names places, never
people: the names stand nowhere any more.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from ostiary.errors import LogDamaged
from ostiary.evidence.erasure import (
    MAX_ERASED_AT_ONCE,
    MAX_ORDER_CHARACTERS,
    Erasure,
    read_erasure,
    write_erasure,
)
from ostiary.model.canonical import canonical_bytes
from ostiary.model.entry_form import LISTS, MAX_NAMES

FORM: Final = "ostiary/erasure/v2"

_MAX_INDEX: Final = 2**63 - 1
_START: Final = b'{"asked_about":'


@dataclass(frozen=True, slots=True)
class NameErasure:
    """The entry, ascending positions in its lists of subjects and of what was asked about, and the order for it."""

    entry: int
    subjects: tuple[int, ...]
    asked_about: tuple[int, ...]
    order: str

    def __post_init__(self) -> None:
        """Raises ValueError for no places, too many, out of order, or an order that is empty or too long."""
        if not 1 <= len(self.subjects) + len(self.asked_about) <= MAX_ERASED_AT_ONCE:
            raise ValueError(f"an erasure names 1 to {MAX_ERASED_AT_ONCE} places")
        if not all(map(_is_places, self.lists)) or not 0 <= self.entry <= _MAX_INDEX:
            raise ValueError("an erasure names an entry, and places in it, each once and in their order")
        if not 1 <= len(self.order.strip()) <= len(self.order) <= MAX_ORDER_CHARACTERS:
            raise ValueError(
                f"an erasure names the order for it, in at most {MAX_ORDER_CHARACTERS} characters"
            )

    @property
    def lists(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The places in both lists, in the order of an entry's lists."""
        return self.subjects, self.asked_about


AnyErasure: TypeAlias = Erasure | NameErasure


def _is_places(places: tuple[int, ...]) -> bool:
    return list(places) == sorted(set(places)) and all(0 <= place < MAX_NAMES for place in places)


def write_name_erasure(erasure: NameErasure) -> bytes:
    """The payload of the entry: canonical JSON."""
    lists = dict(zip(LISTS, map(list, erasure.lists), strict=True))
    return canonical_bytes({"form": FORM, "entry": erasure.entry, "order": erasure.order, **lists})


def write_any_erasure(erasure: AnyErasure) -> bytes:
    """The payload of the entry that says so, in the form of this kind of erasure."""
    return write_erasure(erasure) if isinstance(erasure, Erasure) else write_name_erasure(erasure)


def entries_of(erasure: AnyErasure) -> tuple[int, ...]:
    """The entries that it is of."""
    return erasure.entries if isinstance(erasure, Erasure) else (erasure.entry,)


def read_any_erasure(payload: bytes) -> AnyErasure:
    """Read an erasure of either form. Raises LogDamaged unless it is exactly what is written."""
    return _read(payload) if payload.startswith(_START) else read_erasure(payload)


def _read(payload: bytes) -> NameErasure:
    try:
        found: dict[str, Any] = json.loads(payload)
        subjects, asked_about = (tuple(found[name]) for name in LISTS)
        erasure = NameErasure(found["entry"], subjects, asked_about, found["order"])
        # JSON's true is a number to Python, and is written back as true.
        numbers = (erasure.entry, *subjects, *asked_about)
        if write_name_erasure(erasure) == payload and not any(isinstance(one, bool) for one in numbers):
            return erasure
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    raise LogDamaged("an erasure in the log is not of the form that is written")
