"""One access that somebody means to make.

Knows: when, who, from which place, what is declared, and what is asked.
Must not know: why, or what comes of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DESK: Final = "desk"
"""Where everybody asks from, unless an account is used at two places."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a session declares; empty: not declared. The names are those of the settings."""

    purpose: str = ""
    case: str = ""
    basis: str = ""
    beneficiary: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A statement with ``$1``, ``$2`` for its parameters, which are sent as text: as both will stand in the log."""

    statement: str
    parameters: tuple[str, ...] = ()

    def noted(self, reason: str) -> Question:
        """The same with a reason in a comment, as applications that use sqlcommenter write it."""
        return Question(f"{self.statement} /*reason='{reason}'*/", self.parameters)


@dataclass(frozen=True, slots=True)
class Intention:
    """``at`` counts seconds from the beginning of the script; ``anew``: the member logs in anew for it.

    ``story`` names the planted misuse that it belongs to; empty for everything ordinary.
    """

    at: float
    member: str
    stated: Stated
    question: Question
    place: str = DESK
    anew: bool = False
    story: str = ""
