"""What many threads share when one person's attempt costs something: turns, and the count of attempts.

Knows: how many run at once, how many may wait and for how long; that a count is kept by one thread at a time.
Must not know: what is done in a turn, who is told that there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from ostiary.web.guard.throttle import Paid, Throttle, Verdict


class Turns:
    """``at_once`` run, ``waiting`` wait at most ``seconds``; whoever comes beside them is told at once that it is nobody's turn.

    Whoever waits holds a thread of the pool that pages run in: the two numbers together bound how many of its threads one kind of
    work can hold.
    """

    def __init__(self, *, at_once: int, waiting: int, seconds: float) -> None:
        self._places = BoundedSemaphore(at_once + waiting)
        self._running = BoundedSemaphore(at_once)
        self._seconds = seconds

    @contextmanager
    def one(self) -> Iterator[bool]:
        """Whether it is the caller's turn, for the length of the block."""
        if not self._places.acquire(blocking=False):
            yield False
            return
        try:
            is_ours = self._running.acquire(timeout=self._seconds)
            try:
                yield is_ours
            finally:
                if is_ours:
                    self._running.release()
        finally:
            self._places.release()


class SharedThrottle:
    """A ``Throttle`` that threads share."""

    def __init__(self) -> None:
        self._throttle = Throttle()
        self._lock = Lock()

    def attempt(self, account: str, network: str, now_ms: int) -> Verdict:
        """As ``Throttle.attempt``."""
        with self._lock:
            return self._throttle.attempt(account, network, now_ms)

    def succeeded(self, paid: Paid) -> None:
        """As ``Throttle.succeeded``."""
        with self._lock:
            self._throttle.succeeded(paid)
