"""The parser's process, as the door sees it.

Knows: its pipes, its frames, when it is ready and when it is gone.
Must not know: statements, plans, what is done when it dies.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import cast

from ostiary.door.planning.wire import LENGTH, MAX_FRAME
from ostiary.errors import UpstreamDown


class PlanChild(asyncio.SubprocessProtocol):
    """One process. Each has an object of its own, so that the last words of one are never taken for its successor's."""

    def __init__(
        self, on_reply: Callable[[PlanChild, bytes], None], on_exit: Callable[[PlanChild], None]
    ) -> None:
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._on_reply = on_reply
        self._on_exit = on_exit
        self._transport: asyncio.SubprocessTransport | None = None
        self._inbox = bytearray()

    def send(self, data: bytes) -> None:
        """Send a frame; what a dead process does not read is dropped."""
        pipe = self._transport.get_pipe_transport(0) if self._transport is not None else None
        if pipe is not None and not pipe.is_closing():
            cast("asyncio.WriteTransport", pipe).write(data)

    def end(self) -> None:
        """End it by force."""
        if self._transport is not None:
            with suppress(ProcessLookupError):
                self._transport.kill()
            self._transport.close()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It runs."""
        self._transport = cast("asyncio.SubprocessTransport", transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002 - there is one output
        """Take in replies; the first one is empty and says that it is ready."""
        self._inbox += data
        while len(self._inbox) >= LENGTH.size:
            (length,) = LENGTH.unpack_from(self._inbox)
            if length > MAX_FRAME:
                self.end()
                return
            if len(self._inbox) < LENGTH.size + length:
                return
            frame = bytes(self._inbox[LENGTH.size : LENGTH.size + length])
            del self._inbox[: LENGTH.size + length]
            if self.ready.done():
                self._on_reply(self, frame)
            else:
                self.ready.set_result(None)

    def process_exited(self) -> None:
        """It is gone."""
        if not self.ready.done():
            self.ready.set_exception(UpstreamDown("the parser's process does not come up"))
        self.gone.set_result(None)
        self._on_exit(self)
