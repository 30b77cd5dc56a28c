"""What systemd is told of the gateway, where it wants to hear it (sd_notify).

Knows: one datagram to the socket that the environment names.
Must not know: what the gateway does.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress


def notify(state: str) -> None:
    """Say ``READY=1`` or ``STOPPING=1``; without a service manager, or when it does not listen, nothing happens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
        # An address that begins with `@` is an abstract one: its first byte is 0.
        sender.connect(address.replace("@", "\0", 1) if address[0] == "@" else address)
        sender.sendall(state.encode())
