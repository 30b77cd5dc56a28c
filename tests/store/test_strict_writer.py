"""The log writer in strict mode, with peers that really run."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.evidence.commitment import ACCESS
from ostiary.store.durable_files import Disk
from ostiary.store.log.client import append_once
from ostiary.store.log.folder import LogFolder, read_signer
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.peer_check import MarkCheck, ask, ask_latest, find_peers
from ostiary.store.log.peer_verify import verify_with_peers
from ostiary.store.log.recovery import open_for_writing
from ostiary.store.log.wire import GREETING, Append, encode_append
from ostiary.tlog.note import SignerKey
from ostiary.tlog.peering import Statement, encode_frame, sign_statement
from ostiary.tlog.peers import NamedPeer
from store.log_world import ORIGIN, make_log, writer
from witness.peer_world import PeerProcess, peers_of


def kept(log: LogFolder) -> dict[str, int]:
    policy = find_peers(log)
    assert policy is not None
    return {name: marks[0].size if marks else -1 for name, marks in ask_latest(policy, ORIGIN).items()}


def journal_ends(log: LogFolder) -> list[int]:
    """The byte at which each frame ends."""
    with JournalReader(log.journal) as reader:
        return [after.offset for _, after in reader.read_frames(reader.start)]


def refused_start(log: LogFolder, *after: str) -> str:
    command = [
        sys.executable,
        "-m",
        "ostiary.store.log.writer",
        str(log.root),
        "--socket",
        str(log.root.with_suffix(".sock")),
    ]
    done = subprocess.run([*command, *after], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1, done.stdout
    return done.stderr


def test_what_is_answered_a_peer_knows_and_a_lost_tail_is_named(tmp_path: Path) -> None:
    """Kill the writer, destroy the journal's tail: the next one does not start, and says what is lost."""
    log = make_log(tmp_path / "log")
    with peers_of(log) as (peer,):
        with writer(log, interval=3_600) as running:
            for number in range(5):
                assert append_once(running.socket, ACCESS, b"x" * number) == number
                assert kept(log) == {"p1": number + 1}
            os.kill(running.pid, signal.SIGKILL)
            running.process.wait(30)
        ends = journal_ends(log)
        whole = log.journal.read_bytes()
        with log.journal.open("rb+") as file:
            file.truncate(ends[2])
        said = refused_start(log)
        assert "entries 3 to 4 are lost: the peer `p1` acknowledged 5 entries at 20" in said
        assert log.journal.read_bytes() == whole[: ends[2]]
        log.journal.write_bytes(whole)
        with writer(log) as running:
            assert append_once(running.socket, ACCESS, b"again") == 5
            assert running.stop() == 0
        assert peer.stop()[0] == 0


def test_another_history_is_not_taken_for_the_one_that_was_acknowledged(tmp_path: Path) -> None:
    """The tail was cut and written again, at least as long: the journal is whole by itself, and the peer knows better."""
    log = make_log(tmp_path / "log")
    with peers_of(log), writer(log) as running:
        append_once(running.socket, ACCESS, b"what was released")
        policy = find_peers(log)
        assert policy is not None
        marks = ask_latest(policy, ORIGIN)
        assert running.stop() == 0
        other = make_log(tmp_path / "other")
        with writer(other) as second:
            for _ in range(3):
                append_once(second.socket, ACCESS, b"another thing")
        with pytest.raises(LogDamaged, match="another history than the first 1 entries that the peer `p1`"):
            open_for_writing(other, read_signer(other).verifier(), Disk(), kept=MarkCheck(marks))


def test_every_mark_is_compared_not_the_last_alone(tmp_path: Path) -> None:
    """A tail that was destroyed and written again by a writer that does not ask: its peers keep marks of before it."""
    log = make_log(tmp_path / "log")
    with peers_of(log) as (peer,):
        with writer(log, interval=3_600) as running:
            for _ in range(4):
                append_once(running.socket, ACCESS, b"what was released")
            os.kill(running.pid, signal.SIGKILL)
            running.process.wait(30)
        policy = find_peers(log)
        assert policy is not None
        assert verify_with_peers(log.root, policy).marks >= 4
        ends, named = journal_ends(log), log.peers.read_bytes()
        with log.journal.open("rb+") as file:
            file.truncate(ends[1])
        log.peers.unlink()
        with writer(log) as running:
            for _ in range(6):
                append_once(running.socket, ACCESS, b"what is said now")
            assert running.stop() == 0
        # What a writer that does not ask would do next: state its journal, which is longer.
        with JournalReader(log.journal) as reader:
            *_, (_, end) = reader.read_frames(reader.start)
        tell_peer(peer, sign_statement(Statement(ORIGIN, end.index, end.chain), read_signer(log)))
        log.peers.write_bytes(named)
        open_for_writing(log, read_signer(log).verifier(), Disk(), kept=MarkCheck(ask_latest(policy, ORIGIN)))
        with pytest.raises(LogDamaged, match="another history than the first 3 entries that the peer `p1`"):
            verify_with_peers(log.root, policy)
        peer.kill()
        with pytest.raises(LogUnavailable, match="too few peers answer"):
            verify_with_peers(log.root, policy)


