"""A records database that answers what it was told to answer.

Knows: the backend's side of the extended protocol with its portals, and the state of one transaction.
Must not know: SQL beyond transactions, savepoints and FETCH; the session that asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat
from typing import TypeAlias

from ostiary.errors import UpstreamDown
from ostiary.pgwire.backend import (
    ColumnDescription,
    ErrorFields,
    TransactionStatus,
    bind_complete,
    close_complete,
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
from ostiary.pgwire.frontend import (
    Bind,
    Close,
    Describe,
    Execute,
    FrontendMessage,
    Parse,
    parse_frontend,
)
from ostiary.session.commands import Kept

SECRET = "SSN 078-05-1120"  # noqa: S105 - a number that was never a person's
"""Stands in every error text of this database; no byte of it may reach a client."""

INT8 = 20
TEXT = 25


@dataclass(frozen=True, slots=True)
class Answer:
    """What a statement brings: text columns, rows with their binary keys last, or an error, or the database's death.

    ``later`` is the error of whoever reads on in its portal.
    ``chunk`` is the size of the pieces in which the bytes come. ``dies_after`` bytes the connection is lost.
    """

    columns: tuple[str, ...] = ("surname",)
    keys: int = 1
    rows: tuple[tuple[bytes | None, ...], ...] = ()
    sqlstate: str = ""
    chunk: int = 65_536
    dies_after: int | None = None
    later: str = ""


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
    _statements: dict[str, tuple[str, Answer]] = field(default_factory=dict)
    _portals: dict[str, _Portal] = field(default_factory=dict)
    _marks: list[tuple[str, frozenset[str]]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The statements that were forwarded, in order."""
        return [message.text for flight in self.flights for message in flight if isinstance(message, Parse)]

    def send(self, profile_id: str, data: bytes, kept: Kept | None = None) -> None:
        """Take a flight as the profile's reader; what it binds is prepared each time. Raises UpstreamDown."""
        if self._is_dead or not self.is_reachable:
            raise UpstreamDown("the fake database cannot be reached")
        if self._pieces:
            raise AssertionError("the last answer was not read to its end: it would be taken for this one's")
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

    @property
    def portals(self) -> frozenset[str]:
        """The names of the portals that live on."""
        return frozenset(self._portals) - {""}

    def _answer(self, flight: list[FrontendMessage]) -> None:
        data, size, dies_after = b"", 65_536, None
        for message in flight:
            try:
                data += self._reply(message)
            except _Failed as error:
                self.status = "I" if self.status == "I" else "E"
                secret = ErrorFields("ERROR", str(error), SECRET, detail=SECRET, hint=SECRET, table=SECRET)
                data += error_response(secret)
                break
        for message in flight:
            if isinstance(message, Parse):
                answer = self._statements[message.name][1]
                size, dies_after = answer.chunk, answer.dies_after
        if self.status == "I":
            self._portals.clear()
        data += ready_for_query(self.status)
        self._is_dead = dies_after is not None
        data = data[:dies_after]
        self._pieces += [data[start : start + size] for start in range(0, len(data), size)]

    def _told(self, text: str) -> Answer:
        if self.status == "E" and not text.startswith("ROLLBACK"):
            return Answer(sqlstate="25P02")
        match text.split():
            case ["BEGIN", *_]:
                self.status = "T"
            case ["SAVEPOINT", name]:
                self._marks.append((name, frozenset(self._portals)))
            case ["ROLLBACK", "TO", "SAVEPOINT", name]:
                self._go_back(name)
            case ["COMMIT" | "ROLLBACK"]:
                self.status = "I"
                self._portals.clear()
                self._marks.clear()
            case ["RELEASE", *_] | ["SET", "TRANSACTION", *_]:
                pass
            case ["FETCH", "FORWARD", count, "FROM", name]:
                return self._fetched(name, 0 if count == "ALL" else int(count))
            case _:
                return self.answers(text)
        return Answer(columns=(), keys=0)

    def _go_back(self, name: str) -> None:
        self.status = "T"
        names = [mark for mark, _ in self._marks]
        del self._marks[names.index(name) + 1 :]
        kept = self._marks[-1][1]
        self._portals = {name: portal for name, portal in self._portals.items() if name in kept}

    def _fetched(self, name: str, count: int) -> Answer:
        portal = self._portals.get(name)
        if portal is None:
            return Answer(sqlstate="34000")
        return replace(portal.answer, rows=portal.next_rows(count)[0], sqlstate=portal.answer.later)

    def _reply(self, message: FrontendMessage) -> bytes:
        match message:
            case Parse(name, text):
                answer = self._told(text)
                self._statements[name] = (text, answer)
                return parse_complete()
            case Bind(portal=name, statement=statement, result_formats=formats):
                text, answer = self._statements[statement]
                if answer.sqlstate:
                    raise _Failed(answer.sqlstate)
                self._portals[name] = _Portal(text, answer, formats)
                return bind_complete()
            case Close(kind="P", name=name):
                self._portals.pop(name, None)
                return close_complete()
            case Describe(kind="S", name=name):
                text, answer = self._statements[name]
                if answer.sqlstate:
                    raise _Failed(answer.sqlstate)
                return parameter_description(()) + _described(answer)
            case Describe(name=name):
                portal = self._portal(name)
                return _described(portal.answer, portal.formats)
            case Execute(portal=name, max_rows=limit):
                return self._portal(name).executed(limit)
            case _:
                return b""

    def _portal(self, name: str) -> _Portal:
        portal = self._portals.get(name)
        if portal is None:
            raise _Failed("34000")
        return portal


class _Failed(Exception):
    """The statement fails with this SQLSTATE."""


@dataclass
class _Portal:
    """A statement that is being read: so many of its rows have been given."""

    text: str
    answer: Answer
    formats: Sequence[int]
    given: int = 0

    def next_rows(self, limit: int) -> tuple[tuple[tuple[bytes | None, ...], ...], bool]:
        """The next rows, and whether the portal waits for more questions."""
        rows = self.answer.rows[self.given :]
        rows = rows[: limit or None]
        self.given += len(rows)
        return rows, bool(limit) and len(rows) >= limit

    def executed(self, limit: int) -> bytes:
        if self.given and self.answer.later:
            raise _Failed(self.answer.later)
        rows, is_suspended = self.next_rows(limit)
        tag = f"SELECT {len(rows)}" if self.answer.columns else self.text.split(maxsplit=1)[0]
        return b"".join(map(data_row, rows)) + (portal_suspended() if is_suspended else command_complete(tag))


def _described(answer: Answer, formats: Sequence[int] = ()) -> bytes:
    """The columns, in these formats; where none is named, in text."""
    if not answer.columns and not answer.keys:
        return no_data()
    shown = [ColumnDescription(name, 4711, 1, TEXT, -1, -1, 0) for name in answer.columns]
    hidden = [ColumnDescription(f"key{number}", 0, 0, INT8, 8, -1, 0) for number in range(answer.keys)]
    columns = zip(shown + hidden, chain(formats, repeat(0)), strict=False)
    return row_description([replace(column, format_code=code) for column, code in columns])
