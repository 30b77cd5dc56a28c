"""The process of one worker.

Knows: its end of the channel to the supervisor, and that it does not outlive that.
Must not know: what it serves.

Run by the supervisor as ``python -m ostiary.server.workers.process NUMBER HOME``, with the channel as its standard input.
Number and folder are there for whoever lists processes; what counts comes through the channel.
"""

from __future__ import annotations

import asyncio
import gc
import resource
import socket
import sys
from typing import Final, assert_never

import uvloop

from ostiary.errors import OstiaryError
from ostiary.server.event_log import EventLog
from ostiary.server.workers.channel import Channel
from ostiary.server.workers.wire import TO_WORKER, Cancel, Covered, Failed, Prepare, Start, ToWorker
from ostiary.server.workers.worker import Worker

START_SECONDS: Final = 10.0
"""How long a new worker waits to be told what to serve."""


class WorkerProcess:
    """One worker and its channel. When the channel ends, whoever closed it, the worker stops."""

    def __init__(self) -> None:
        self._start: asyncio.Future[Start] = asyncio.get_running_loop().create_future()
        self._worker: Worker | None = None
        # Policies that came before the worker was there to take them.
        self._early: list[Prepare] = []
        self._covered: Covered | None = None
        self._channel = Channel(TO_WORKER, self._received, self._lost)

    async def run(self, end: socket.socket) -> int:
        """Serve; the exit status."""
        await self._channel.open(end)
        try:
            start = await asyncio.wait_for(self._start, START_SECONDS)
            events = EventLog(sys.stderr, gateway=start.settings.gateway, worker=start.number)
            self._worker = Worker(start, events, self._channel.send)
            for policy in self._early:
                self._worker.prepare(policy)
            if self._covered is not None:
                self._worker.cover(self._covered)
            _settle_memory()
            await self._worker.serve()
        except OstiaryError as error:
            self._channel.send(Failed(error.code, error.message, error.hint))
            return 1
        except (TimeoutError, ConnectionError):
            # There is nobody to be told, and nothing to serve.
            return 1
        finally:
            await self._channel.close()
        return 0

    def _received(self, message: ToWorker) -> None:
        match message:
            case Start():
                if not self._start.done():
                    self._start.set_result(message)
            case Cancel(pid, secret):
                if self._worker is not None:
                    self._worker.cancel(pid, secret)
            case Prepare() as policy:
                if self._worker is not None:
                    self._worker.prepare(policy)
                else:
                    self._early.append(policy)
            case Covered() as cover:
                if self._worker is not None:
                    self._worker.cover(cover)
                else:
                    self._covered = cover
            case _ as never:
                assert_never(never)

    def _lost(self) -> None:
        if not self._start.done():
            self._start.set_exception(ConnectionError("the supervisor is gone"))
        if self._worker is not None:
            self._worker.stop()


def _settle_memory() -> None:
    """What stands from the start on is no garbage: no collection has to walk through it while clients wait."""
    gc.collect()
    gc.freeze()


def main() -> int:
    """Serve at the channel that is the standard input."""
    # Each session is a socket, and often one more to the database; the soft limit is 1,024 on most systems.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    async def run() -> int:
        return await WorkerProcess().run(socket.socket(fileno=sys.stdin.fileno()))

    return uvloop.run(run())


if __name__ == "__main__":
    sys.exit(main())
