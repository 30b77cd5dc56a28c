"""What the log says of one day's index: an entry of the kind subject-index root.

Knows: the form of that entry, and how one day's follows the one before.
Must not know: maps, lists, people, files.

Days follow each other without a gap, and so do the stretches of the log that they cover: every entry is in one day's index,
whatever a clock said, and no entry is in none. The serial is how many such entries stand before it in the log: their kind is
public, so that anybody who counts them finds a second index for the same day.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Final

from ostiary.errors import LogDamaged
from ostiary.model.canonical import canonical_bytes

FORM: Final = "ostiary/subject-index/v1"
_NAMES: Final = ("day", "end", "form", "key", "root", "serial", "size", "start", "unreadable")


@dataclass(frozen=True, slots=True)
class DayRoot:
    """The index of one day (ISO 8601, UTC), its ``serial``-th: entries from ``start`` to before ``end`` are in it.

    ``size`` and ``root`` are its map's (in base64); the size is padded. ``key`` is the commitment to the index key (in base64).
    ``unreadable`` is how many entries could not be read when it was built: they had been erased.
    """

    day: str
    serial: int
    start: int
    end: int
    size: int
    root: str
    key: str
    unreadable: int = 0

    def follows(self, before: DayRoot) -> bool:
        """Whether this is the next day's, of the same log and key."""
        return (
            date.fromisoformat(self.day).toordinal() == date.fromisoformat(before.day).toordinal() + 1
            and self.serial == before.serial + 1
            and self.start == before.end
            and self.key == before.key
        )


def write_day_root(root: DayRoot) -> bytes:
    """The payload of the entry: canonical JSON."""
    return canonical_bytes(
        {
            "form": FORM,
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
        if isinstance(found, dict) and sorted(found) == sorted(_NAMES) and found.pop("form") == FORM:
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
    texts = (root.day, root.root, root.key)
    return (
        are_counts
        and all(isinstance(one, str) for one in texts)
        and date.fromisoformat(root.day).isoformat() == root.day
        and root.start <= root.end
        and (root.serial > 0 or root.start == 0)
    )
