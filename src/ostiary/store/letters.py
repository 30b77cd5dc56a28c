"""Letters in the control database: questions and complaints of residents, sealed, with a clock.

Knows: which functions and columns of the database are used, and what each comes back with.
Must not know: codes, keys, what is sealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

import psycopg

from ostiary.errors import CounterRefused

LetterKind: TypeAlias = Literal["question", "complaint"]


@dataclass(frozen=True, slots=True)
class Filed:
    """A letter as it was taken in."""

    number: int
    received_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Letter:
    """One as it stands. ``sealed`` is empty for whoever asks with its code; ``answer`` is empty until there is one."""

    number: int
    kind: LetterKind
    received_on: date
    due_on: date
    answered_on: date | None
    digest: bytes = b""
    answer_key: bytes = b""
    sealed: bytes = b""
    answer: bytes = b""

    def is_late(self, today: date) -> bool:
        """Whether its day has passed without an answer, or had passed when the answer came."""
        return (self.answered_on or today) > self.due_on


@dataclass(frozen=True, slots=True)
class LetterCounts:
    """How many there are: waiting within their time, waiting beyond it, answered within it, answered beyond it."""

    open: int
    late: int
    in_time: int
    too_late: int


def file_letter(
    connection: psycopg.Connection,
    *,
    digest: bytes,
    answer_key: bytes,
    kind: LetterKind,
    sealed: bytes,
    days: int,
) -> Filed | None:
    """Take one in; None when as many came today as may."""
    row = connection.execute(
        "SELECT * FROM ostiary.file_letter(%s, %s, %s, %s, %s)", [digest, answer_key, kind, sealed, days]
    ).fetchone()
    return Filed(*row) if row else None


def look_up_letter(connection: psycopg.Connection, number: int, digest: bytes) -> Letter | None:
    """The one with this number and the digest of its code; None where there is none."""
    row = connection.execute("SELECT * FROM ostiary.look_up_letter(%s, %s)", [number, digest]).fetchone()
    if row is None:
        return None
    kind, received, due, answered, answer = row
    return Letter(number, kind, received, due, answered, answer=bytes(answer or b""))


def all_letters(connection: psycopg.Connection, most: int | None = None) -> list[Letter]:
    """All of them, or so many, those that must be answered first first. What they say is not fetched: years of it would not fit."""
    rows = connection.execute(
        "SELECT number, kind, received_on, due_on, answered_on FROM ostiary.resident_letter"
        " ORDER BY answered_on IS NOT NULL, due_on, number LIMIT %s",
        [most],
    )
    return [Letter(*row) for row in rows]


def read_letter(connection: psycopg.Connection, number: int) -> Letter:
    """One of them, with what is sealed. Raises CounterRefused."""
    row = connection.execute(
        "SELECT number, kind, received_on, due_on, answered_on, digest, answer_key, sealed, answer"
        " FROM ostiary.resident_letter WHERE number = %s",
        [number],
    ).fetchone()
    if row is None:
        raise CounterRefused(
            f"there is no question or complaint {number}", hint="`ostiary complaint list` has all"
        )
    number, kind, received, due, answered, *texts = row
    return Letter(number, kind, received, due, answered, *(bytes(one or b"") for one in texts))


def answer_letter(connection: psycopg.Connection, number: int, answer: bytes) -> None:
    """Put the sealed answer to it. Raises CounterRefused when there is one already: whoever has read it would not know."""
    row = connection.execute("SELECT ostiary.answer_letter(%s, %s)", [number, answer]).fetchone()
    if not row or row[0] is not True:
        raise CounterRefused(
            f"{number} was answered already, or there is none", hint="`ostiary complaint list` has all"
        )


def letter_counts(connection: psycopg.Connection) -> LetterCounts:
    """How many there are."""
    row = connection.execute("SELECT * FROM ostiary.letter_counts()").fetchone()
    return LetterCounts(*map(int, row or (0, 0, 0, 0)))
