r"""What a log writer and its peers say to each other: how far the journal goes, and that somebody else knows it.

Knows: the texts, who signs which, and their spelling.
Must not know: sockets, files, clocks, what a journal holds.

    statement  ostiary/journal/v1, origin, entries, chain value        signed by the log's key
    kept       ostiary/journal-kept/v1, the same, and the time         signed by the peer's key
    question   ostiary/journal-ask/v1, origin, from, nonce             signed by nobody: anybody may ask
    marks      ostiary/journal-marks/v1, origin, nonce, and marks      signed by the peer's key
    refusal    ostiary/journal-refused/v1, one word                    signed by nobody: it only withholds

One item a line. A statement says: the first N entries of the journal of that log end in this chain value. The value is a hash
over a secret nonce, and tells nothing about any entry. A nonce keeps an older answer from being shown as one of now. The
number in each form is never given a second meaning.

    frame      length u32 (big-endian), then that many bytes
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, TypeAlias, get_args

from ostiary.errors import ProofInvalid
from ostiary.tlog.key_text import decode_base64, encode_base64
from ostiary.tlog.merkle import HASH_BYTES
from ostiary.tlog.note import NoteSigner, VerifierKey, open_note, sign_note, split_note

STATEMENT: Final = "ostiary/journal/v1"
KEPT: Final = "ostiary/journal-kept/v1"
QUESTION: Final = "ostiary/journal-ask/v1"
MARKS: Final = "ostiary/journal-marks/v1"
REFUSAL: Final = "ostiary/journal-refused/v1"

MAX_NUMBER: Final = 2**63 - 1
MAX_TIME: Final = 253_402_300_799
"""The last second of the year 9999: a later one is no instant that could be said to anybody."""

MAX_REQUEST_BYTES: Final = 4_096
"""Of a statement: an origin and a key name of some hundred characters each, and less than 300 bytes beside."""

MAX_PAGE: Final = 1_000
MAX_ANSWER_BYTES: Final = 2**17
"""A page of marks: a thousand of at most 19 + 44 + 19 digits and 3 separators are 85 kB, its head and signature 1 kB."""

LATEST: Final = -1
"""In a question: the last mark alone."""

LENGTH: Final = struct.Struct(">I")

Reason: TypeAlias = Literal["malformed", "unknown", "unsigned", "behind", "fork"]
"""Why a peer keeps nothing: it is no statement; of a log that it does not follow; not signed by it; shorter than what it
has; as long and different."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The first ``size`` entries of the journal of ``origin`` end in this chain value of 32 bytes."""

    origin: str
    size: int
    chain: bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """A statement that a peer keeps, and since when, in seconds since 1970."""

    size: int
    chain: bytes
    time: int


@dataclass(frozen=True, slots=True)
class Question:
    """Which marks are asked for: from a size on, or the latest one alone; ``nonce`` is 32 hexadecimal digits."""

    origin: str
    start: int
    nonce: str


def sign_statement(statement: Statement, signer: NoteSigner) -> bytes:
    """The note of a statement."""
    return sign_note(_text(STATEMENT, statement.origin, *_said(statement.size, statement.chain)), [signer])


def read_statement(raw: bytes) -> Statement:
    """What a note states; no signature is verified. Raises ProofInvalid."""
    origin, size, chain = _lines(split_note(raw)[0], STATEMENT, 3)
    return Statement(origin, _number(size), _chain(chain))


def verify_statement(raw: bytes, verifiers: Sequence[VerifierKey]) -> None:
    """Raises ProofInvalid unless one of the log's keys has signed it."""
    open_note(raw, verifiers)


def sign_kept(origin: str, mark: Mark, signer: NoteSigner) -> bytes:
    """The note with which a peer says that it keeps a mark."""
    return sign_note(_text(KEPT, origin, *_said(mark.size, mark.chain), str(mark.time)), [signer])


def open_kept(raw: bytes, origin: str, verifier: VerifierKey) -> Mark:
    """The mark that this peer keeps of that log. Raises ProofInvalid for anything else."""
    found, size, chain, time = _lines(open_note(raw, [verifier]).text, KEPT, 4)
    if found != origin:
        raise ProofInvalid("the peer speaks of another log")
    return Mark(_number(size), _chain(chain), _time(time))


def encode_question(question: Question) -> bytes:
    """The bytes of a question."""
    start = "latest" if question.start == LATEST else str(question.start)
    return _text(QUESTION, question.origin, start, question.nonce).encode()


