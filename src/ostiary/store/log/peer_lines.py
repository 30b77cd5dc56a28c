"""The lines to the peers of a log in strict mode: sockets that never block the writer.

Knows: connecting, frames both ways, when a statement is sent again, when a line is given up.
Must not know: the journal, what is held back, quorums.

Addresses are looked up once, at the start: a name server that does not answer must not stop commits.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import time
from collections.abc import Callable
from typing import Final

from ostiary.errors import LogUnavailable, ProofInvalid
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.journal import Position
from ostiary.store.log.peer_check import MarkCheck, ask_latest, find_peers, verify_peers
from ostiary.store.log.strict import BEAT_SECONDS, StrictRelease
from ostiary.tlog.note import ReadySigner, SignerKey
from ostiary.tlog.peering import (
    MAX_ANSWER_BYTES,
    encode_frame,
    maybe_refusal,
    open_kept,
    sign_statement,
    take_frames,
)
from ostiary.tlog.peers import NamedPeer

RETRY_SECONDS: Final = 0.5
"""Between two tries to connect. A refused one costs some microseconds; one into silence is given up after ``_DEAD_SECONDS``."""

_DEAD_SECONDS: Final = 2.0
"""A line that owes an answer for so long is dropped, and made anew: the other side may have restarted without a word."""

TICK_SECONDS: Final = 0.25
"""Between two looks at what is late, when nothing happens."""

_RECEIVE_BYTES: Final = 65_536


class PeerLine:
    """The line to one peer."""

    __slots__ = (
        "_address",
        "_awaited_since",
        "_inbox",
        "_is_open",
        "_outbox",
        "_retry_at",
        "_said",
        "_said_at",
        "_selector",
        "_socket",
        "_strict",
        "peer",
    )

    def __init__(self, peer: NamedPeer, strict: StrictRelease, selector: selectors.BaseSelector) -> None:
        """Raises LogUnavailable when its address cannot be found."""
        self.peer = peer
        self._strict = strict
        self._selector = selector
        self._address = _address_of(peer)
        self._socket: socket.socket | None = None
        self._is_open = False
        self._outbox = b""
        self._inbox = bytearray()
        self._said = b""
        self._said_at = 0.0
        self._awaited_since: float | None = None
        self._retry_at = 0.0

    def tick(self, now: float) -> None:
        """Connect, speak or give up, whatever it is time for."""
        if self._socket is None:
            if now >= self._retry_at:
                self._connect(now)
            return
        if self._awaited_since is not None and now - self._awaited_since > _DEAD_SECONDS:
            self._drop("it does not answer" if self._is_open else "it cannot be reached", now)
            return
        self.speak(now)

    def speak(self, now: float) -> None:
        """State what there is to be stated, unless the last words have not left yet."""
        if not self._is_open or self._outbox:
            return
        if self._strict.note != self._said or now - self._said_at >= BEAT_SECONDS:
            self._said, self._said_at = self._strict.note, now
            if self._awaited_since is None:
                self._awaited_since = now
            self._outbox = encode_frame(self._said)
            self._send(now)

    def serve(self, events: int) -> None:
        """Do what the socket is ready for. Raises LogUnavailable when the peer contradicts the journal."""
        now = self._strict.clock()
        if self._socket is None:
            return
        if events & selectors.EVENT_WRITE:
            if not self._is_open and not self._has_connected(self._socket, now):
                return
            self._send(now)
            self.speak(now)
        if events & selectors.EVENT_READ:
            self._receive(now)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            with contextlib.suppress(KeyError):
                self._selector.unregister(self._socket)
            self._socket.close()
            self._socket = None

    def _connect(self, now: float) -> None:
        family, address = self._address
        self._socket = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._is_open, self._outbox, self._said = False, b"", b""
        self._inbox.clear()
        self._awaited_since = now
        self._selector.register(self._socket, selectors.EVENT_READ | selectors.EVENT_WRITE, self)
        try:
            self._socket.connect(address)
        except BlockingIOError:
            return
        except OSError as fault:
            self._drop(_why(fault), now)

    def _has_connected(self, line: socket.socket, now: float) -> bool:
        error = line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            self._drop(os.strerror(error).lower(), now)
            return False
        self._is_open, self._awaited_since = True, None
        return True

    def _send(self, now: float) -> None:
        if self._socket is None:
            return
        try:
            sent = self._socket.send(self._outbox) if self._outbox else 0
        except BlockingIOError:
            sent = 0
        except OSError as fault:
            self._drop(_why(fault), now)
            return
        self._outbox = self._outbox[sent:]
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._outbox else 0)
        if self._selector.get_key(self._socket).events != events:
            self._selector.modify(self._socket, events, self)

    def _receive(self, now: float) -> None:
        if self._socket is None:
            return
        try:
            data = self._socket.recv(_RECEIVE_BYTES)
            if not data:
                raise ConnectionResetError("it hung up")
            self._inbox += data
            frames = take_frames(self._inbox, MAX_ANSWER_BYTES)
            for frame in frames[-1:]:
                # Of several answers the last one says everything.
                self._take(frame, now)
        except BlockingIOError:
            return
        except OSError as fault:
            self._drop(_why(fault), now)
        except ProofInvalid:
            self._drop("its answer is not signed by its key, or is not understood", now)

    def _take(self, frame: bytes, now: float) -> None:
        refusal = maybe_refusal(frame)
        if refusal in {"behind", "fork"}:
            raise LogUnavailable(f"the peer `{self.peer.name}` keeps more than this journal, or another one")
        if refusal is not None:
            self._drop(f"it refuses: {refusal}", now)
            return
        mark = open_kept(frame, self._strict.origin, self.peer.key)
        # What was stated after this is still on its way.
        self._awaited_since = None if mark.size == self._strict.size else now
        self._strict.heard(self.peer.name, mark)

    def _drop(self, why: str, now: float) -> None:
        self.close()
        self._is_open = False
        self._retry_at = now + RETRY_SECONDS
        self._strict.lost(self.peer.name, why)


class PeerLines:
    """The lines to all peers, and what waits for them."""

    def __init__(self, strict: StrictRelease, at: Position, selector: selectors.BaseSelector) -> None:
        """Begin at the journal's end. Raises LogUnavailable when an address cannot be found."""
        strict.begin(at)
        self._strict = strict
        self._lines = [PeerLine(peer, strict, selector) for peer in strict.policy.peers]

    def patience(self, timeout: float | None) -> float:
        """How long the writer may wait for something to happen."""
        return TICK_SECONDS if timeout is None else min(timeout, TICK_SECONDS)

    def waits_for(self, size: int) -> bool:
        """Whether an answer about one of the first ``size`` entries is held back."""
        return self._strict.waits_for(size)

    def hold(self, at: Position, release: Callable[[], None]) -> None:
        """The journal is durable up to here; ``release`` is called when a quorum knows."""
        self._strict.hold(at, release)

    def tick(self) -> None:
        """State what is new. Raises LogUnavailable when a quorum has been silent for too long."""
        now = self._strict.clock()
        for line in self._lines:
            line.tick(now)
        self._strict.verify_quorum()

    def close(self) -> None:
        """Hang up."""
        for line in self._lines:
            line.close()


