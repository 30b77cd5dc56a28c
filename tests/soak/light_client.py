"""A client that costs little, so that a thousand of them leave the machine to the gateway: one object a connection.

It writes into its diary what it asks before it sends it, and what it gets before it does anything with it.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ostiary.demo.people import Person
from ostiary.pgwire import kinds
from ostiary.pgwire.authentication import (
    AuthenticationSasl,
    AuthenticationSaslContinue,
    AuthenticationSaslFinal,
    parse_authentication,
)
from ostiary.pgwire.backend import parse_backend_key_data, parse_error_fields
from ostiary.pgwire.framing import MAX_BACKEND_FRAME, Frame, FrameBuffer
from ostiary.pgwire.frontend import (
    build_bind,
    build_execute,
    build_flush,
    build_parse,
    build_query,
    build_sasl_initial,
    build_sasl_response,
    build_sync,
    build_terminate,
)
from ostiary.pgwire.scram import ClientExchange, nonce_from
from ostiary.pgwire.startup import cancel_request, startup_message
from soak.diary import NO_ENTRY, Diary, Question

INT8 = 20
ENTRY = re.compile(r"Access log entry (\d+)\.")
CASE = "JK123456"


class Over(Exception):
    """The session has ended, or does not begin."""


@dataclass(frozen=True)
class Account:
    """A member, and the door at which the member logs in."""

    port: int
    member: str
    password: str
    declared: Mapping[str, str]

    @classmethod
    def of(cls, pgpass: Path, port: int, person: Person) -> Self:
        """The account of a person of the demonstration; ``pgpass`` holds the members' passwords."""
        code = person.member.code
        lines = (line.split(":") for line in pgpass.read_text().splitlines())
        (password,) = [password for *_, user, password in lines if user == code]
        return cls(port, code, password, {"ostiary.purpose": person.purpose, "ostiary.case": CASE})


