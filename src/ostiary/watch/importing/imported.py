"""What an import says of itself.

Knows: counts, reasons, notes.
Must not know: how they came about, terminals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ostiary.watch.events.manifest import Counts

WARN_SHARE: Final = 0.5
"""From this share of refused rows on, the file is probably not what it was said to be."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One import. ``reasons`` counts rows that were not taken by a key of REASONS; ``is_again`` where nothing was new.

    ``first`` and ``last`` are of events, in ms since 1970 UTC. ``notes`` are full sentences for whoever imported.
    """

    source: str
    format: str
    table: str
    counts: Counts
    reasons: Mapping[str, int] = field(default_factory=dict)
    first: int | None = None
    last: int | None = None
    notes: tuple[str, ...] = ()
    side_file: str = ""
    is_again: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether so much was refused, or so little read, that somebody should look at the file."""
        return not self.counts.read or self.counts.refused >= WARN_SHARE * self.counts.read