def begin_strictly(
    folder: LogFolder, signer: SignerKey, seconds: float, *, is_demanded: bool
) -> tuple[StrictRelease | None, MarkCheck | None]:
    """What strict mode needs before the journal is read: the peers, and what they keep. Nothing where there are no peers.

    ``seconds`` is how long a quorum may be silent. Raises SettingsError when the file of peers cannot be used, or is demanded
    and not there; LogUnavailable when too few peers answer.
    """
    policy = verify_peers(folder) if is_demanded else find_peers(folder)
    if policy is None:
        return None, None
    ready = ReadySigner(signer)
    strict = StrictRelease(
        policy, lambda one: sign_statement(one, ready), signer.name, time.monotonic, seconds
    )
    return strict, MarkCheck(ask_latest(policy, signer.name))


def _address_of(peer: NamedPeer) -> tuple[socket.AddressFamily, tuple[str, int]]:
    try:
        found = socket.getaddrinfo(peer.host, peer.port, type=socket.SOCK_STREAM)
    except OSError as fault:
        raise LogUnavailable(
            f"the address of the peer `{peer.name}` cannot be found: {_why(fault)}"
        ) from fault
    family, _, _, _, address = found[0]
    return family, (str(address[0]), int(address[1]))


def _why(fault: OSError) -> str:
    return (fault.strerror or str(fault) or "unknown reason").lower()
