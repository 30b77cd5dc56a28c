"""From an agency's clock to UTC and back.

Knows: time zones, the hour that comes twice and the hour that does not come.
Must not know: how a time is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ostiary.errors import ImportRefused
from ostiary.watch.importing.mapping import Clock
from ostiary.watch.importing.times import DAY, Instant

# Offsets change on quarters of an hour in UTC, wherever they have ever changed since 1970.
_QUARTER: Final = 900_000
_MAX_KEPT: Final = 200_000
"""Quarters of an hour whose offset is kept: five years, some 30 MB."""


def zone_of(name: str) -> ZoneInfo | None:
    """The time zone of that name; None for none. Raises ImportRefused where there is none."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ImportRefused(
            f"`{name}` is no time zone", hint="such as America/Chicago, as the tz database names them"
        ) from None


@dataclass(slots=True)
class AgencyClock:
    """Turns times as written into UTC, and UTC into the agency's own day and minute.

    ``clock`` is what a time without a zone is. Counts what was not certain: local times that come twice (the earlier is taken) and
    those that never come (taken as if the clock had not been moved yet).
    """

    clock: Clock
    zone: ZoneInfo | None
    twice: int = 0
    never: int = 0
    _offsets: dict[int, int] = field(default_factory=dict)

    @property
    def is_local(self) -> bool:
        """Whether a time without a zone is the agency's own."""
        return self.zone is not None and self.clock != "utc"

    def utc(self, found: Instant, *, ends: bool = False) -> int:
        """Ms since 1970 in UTC; of a day alone that ends something the last."""
        ms = found.ms + (DAY - 1 if ends and found.is_day else 0)
        if found.offset is not None:
            return ms - found.offset
        return self._from_local(ms) if self.is_local else ms

    def local(self, at: int) -> tuple[int | None, int | None]:
        """The agency's own day and minute of an instant, or neither where its zone is not known."""
        if self.zone is None:
            return None, None
        day, of_day = divmod(at + self._offset(at), DAY)
        return day, of_day // 60_000

    def _from_local(self, ms: int) -> int:
        """A local time has the offset that holds at the instant which it gives; there may be two of these, or none."""
        earlier, later = self._offset(ms - DAY), self._offset(ms + DAY)
        if earlier == later:
            return ms - earlier
        fits = [ms - offset for offset in (earlier, later) if self._offset(ms - offset) == offset]
        self.twice += len(fits) > 1
        self.never += not fits
        return min(fits) if fits else ms - earlier

    def _offset(self, at: int) -> int:
        quarter = at // _QUARTER
        found = self._offsets.get(quarter)
        if found is None:
            if len(self._offsets) >= _MAX_KEPT:
                self._offsets.clear()
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=quarter * _QUARTER)
            away = moment.astimezone(self.zone).utcoffset() or timedelta()
            found = self._offsets[quarter] = round(away.total_seconds() * 1000)
        return found
