"""Letters: questions and complaints that only the oversight office can read, and answers that only their writer can.

Knows: what a letter holds, to whom it is sealed, and how its writer finds it again.
Must not know: HTTP, pages, files of keys, how rows are kept.

A letter is sealed to the public key of the oversight office, which reads it on a machine of its own. The answer is sealed to a key
that follows from the writer's secret code. So neither the site nor the database can show anybody a letter or an answer, and the office
keeps no copy of an answer but the one that it writes down elsewhere.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from ostiary.errors import ProofInvalid
from ostiary.store.control import control_connection
from ostiary.store.letters import (
    Filed,
    Letter,
    LetterKind,
    answer_letter,
    file_letter,
    look_up_letter,
    read_letter,
)
from ostiary.web.counter.code import RANDOM_BYTES, Code, drawn_code
from ostiary.web.counter.code_keys import keys_of
from ostiary.web.counter.sealed import open_from, public_of, seal_to

MAX_CHARACTERS: Final = 4_000
"""Of a letter and of an answer: two pages."""
_LETTER: Final = b"ostiary/letter/v1\x00"
_ANSWER: Final = b"ostiary/letter-answer/v1\x00"


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody has written, and the code of the language in which they want the answer."""

    kind: LetterKind
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the writer puts on paper: the number, the secret code, and until when there is an answer."""

    filed: Filed
    code: Code


@dataclass(frozen=True, slots=True)
class Standing:
    """A letter as its writer sees it: its clock, and the answer once there is one."""

    letter: Letter
    answer: str = ""


def why_not(text: str) -> str:
    """Why a text cannot be a letter or an answer: ``empty``, ``long``, or nothing."""
    if not text.strip():
        return "empty"
    return "long" if len(text) > MAX_CHARACTERS else ""


def send_letter(control_dsn: str, office: bytes, written: Written, answer_days: int) -> Receipt | None:
    """Take a letter in for the office with that public key; None when as many came today as can be read.

    Raises ControlDown, and ValueError for a text that ``why_not`` refuses.
    """
    if problem := why_not(written.text):
        raise ValueError(problem)
    code = drawn_code(secrets.token_bytes(RANDOM_BYTES))
    keys = keys_of(code, "letter")
    plain = f"{written.language}\n{written.text}".encode(errors="replace")
    sealed = seal_to(office, plain, _LETTER + keys.digest)
    with control_connection(control_dsn) as connection:
        filed = file_letter(
            connection,
            digest=keys.digest,
            answer_key=public_of(keys.key),
            kind=written.kind,
            sealed=sealed,
            days=answer_days,
        )
    return Receipt(filed, code) if filed else None


def look_up(control_dsn: str, number: int, code: Code) -> Standing | None:
    """A letter for its writer; None where number and code do not belong together. Raises ControlDown, ProofInvalid."""
    keys = keys_of(code, "letter")
    with control_connection(control_dsn) as connection:
        letter = look_up_letter(connection, number, keys.digest)
    if letter is None:
        return None
    answer = open_from(keys.key, letter.answer, _ANSWER + _number(number)) if letter.answer else b""
    return Standing(letter, answer.decode())


def read_written(private: bytes, letter: Letter) -> Written:
    """What a letter says, for the office. Raises ProofInvalid when it was sealed to another key."""
    language, is_there, text = (
        open_from(private, letter.sealed, _LETTER + letter.digest).decode().partition("\n")
    )
    if not is_there:
        raise ProofInvalid("the letter is not written in the one canonical way")
    return Written(letter.kind, language, text)


def send_answer(control_dsn: str, number: int, text: str) -> None:
    """Answer a letter, once. Raises CounterRefused, ControlDown, and ValueError for a text that ``why_not`` refuses."""
    if problem := why_not(text):
        raise ValueError(problem)
    with control_connection(control_dsn) as connection:
        letter = read_letter(connection, number)
        sealed = seal_to(letter.answer_key, text.encode(errors="replace"), _ANSWER + _number(number))
        answer_letter(connection, number, sealed)


def _number(number: int) -> bytes:
    return number.to_bytes(8, "big")
