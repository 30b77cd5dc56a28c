"""Signals that end a command as Ctrl-C does.

Knows: which signals a terminal, a service manager and an operator send.
Must not know: what the command has started.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """SIGTERM, and SIGHUP from a closed terminal, end a command as Ctrl-C does: all that it started is stopped."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    numbers = (signal.SIGTERM, signal.SIGHUP)
    # Whoever started us with nohup wants SIGHUP ignored.
    kept = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, interrupt) for number in kept}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
