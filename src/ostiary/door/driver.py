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
from dataclasses import replace
from enum import Enum
from functools import partial
from time import monotonic
from typing import Any, assert_never, cast

from ostiary.door.asking import ask_house
from ostiary.door.client_side import ClientSide
from ostiary.door.events import Event
from ostiary.door.house import House
from ostiary.door.link import Link
from ostiary.door.tally import Stopwatch
from ostiary.door.tickets import Tickets
from ostiary.errors import LogUnavailable, OstiaryError
from ostiary.evidence.commitment import ACCESS
from ostiary.model.access import Answered
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
    Look,
    LookUpCase,
    PlanStatement,
    Read,
    ReadUpstream,
    Release,
    SessionEnded,
    SpendFailure,
    StartTls,
)
from ostiary.session.life import bug_response, session
from ostiary.session.world import Connection, Received


class _Pending(Enum):
    PENDING = "the command has no answer yet"


class SessionDriver(asyncio.Protocol):
    """Drives one session from its connection to its end."""

    def __init__(self, house: House, new_connection: Callable[[asyncio.Transport], Connection]) -> None:
        self.connection: Connection
        self.admitted: Admit | None = None
        self._house = house
        self._new_connection = new_connection
        self._client: ClientSide
        self._flow: Flow[None]
        self._link = Link(house.pool, self)
        self._waiting: AnyCommand | None = None
        self._tickets = Tickets()
        self._is_ending = False
        self._has_ended = False
        self._closing: SessionEnded | None = None
        self._deciding = Stopwatch(house.tally.decisions)

    # What the registry calls.

    def end(self, why: SessionEnded) -> bool:
        """End the session now: what runs on the server is cancelled, nothing more is relayed."""
        if self._has_ended:
            return False
        self._leave(why)
        self._throw(why)
        return True

    def finish(self, why: SessionEnded) -> bool:
        """End the session once it has answered what its client has sent; whether it had, by now."""
        if self._has_ended or isinstance(self._waiting, Read | StartTls):
            self.end(why)
            return True
        self._closing = why
        return False

    def cancel(self) -> None:
        """Cancel what the session is doing on the server; the session learns of it from the server."""
        self._link.cancel()

    def stop_sending(self) -> bool:
        """Reset the connection, if anything that was released under a lease has not left yet; whether that was so."""
        if self.admitted is None or not self._client.has_unsent:
            return False
        self._client.reset()
        return True

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has connected."""
        connected = cast("asyncio.Transport", transport)
        self.connection = self._new_connection(connected)
        self._client = ClientSide(connected, self._house.certificates, self.connection.client)
        self._house.registry.add(self)
        self._house.tally.connections += 1
        self._flow = session(self.connection)
        asyncio.get_running_loop().call_later(self._house.login_seconds, self._end_stranger)
        self._resume(None)

    def data_received(self, data: bytes) -> None:
        """Bytes of the client: for the session when it waits for them, held otherwise."""
        if self._client.received(data) and isinstance(self._waiting, Read):
            self._resume(self._take_unread())

    def eof_received(self) -> bool:
        """The client says no more."""
        self._client.hang_up()
        return True

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - why makes no difference
        """The client is gone: a running query is cancelled, and the session told."""
        self._client.is_gone = True
        if not self._has_ended:
            self._is_ending = True
            self._link.drop()
            self._throw(ClientGone("the client closed the connection"))
        self._house.registry.remove(self)

    def pause_writing(self) -> None:
        """The client does not read as fast as rows come."""
        self._client.is_blocked = True

    def resume_writing(self) -> None:
        """The client has caught up."""
        self._client.is_blocked = False
        if isinstance(self._waiting, Release):
            self._resume(None)

    # What a backend calls.

    def upstream_received(self) -> None:
        """Bytes of the database wait, or it is gone."""
        if isinstance(self._waiting, ReadUpstream):
            data = self._link.take()
            if data is not None:
                self._resume(self._house.gate.received(data))

    # The loop.

    def _resume(self, answer: object) -> None:
        self._step(self._flow.send, answer)

    def _throw(self, error: OstiaryError) -> None:
        self._step(self._flow.throw, error)

    def _step(self, advance: Callable[[Any], AnyCommand], given: object) -> None:
        """Advance the session until it waits for the world or is over."""
        while True:
            self._waiting = None
            try:
                command = advance(given)
            except StopIteration:
                self._finish()
                return
            except SessionEnded:
                # The end came while the session was saying its last words: it has none left.
                self._finish()
                return
            except Exception as bug:  # noqa: BLE001 - a bug between question and entry is a refusal
                self._break_off(bug)
                return
            self._waiting = command
            try:
                answer = self._execute(command)
            except Exception as error:  # noqa: BLE001 - a bug here goes through the session too, which makes its entry
                advance, given = self._flow.throw, error
                continue
            if answer is _Pending.PENDING:
                return
            advance, given = self._flow.send, answer

    def _execute(self, command: AnyCommand) -> object:
        match command:
            case Read():
                return self._read()
            case Release(data, told):
                return self._release(data, told)
            case StartTls(opening):
                return self._now_or_later(partial(self._client.start_tls, opening))
            case Look():
                return self._house.gate.received(b"")
            case PlanStatement() | LookUpCase():
                return self._now_or_later(partial(ask_house, self._house, command))
            case Append(payload, answered):
                self._deciding.stop()
                return self._append(payload, answered)
            case AwaitDurable(ticket):
                return self._await_durable(ticket)
            case Forward(profile_id, data, kept):
                self._deciding.stop()
                if self._link.send_at_once(profile_id, data, kept):
                    return None
                return self._now_or_later(lambda callback: self._link.send(profile_id, data, callback, kept))
            case ReadUpstream():
                received = self._link.take()
                return _Pending.PENDING if received is None else self._house.gate.received(received)
            case Admit() | SpendFailure() | CancelOther():
                self._tell_house(command)
                return None
            case _ as never:
                assert_never(never)

    def _tell_house(self, command: Admit | SpendFailure | CancelOther) -> None:
        """What concerns other sessions too."""
        match command:
            case Admit():
                self._admit(command)
            case SpendFailure(member):
                self._house.failures.spend(member, self.connection.id)
            case CancelOther(pid, secret):
                self._house.cancels.ask(pid, secret)
            case _ as never:
                assert_never(never)

    def _admit(self, command: Admit) -> None:
        gate, member = self._house.gate, command.enrolled.member
        self._house.registry.verify_served(command, gate.snapshot, gate.now())
        self._house.registry.verify_room(self, member.agency)
        self._house.tally.admitted += self.admitted is None
        self.admitted = self._standing_for(command)
        self._house.events.tell(Event.ADMITTED, session=self.connection.id, member=member.code)

    def _standing_for(self, admission: Admit) -> Admit:
        """Also for the agencies of before, while what was answered on their behalf has not left: a cut-off must find it."""
        before = self.admitted
        if before is None or not self._client.has_unsent:
            return admission
        return replace(admission, principals=admission.principals | before.principals)

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
            return _Pending.PENDING
        if isinstance(answers[0], OstiaryError):
            raise answers[0]
        return answers[0]

    def _read(self) -> object:
        if self._client.has_unread or self._client.is_gone:
            return self._take_unread()
        if self._closing is not None:
            self._leave(self._closing)
            raise self._closing
        return _Pending.PENDING

    def _leave(self, why: SessionEnded) -> None:
        self._is_ending = True
        self._link.drop()
        self._house.events.tell(Event.LEFT, session=self.connection.id, why=why.message)

    def _take_unread(self) -> Received:
        data = self._client.take()
        self._deciding.start()
        return self._house.gate.received(data)

    def _release(self, data: bytes, told: tuple[str, ...]) -> object:
        """Rows and all else leave here, and only while the gateway knows whom it may serve."""
        closed = "" if self._client.is_gone or self._is_ending else self._house.gate.closed
        if self.admitted is not None and closed:
            self._is_ending = True
            raise LeaseLost(closed)
        if told:
            self._house.tally.told(told, is_admitted=self.admitted is not None)
        if self._client.is_gone:
            return None
        self._client.write(data)
        self._house.tally.bytes_released += len(data)
        # Last words do not wait for a client that does not read; `_finish` gives them their moment.
        return _Pending.PENDING if self._client.is_blocked and not self._is_ending else None

    def _append(self, payload: bytes, answered: Answered) -> int:
        log = self._house.log()
        ticket = log.append(ACCESS, payload)
        self._house.tally.appended(answered)
        return self._tickets.keep(log, ticket)

    def _await_durable(self, awaited: int) -> object:
        log, ticket = self._tickets.take(awaited)
        since = monotonic()

        def durable(callback: Callable[[object], None], index: int | LogUnavailable) -> None:
            self._house.tally.durable_waits.note(monotonic() - since)
            callback(index)

        return self._now_or_later(lambda callback: log.when_durable(ticket, partial(durable, callback)))

    def _end_stranger(self) -> None:
        if self.admitted is None and not self._has_ended:
            self._is_ending = True
            self._throw(ClientGone("nobody logged in in time"))

    def _finish(self) -> None:
        """The session is over."""
        self._has_ended = True
        self._waiting = None
        self._link.give_back()
        self._tickets.forget()
        self._client.end()

    def _break_off(self, bug: Exception) -> None:
        self._house.tally.bugs += 1
        self._house.events.tell(Event.BUG, session=self.connection.id, kind=type(bug).__name__)
        self._is_ending = True
        self._link.drop()
        self._client.write(bug_response())
        self._finish()
