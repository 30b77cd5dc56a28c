"""The gateway of an installation, as a process of its own.

Knows: how to start it, when it is ready, how to stop it.
Must not know: what it serves.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ostiary.errors import UpstreamDown

START_SECONDS: Final = 30.0
STOP_SECONDS: Final = 15.0


class GatewayProcess:
    """A running gateway; its events are in ``gateway.log`` of the home folder."""

    def __init__(self, home: Path, port: int) -> None:
        self.log = home / "gateway.log"
        self._port = port
        with self.log.open("ab") as events:
            self.process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [sys.executable, "-m", "ostiary.cli.main", "serve", "--home", str(home)],
                stdin=subprocess.DEVNULL,
                stdout=events,
                stderr=events,
                # Ctrl-C in the terminal is for the tour, which stops its gateway itself.
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        """Return when clients may come. Raises UpstreamDown with the gateway's last words when they may not."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        self.stop()
        last = self.log.read_text("utf-8", "replace").strip().splitlines()[-1:]
        raise UpstreamDown(f"the gateway did not start: {''.join(last)}")

    def stop(self) -> None:
        """Stop it and wait for its end."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> Self:
        self.wait_until_ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
