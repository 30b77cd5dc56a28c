"""The addresses that clients connect to, shared by all workers.

Knows: SO_REUSEPORT, how an address is kept free for our own workers, how much the kernel may hold for a client.
Must not know: what is served there.

The supervisor binds each address and never listens there, so that nobody else gets the port while a worker is replaced.
Each worker binds the same address once more and listens: the kernel spreads new connections over those that listen, and
a worker that has died is no longer among them.
"""

from __future__ import annotations

import socket
from contextlib import ExitStack
from typing import Final

from ostiary.errors import SettingsError
from ostiary.server.setting_sections import Listen

SEND_BUFFER: Final = 131_072
"""Bytes asked of the kernel for a client's connection; Linux keeps twice as many, its own bookkeeping included.

It is what can still leave when the loop stands still after a lease has ended: 256 KiB instead of the 4 MiB that Linux
grows to by itself. Two batches of 64 KiB fit, so a stream does not wait for the loop; over a round trip of 5 ms that is
25 MB a second for each session. It stays below the default of net.core.wmem_max, 208 KiB. On loopback, five rounds in
turn, a stream of such batches was no slower than with a buffer that grows (medians 650 and 550 MB a second).
"""

BACKLOG: Final = 1_024
"""Connections that wait to be accepted: those of a whole agency whose clients all come back at once."""

Address = tuple[str, int]


class Reservation:
    """The addresses of a gateway, kept for its workers until closed."""

    def __init__(self, listen: Listen) -> None:
        """Raises SettingsError when the host is not ours, or somebody else listens there."""
        self._stack = ExitStack()
        try:
            self.addresses = tuple(self._reserve(listen))
        except OSError as error:
            self.close()
            why = (error.strerror or "unknown reason").lower()
            raise SettingsError(
                f"cannot listen at {listen.host}, port {listen.port}: {why}",
                hint="Choose another port under [listen], or stop what listens there.",
            ) from error

    @property
    def port(self) -> int:
        """The port of all of them."""
        return self.addresses[0][1]

    def close(self) -> None:
        """Let the addresses go."""
        self._stack.close()

    def _reserve(self, listen: Listen) -> list[Address]:
        found: list[Address] = []
        port = listen.port
        for host in _hosts(listen):
            # Sockets that share a port do not notice each other: without this, two gateways of one account would share
            # their clients. It is bound once without sharing, which fails while anybody listens there.
            with _bound((host, port), is_shared=False):
                pass
            kept = self._stack.enter_context(_bound((host, port), is_shared=True))
            # Port 0 is any free one; the other addresses then take the same.
            port = kept.getsockname()[1]
            found.append((host, port))
        return found


def shared_socket(address: Address) -> socket.socket:
    """A socket of ours at a reserved address, to listen on. Raises SettingsError."""
    try:
        made = _bound(address, is_shared=True)
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise SettingsError(f"cannot listen at {address[0]}, port {address[1]}: {why}") from error
    # What is accepted there inherits it.
    made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    return made


def _hosts(listen: Listen) -> list[str]:
    """The host's addresses, each once. Raises OSError when it has none."""
    try:
        found = socket.getaddrinfo(
            listen.host or None, listen.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except UnicodeError as error:
        # What no name can be, such as one with two dots in a row, is not even looked up.
        raise socket.gaierror(socket.EAI_NONAME, "name or service not known") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _bound(address: Address, *, is_shared: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if is_shared:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if family == socket.AF_INET6:
            # The addresses of the other family have sockets of their own.
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(address)
    except BaseException:
        made.close()
        raise
    return made
