"""Whether a connection is read from: paused while what it sent before is not used up.

Knows: one rule of event loops about connections that are closing.
Must not know: whose connection it is.
"""

from __future__ import annotations

import asyncio


def pause(transport: asyncio.Transport) -> None:
    """Read no more for now. A connection that is closing is not read from anyway, and uvloop raises when it is asked."""
    if not transport.is_closing():
        transport.pause_reading()


def resume(transport: asyncio.Transport) -> None:
    """Read again, unless the connection is closing."""
    if not transport.is_closing():
        transport.resume_reading()