def read_question(raw: bytes) -> Question:
    """What is asked. Raises ProofInvalid."""
    origin, start, nonce = _lines(_decoded(raw), QUESTION, 3)
    return Question(origin, LATEST if start == "latest" else _number(start), nonce)


def sign_marks(question: Question, marks: Sequence[Mark], signer: NoteSigner) -> bytes:
    """The answer to a question: these marks, in the order of their sizes."""
    lines = [" ".join((*_said(mark.size, mark.chain), str(mark.time))) for mark in marks]
    return sign_note(_text(MARKS, question.origin, question.nonce, *lines), [signer])


def open_marks(raw: bytes, question: Question, verifier: VerifierKey) -> tuple[Mark, ...]:
    """The marks that this peer answers this very question with. Raises ProofInvalid for anything else."""
    items = open_note(raw, [verifier]).text.split("\n")[:-1]
    form, origin, nonce, *lines = items if len(items) >= len(("form", "origin", "nonce")) else ("",) * 3
    if (form, origin, nonce) != (MARKS, question.origin, question.nonce) or len(lines) > MAX_PAGE:
        raise ProofInvalid("the peer answers another question")
    marks = tuple(_mark(line) for line in lines)
    if any(after.size <= before.size for before, after in pairwise(marks)):
        raise ProofInvalid("the peer's marks are not in order")
    return marks


def encode_refusal(reason: Reason) -> bytes:
    """The bytes of a refusal."""
    return _text(REFUSAL, reason).encode()


def maybe_refusal(raw: bytes) -> Reason | None:
    """Why the peer refuses; None when this is no refusal. Raises ProofInvalid for a word that is not known."""
    if not raw.startswith(f"{REFUSAL}\n".encode()):
        return None
    (word,) = _lines(_decoded(raw), REFUSAL, 1)
    for reason in get_args(Reason):
        if word == reason:
            return reason  # type: ignore[no-any-return]  # get_args loses the literal's type.
    raise ProofInvalid("the peer refuses for a reason that is not known here")


def encode_frame(data: bytes) -> bytes:
    """The bytes with their length before them."""
    return LENGTH.pack(len(data)) + data


def take_frames(inbox: bytearray, limit: int) -> list[bytes]:
    """Take the whole frames from the front of the inbox. Raises ProofInvalid for one that is longer than ``limit``."""
    frames: list[bytes] = []
    while len(inbox) >= LENGTH.size:
        (length,) = LENGTH.unpack_from(inbox)
        if length > limit:
            raise ProofInvalid(f"a frame of {length} bytes is too long")
        if len(inbox) < LENGTH.size + length:
            break
        frames.append(bytes(inbox[LENGTH.size : LENGTH.size + length]))
        del inbox[: LENGTH.size + length]
    return frames


def _said(size: int, chain: bytes) -> tuple[str, str]:
    return str(size), encode_base64(chain)


def _text(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def _lines(text: str, form: str, count: int) -> list[str]:
    """The items after the form. Raises ProofInvalid when it is another form, or has more or fewer."""
    found, *items = text.split("\n")
    if found != form or len(items) != count + 1 or items[-1] or not all(items[:-1]):
        raise ProofInvalid(f"this is no text of the form `{form}`")
    return items[:-1]


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise ProofInvalid("this is no text") from None


def _mark(line: str) -> Mark:
    items = line.split(" ")
    if len(items) != len(("size", "chain", "time")):
        raise ProofInvalid("a line of the peer's answer is no mark")
    return Mark(_number(items[0]), _chain(items[1]), _time(items[2]))


def _number(text: str) -> int:
    # The length is bounded before the number is built; one spelling only.
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(MAX_NUMBER)):
        raise ProofInvalid("a number is not a decimal one of at most 63 bits")
    number = int(text)
    if str(number) != text or number > MAX_NUMBER:
        raise ProofInvalid("a number is not a decimal one of at most 63 bits")
    return number


def _time(text: str) -> int:
    time = _number(text)
    if time > MAX_TIME:
        raise ProofInvalid("a mark is of no year that is counted")
    return time


def _chain(text: str) -> bytes:
    chain = decode_base64(text)
    if len(chain) != HASH_BYTES:
        raise ProofInvalid(f"a chain value has {HASH_BYTES} bytes, not {len(chain)}")
    return chain