class LightSession(asyncio.Protocol):
    """One session. Made by ``open``; asks one question at a time."""

    def __init__(self, account: Account, diary: Diary, name: str) -> None:
        self.name = name
        self.account = account
        self.is_over = False
        self.told_off = ""
        """The SQLSTATE of the refusal that ended it."""
        self.after_end = 0
        """Bytes that came after that refusal."""
        self.last_byte = self.last_row = 0.0
        """When a byte, and when a row came last, by the performance counter."""
        self.answers = 0
        self._diary = diary
        self._transport: asyncio.Transport
        self._frames = FrameBuffer(MAX_BACKEND_FRAME)
        self._exchange = ClientExchange(account.password, nonce_from(secrets.token_bytes(18)))
        self._key: tuple[int, bytes] | None = None
        self._question: Question | None = None
        self._values: list[int] = []
        self._is_suspended = False
        self._waiting: asyncio.Future[None] | None = None
        self._cancel: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, account: Account, diary: Diary, name: str) -> Self:
        """A session that has logged in. Raises Over when it may not, or nobody listens."""
        try:
            _, session = await asyncio.get_running_loop().create_connection(
                lambda: cls(account, diary, name), "127.0.0.1", account.port
            )
        except OSError as error:
            raise Over(str(error)) from error
        await session._answer(
            startup_message({"user": account.member, "database": "city", **account.declared})
        )
        return session

    async def ask(self, question: Question) -> None:
        """Ask, and take the whole answer or refusal. Raises Over when the session ends before that."""
        self._begin(question)
        if not question.parameters and not question.portion:
            await self._answer(build_query(question.text))
            return
        values = [value.encode() for value in question.parameters]
        bound = build_parse("", question.text, [INT8] * len(values)) + build_bind("", "", (), values)
        if not question.portion:
            await self._answer(bound + build_execute("") + build_sync())
            return
        execute = build_execute("", question.portion) + build_flush()
        await self._answer(bound + execute)
        while self._is_suspended:
            # Each portion is an access of its own.
            self._begin(question)
            await self._answer(execute)
        if self._question is not None:
            await self._answer(build_sync())

    def leave(self) -> None:
        """Say goodbye, and hang up."""
        if not self.is_over:
            self._transport.write(build_terminate())
            self._transport.close()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self.last_byte = time.perf_counter()
        self._frames.feed(data)
        while (frame := self._frames.next_frame()) is not None:
            if self.told_off:
                self.after_end += len(frame.body)
            elif frame.kind == kinds.DATA_ROW:
                self._row(frame.body)
            else:
                self._take_rows()
                self._take(frame)
        self._take_rows()

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_over = True
        if self.told_off:
            self.after_end += self._frames.pending
        self._diary.over(self.name)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(Over(self.told_off or "the connection was lost"))

    # The conversation.

    def _begin(self, question: Question) -> None:
        if self.is_over:
            raise Over(self.told_off or "the connection was lost")
        self._question = question
        self._diary.asked(self.name, self.account.member, question)

    async def _answer(self, data: bytes) -> None:
        """Send, and wait for what ends an answer. Raises Over."""
        if self.is_over:
            raise Over(self.told_off or "the connection was lost")
        self._is_suspended = False
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(data)
        try:
            await self._waiting
        finally:
            self._waiting = None

    def _row(self, body: bytes) -> None:
        self.last_row = self.last_byte
        if self._question is not None and self._question.names != "nobody":
            size = int.from_bytes(body[2:6], "big")
            self._values.append(int(body[6 : 6 + size]))

    def _take_rows(self) -> None:
        """Write down the rows that came together; a question that is to be cancelled is, from the first of them on."""
        if not self._values:
            return
        self._diary.got(self.name, self._values)
        self._values = []
        if self._question is not None and self._question.cancel and self._cancel is None:
            self._cancel = asyncio.get_running_loop().create_task(self._ask_for_cancel())
            self._cancel.add_done_callback(self._cancelled)

    def _take(self, frame: Frame) -> None:
        match frame.kind:
            case kinds.READY_FOR_QUERY:
                self._question = None
                self._wake()
            case kinds.COMMAND_COMPLETE:
                self._ended()
                self._diary.whole(self.name)
                self._wake_in_portions()
            case kinds.PORTAL_SUSPENDED:
                self._ended()
                self._is_suspended = True
                self._diary.whole(self.name)
                self._wake()
            case kinds.ERROR_RESPONSE:
                self._refused(parse_error_fields(frame.body))
                self._wake_in_portions()
            case kinds.AUTHENTICATION:
                self._prove(frame.body)
            case kinds.BACKEND_KEY_DATA:
                self._key = parse_backend_key_data(frame.body)
            case _:
                pass

    def _ended(self) -> None:
        self.answers += 1

    def _refused(self, fields: Mapping[str, str]) -> None:
        fatal = fields.get("S") == "FATAL"
        if fatal:
            self.told_off = fields["C"]
        if self._question is not None:
            found = ENTRY.search(fields.get("D", ""))
            entry = int(found[1]) if found else NO_ENTRY
            self._diary.refused(self.name, fields["C"], entry, fatal=fatal)

    def _wake_in_portions(self) -> None:
        """Nothing more comes of an Execute with a Flush until the client says Sync."""
        if self._question is not None and self._question.portion and not self.told_off:
            self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def _prove(self, body: bytes) -> None:
        match parse_authentication(body):
            case AuthenticationSasl():
                self._transport.write(build_sasl_initial("SCRAM-SHA-256", self._exchange.first()))
            case AuthenticationSaslContinue(data):
                self._transport.write(build_sasl_response(self._exchange.continue_(data)))
            case AuthenticationSaslFinal(data):
                self._exchange.finish(data)
            case _:
                pass

    async def _ask_for_cancel(self) -> None:
        """Show the session's key on a connection of its own; the door closes it. Nobody there is nobody to cancel."""
        assert self._key is not None
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.account.port)
        except OSError:
            return
        try:
            writer.write(cancel_request(*self._key))
            await reader.read()
        except OSError:
            pass
        finally:
            writer.close()

    def _cancelled(self, task: asyncio.Task[None]) -> None:
        self._cancel = None
        if not task.cancelled():
            task.result()
