"""Events as JSON lines.

Knows: structlog, where lines go.
Must not know: what an event means.
"""

from __future__ import annotations

from typing import TextIO

import structlog

from ostiary.door.events import Event


class EventLog:
    """Writes one JSON line an event: when, its stable code, its name, its facts."""

    def __init__(self, stream: TextIO) -> None:
        self._logger = structlog.wrap_logger(
            structlog.PrintLogger(stream),
            processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(),
            ],
        )

    def tell(self, event: Event, **facts: str | int) -> None:
        """Write one event with its facts."""
        self._logger.msg(event.name.lower(), code=event.value, **facts)
