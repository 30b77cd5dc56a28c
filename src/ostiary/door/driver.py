"""One client connection: a session's commands, carried out.

Knows: the event loop's callbacks, which command a session waits on, how a session ends.
Must not know: decisions, statements, what any byte means.

The generator is resumed inside the callback that brings its answer: no task, queue or timer a statement. Whatever is
raised while a command is carried out is thrown into the session; whatever comes out of the session that is not an end
of its own making is a bug of ours, and ends it with a refusal.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Final, assert_never, cast

from ostiary.door.backend import Backend
from ostiary.door.events import Event, Events
from ostiary.door.gate import Gate
from ostiary.door.planner import Planner
from ostiary.door.pool import Pool
from ostiary.door.registry import Registry
from ostiary.errors import LogUnavailable, OstiaryError, UpstreamDown
from ostiary.evidence.commitment import ACCESS
from ostiary.session.commands import (
    Admit,
    AnyCommand,
    Append,
    AwaitDurable,
    CancelOther,
    ClientGone,
    Flow,
    Forward,
    LeaseLost,
    PlanStatement,
    Read,
    ReadUpstream,
    Release,
    SessionEnded,
)
from ostiary.session.life import bug_response, session
from ostiary.session.world import Connection, Received
from ostiary.store.log_client import LogClient

MAX_UNREAD: Final = 1_114_112
"""Bytes held of a client whose session is busy: one message of the largest size (1 MiB) and a read of 64 kB."""

MAX_UNSENT: Final = 262_144
"""Bytes released and not yet taken by the client: four batches. A slow client waits with its session, not in memory."""

DRAIN_SECONDS: Final = 0.1
"""How long a session's last words may take to leave; afterwards the connection is reset."""


class _Pending(Enum):
    """The command has no answer yet."""

    PENDING = "pending"


PENDING: Final = _Pending.PENDING


@dataclass(frozen=True, slots=True)
class House:
    """What all sessions of a gateway share."""

    gate: Gate
    planner: Planner
    pool: Pool
    registry: Registry
    log: Callable[[], LogClient]
    events: Events


