"""All sittings at the desk: bounded, in memory alone, found by the digest of a token.

Knows: how many there may be, when one is locked and when it is over.
Must not know: pages, what is searched.

Nothing of a sitting is on any disk: when the process ends, all lines are closed and everybody signs in again.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self

from ostiary.web.desk.line import Line
from ostiary.web.desk.sitting import Sitting, StillAsking
from ostiary.web.guard.console_session import TOKEN_BYTES, ConsoleSession, Lifetime, token_digest
from ostiary.web.guard.roles import Role

MAX_OF_MEMBER: Final = 3
"""A car, a desk, and one that was left: the oldest ends when a fourth begins."""
MAX_SITTINGS: Final = 500
"""Each holds a session of the gateway and an answer of at most some 3 MB (13 sections, 200 rows, each of some kB): usually 20 kB."""
TEND_SECONDS: Final = 1.0
"""How late a lock or a cut-off is noticed when nobody asks for a page."""


class DeskFull(Exception):
    """There are as many sittings as may be."""


@dataclass(slots=True)
class _Seat:
    sitting: Sitting
    began: int
    used: int


class Sittings:
    """The sittings of one desk. ``clock`` says the time in seconds since 1970 UTC."""

    def __init__(self, lifetime: Lifetime, clock: Callable[[], int], most: int = MAX_SITTINGS) -> None:
        self._lifetime = lifetime
        self._clock = clock
        self._most = most
        self._seats: dict[bytes, _Seat] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._seats)

    def begin(self, member: str, line: Line) -> str:
        """A new sitting; its token comes back and is kept nowhere. Raises DeskFull, and then the line is closed."""
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._clock()
        with self._lock:
            theirs = [digest for digest, seat in self._seats.items() if seat.sitting.member == member]
            left = [self._seats.pop(digest) for digest in theirs[: max(0, len(theirs) - MAX_OF_MEMBER + 1)]]
            is_full = len(self._seats) >= self._most
            if not is_full:
                self._seats[token_digest(token)] = _Seat(Sitting(member, line), now, now)
        for seat in left:
            seat.sitting.lock()
        if is_full:
            line.close()
            raise DeskFull
        return token

    def maybe_session(self, token: str) -> ConsoleSession | None:
        """The session of a token, used now; a sitting that was idle for too long is locked first, and stays one."""
        try:
            digest = token_digest(token)
        except ValueError:
            return None
        now = self._clock()
        with self._lock:
            seat = self._seats.get(digest)
        if seat is None or self._is_over(seat, now):
            self.end(digest)
            return None
        self._lock_if_idle(seat, now)
        seat.used = now
        return ConsoleSession(seat.sitting.member, Role.MEMBER, seat.began, now)

    def sitting(self, digest: bytes) -> Sitting | None:
        """The sitting of a token's digest."""
        with self._lock:
            seat = self._seats.get(digest)
        return None if seat is None else seat.sitting

    def end(self, digest: bytes) -> None:
        """End a sitting: its line is closed, and nothing of it stays."""
        with self._lock:
            seat = self._seats.pop(digest, None)
        if seat is not None:
            seat.sitting.lock()

    def tend(self) -> None:
        """Lock what is idle, forget what is over, and notice what the door has ended."""
        now = self._clock()
        with self._lock:
            seats = dict(self._seats)
        for digest, seat in seats.items():
            if self._is_over(seat, now):
                self.end(digest)
            else:
                self._lock_if_idle(seat, now)
                _look(seat.sitting)

    def close(self) -> None:
        """End all."""
        with self._lock:
            seats, self._seats = self._seats, {}
        for seat in seats.values():
            seat.sitting.lock()

    def _is_over(self, seat: _Seat, now: int) -> bool:
        # A clock that was set back says nothing of how old a sitting is.
        return now < seat.began or now - seat.began >= self._lifetime.whole

    def _lock_if_idle(self, seat: _Seat, now: int) -> None:
        if now - seat.used >= self._lifetime.idle or now < seat.used:
            try:
                with seat.sitting.held():
                    if seat.sitting.farewell is None:
                        seat.sitting.lock()
            except StillAsking:
                # Somebody asks: it is not idle.
                return


def _look(sitting: Sitting) -> None:
    try:
        with sitting.held():
            sitting.look()
    except StillAsking:
        return


class Tending:
    """A thread that tends the sittings until it is stopped; leaving the block ends them all."""

    def __init__(self, sittings: Sittings) -> None:
        self._sittings = sittings
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._sittings.close()

    def _run(self) -> None:
        while not self._stop.wait(TEND_SECONDS):
            self._sittings.tend()
