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

    def __init__(self, stream: TextIO, **always: str | int) -> None:
        """``always`` are facts of each event, such as the number of the worker that tells it."""
        self._always = always
        self._logger = structlog.wrap_logger(
            # A line is one write: several processes tell their events to the same stream.
            structlog.WriteLogger(stream),
            processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(),
            ],
        )

    def tell(self, event: Event, **facts: str | int) -> None:
        """Write one event with its facts."""
        self._logger.msg(event.name.lower(), code=event.value, **self._always, **facts)
