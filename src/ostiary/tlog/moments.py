"""How a moment that others state is shown.

Knows: seconds since 1970 as far as they are a date.
Must not know: who states them, clocks.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

_LAST: Final = 253_402_300_799
"""The last second of the year 9999: what states a later one means harm, or is no clock."""


def show_moment(seconds: int) -> str:
    """In ISO 8601, or as the number that it is."""
    if not 0 <= seconds <= _LAST:
        return f"second {seconds}"
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
