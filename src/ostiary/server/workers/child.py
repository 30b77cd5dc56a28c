"""One worker, as the supervisor sees it: a process at the other end of a channel.

Knows: how it is started, what it last said of itself, how long it has been silent, when it is gone.
Must not know: what is done about any of it.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Final, assert_never

from ostiary.errors import OstiaryError, WorkerLost
from ostiary.server.monitoring.figures import Figures
from ostiary.server.workers.channel import Channel
from ostiary.server.workers.wire import (
    FROM_WORKER,
    Cancel,
    Failed,
    FromWorker,
    Report,
    Serving,
    Start,
    ToWorker,
)

START_SECONDS: Final = 60.0
"""A worker that does not serve by then is stuck. It reads the policy, compares the walls and starts a parser: 2 s."""

STOP_SECONDS: Final = 10.0
"""How long a worker may take to stop, once its sessions are gone. Afterwards it is ended by force."""


class WorkerChild:
    """One process."""

    def __init__(
        self, number: int, process: asyncio.subprocess.Process, on_message: Callable[[Report | Cancel], None]
    ) -> None:
        self.number = number
        self.pid = process.pid
        self.figures = Figures()
        """What it last said of itself; as long as it starts, that nothing is in force there."""
        self.silent_for = 0
        """How often the supervisor has looked since it last said anything."""
        loop = asyncio.get_running_loop()
        self._lost: asyncio.Future[None] = loop.create_future()
        self._gone = loop.create_task(self._end())
        self._process = process
        self._on_message = on_message
        self._serving: asyncio.Future[None] = loop.create_future()
        # Whether it serves is asked once, at its start; afterwards nobody looks.
        self._serving.add_done_callback(lambda serving: serving.cancelled() or serving.exception())
        self._channel = Channel(FROM_WORKER, self._received, self._channel_lost)

    @classmethod
    async def launch(cls, start: Start, on_message: Callable[[Report | Cancel], None]) -> WorkerChild:
        """Start a process and tell it what to serve. Raises WorkerLost when the machine has no room for one."""
        try:
            process, ours = await _started(start)
        except OSError as error:
            raise WorkerLost(f"worker {start.number} cannot be started: {error.strerror}") from error
        child = cls(start.number, process, on_message)
        await child._channel.open(ours)
        child._channel.send(start)
        return child

    @property
    def is_serving(self) -> bool:
        """Whether clients may come to it."""
        return self._serving.done() and not self._serving.exception() and not self._gone.done()

    async def wait_until_serving(self) -> None:
        """Return when clients may come to it. Raises what it said when they may not, or WorkerLost."""
        done, _ = await asyncio.wait({self._serving}, timeout=START_SECONDS)
        if not done:
            raise WorkerLost(f"worker {self.number} does not come up in time")
        self._serving.result()

    async def wait_until_gone(self) -> int:
        """Return when it has ended; its exit status, negative for a signal."""
        return await asyncio.shield(self._gone)

    def send(self, message: ToWorker) -> None:
        """Send it a message."""
        self._channel.send(message)

    def kill(self) -> None:
        """End it by force."""
        with suppress(ProcessLookupError):
            self._process.kill()

    def terminate(self) -> None:
        """Tell it to stop; when it was told before, at once."""
        with suppress(ProcessLookupError):
            self._process.terminate()

    async def stop(self, drain_seconds: float) -> int:
        """Tell it to stop, and wait until it is gone; by force at last. Its exit status."""
        self.terminate()
        await asyncio.wait({self._gone}, timeout=drain_seconds + STOP_SECONDS)
        self.kill()
        return await self.wait_until_gone()

    def _received(self, message: FromWorker) -> None:
        self.silent_for = 0
        match message:
            case Serving():
                if not self._serving.done():
                    self._serving.set_result(None)
            case Failed(code, text, hint):
                if not self._serving.done():
                    self._serving.set_exception(_error(code, text, hint))
            case Report(figures):
                self.figures = figures
                self._on_message(message)
            case Cancel():
                self._on_message(message)
            case _ as never:
                assert_never(never)

    def _channel_lost(self) -> None:
        """A worker whose channel is closed, or says what is no message, is ended."""
        self._lost.set_result(None)
        self.kill()

    async def _end(self) -> int:
        status = await self._process.wait()
        # What it said last may still be on its way.
        await self._lost
        if not self._serving.done():
            self._serving.set_exception(
                WorkerLost(f"worker {self.number} ended with status {status} before it served anybody")
            )
        return status


async def _started(start: Start) -> tuple[asyncio.subprocess.Process, socket.socket]:
    """A process, and our end of the channel to it. Raises OSError."""
    ours, theirs = socket.socketpair()
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "ostiary.server.workers.process", str(start.number), start.home),
            stdin=theirs.fileno(),
            stdout=asyncio.subprocess.DEVNULL,
            # Ctrl-C in a terminal is for the supervisor, which stops its workers.
            start_new_session=True,
        )
    except BaseException:
        # A process that was started all the same ends with its channel.
        ours.close()
        raise
    finally:
        theirs.close()
    return process, ours


def _error(code: str, message: str, hint: str) -> OstiaryError:
    """An error of ours as the worker raised it, so that it ends this process as it would have ended that one."""
    kind = next((kind for kind in _kinds(OstiaryError) if kind.code == code), WorkerLost)
    return kind(message, hint=hint)


def _kinds(root: type[OstiaryError]) -> list[type[OstiaryError]]:
    return [root, *(kind for child in root.__subclasses__() for kind in _kinds(child))]