def tell_peer(peer: PeerProcess, note: bytes) -> None:
    with socket.create_connection((peer.host, peer.port), timeout=30) as line:
        line.sendall(encode_frame(note))
        assert line.recv(65_536)[4:].startswith(b"ostiary/journal-kept/v1")


class Asking(threading.Thread):
    """An append that waits; ``answers`` has its index once there is one, or -1 when there will be none."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.answers: list[int] = []
        self._path = path
        self.start()

    def run(self) -> None:
        try:
            self.answers.append(append_once(self._path, ACCESS, b"waits"))
        except LogUnavailable:
            self.answers.append(-1)


def size(log: LogFolder) -> int:
    with JournalReader(log.journal) as reader:
        return sum(len(frame.entries) for frame, _ in reader.read_frames(reader.start))


def until_size(log: LogFolder, wanted: int) -> None:
    deadline = time.monotonic() + 30
    while size(log) < wanted:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_nothing_is_answered_while_the_quorum_is_away(tmp_path: Path) -> None:
    """One of three may be away; of two that stand still, the entry is durable and its answer is not given."""
    log = make_log(tmp_path / "log")
    with peers_of(log, 3, 2) as peers:
        with writer(log, after=["--peer-seconds", "60"]) as running:
            assert append_once(running.socket, ACCESS, b"all") == 0
            peers[2].kill()
            assert append_once(running.socket, ACCESS, b"one away") == 1
            with peers[0].standing_still():
                asking = Asking(running.socket)
                until_size(log, 3)
                assert not asking.answers
            asking.join(30)
            assert asking.answers == [2]
            assert running.stop() == 0
        with writer(log, after=["--peer-seconds", "0.5"]) as running:
            peers[0].kill()
            lost = Asking(running.socket)
            status, said = running.wait_for_end()
            lost.join(30)
        assert (status, lost.answers) == (1, [-1])
        assert "strict mode: 2 peers must acknowledge" in said
        assert "`p1`: connection refused" in said
        assert "strict mode: 1 of 3 peers answer, and 2 must" in refused_start(log)


def test_a_peer_that_comes_back_catches_up(tmp_path: Path) -> None:
    """It is told where the journal is now, without anybody asking."""
    log = make_log(tmp_path / "log")
    with peers_of(log, 2, 1) as (first, second), writer(log) as running:
        first.kill()
        for number in range(3):
            assert append_once(running.socket, ACCESS, b"x") == number
        first.start()
        deadline = time.monotonic() + 30
        while kept(log) != {"p1": 3, "p2": 3}:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert running.stop() == 0
        assert second.stop()[0] == 0


def test_strict_mode_without_peers_does_not_begin(tmp_path: Path) -> None:
    """What was demanded is not left out; a file that cannot be read whole is no file."""
    log = make_log(tmp_path / "log")
    assert "peers.policy` is missing" in refused_start(log, "--strict")
    log.peers.write_text("quorum 1\n")
    assert "names 1 to 16 of them" in refused_start(log)


def test_a_peer_that_sends_drop_by_drop_is_given_up(tmp_path: Path) -> None:
    """A start waits for its answer: some seconds, however many bytes still come."""
    log = make_log(tmp_path / "log")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        key = SignerKey.generate("peer.example/p1", bytes(32)).verifier()
        peer = NamedPeer("p1", key, "127.0.0.1", listener.getsockname()[1])

        def drip() -> None:
            line, _ = listener.accept()
            with line, contextlib.suppress(OSError):
                line.sendall(b"\0\0\1\0")
                while True:
                    line.sendall(b"x")
                    time.sleep(0.1)

        dripping = threading.Thread(target=drip)
        dripping.start()
        # Whoever waited for all of them would have had them in the end, and would say something else.
        with pytest.raises(LogUnavailable, match=r"takes too long|timed out"):
            ask(peer, read_signer(log).name, 0, 1.0)
        dripping.join()


def test_a_writer_that_is_asked_more_and_more_stops_all_the_same(tmp_path: Path) -> None:
    """It waits for what was committed when it was told to stop, not for everything that still comes."""
    log = make_log(tmp_path / "log")
    with peers_of(log), writer(log) as running:
        is_over = threading.Event()

        def flood() -> None:
            with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
                line.connect(str(running.socket))
                line.sendall(GREETING)
                while not is_over.is_set():
                    # Nobody here waits for an answer before the next question.
                    line.sendall(encode_append(Append(1, ACCESS, b"more")))
                    with contextlib.suppress(BlockingIOError):
                        line.recv(65_536, socket.MSG_DONTWAIT)
                    time.sleep(0.0005)

        clients = [threading.Thread(target=flood) for _ in range(4)]
        for client in clients:
            client.start()
        time.sleep(1)
        try:
            os.kill(running.pid, signal.SIGTERM)
            assert running.process.wait(30) == 0
        finally:
            is_over.set()
            for client in clients:
                client.join()
