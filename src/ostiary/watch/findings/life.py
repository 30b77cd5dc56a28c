"""The life of a finding as a table: which act may follow in which state, and what state comes of it.

Knows: states, words of acts, outcomes.
Must not know: who may act, files, what a finding is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from ostiary.errors import FindingRefused

State: TypeAlias = Literal["new", "looking", "explained", "referred", "closed", "erased"]
Word: TypeAlias = Literal[
    "found",
    "found-again",
    "taken",
    "opened",
    "explained",
    "referred",
    "closed",
    "reopened",
    "suppressed",
    "noticed",
    "erased",
]

STATES: Final[Mapping[State, str]] = {
    "new": "nobody has looked",
    "looking": "somebody has taken it and looks",
    "explained": "there was an innocent reason, and it is written down",
    "referred": "it was handed to those who decide about people",
    "closed": "it is done with, and what came of it is written down",
    "erased": "what it said was erased; that it was there, and who did what about it, stays",
}

OUTCOMES: Final[Mapping[str, str]] = {
    "confirmed": "those who decide about people found misuse",
    "not-confirmed": "they, or the reviewer, found none",
    "cannot-tell": "what would have to be known is not to be had",
}
"""What a finding is closed as. Only the first two say anything about how good a detector is."""

LIFE: Final[Mapping[tuple[State | None, Word], State]] = {
    (None, "found"): "new",
    ("new", "found-again"): "new",
    ("looking", "found-again"): "looking",
    ("referred", "found-again"): "referred",
    # It was explained or closed for the evidence that there was. With other evidence somebody has to look again.
    ("explained", "found-again"): "new",
    ("closed", "found-again"): "new",
    ("new", "taken"): "looking",
    # Another reviewer may take it over; the same one has it already.
    ("looking", "taken"): "looking",
    ("looking", "opened"): "looking",
    ("referred", "opened"): "referred",
    ("looking", "explained"): "explained",
    ("referred", "explained"): "explained",
    ("looking", "referred"): "referred",
    ("looking", "closed"): "closed",
    ("referred", "closed"): "closed",
    ("explained", "reopened"): "new",
    ("referred", "reopened"): "new",
    ("closed", "reopened"): "new",
    ("new", "suppressed"): "new",
    ("looking", "suppressed"): "looking",
    ("explained", "suppressed"): "explained",
    ("referred", "suppressed"): "referred",
    ("closed", "suppressed"): "closed",
    ("looking", "noticed"): "looking",
    ("referred", "noticed"): "referred",
    ("new", "erased"): "erased",
    ("looking", "erased"): "erased",
    ("explained", "erased"): "erased",
    ("referred", "erased"): "erased",
    ("closed", "erased"): "erased",
}
"""State before (None: there is no such finding) and act, to state after. What is not here is refused."""

WAITING: Final[frozenset[State]] = frozenset({"new", "looking"})
"""Somebody still has to look."""
DECIDING: Final[frozenset[Word]] = frozenset({"explained", "referred", "closed"})
"""A reviewer has made up their mind."""

_FIRST: Final[Mapping[State, str]] = {
    "new": "take it first: ostiary finding take ID",
    "explained": "reopen it first: ostiary finding reopen ID --reason TEXT",
    "closed": "reopen it first: ostiary finding reopen ID --reason TEXT",
    "erased": "what it said is gone; what still stands in the events is found anew by: ostiary watch run DIR",
}


def next_state(state: State | None, word: Word) -> State:
    """The state after an act. Raises FindingRefused where the table has none."""
    after = LIFE.get((state, word))
    if after is None:
        stands = "not there" if state is None else f"`{state}`"
        raise FindingRefused(
            f"a finding that is {stands} cannot be {word}", hint=_FIRST.get(state, "") if state else ""
        )
    return after


def open_acts(state: State) -> tuple[Word, ...]:
    """The acts that a reviewer may do in a state, in the order of the table: none of what programs and custodians do."""
    return tuple(word for before, word in LIFE if before == state and word not in {"found-again", "erased"})