class SessionDriver(asyncio.Protocol):
    """Drives one session from its connection to its end."""

    def __init__(self, house: House, new_connection: Callable[[asyncio.Transport], Connection]) -> None:
        self.connection: Connection
        self.principals: frozenset[str] = frozenset()
        self._house = house
        self._new_connection = new_connection
        self._transport: asyncio.Transport
        self._flow: Flow[None]
        self._unread = bytearray()
        self._is_closed = False
        self._is_blocked = False
        self._waiting: AnyCommand | None = None
        self._backend: Backend | None = None
        self._tickets: list[int] = []
        self._has_ended = False
        self._is_ending = False

    # What the registry calls.

    def end(self, why: SessionEnded) -> None:
        """End the session now: what runs on the server is cancelled, nothing more is relayed."""
        if self._has_ended:
            return
        self._is_ending = True
        self._drop_backend()
        self._house.events.tell(Event.LEFT, session=self.connection.id, why=why.message)
        self._throw(why)

    def cancel(self) -> None:
        """Cancel what the session is doing on the server; the session learns of it from the server."""
        if self._backend is not None and not self._backend.is_idle:
            self._house.pool.cancel(self._backend)

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has connected."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(high=MAX_UNSENT)
        self.connection = self._new_connection(self._transport)
        self._house.registry.add(self)
        self._flow = session(self.connection)
        self._resume(None)

    def data_received(self, data: bytes) -> None:
        """Bytes of the client: for the session when it waits for them, held otherwise."""
        self._unread += data
        if len(self._unread) > MAX_UNREAD:
            self._transport.pause_reading()
        if isinstance(self._waiting, Read):
            self._resume(self._take_unread())

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - why makes no difference
        """The client is gone: a running query is cancelled, and the session told."""
        self._is_closed = True
        if not self._has_ended:
            self._drop_backend()
            self._throw(ClientGone("the client closed the connection"))
        self._house.registry.remove(self)

    def pause_writing(self) -> None:
        """The client does not read as fast as rows come."""
        self._is_blocked = True

    def resume_writing(self) -> None:
        """The client has caught up."""
        self._is_blocked = False
        if isinstance(self._waiting, Release):
            self._resume(None)

    # What a backend calls.

    def upstream_received(self) -> None:
        """Bytes of the database wait, or it is gone."""
        if isinstance(self._waiting, ReadUpstream) and self._backend is not None:
            self._resume(self._house.gate.received(self._backend.take()))

    # The loop.

    def _resume(self, answer: object) -> None:
        self._step(lambda: self._flow.send(answer))

    def _throw(self, error: OstiaryError) -> None:
        self._step(lambda: self._flow.throw(error))

    def _step(self, advance: Callable[[], AnyCommand]) -> None:
        """Advance the session until it waits for the world or is over."""
        while True:
            self._waiting = None
            try:
                command = advance()
            except StopIteration:
                self._finish()
                return
            except Exception as bug:  # noqa: BLE001 - a bug between question and entry is a refusal
                self._break_off(bug)
                return
            self._waiting = command
            try:
                answer = self._execute(command)
            except OstiaryError as error:
                advance = partial(self._flow.throw, error)
                continue
            if answer is PENDING:
                return
            advance = partial(self._flow.send, answer)

    def _execute(self, command: AnyCommand) -> object:  # noqa: C901 - one case a command, proved complete
        match command:
            case Read():
                return self._take_unread() if self._unread or self._is_closed else PENDING
            case Release(data):
                return self._release(data)
            case PlanStatement(text, profile):
                return self._now_or_later(lambda callback: self._house.planner.plan(text, profile, callback))
            case Append(payload):
                ticket = self._house.log().append(ACCESS, payload)
                self._tickets.append(ticket)
                return ticket
            case AwaitDurable(ticket):
                return self._await_durable(ticket)
            case Forward(profile_id, data):
                return self._forward(profile_id, data)
            case ReadUpstream():
                return self._read_upstream()
            case Admit(member, agencies):
                self.principals = agencies
                self._house.events.tell(Event.ADMITTED, session=self.connection.id, member=member)
                return None
            case CancelOther(pid, secret):
                if self._house.registry.cancel(pid, secret):
                    self._house.events.tell(Event.CANCELLED, session=self.connection.id)
                return None
            case _ as never:
                assert_never(never)

    def _now_or_later(self, start: Callable[[Callable[[object], None]], None]) -> object:
        """Start work that calls back; its answer when that happens at once, PENDING when it comes later.

        A callback that comes when the session no longer waits for this very command is dropped.
        """
        command = self._waiting
        answers: list[object] = []
        is_starting = True

        def callback(answer: object) -> None:
            if is_starting:
                answers.append(answer)
            elif self._waiting is command and command is not None:
                if isinstance(answer, OstiaryError):
                    self._throw(answer)
                else:
                    self._resume(answer)

        start(callback)
        is_starting = False
        if not answers:
            return PENDING
        if isinstance(answers[0], OstiaryError):
            raise answers[0]
        return answers[0]

    def _take_unread(self) -> Received:
        data = bytes(self._unread)
        self._unread.clear()
        if not self._is_closed:
            self._transport.resume_reading()
        return self._house.gate.received(data)

    def _release(self, data: bytes) -> object:
        """Rows and all else leave here, and only while the gateway knows whom it may serve."""
        if self._has_ended or self._is_closed:
            return None
        if self.principals and not self._house.gate.has_lease and not self._is_ending:
            self._is_ending = True
            raise LeaseLost("this gateway has lost touch with the control database")
        self._transport.write(data)
        return PENDING if self._is_blocked else None

    def _await_durable(self, ticket: int) -> object:
        """Entries are durable in order: one that is awaited speaks for all before it."""
        log = self._house.log()
        for earlier in self._tickets:
            if earlier != ticket:
                log.forget(earlier)
        self._tickets.clear()
        return self._now_or_later(lambda callback: log.when_durable(ticket, callback))

    def _forward(self, profile_id: str, data: bytes) -> object:
        if self._backend is not None and (self._backend.profile_id != profile_id or self._backend.is_lost):
            self._return_backend()
        if self._backend is not None:
            self._backend.send(data)
            return None

        def lend(callback: Callable[[object], None]) -> None:
            self._house.pool.lend(profile_id, partial(self._lent, data, callback))

        return self._now_or_later(lend)

    def _lent(self, data: bytes, callback: Callable[[object], None], backend: Backend | UpstreamDown) -> None:
        if isinstance(backend, UpstreamDown):
            callback(backend)
        elif self._has_ended or self._is_closed or not isinstance(self._waiting, Forward):
            self._house.pool.give_back(backend)
        else:
            self._backend, backend.receiver = backend, self
            backend.send(data)
            callback(None)

    def _read_upstream(self) -> object:
        if self._backend is None:
            raise UpstreamDown("the records database is gone")
        data = self._backend.take()
        return self._house.gate.received(data) if data or self._backend.is_lost else PENDING

    def _return_backend(self) -> None:
        backend, self._backend = self._backend, None
        if backend is not None:
            self._house.pool.give_back(backend)

    def _drop_backend(self) -> None:
        backend, self._backend = self._backend, None
        if backend is not None:
            self._house.pool.drop(backend)

    def _finish(self) -> None:
        """The session is over: its last words have a moment to leave, then the connection is reset."""
        self._has_ended = True
        self._waiting = None
        self._return_backend()
        self._forget_tickets()
        if not self._is_closed:
            self._transport.close()
            asyncio.get_running_loop().call_later(DRAIN_SECONDS, self._transport.abort)

    def _break_off(self, bug: Exception) -> None:
        self._house.events.tell(Event.BUG, session=self.connection.id, kind=type(bug).__name__)
        self._has_ended = True
        self._waiting = None
        self._drop_backend()
        self._forget_tickets()
        if not self._is_closed:
            self._transport.write(bug_response())
            self._transport.close()

    def _forget_tickets(self) -> None:
        with suppress(LogUnavailable):
            for ticket in self._tickets:
                self._house.log().forget(ticket)
        self._tickets.clear()
