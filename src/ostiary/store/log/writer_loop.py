"""The log writer's loop: gather what has arrived, one frame and one fdatasync for all of it, then the replies.

Knows: the sockets of those who append, the journal, and who is told when.
Must not know: how the process starts and stops, what a payload says, how anything is published.

There is no thread for an entry: this loop is the only one that touches the journal.
"""

from __future__ import annotations

import os
import selectors
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ostiary.errors import LogDamaged
from ostiary.evidence.commitment import ERASURE, SALT_BYTES
from ostiary.evidence.sealing import sealed_length
from ostiary.store.log import journal_frames as frames
from ostiary.store.log.eraser import Eraser
from ostiary.store.log.journal import JournalWriter
from ostiary.store.log.journal_frames import JournalEntry
from ostiary.store.log.peer_lines import PeerLine, PeerLines
from ostiary.store.log.publisher import Publisher
from ostiary.store.log.strict import StrictRelease
from ostiary.store.log.wire import Append, encode_durable
from ostiary.store.log.writer_socket import MAX_CONNECTIONS, Peer, is_trusted


@dataclass(frozen=True, slots=True)
class _Request:
    peer: Peer
    append: Append


class LogWriter:
    """The loop over sockets and journal. ``step`` is one round: gather, commit, reply."""

    def __init__(
        self,
        listener: socket.socket,
        journal: JournalWriter,
        publisher: Publisher,
        wake: socket.socket,
        *,
        eraser: Eraser | None = None,
        strict: StrictRelease | None = None,
    ) -> None:
        """``wake`` becomes readable when a signal has come or the publisher has failed. Without ``eraser`` none can be had.

        With ``strict``, answers wait for its quorum. Raises LogUnavailable when a peer's address cannot be found.
        """
        self._eraser = eraser
        self._to_erase: list[_Request] = []
        self._listener = listener
        self._journal = journal
        self._publisher = publisher
        self._arrived: list[_Request] = []
        self._peers: set[Peer] = set()
        self._selector = selectors.DefaultSelector()
        self._selector.register(listener, selectors.EVENT_READ)
        self._selector.register(wake, selectors.EVENT_READ)
        self._peer_lines = None if strict is None else PeerLines(strict, journal.at, self._selector)

    def watch(self, readable: int, act: Callable[[], None]) -> None:
        """Have ``act`` called in each round in which that descriptor can be read; the end of a pipe can."""
        self._selector.register(readable, selectors.EVENT_READ, act)

    def step(self, timeout: float | None = None) -> None:
        """Wait at most ``timeout`` seconds for something to do, and do all of it.

        Raises LogUnavailable when the journal or its key file fails or the peers of strict mode are away, and whatever has ended the
        publisher.
        """
        lines = self._peer_lines
        for key, events in self._selector.select(timeout if lines is None else lines.patience(timeout)):
            if isinstance(key.data, Peer):
                self._serve(key.data, events)
            elif isinstance(key.data, PeerLine):
                key.data.serve(events)
            elif key.fileobj is self._listener:
                self._accept()
            elif key.data is not None:
                key.data()
        if self._publisher.failure is not None:
            raise self._publisher.failure
        self._journal.verify_usable()
        self._commit()
        if self._to_erase:
            self._erase()
        if lines is not None:
            lines.tick()

    def close(self) -> None:
        """Drop every client and stop listening."""
        for peer in tuple(self._peers):
            self._drop(peer)
        if self._peer_lines is not None:
            self._peer_lines.close()
        self._selector.close()
        self._listener.close()

    def finish(self) -> None:
        """Wait until what is committed now is answered. Raises LogUnavailable when the peers of strict mode are away.

        What arrives meanwhile is committed too, and not waited for: whoever goes on asking would keep the writer for ever.
        """
        end = self._journal.at.index
        while self._peer_lines is not None and self._peer_lines.waits_for(end):
            self.step()

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            # The client has gone again before it was accepted.
            return
        if not is_trusted(connection) or len(self._peers) >= MAX_CONNECTIONS:
            connection.close()
            return
        peer = Peer(connection)
        self._peers.add(peer)
        self._selector.register(connection, selectors.EVENT_READ, peer)
        self._send(peer)

    def _serve(self, peer: Peer, events: int) -> None:
        if events & selectors.EVENT_READ:
            try:
                for append in peer.receive():
                    (self._to_erase if append.kind == ERASURE else self._arrived).append(
                        _Request(peer, append)
                    )
            except (OSError, LogDamaged):
                # What has arrived whole before is committed all the same; only its replies have nowhere to go.
                self._drop(peer)
        if events & selectors.EVENT_WRITE:
            self._send(peer)

    def _commit(self) -> None:
        arrived, self._arrived = self._arrived, []
        for batch in in_frames(arrived):
            salts = os.urandom(SALT_BYTES * len(batch))
            first = self._journal.append(
                [
                    JournalEntry(request.append.kind, salts[at : at + SALT_BYTES], request.append.payload)
                    for at, request in zip(range(0, len(salts), SALT_BYTES), batch, strict=True)
                ]
            )
            # INVARIANT: no reply is written before the line above has returned, which is after fdatasync.
            self._release(batch, first)

    def _erase(self) -> None:
        wanted, self._to_erase = self._to_erase, []
        for request in wanted:
            before = self._journal.at
            try:
                index = self._erased(request)
            except LogDamaged as fault:
                if self._journal.at != before:
                    # The log says that it is erased, and it is not: the next writer finishes that before anything else.
                    raise
                sys.stderr.write(f"ostiary log writer: nothing was erased: {fault.message}\n")
                self._drop(request.peer)
                continue
            self._release([request], index)

    def _erased(self, request: _Request) -> int:
        if self._eraser is None:
            raise LogDamaged("a log in the clear has no keys to destroy")
        return self._eraser.erase(request.append.payload, request.peer.pid)

    def _release(self, batch: Sequence[_Request], first: int) -> None:
        """What the journal holds now is told: at once, or in strict mode when enough peers know."""
        if self._peer_lines is None:
            self._reply(batch, first)
        else:
            self._peer_lines.hold(self._journal.at, partial(self._reply, batch, first))
        self._publisher.wake(self._journal.at)

    def _reply(self, batch: Sequence[_Request], first: int) -> None:
        for index, request in enumerate(batch, first):
            request.peer.outbox += encode_durable(request.append.ticket, index)
        for peer in {request.peer for request in batch}:
            self._send(peer)

    def _send(self, peer: Peer) -> None:
        if peer not in self._peers:
            return
        try:
            peer.send()
        except OSError:
            self._drop(peer)
            return
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if peer.outbox else 0)
        if self._selector.get_key(peer.connection).events != events:
            self._selector.modify(peer.connection, events, peer)

    def _drop(self, peer: Peer) -> None:
        if peer in self._peers:
            self._peers.remove(peer)
            self._selector.unregister(peer.connection)
            peer.connection.close()


def in_frames(requests: Sequence[_Request]) -> Iterator[list[_Request]]:
    """The requests in their order, cut into lots that each fit one frame."""
    batch: list[_Request] = []
    room = frames.MAX_FRAME_PAYLOAD
    for request in requests:
        # What it takes when it is sealed, which is more than in the clear.
        needed = frames.SEALED_HEAD_BYTES + sealed_length(len(request.append.payload))
        if batch and (needed > room or len(batch) == frames.MAX_FRAME_ENTRIES):
            yield batch
            batch, room = [], frames.MAX_FRAME_PAYLOAD
        batch.append(request)
        room -= needed
    if batch:
        yield batch
