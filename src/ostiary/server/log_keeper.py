"""The log writer of a gateway: started, connected to, and replaced when it is gone.

Knows: one child process or somebody else's, its socket, one client connection.
Must not know: what entries say, sessions.

While the writer is gone nothing is appended, so nothing is answered; sessions that wait learn it from their ticket.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from ostiary.door.events import Event, Events
from ostiary.errors import LogUnavailable
from ostiary.store.log.client import LogClient
from ostiary.store.log.publisher import GOES_ON, WAITS
from ostiary.store.log.rotation import GIVEN_UP
from ostiary.store.log.writer import VOICE

RETRY_SECONDS: Final = 0.5
START_SECONDS: Final = 10.0
STOP_SECONDS: Final = 10.0
POLL_SECONDS: Final = 0.005
"""Some commits of a disk; it is asked only when the gateway stops."""


class LogKeeper:
    """Keeps one client connected, for one event loop, and its writer running.

    Without ``log_dir`` the writer is somebody else's: it is connected to, never started or stopped. With ``master_key`` our
    own seals what it writes; with ``head_dsn_file`` the head of our own stands in the control database as well. With ``is_strict`` our own
    does not start without peers.
    """

    def __init__(
        self,
        log_dir: Path | None,
        socket: Path,
        events: Events,
        master_key: Path | None = None,
        *,
        head_dsn_file: Path | None = None,
        is_strict: bool = False,
    ) -> None:
        self.trouble = ""
        """Why the writer does not run, in its own words; empty while it does."""
        self._log_dir = log_dir
        files = {"--master-key": master_key, "--head-dsn-file": head_dsn_file}
        self._options = [
            text for name, file in files.items() if file is not None for text in (name, str(file))
        ]
        if is_strict:
            self._options.append("--strict")
        self._voice: asyncio.Task[str] | None = None
        self._socket = socket
        self._events = events
        self._client: LogClient | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(
        self, watch: Callable[[str, asyncio.Task[None]], None] = lambda _name, _task: None
    ) -> None:
        """Start the writer and connect. Raises LogUnavailable when it does not come up, saying what it said.

        ``watch`` is handed the task that keeps the connection, which ends only with ``stop``.
        """
        await self._open()
        self._task = asyncio.get_running_loop().create_task(self._keep())
        watch("the keeper of the log", self._task)

    async def stop(self) -> None:
        """Stop the writer; what it had taken is durable and published when this returns."""
        if self._task is not None:
            self._task.cancel()
        if self._client is not None:
            await self._finish(self._client)
            self._client.close()
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), STOP_SECONDS)

    def client(self) -> LogClient:
        """The client of the writer that runs now. Raises LogUnavailable."""
        if self._client is None or not self._client.is_available:
            raise LogUnavailable("the log writer is not running")
        return self._client

    @staticmethod
    async def _finish(client: LogClient) -> None:
        """Wait until what was handed over is durable: closing would throw away what has not left this process yet."""
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                while client.pending and client.is_available:  # noqa: ASYNC110 - the last moments, not the path of answers
                    await asyncio.sleep(POLL_SECONDS)

    async def _open(self) -> None:
        """Connect, to a new writer when ours has ended."""
        if self._log_dir is not None and (self._process is None or self._process.returncode is not None):
            self._process = await self._started(self._log_dir)
        try:
            async with asyncio.timeout(START_SECONDS):
                self._client = await self._connect()
        except TimeoutError as error:
            raise LogUnavailable("the log writer does not come up in time") from error

    async def _started(self, log_dir: Path) -> asyncio.subprocess.Process:
        self._socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "ostiary.store.log.writer", str(log_dir), "--socket", str(self._socket)),
            # The pipe ends with the gateway, however that ends: no writer is left behind that holds the log.
            "--end-with-stdin",
            *self._options,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            # Ctrl-C in a terminal is for the gateway, which stops its writer last.
            start_new_session=True,
        )
        if process.stderr is not None:
            self._voice = asyncio.get_running_loop().create_task(self._listen(process.stderr))
        return process

    async def _listen(self, voice: asyncio.StreamReader) -> str:
        """Tell what the writer says while it runs; the last line is why it has ended."""
        last = ""
        while line := (await voice.readline()).decode(errors="replace").strip():
            last = line
            said = line.removeprefix(VOICE)
            if said.startswith(WAITS):
                self._events.tell(Event.LOG_WAITS, said=said)
            elif said == GOES_ON:
                self._events.tell(Event.LOG_GOES_ON)
            elif said.startswith(GIVEN_UP):
                self._events.tell(Event.LOG_NOT_ROTATED, said=said)
        return last

    async def _connect(self) -> LogClient:
        while self._process is not None:
            with suppress(LogUnavailable):
                return await LogClient.connect(self._socket)
            if self._process.returncode is not None:
                raise LogUnavailable(f"the log writer ended: {await self._said()}")
            await asyncio.sleep(0.02)
        # Nothing of ours is coming up that could be waited for.
        return await LogClient.connect(self._socket)

    async def _keep(self) -> None:
        """Connect again whenever the connection is lost, whoever lost it."""
        while True:
            await asyncio.sleep(RETRY_SECONDS)
            if self._client is not None and self._client.is_available:
                continue
            self._tell_lost(await self._said())
            try:
                await self._open()
            except (LogUnavailable, OSError) as error:
                self._tell_lost(str(error))
            else:
                self.trouble = ""
                self._events.tell(Event.LOG_BACK)

    def _tell_lost(self, said: str) -> None:
        self.trouble = said or self.trouble
        self._events.tell(Event.LOG_LOST, said=said)

    async def _said(self) -> str:
        """The last line that a writer of ours, which has ended, wrote to its standard error."""
        if self._process is None or self._process.returncode is None or self._voice is None:
            return ""
        return await self._voice
