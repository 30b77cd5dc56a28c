"""Who gets a session when a connection comes: everybody, until strangers come in such numbers that it would cost others.

Knows: when there is no place left at all.
Must not know: sessions, what anybody wants.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from ostiary.door.registry import Registry
from ostiary.door.sending import reset


def protocol_for(registry: Registry, session: Callable[[], asyncio.Protocol]) -> asyncio.Protocol:
    """The protocol of a connection that has just been accepted."""
    return _Refused() if registry.is_overrun else session()


class _Refused(asyncio.Protocol):
    """A connection that is reset before a byte of it is read."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """In the loop's next turn: asyncio begins to read only after this call."""
        asyncio.get_running_loop().call_soon(reset, cast("asyncio.Transport", transport))
