"""A small HTTP server for monitoring: GET of a few fixed paths, and nothing else.

Knows: sockets, requests, answers, and how little may be asked of it.
Must not know: what a page says.

Requests are read by ``h11``. It runs in the gateway's own loop: when that stands still, nobody is told that all is well.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

import h11

from ostiary.errors import SettingsError

MAX_REQUEST: Final = 8_192
"""Bytes of one request: a monitor sends some hundred."""

MAX_CONNECTIONS: Final = 16
"""A Prometheus pair, probes, a person with curl. Who comes beyond is hung up on."""

REQUEST_SECONDS: Final = 5.0
"""For a whole exchange; a monitor that needs longer has given up itself."""


@dataclass(frozen=True, slots=True)
class Page:
    """An answer."""

    status: int
    body: bytes
    content_type: str = "text/plain; charset=utf-8"


Answer: TypeAlias = Callable[[str], "Page | None"]
"""The page at a path; None where there is none."""


async def listen(host: str, port: int, answer: Answer) -> asyncio.Server:
    """Start to listen. Raises SettingsError when that address cannot be had."""
    open_now: set[_Exchange] = set()
    try:
        return await asyncio.get_running_loop().create_server(lambda: _Exchange(answer, open_now), host, port)
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise SettingsError(
            f"cannot listen for monitoring at {host}, port {port}: {why}",
            hint="Choose another port under [metrics], or stop what listens there.",
        ) from error


class _Exchange(asyncio.Protocol):
    """One connection: one request, one answer."""

    def __init__(self, answer: Answer, open_now: set[_Exchange]) -> None:
        self._answer = answer
        self._open_now = open_now
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=MAX_REQUEST)
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody asks."""
        self._transport = cast("asyncio.Transport", transport)
        loop = asyncio.get_running_loop()
        if len(self._open_now) >= MAX_CONNECTIONS:
            # In the loop's next turn: asyncio begins to read only after this call.
            loop.call_soon(self._transport.abort)
            return
        self._open_now.add(self)
        loop.call_later(REQUEST_SECONDS, self._transport.abort)

    def data_received(self, data: bytes) -> None:
        """Answer once the request is whole."""
        try:
            self._http.receive_data(data)
            event = self._http.next_event()
        except h11.RemoteProtocolError as error:
            self._send(Page(error.error_status_hint, b"this is no request that is understood\n"))
            return
        if isinstance(event, h11.Request):
            self._send(self._page(event), with_body=event.method != b"HEAD")

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - why makes no difference
        """They have gone."""
        self._open_now.discard(self)

    def _page(self, request: h11.Request) -> Page:
        if request.method not in {b"GET", b"HEAD"}:
            return Page(405, b"only GET is answered\n")
        path = request.target.partition(b"?")[0].decode("latin-1")
        return self._answer(path) or Page(404, b"there are /metrics, /livez and /readyz\n")

    def _send(self, page: Page, *, with_body: bool = True) -> None:
        if self._http.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            self._transport.abort()
            return
        headers = [
            ("Content-Type", page.content_type),
            ("Content-Length", str(len(page.body))),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
        ]
        self._transport.write(self._http.send(h11.Response(status_code=page.status, headers=headers)) or b"")
        if with_body:
            self._transport.write(self._http.send(h11.Data(data=page.body)) or b"")
        self._transport.close()
