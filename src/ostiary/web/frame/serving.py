"""Faces on sockets: one process, one loop, until it is told to stop.

Knows: uvicorn, sockets, TLS files, and that other machines are spoken to over TLS alone.
Must not know: what a face is made of, settings.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from ssl import SSLError
from typing import Final

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from ostiary.door.events import Event, Events
from ostiary.errors import SettingsError
from ostiary.web.frame.renewal import Renewal

MAX_CONNECTIONS: Final = 200
"""Of each face: fifty people with four connections each. Who comes beyond is told that it is too much."""
MAX_HEAD_BYTES: Final = 16_384
"""A request before its body: 8 KiB of address, and a browser's headers are some 2 KiB."""
REQUEST_SECONDS: Final = 15.0
"""How long a connection may be open without a whole head of a request."""
KEEP_ALIVE_SECONDS: Final = 5
STOPPING_SECONDS: Final = 10
"""How long pages that are being made have when it is told to stop."""
BESIDE_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Tls:
    """A certificate and its key, in files."""

    certificate_file: Path
    key_file: Path


@dataclass(frozen=True, slots=True)
class Place:
    """One face on its socket. ``name`` is the face's, for events."""

    name: str
    app: Starlette
    host: str
    port: int
    tls: Tls | None = None


async def serve(places: Sequence[Place], events: Events, beside: Sequence[Callable[[], None]] = ()) -> None:
    """Serve all of them until SIGTERM or SIGINT. What stands ``beside`` is called each minute in a thread, and once at the end.

    Raises SettingsError when a socket cannot be had, a certificate cannot be read, or another machine could be spoken to in the clear.
    """
    prepared = [_prepared(place) for place in places]
    beside = (*beside, *_renewals(places, [server for server, _ in prepared], events))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, [server for server, _ in prepared])
    ticking = asyncio.create_task(_tick(beside, events))
    try:
        async with asyncio.TaskGroup() as group:
            for server, opened in prepared:
                group.create_task(server.serve(sockets=[opened]))
            for place in places:
                events.tell(Event.WEB_STARTED, face=place.name, host=place.host, port=place.port)
    finally:
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking
        await asyncio.to_thread(_call, beside, events)
    for place in places:
        events.tell(Event.WEB_STOPPED, face=place.name)


def is_this_machine(host: str) -> bool:
    """Whether nobody but this machine can connect to an address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None]:
        # Signals are for all faces at once; each server on its own would take them for itself.
        yield


class _Patient(H11Protocol):
    """A connection on which no request comes is hung up on."""

    _hanging_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        self._wait()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._forget()

    def _wait(self) -> None:
        self._forget()
        self._hanging_up = self.loop.call_later(REQUEST_SECONDS, self._hang_up)

    def _forget(self) -> None:
        if self._hanging_up is not None:
            self._hanging_up.cancel()

    def _hang_up(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.abort()


def _prepared(place: Place) -> tuple[_Server, socket.socket]:
    if place.tls is None and not is_this_machine(place.host):
        raise SettingsError(
            f"`{place.name}` would be served to other machines in the clear, at {place.host}",
            hint="give it a certificate, or let a reverse proxy on this machine do that and listen on 127.0.0.1",
        )
    config = _config(place)
    try:
        config.load()
    except (OSError, SSLError) as error:
        why = (error.strerror or "it is no certificate with its key").lower()
        raise SettingsError(f"the certificate of `{place.name}` cannot be used: {why}") from error
    return _Server(config), _socket(place)


def _config(place: Place) -> uvicorn.Config:
    # What uvicorn would write of a request could hold a path with a name in it. What matters is told as events.
    logging.getLogger("uvicorn").addHandler(logging.NullHandler())
    logging.getLogger("uvicorn").propagate = False
    tls = place.tls
    return uvicorn.Config(
        place.app,
        http=_Patient,
        ws="none",
        loop="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOPPING_SECONDS,
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        ssl_certfile=None if tls is None else str(tls.certificate_file),
        ssl_keyfile=None if tls is None else str(tls.key_file),
    )


def _renewals(
    places: Sequence[Place], servers: Sequence[_Server], events: Events
) -> Iterator[Callable[[], None]]:
    for place, server in zip(places, servers, strict=True):
        context = server.config.ssl
        if place.tls is not None and context is not None:
            files = place.tls.certificate_file, place.tls.key_file
            yield Renewal(place.name, context, *files, events).look


def _socket(place: Place) -> socket.socket:
    try:
        return socket.create_server(
            (place.host, place.port),
            family=socket.AF_INET6 if ":" in place.host else socket.AF_INET,
            backlog=128,
        )
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise SettingsError(
            f"cannot listen for `{place.name}` at {place.host}, port {place.port}: {why}",
            hint="choose another port, or stop what listens there",
        ) from error


def _stop(servers: Sequence[_Server]) -> None:
    for server in servers:
        server.should_exit = True


async def _tick(beside: Sequence[Callable[[], None]], events: Events) -> None:
    while True:
        await asyncio.sleep(BESIDE_SECONDS)
        await asyncio.to_thread(_call, beside, events)


def _call(beside: Sequence[Callable[[], None]], events: Events) -> None:
    for one in beside:
        try:
            one()
        except Exception as error:  # noqa: BLE001 - the others, and the next minute, still have their turn
            events.tell(Event.BUG, kind=type(error).__name__)
