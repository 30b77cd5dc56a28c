"""The gateway of an installation, as a process of its own.

Knows: how to start it, when it is ready, how to stop it.
Must not know: what it serves.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ostiary.door.events import Event
from ostiary.errors import UpstreamDown

START_SECONDS: Final = 30.0
STOP_SECONDS: Final = 15.0


class GatewayProcess:
    """A running gateway; its events are in ``gateway.log`` of the home folder. It ends when we end, however we end."""

    def __init__(self, home: Path) -> None:
        self.log = home / "gateway.log"
        with self.log.open("ab") as events:
            # What an earlier gateway told is not about this one.
            self._told_before = events.tell()
            self.process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [sys.executable, "-m", "ostiary.cli.main", "serve", "--end-with-stdin", "--home", str(home)],
                # The kernel closes our end of this pipe also when we are killed.
                stdin=subprocess.PIPE,
                stdout=events,
                stderr=events,
                # Ctrl-C in the terminal is for the tour, which stops its gateway itself.
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        """Return when clients may come. Raises UpstreamDown with the gateway's last words when they may not."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            # An open port could be somebody else's; only our own gateway says this in its own log.
            if any(map(_is_started, self._told())):
                return
            time.sleep(0.05)
        self.stop()
        raise UpstreamDown(f"the gateway did not start: {_last_words(self._told())}")

    def wait_until_ended(self) -> None:
        """Return when the gateway has ended, by whomever."""
        self.process.wait()

    def stop(self) -> None:
        """Stop it and wait for its end."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()

    def _told(self) -> list[str]:
        return self.log.read_bytes()[self._told_before :].decode(errors="replace").strip().splitlines()

    def __enter__(self) -> Self:
        try:
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _last_words(told: list[str]) -> str:
    """The error that ended it, with what follows (problems, a hint); else its last line."""
    begins = [number for number, line in enumerate(told) if line.startswith("error:")]
    return " ".join(told[begins[-1] :]) if begins else "".join(told[-1:])


def _is_started(line: str) -> bool:
    try:
        event = json.loads(line)
    except ValueError:
        # The line is still being written, or a traceback's.
        return False
    return isinstance(event, dict) and event.get("code") == Event.STARTED.value
