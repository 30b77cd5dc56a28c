"""What the log says of one day's index: an entry of the kind subject-index root.

Knows: the form of that entry, and how one day's follows the one before.
Must not know: maps, lists, people, files.

Days follow each other without a gap, and so do the stretches of the log that they cover: every entry is in one day's index,
whatever a clock said, and no entry is in none. The serial is how many such entries stand before it in the log and in those
that it goes on from: their kind is public, so that anybody who counts them finds a second index for the same day.

A root names the log whose entries it covers. That is the log it stands in, or one that was closed before the day was due.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Final

from ostiary.errors import LogDamaged
from ostiary.model.canonical import Plain, canonical_bytes

FORM: Final = "ostiary/subject-index/v2"
UNNAMED_FORM: Final = "ostiary/subject-index/v1"
"""Before logs had successors: it names no log, and covers the one that it stands in."""
_UNNAMED: Final = ("day", "end", "key", "root", "serial", "size", "start", "unreadable")
_NAMES: Final = {UNNAMED_FORM: sorted(_UNNAMED), FORM: sorted((*_UNNAMED, "origin"))}


@dataclass(frozen=True, slots=True)
class DayRoot:
    """The index of one day (ISO 8601, UTC), its ``serial``-th: entries from ``start`` to before ``end`` are in it.

    ``size`` and ``root`` are its map's (in base64); the size is padded. ``key`` is the commitment to the index key (in base64).
    ``unreadable`` is how many entries could not be read when it was built: they had been erased. ``origin`` is the log whose
    entries these are; empty: the one that the root stands in.
    """

    day: str
    serial: int
    start: int
    end: int
    size: int
    root: str
    key: str
    unreadable: int = 0
    origin: str = ""

    def follows(self, before: DayRoot) -> bool:
        """Whether this is the next day's, of the same log and key."""
        return (
            date.fromisoformat(self.day).toordinal() == date.fromisoformat(before.day).toordinal() + 1
            and self.serial == before.serial + 1
            and self.start == before.end
            and self.key == before.key
            and self.is_of(before.origin)
        )

    def is_of(self, origin: str) -> bool:
        """Whether it covers entries of that log, standing in it where it names none."""
        return not self.origin or not origin or self.origin == origin


def write_day_root(root: DayRoot) -> bytes:
    """The payload of the entry: canonical JSON."""
    named: dict[str, Plain] = {"origin": root.origin} if root.origin else {}
    return canonical_bytes(
        {
            **named,
            "form": FORM if root.origin else UNNAMED_FORM,
            "day": root.day,
            "serial": root.serial,
            "start": root.start,
            "end": root.end,
            "size": root.size,
            "root": root.root,
            "key": root.key,
            "unreadable": root.unreadable,
        }
    )


def read_day_root(payload: bytes) -> DayRoot:
    """Read it. Raises LogDamaged unless it is what ``write_day_root`` writes."""
    try:
        found = json.loads(payload)
        if isinstance(found, dict) and _NAMES.get(found.pop("form", "")) == sorted(found):
            root = DayRoot(**found)
            if _is_sound(root) and write_day_root(root) == payload:
                return root
    except (ValueError, TypeError, RecursionError):
        pass
    raise LogDamaged("an index root in the log is not of the form that is written")


def _is_sound(root: DayRoot) -> bool:
    numbers = (root.serial, root.start, root.end, root.size, root.unreadable)
    # JSON's true is a number to Python, and is written back as true.
    are_counts = all(type(one) is int and one >= 0 for one in numbers)
    texts = (root.day, root.root, root.key, root.origin)
    return (
        are_counts
        and all(isinstance(one, str) for one in texts)
        and date.fromisoformat(root.day).isoformat() == root.day
        and root.start <= root.end
        and (root.serial > 0 or root.start == 0)
    )
