"""The exposure window, measured: how long entries were the log's word alone.

Knows: when sizes were published and when they were cosigned.
Must not know: files, witnesses, entries.

An entry is released when it is durable, published a second later at most, and cosigned in a round after that. Until then, who
holds the machine could still take it back. A figure here is at most ``PUBLISH_SECONDS`` too long, and never too short by more
than the time that a publication takes.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

PUBLISH_SECONDS: Final = 1.0
"""How long the log writer rests between two publications."""

MAX_KEPT: Final = 1_024
"""Publications that wait for a cosignature: a quarter of an hour. Of more, neighbours are taken for one, the older."""


@dataclass(frozen=True, slots=True)
class At:
    """So many entries, at this time in seconds since 1970."""

    size: int
    time: float


@dataclass(slots=True)
class Exposure:
    """Follows both checkpoints. ``last`` and ``worst`` are seconds; 0 before the first cosignature."""

    last: float = 0.0
    worst: float = 0.0
    _published: At | None = None
    _waiting: deque[At] = field(default_factory=deque)
    """Sizes, each with the time from which its oldest entry may have been released."""

    def look(self, published: At, witnessed: At | None) -> None:
        """Both checkpoints as they stand now."""
        before = self._published
        if before is None:
            # What was there before this process was: how long it has waited, nobody knows.
            self._waiting.extend([published] if witnessed is None or witnessed.size < published.size else [])
        elif published.size > before.size:
            self._waiting.append(At(published.size, max(before.time, published.time - PUBLISH_SECONDS)))
        self._published = published
        if witnessed is not None:
            self._settle(witnessed)
        if len(self._waiting) > MAX_KEPT:
            self._thin()

    def seconds(self, now: float) -> float:
        """How long the oldest entry has been the log's word alone; 0 when all are cosigned."""
        return max(0.0, now - self._waiting[0].time) if self._waiting else 0.0

    def _settle(self, witnessed: At) -> None:
        while self._waiting and self._waiting[0].size <= witnessed.size:
            self.last = max(0.0, witnessed.time - self._waiting.popleft().time)
            self.worst = max(self.worst, self.last)

    def _thin(self) -> None:
        pairs = list(self._waiting)
        if len(pairs) % 2:
            pairs.append(pairs[-1])
        self._waiting = deque(
            At(newer.size, older.time) for older, newer in zip(pairs[::2], pairs[1::2], strict=True)
        )
