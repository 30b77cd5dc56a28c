"""What has been written to a connection and has not left this machine.

Knows: the loop's buffer, the kernel's, and how both are thrown away.
Must not know: whose connection it is, what was written.
"""

from __future__ import annotations

import asyncio
import fcntl
import socket
import struct
from typing import Final

from ostiary.door import reading

_SIOCOUTQNSD: Final = 0x894B
"""Linux, tcp(7): the number of bytes in the kernel's queue that have never been sent."""

_COUNT: Final = struct.Struct("i")

_NO_LINGER: Final = struct.pack("ii", 1, 0)
"""Closing such a socket resets the connection and drops what its queue holds; otherwise the kernel goes on sending."""


DRAIN_SECONDS: Final = 0.1
"""How long a session's last words may take to leave; afterwards the connection is reset."""

LOOK_SECONDS: Final = 0.01
"""How often it is looked whether they have left: ten looks at the most."""


def unsent(transport: asyncio.Transport) -> int:
    """Bytes that wait in the loop or in the kernel; what is on the network is not among them."""
    waiting = transport.get_write_buffer_size()
    if waiting or transport.is_closing():
        return waiting
    answer = fcntl.ioctl(transport.get_extra_info("socket").fileno(), _SIOCOUTQNSD, bytes(_COUNT.size))
    return int(_COUNT.unpack(answer)[0])


def reset(transport: asyncio.Transport) -> None:
    """End the connection now: nothing that waits leaves any more."""
    if not transport.is_closing():
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    transport.abort()


def part(transport: asyncio.Transport) -> None:
    """Close the connection when all has left that was written to it; what is left after a moment is dropped."""
    loop = asyncio.get_running_loop()
    _part(transport, loop.time() + DRAIN_SECONDS)


def hang_up(transport: asyncio.Transport) -> None:
    """``part`` from somebody who says no more. Closing alone would go on sending what waits, however long that takes."""
    reading.pause(transport)
    part(transport)


def _part(transport: asyncio.Transport, deadline: float) -> None:
    loop = asyncio.get_running_loop()
    if transport.is_closing():
        return
    if not unsent(transport):
        transport.close()
    elif loop.time() >= deadline:
        reset(transport)
    else:
        loop.call_later(LOOK_SECONDS, _part, transport, deadline)
