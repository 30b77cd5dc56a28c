"""Erasures: which entries were made unreadable, and on whose order.

Knows: the form of an erasure, and which kinds of entry may be erased.
Must not know: keys, files, who may order one, or what the erased entries said.

An erasure is an entry itself, durable before the first key is destroyed: nobody erases without a trace, and what a crash
interrupts is finished from it. It names entries by number, never people.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from ostiary.errors import LogDamaged
from ostiary.evidence.commitment import ACCESS, TURNED_AWAY
from ostiary.model.canonical import canonical_bytes

FORM = "ostiary/erasure/v1"

# Directives are chained, recoveries and erasures say what was done to the log: others rest upon them.
ERASABLE = frozenset({ACCESS, TURNED_AWAY})

# Each is one write and one fdatasync, during which nothing is answered: at 1 ms each a quarter of a second.
MAX_ERASED_AT_ONCE = 256
MAX_ORDER_CHARACTERS = 200
_MAX_INDEX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Erasure:
    """The entries, by ascending number, and the court order or directive that says so; it names nobody either."""

    entries: tuple[int, ...]
    order: str

    def __post_init__(self) -> None:
        """Raises ValueError for no entries, too many, out of order, or an order that is empty or too long."""
        if not 1 <= len(self.entries) <= MAX_ERASED_AT_ONCE or list(self.entries) != sorted(
            set(self.entries)
        ):
            raise ValueError(f"an erasure names 1 to {MAX_ERASED_AT_ONCE} entries, each once, in their order")
        if not 0 <= self.entries[0] <= self.entries[-1] <= _MAX_INDEX:
            raise ValueError("an erasure names entries by their numbers")
        if not 1 <= len(self.order.strip()) <= len(self.order) <= MAX_ORDER_CHARACTERS:
            raise ValueError(
                f"an erasure names the order for it, in at most {MAX_ORDER_CHARACTERS} characters"
            )


def write_erasure(erasure: Erasure) -> bytes:
    """The payload of the entry: canonical JSON."""
    return canonical_bytes({"form": FORM, "entries": list(erasure.entries), "order": erasure.order})


def read_erasure(payload: bytes) -> Erasure:
    """Read it. Raises LogDamaged unless it is exactly what ``write_erasure`` writes."""
    try:
        found = json.loads(payload)
        erasure = Erasure(tuple(found["entries"]), found["order"])
        # JSON's true is a number to Python, and is written back as true.
        if write_erasure(erasure) == payload and not any(
            isinstance(entry, bool) for entry in erasure.entries
        ):
            return erasure
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    raise LogDamaged("an erasure in the log is not of the form that is written")
