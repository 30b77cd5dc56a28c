"""A connection to the records database: through a socket of this machine, or over TCP, and then over TLS where told so.

Knows: how TLS is asked for, and that nothing is said in the clear once it was.
Must not know: log-ins, what is sent, whose certificate is trusted.

Clients are spoken to over TLS in memory (``encryption``), because nobody may wait for a stranger. Here we wait anyway, for
a server that we chose, so the event loop's own TLS does.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ostiary.errors import UpstreamDown
from ostiary.pgwire.channel_binding import end_point_of
from ostiary.pgwire.startup import ssl_request

CONNECT_SECONDS: Final = 5.0

_WILLING: Final = b"S"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the records database listens: a folder of Unix sockets (starts with ``/``) or a host; and the database.

    ``tls`` verifies the host's certificate; None: it is spoken to in the clear.
    """

    host: str
    port: int
    database: str
    tls: ssl.SSLContext | None = None


async def connect(factory: Callable[[], asyncio.Protocol], address: Address) -> asyncio.Transport:
    """Open a connection to the database. Raises UpstreamDown, also when TLS was asked for and cannot be had."""
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            if address.tls is not None:
                return await _connect_over_tls(factory, address, address.tls)
            return await _connect(factory, address)
    except ssl.SSLCertVerificationError as error:
        raise UpstreamDown(
            f"the records database shows a certificate that is not trusted: {error.verify_message}"
        ) from error
    except (OSError, TimeoutError) as error:
        raise UpstreamDown("the records database cannot be reached") from error


def end_point_of_server(transport: asyncio.Transport) -> bytes | None:
    """What a log-in over this connection is bound to (RFC 5929, ``tls-server-end-point``); None: nothing. Raises UpstreamDown."""
    over_tls = transport.get_extra_info("ssl_object")
    certificate = over_tls.getpeercert(binary_form=True) if over_tls is not None else None
    try:
        return end_point_of(certificate) if certificate is not None else None
    except ValueError as error:
        transport.abort()
        raise UpstreamDown("the records database shows a certificate that is not understood") from error


async def _connect(factory: Callable[[], asyncio.Protocol], address: Address) -> asyncio.Transport:
    loop = asyncio.get_running_loop()
    if address.host.startswith("/"):
        path = Path(address.host) / f".s.PGSQL.{address.port}"
        transport, _ = await loop.create_unix_connection(factory, str(path))
    else:
        transport, _ = await loop.create_connection(factory, address.host, address.port)
    return transport


async def _connect_over_tls(
    factory: Callable[[], asyncio.Protocol], address: Address, context: ssl.SSLContext
) -> asyncio.Transport:
    loop = asyncio.get_running_loop()
    asking = _Asking(loop.create_future())
    transport = await _connect(lambda: asking, address)
    try:
        transport.write(ssl_request())
        await asking.is_willing
        encrypted = await loop.start_tls(transport, factory(), context, server_hostname=address.host)
    except BaseException:
        transport.abort()
        raise
    if encrypted is None:
        raise UpstreamDown("the records database closed the connection")
    return encrypted


class _Asking(asyncio.Protocol):
    """Waits for the one byte with which a server agrees to TLS.

    What comes with that byte was sent in the clear, by whomever: it must never be taken for the server's (CVE-2021-23222).
    """

    def __init__(self, is_willing: asyncio.Future[None]) -> None:
        self.is_willing = is_willing

    def data_received(self, data: bytes) -> None:
        """The answer."""
        if self.is_willing.done():
            return
        if data == _WILLING:
            self.is_willing.set_result(None)
        else:
            self.is_willing.set_exception(UpstreamDown("the records database does not speak TLS"))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - why does not matter
        """There will be no answer."""
        if not self.is_willing.done():
            self.is_willing.set_exception(UpstreamDown("the records database closed the connection"))
