"""How the log writer is told to stop: by a signal, by a publisher that has failed.

Knows: signals, and a socket that wakes a loop over sockets.
Must not know: what the loop does, journals.
"""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Iterator


class Stop:
    """A socket that becomes readable when a stop signal has come, or when the publisher has failed."""

    def __init__(self) -> None:
        self.readable, self._writable = socket.socketpair()
        self._writable.settimeout(0)
        self.is_asked = False

    def ask(self, *_: object) -> None:
        """The handler of the stop signals."""
        self.is_asked = True
        self.wake()

    def wake(self) -> None:
        """Make the loop look, from any thread."""
        with contextlib.suppress(BlockingIOError):
            self._writable.send(b"!")

    @property
    def wakes(self) -> int:
        """The descriptor that makes the loop look when a byte is written to it."""
        return self._writable.fileno()

    def close(self) -> None:
        """Close both ends."""
        self.readable.close()
        self._writable.close()


@contextlib.contextmanager
def stop_signals() -> Iterator[Stop]:
    """SIGTERM and SIGINT ask for a stop within the block; before and after it they do what they did."""
    stop = Stop()
    before = {number: signal.signal(number, stop.ask) for number in (signal.SIGTERM, signal.SIGINT)}
    # The kernel may give a signal to another thread, and a handler runs in the main one, which has to wake up for it.
    woken = signal.set_wakeup_fd(stop.wakes, warn_on_full_buffer=False)
    try:
        yield stop
    finally:
        signal.set_wakeup_fd(woken)
        for number, handler in before.items():
            signal.signal(number, handler)
        stop.close()
