"""A records database that answers what it was told to answer.

Knows: the backend's side of the extended protocol, and the state of one transaction.
Must not know: SQL beyond BEGIN, COMMIT and ROLLBACK; the session that asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from ostiary.errors import UpstreamDown
from ostiary.pgwire.backend import (
    ColumnDescription,
    ErrorFields,
    TransactionStatus,
    bind_complete,
    command_complete,
    data_row,
    error_response,
    no_data,
    parameter_description,
    parse_complete,
    portal_suspended,
    ready_for_query,
    row_description,
)
from ostiary.pgwire.framing import MAX_BACKEND_FRAME, FrameBuffer
from ostiary.pgwire.frontend import Bind, Describe, Execute, FrontendMessage, Parse, parse_frontend
from ostiary.session.commands import Kept

SECRET = "SSN 078-05-1120"  # noqa: S105 - a number that was never a person's
"""Stands in every error text of this database; no byte of it may reach a client."""

INT8 = 20
TEXT = 25


@dataclass(frozen=True, slots=True)
class Answer:
    """What a statement brings: text columns, rows with their binary keys last, or an error, or the database's death.

    ``chunk`` is the size of the pieces in which the bytes come. ``dies_after`` bytes the connection is lost.
    """

    columns: tuple[str, ...] = ("surname",)
    keys: int = 1
    rows: tuple[tuple[bytes | None, ...], ...] = ()
    sqlstate: str = ""
    chunk: int = 65_536
    dies_after: int | None = None


def people(*subjects: int) -> Answer:
    """One row about each subject: the surname ``name-<number>`` and the hidden key."""
    return Answer(rows=tuple((b"name-%d" % one, one.to_bytes(8, signed=True)) for one in subjects))


Answers: TypeAlias = Callable[[str], Answer]


@dataclass
class FakeDatabase:
    """One backend. ``answers`` says what each text brings; ``flights`` are the messages of everything forwarded."""

    answers: Answers = lambda _: people()
    status: TransactionStatus = "I"
    is_reachable: bool = True
    flights: list[list[FrontendMessage]] = field(default_factory=list)
    profiles: list[str] = field(default_factory=list)
    _pieces: list[bytes] = field(default_factory=list)
    _is_dead: bool = False

    @property
    def texts(self) -> list[str]:
        """The statements that were forwarded, in order."""
        return [message.text for flight in self.flights for message in flight if isinstance(message, Parse)]

    def send(self, profile_id: str, data: bytes, kept: Kept | None = None) -> None:
        """Take a flight as the profile's reader; what it binds is prepared each time. Raises UpstreamDown."""
        if self._is_dead or not self.is_reachable:
            raise UpstreamDown("the fake database cannot be reached")
        frames = FrameBuffer(MAX_BACKEND_FRAME)
        frames.feed(data if kept is None else kept.parse + data)
        flight: list[FrontendMessage] = []
        while (frame := frames.next_frame()) is not None:
            flight.append(parse_frontend(frame.kind, frame.body))
        self.flights.append(flight)
        self.profiles.append(profile_id)
        self._answer(flight)

    def receive(self) -> bytes:
        """The next piece of an answer; empty when the connection is lost."""
        if self._pieces:
            return self._pieces.pop(0)
        if self._is_dead:
            return b""
        raise AssertionError("the session waits for a database that has nothing to say: it would hang")

    def _answer(self, flight: list[FrontendMessage]) -> None:
        text = next(message.text for message in flight if isinstance(message, Parse))
        answer = self._told(text)
        data = b"".join(self._reply(message, text, answer) for message in flight)
        if answer.sqlstate:
            self.status = "I" if self.status == "I" else "E"
            secret = ErrorFields("ERROR", answer.sqlstate, SECRET, detail=SECRET, hint=SECRET, table=SECRET)
            data = parse_complete() + error_response(secret)
        data += ready_for_query(self.status)
        self._is_dead = answer.dies_after is not None
        data = data[: answer.dies_after]
        self._pieces += [data[start : start + answer.chunk] for start in range(0, len(data), answer.chunk)]

    def _told(self, text: str) -> Answer:
        if self.status == "E" and text != "ROLLBACK":
            return Answer(sqlstate="25P02")
        if text.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            self.status = "T" if text.startswith("BEGIN") else "I"
            return Answer(columns=(), keys=0)
        return self.answers(text)

    def _reply(self, message: FrontendMessage, text: str, answer: Answer) -> bytes:
        match message:
            case Parse():
                return parse_complete()
            case Bind():
                return bind_complete()
            case Describe(kind="S"):
                return parameter_description(()) + _described(answer, keys_format=0)
            case Describe():
                return _described(answer, keys_format=1)
            case Execute(max_rows=limit):
                rows = answer.rows[: limit or None]
                ended = limit and len(answer.rows) >= limit
                tag = f"SELECT {len(rows)}" if answer.columns else text.split(maxsplit=1)[0]
                return b"".join(map(data_row, rows)) + (
                    portal_suspended() if ended else command_complete(tag)
                )
            case _:
                return b""


def _described(answer: Answer, keys_format: int) -> bytes:
    if not answer.columns and not answer.keys:
        return no_data()
    shown = [ColumnDescription(name, 4711, 1, TEXT, -1, -1, 0) for name in answer.columns]
    hidden = [
        ColumnDescription(f"key{number}", 0, 0, INT8, 8, -1, keys_format) for number in range(answer.keys)
    ]
    return row_description(shown + hidden)
