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


_ALL = "SELECT number, kind, received_on, due_on, answered_on, digest, answer_key, sealed, answer FROM ostiary.resident_letter"


def all_letters(connection: psycopg.Connection) -> list[Letter]:
    """All of them, those that must be answered first first."""
    rows = connection.execute(f"{_ALL} ORDER BY answered_on IS NOT NULL, due_on, number")
    return [_letter(*row) for row in rows]


def read_letter(connection: psycopg.Connection, number: int) -> Letter:
    """One of them. Raises CounterRefused."""
    row = connection.execute(f"{_ALL} WHERE number = %s", [number]).fetchone()
    if row is None:
        raise CounterRefused(
            f"there is no question or complaint {number}", hint="`ostiary complaint list` has all"
        )
    return _letter(*row)


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


def _letter(  # noqa: PLR0917 - the columns of one row
    number: int,
    kind: LetterKind,
    received: date,
    due: date,
    answered: date | None,
    digest: bytes,
    answer_key: bytes,
    sealed: bytes,
    answer: bytes | None,
) -> Letter:
    return Letter(
        number,
        kind,
        received,
        due,
        answered,
        bytes(digest),
        bytes(answer_key),
        bytes(sealed),
        bytes(answer or b""),
    )
