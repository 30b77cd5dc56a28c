"""Instants of events as days and as text, in UTC.

Knows: milliseconds since 1970, as every table of a folder has them.
Must not know: the zone of an agency, the clock.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

MS_A_DAY: Final = 86_400_000


def utc_day(at: int) -> date:
    """The UTC day of an instant in ms."""
    return datetime.fromtimestamp(at / 1000, UTC).date()


def utc_text(at: int) -> str:
    """An instant in ms as ISO 8601 to the second."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
