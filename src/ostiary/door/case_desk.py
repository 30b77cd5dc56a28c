"""Where sessions have cases looked up: few at a time, as the clerk's reader, whoever asks.

Knows: backends of the clerk's profile, who waits for which case, how long an answer may take.
Must not know: members, decisions, what a case is.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, TypeAlias

from ostiary.door.backend import Backend
from ostiary.door.events import Event, Events
from ostiary.door.pool import Pool
from ostiary.errors import UpstreamDown
from ostiary.session.case_lookup import answer_in, flight_of
from ostiary.session.commands import LookUpCase

MAX_AT_ONCE: Final = 4
"""Questions under way in a worker. Each takes some milliseconds where the number has an index, so that thousands of sessions
are known about within their minute. Backends are the pool's, which keeps some free ones besides."""

ANSWER_SECONDS: Final = 5.0
"""A table that is asked by number and takes longer has no index, or is locked: nobody is vouched for meanwhile."""

WhenKnown: TypeAlias = Callable[[bool | UpstreamDown], None]


class CaseDesk:
    """Used from one event loop. The same question that is asked by many is put once.

    Patience begins when a question comes: in a queue before a locked table nobody waits longer than at its head.
    """

    def __init__(self, pool: Pool, events: Events) -> None:
        self._pool = pool
        self._events = events
        self._waiting: OrderedDict[LookUpCase, _Inquiry] = OrderedDict()
        self._asked: set[LookUpCase] = set()
        self._callbacks: dict[LookUpCase, list[WhenKnown]] = {}
        self._has_failed = False

    def look_up(self, question: LookUpCase, callback: WhenKnown) -> None:
        """Call back with whether the case is open, or with UpstreamDown."""
        if question in self._callbacks:
            self._callbacks[question].append(callback)
            return
        self._callbacks[question] = [callback]
        self._waiting[question] = _Inquiry(self._pool, question, self._settle)
        self._ask_next()

    def _ask_next(self) -> None:
        while self._waiting and len(self._asked) < MAX_AT_ONCE:
            question, inquiry = self._waiting.popitem(last=False)
            self._asked.add(question)
            inquiry.begin()

    def _settle(self, question: LookUpCase, answer: bool | UpstreamDown) -> None:  # noqa: FBT001 - the database's answer
        self._tell(answer)
        self._waiting.pop(question, None)
        self._asked.discard(question)
        for callback in self._callbacks.pop(question, ()):
            callback(answer)
        self._ask_next()

    def _tell(self, answer: bool | UpstreamDown) -> None:  # noqa: FBT001 - likewise
        has_failed = isinstance(answer, UpstreamDown)
        if has_failed is not self._has_failed:
            self._has_failed = has_failed
            if isinstance(answer, UpstreamDown):
                self._events.tell(Event.CASES_LOST, why=answer.message)
            else:
                self._events.tell(Event.CASES_BACK)


class _Inquiry:
    """One question on its way to the database and back. It is settled once."""

    def __init__(
        self,
        pool: Pool,
        question: LookUpCase,
        settle: Callable[[LookUpCase, bool | UpstreamDown], None],
    ) -> None:
        self._pool = pool
        self._question = question
        self._settle = settle
        self._backend: Backend | None = None
        self._received = b""
        self._is_settled = False
        self._timer = asyncio.get_running_loop().call_later(ANSWER_SECONDS, self._give_up)

    def begin(self) -> None:
        """Borrow a backend, and ask."""
        self._pool.lend(self._question.profile_id, self._lent)

    def _lent(self, backend: Backend | UpstreamDown) -> None:
        if isinstance(backend, UpstreamDown):
            self._end(backend)
            return
        if self._is_settled:
            self._pool.give_back(backend)
            return
        self._backend, backend.receiver = backend, self
        try:
            backend.send(flight_of(self._question))
        except UpstreamDown as error:
            self._end(error)

    def upstream_received(self) -> None:
        """Bytes wait to be taken, or the connection is gone."""
        if self._backend is None:
            return
        self._received += self._backend.take()
        if self._backend.is_lost or not self._backend.is_under_way:
            try:
                self._end(answer_in(self._received))
            except UpstreamDown as error:
                self._end(error)

    def _give_up(self) -> None:
        self._end(UpstreamDown("the case table does not answer in time"))

    def _end(self, answer: bool | UpstreamDown) -> None:  # noqa: FBT001 - the database's answer
        if self._is_settled:
            return
        self._is_settled = True
        self._timer.cancel()
        backend, self._backend = self._backend, None
        if backend is not None:
            if isinstance(answer, UpstreamDown):
                self._pool.drop(backend)
            else:
                self._pool.give_back(backend)
        self._settle(self._question, answer)
