"""Events as JSON lines.

Knows: structlog, where lines go, the level that a code says, how long a fact may be.
Must not know: what an event means.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final, TextIO

import structlog

from ostiary.door.events import Event

LEVELS: Final = {"I": "info", "W": "warning", "E": "error"}
"""By the letter at the end of a code."""

MAX_FACT: Final = 400
"""Characters of one fact: a sentence of ours with a path in it. No fact may carry much of anything else."""


class EventLog:
    """Writes one JSON line an event: when, its level, its stable code, its name, its facts."""

    def __init__(self, stream: TextIO, **always: str | int) -> None:
        """``always`` are facts of each event: the gateway's name, and the number of the worker that tells it."""
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
        """Write one event with its facts; it is lost where the stream does not take it."""
        cut = {name: fact[:MAX_FACT] if isinstance(fact, str) else fact for name, fact in facts.items()}
        level = LEVELS[event.value[-1]]
        with suppress(OSError):
            self._logger.msg(event.name.lower(), level=level, code=event.value, **self._always, **cut)
