"""Programs that run beside a demonstration, and end with it, however it ends.

Knows: how to start a module as a process of its own, and how to leave none behind.
Must not know: what any of them does.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

STOP_SECONDS: Final = 15.0

RATE: Final = 3
"""Accesses a second, on average: enough to look at, and a tenth of a core."""
DAY_SECONDS: Final = 600
"""A day of the traffic, with its watches and its night."""

OURS: Final = "ostiary.cli.main"
"""The module of our own program."""

# The end of input means that whoever started us is gone, killed or not. The program ignores SIGINT, being in the background of a shell.
_GUARD: Final = """
exec 3<&0
"$@" </dev/null 3<&- &
pid=$!
(cat <&3 >/dev/null; kill -TERM "$pid" 2>/dev/null) &
exec 3<&- </dev/null
wait "$pid"
"""


class Beside:
    """One running module of Python with its words; what it says is in ``log``."""

    def __init__(self, words: Sequence[str], log: Path) -> None:
        self.log = log
        with log.open("ab") as output:
            self._guard = subprocess.Popen(  # noqa: S603 - our own program, no text in the shell's line
                ["/bin/sh", "-c", _GUARD, "beside", sys.executable, "-m", *words],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                # Ctrl-C in the terminal is for the tour, which stops all of them.
                start_new_session=True,
            )

    def ask_to_stop(self) -> None:
        """Tell it to end, and do not wait."""
        if self._guard.stdin is not None:
            self._guard.stdin.close()

    def stop(self) -> None:
        """End it and wait."""
        self.ask_to_stop()
        try:
            self._guard.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._guard.kill()
            self._guard.wait()

    @property
    def has_ended(self) -> bool:
        """Whether it has ended by itself."""
        return self._guard.poll() is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def lively(home: Path) -> Beside:
    """The traffic of all agencies through the door of a demonstration, with the rhythm of a day in ten minutes."""
    words = ("demo", "traffic", "--rate", str(RATE), "--day", str(DAY_SECONDS), "--home", str(home), "--json")
    return Beside((OURS, *words), home / "traffic.log")


def watched(home: Path) -> Beside:
    """The watch, which looks at the log of a demonstration every two minutes."""
    return Beside((OURS, "demo", "watch", "--home", str(home)), home / "watch.log")
