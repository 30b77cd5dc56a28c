"""One result of one check.

Knows: its states and their order.
Must not know: what was looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

State: TypeAlias = Literal["ok", "skipped", "warning", "error"]

SEVERITY: Final[tuple[State, ...]] = ("ok", "skipped", "warning", "error")
"""From the best to the worst. What was skipped could not be looked at, because something else is wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says, and what to do about it."""

    check: str
    state: State
    said: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A finding before it bears the name of its check."""

    state: State
    said: str
    hint: str = ""


def ok(said: str) -> Result:
    """All is as it should be."""
    return Result("ok", said)


def warning(said: str, hint: str) -> Result:
    """It works, and somebody should look."""
    return Result("warning", said, hint)


def error(said: str, hint: str) -> Result:
    """Clients are not served because of it, or must not be."""
    return Result("error", said, hint)
