"""Instants and days as directives write them.

Knows: ISO 8601 in UTC with one spelling of the zone, and calendar days.
Must not know: what time it is.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from ostiary.errors import DirectiveRefused

_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_instant(text: str) -> datetime:
    """The instant, aware, in UTC. Raises DirectiveRefused unless it is like ``2019-07-10T15:04:05.123Z``."""
    try:
        if _INSTANT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise DirectiveRefused(f"`{text}` is not an instant in UTC", hint="write it like 2019-07-10T15:04:05Z")


def read_day(text: str) -> date:
    """The day. Raises DirectiveRefused unless it is like ``2019-07-10``."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise DirectiveRefused(f"`{text}` is not a day", hint="write it like 2019-07-10")


def write_instant(instant: datetime) -> str:
    """An aware instant as directives write it, to the microsecond."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def hours_after(instant: str, hours: int) -> datetime:
    """The instant so many hours later, at the latest the last one there is. Raises DirectiveRefused for no instant."""
    try:
        return read_instant(instant) + timedelta(hours=hours)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)
