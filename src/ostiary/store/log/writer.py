"""The log writer: the one process that appends, and answers only for what is on the disk.

Knows: the loop of gathering requests, one frame and one fdatasync for all of them, then the replies.
Must not know: what a payload says, policy, or the PostgreSQL protocol.

Run as ``python -m ostiary.store.log.writer DIR --socket PATH``. It ends with 0 after SIGTERM or SIGINT (or, where it is
told so, at the end of its standard input), when what had arrived is durable and published, and otherwise with 1 and one
line that says why. There is no thread for an entry:
this loop is the only one that touches the journal, and publishing has a thread of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import selectors
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ostiary.errors import LogDamaged, OstiaryError
from ostiary.evidence.commitment import ERASURE, SALT_BYTES
from ostiary.evidence.sealing import sealed_length
from ostiary.store.durable_files import Disk
from ostiary.store.log import journal_frames as frames
from ostiary.store.log.eraser import Eraser
from ostiary.store.log.folder import LogFolder, read_signer, refuse_shared_key, writer_lock
from ostiary.store.log.journal import JournalReader, JournalWriter
from ostiary.store.log.journal_frames import JournalEntry
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.publisher import Publisher
from ostiary.store.log.recovery import open_for_writing
from ostiary.store.log.sealer import drawing_ahead
from ostiary.store.log.second_key import second_signers
from ostiary.store.log.tile_store import TileStore
from ostiary.store.log.wire import Append, encode_durable
from ostiary.store.log.writer_socket import MAX_CONNECTIONS, Peer, is_trusted, listen_privately
from ostiary.store.master_key import read_master_key

# When the publishing thread is busy, the loop gets the interpreter back within this time (Python's default is 5 ms,
# which would be felt in each commit). In seconds.
_SWITCH_INTERVAL = 0.0002


@dataclass(frozen=True, slots=True)
class WriterSettings:
    """Which log, where to listen, and how many seconds lie at least between two publications.

    ``master_key``: the file of the master key, where the log is sealed. ``ends_with_stdin``: it also stops when its standard input, a pipe from whoever started it, ends.
    """

    directory: Path
    socket: Path
    publish_interval: float = 1.0
    ends_with_stdin: bool = False
    master_key: Path | None = None


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
        eraser: Eraser | None = None,
    ) -> None:
        """``wake`` becomes readable when a signal has come or the publisher has failed. Without ``eraser`` none can be had."""
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

    def watch(self, readable: int, act: Callable[[], None]) -> None:
        """Have ``act`` called in each round in which that descriptor can be read; the end of a pipe can."""
        self._selector.register(readable, selectors.EVENT_READ, act)

    def step(self, timeout: float | None = None) -> None:
        """Wait at most ``timeout`` seconds for something to do, and do all of it.

        Raises LogUnavailable when the journal fails, and whatever has ended the publisher.
        """
        for key, events in self._selector.select(timeout):
            if isinstance(key.data, Peer):
                self._serve(key.data, events)
            elif key.fileobj is self._listener:
                self._accept()
            elif key.data is not None:
                key.data()
        if self._publisher.failure is not None:
            raise self._publisher.failure
        self._commit()
        if self._to_erase:
            self._erase()

    def close(self) -> None:
        """Drop every client and stop listening."""
        for peer in tuple(self._peers):
            self._drop(peer)
        self._selector.close()
        self._listener.close()

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
            for index, request in enumerate(batch, first):
                request.peer.outbox += encode_durable(request.append.ticket, index)
            for peer in {request.peer for request in batch}:
                self._send(peer)
            self._publisher.wake(self._journal.at)

    def _erase(self) -> None:
        wanted, self._to_erase = self._to_erase, []
        for request in wanted:
            try:
                index = self._erased(request)
            except LogDamaged as fault:
                sys.stderr.write(f"ostiary log writer: nothing was erased: {fault.message}\n")
                self._drop(request.peer)
                continue
            request.peer.outbox += encode_durable(request.append.ticket, index)
            self._send(request.peer)
            self._publisher.wake(self._journal.at)

    def _erased(self, request: _Request) -> int:
        if self._eraser is None:
            raise LogDamaged("a log in the clear has no keys to destroy")
        return self._eraser.erase(request.append.payload, request.peer.pid)

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


def run_writer(settings: WriterSettings) -> None:
    """Serve the log until SIGTERM or SIGINT. For the main thread of a process of its own.

    Raises LogUnavailable, LogDamaged, ProofInvalid or KeyFileError; then nothing more is acknowledged and the journal is
    as the last successful commit left it.
    """
    folder, disk = LogFolder(settings.directory), Disk()
    with contextlib.ExitStack() as stack:
        stack.enter_context(writer_lock(folder))
        refuse_shared_key(folder)
        signer = read_signer(folder)
        stop = stack.enter_context(_stop_signals())
        keys = (
            None
            if settings.master_key is None
            else stack.enter_context(_open_keys(folder, settings.master_key, disk))
        )
        recovered = open_for_writing(folder, signer.verifier(), disk, keys)
        stack.callback(recovered.journal.close)
        if recovered.sealer is not None:
            stack.enter_context(drawing_ahead(recovered.sealer))
        reader = stack.enter_context(JournalReader(folder.journal))
        listener = listen_privately(settings.socket)
        stack.callback(settings.socket.unlink, missing_ok=True)
        store = TileStore(folder, signer, recovered.head, disk, second_signers(folder))
        publisher = Publisher(reader, store, settings.publish_interval, stop.wake)
        only_for = os.getppid() if settings.ends_with_stdin else None
        eraser = None if keys is None else Eraser(reader, recovered.journal, keys, only_for)
        writer = LogWriter(listener, recovered.journal, publisher, stop.readable, eraser)
        stack.callback(writer.close)
        if settings.ends_with_stdin:
            # Nobody writes to this pipe: it can be read when whoever started us is gone, killed or not.
            writer.watch(sys.stdin.fileno(), stop.ask)
        _announce(settings, recovered.journal.at.index, recovered.cut_bytes)
        publisher.start(recovered.journal.at)
        _serve_until_stopped(writer, publisher, stop)


def _open_keys(folder: LogFolder, master_key: Path, disk: Disk) -> KeyFile:
    return KeyFile(folder.keys, read_master_key(master_key), disk, writes=True)


class _Stop:
    """A socket that becomes readable when a stop signal has come, or when the publisher has failed."""

    def __init__(self) -> None:
        self.readable, self._writable = socket.socketpair()
        self._writable.settimeout(0)
        self.is_asked = False

    def ask(self, *_: object) -> None:
        """The handler of the stop signals."""
        self.is_asked = True
        self.wake()

    def wake(self) -> None:
        """Make the loop look, from any thread."""
        with contextlib.suppress(BlockingIOError):
            self._writable.send(b"!")

    def close(self) -> None:
        """Close both ends."""
        self.readable.close()
        self._writable.close()


@contextlib.contextmanager
def _stop_signals() -> Iterator[_Stop]:
    stop = _Stop()
    before = {number: signal.signal(number, stop.ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        stop.close()


def _serve_until_stopped(writer: LogWriter, publisher: Publisher, stop: _Stop) -> None:
    failed = True
    try:
        while not stop.is_asked:
            writer.step()
        # One more round without waiting: what has arrived by now is committed and answered.
        writer.step(0)
        failed = False
    finally:
        # After a failed commit the thread still ends with a checkpoint over what is durable; its own failure is second.
        with contextlib.suppress(OstiaryError) if failed else contextlib.nullcontext():
            publisher.stop()


def _announce(settings: WriterSettings, size: int, cut_bytes: int) -> None:
    if cut_bytes:
        sys.stderr.write(f"ostiary log writer: cut {cut_bytes} torn bytes; a recovery entry says so\n")
    sys.stdout.write(f"writing {settings.directory} from entry {size}, listening at {settings.socket}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ostiary.store.log.writer", description="Write a log.")
    parser.add_argument("directory", type=Path, metavar="DIR", help="the folder of the log")
    parser.add_argument("--socket", type=Path, required=True, metavar="PATH", help="where to listen")
    parser.add_argument("--publish-interval", type=float, default=1.0, metavar="SECONDS")
    parser.add_argument("--end-with-stdin", action="store_true", help="stop when standard input ends")
    parser.add_argument("--master-key", type=Path, metavar="PATH", help="the master key of a sealed log")
    given = parser.parse_args(arguments)
    sys.setswitchinterval(_SWITCH_INTERVAL)
    try:
        run_writer(
            WriterSettings(
                given.directory, given.socket, given.publish_interval, given.end_with_stdin, given.master_key
            )
        )
    except OstiaryError as fault:
        sys.stderr.write(f"ostiary log writer: {fault.message}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
