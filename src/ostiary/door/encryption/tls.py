"""The server's side of one TLS channel: bytes in, bytes out.

Knows: the handshake, records, close_notify, ALPN; through the ``ssl`` module's objects in memory.
Must not know: sockets, sessions, whose certificate is worth what.

It has no task and no buffer of its own: what the client sent is fed, what is plain comes back, and what is to be sent
is taken. Whoever carries the bytes keeps its own limits.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from ostiary.errors import ProtocolViolation
from ostiary.session.world import Channel

ALPN: Final = "postgresql"
RECORD_SIZE: Final = 16_384
"""The most that one record can hold (RFC 8446 section 5.1), and so the most that one read brings.

OpenSSL's buffers keep the size of the most that was ever in them, so no more than this goes in at once: otherwise a session
that has sent or got one long answer would hold a megabyte to its end.
"""


@dataclass(frozen=True, slots=True)
class Acceptor:
    """What new channels are made of: our certificate and key, and the binding that goes with the certificate."""

    context: ssl.SSLContext
    end_point: bytes | None


class TlsStream:
    """One channel. After a ProtocolViolation it only has an alert left to be taken; then the connection must end.

    ``is_direct``: the client began without being asked, so it must name the protocol: a browser that was led here does
    not (ALPACA). One that has sent an SSLRequest has spoken PostgreSQL already.
    """

    def __init__(self, acceptor: Acceptor, *, is_direct: bool) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._object = acceptor.context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._end_point = acceptor.end_point
        self._is_direct = is_direct
        self.channel: Channel | None = None
        self.is_over = False
        """Whether the client has said that it sends nothing more."""

    def feed(self, data: bytes) -> bytes:
        """Take what the client sent; what of it is plain, which is nothing during the handshake. Raises ProtocolViolation."""
        pieces = [self._feed(piece) for piece in _pieces(data)]
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def seal(self, data: bytes) -> bytes:
        """What is to be sent so that the client reads these bytes, after what was to be sent anyway."""
        said = [self.take()]
        for piece in _pieces(data):
            rest = piece
            while rest:
                # A client may have asked for smaller records.
                rest = rest[self._object.write(rest) :]
            said.append(self.take())
        return b"".join(said)

    def take(self) -> bytes:
        """What is to be sent because of what was fed: the handshake, answers to key updates, an alert."""
        return self._outgoing.read()

    def close(self) -> bytes:
        """What is to be sent so that the client knows that nothing was cut off."""
        # The client's own close_notify is not waited for.
        with suppress(ssl.SSLError):
            self._object.unwrap()
        return self.take()

    def _feed(self, data: memoryview) -> bytes:
        self._incoming.write(data)
        try:
            if self.channel is None:
                self.channel = self._shaken()
            return b"" if self.channel is None else self._opened()
        except ssl.SSLError as error:
            raise ProtocolViolation(f"the TLS channel broke: {_said(error)}") from error

    def _shaken(self) -> Channel | None:
        try:
            self._object.do_handshake()
        except ssl.SSLWantReadError:
            return None
        if self._is_direct and self._object.selected_alpn_protocol() != ALPN:
            raise ProtocolViolation(f"direct TLS without the protocol `{ALPN}` (ALPN)")
        # Under TLS 1.2 a client may take an earlier session up by its number, which `ssl` cannot forbid. OpenSSL remembers
        # the certificate of then; that the client holds its key has not been shown now.
        shown = None if self._object.session_reused else self._object.getpeercert(binary_form=True)
        return Channel(self._end_point, shown)

    def _opened(self) -> bytes:
        pieces = []
        with suppress(ssl.SSLWantReadError):
            # What is asked for in vain costs an exception: mostly one read brings everything.
            while self._incoming.pending or self._object.pending():
                piece = self._object.read(RECORD_SIZE)
                if not piece:
                    self.is_over = True
                    break
                pieces.append(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _pieces(data: bytes) -> Iterator[memoryview]:
    whole = memoryview(data)
    return (whole[start : start + RECORD_SIZE] for start in range(0, len(data), RECORD_SIZE))


def _said(error: ssl.SSLError) -> str:
    """OpenSSL's own word for it, without source lines; for operators."""
    detail = getattr(error, "verify_message", "")
    reason = (error.reason or type(error).__name__).lower().replace("_", " ")
    return f"{reason} ({detail})" if detail else reason
