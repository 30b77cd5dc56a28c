"""The writer process: group commit, one writer, clean ends, full disks, failed syncs and sudden deaths."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from machine_world import mount_small, needs_strace
from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.evidence.commitment import ACCESS, ERASURE, RECOVERY
from ostiary.store.durable_files import Disk
from ostiary.store.log.client import LogClient, append_once
from ostiary.store.log.folder import LogFolder, read_signer
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.publisher import Publisher
from ostiary.store.log.reader import read_entries
from ostiary.store.log.refusals import HELD_HERE
from ostiary.store.log.tile_store import TileStore
from ostiary.store.log.wire import GREETING, Append, encode_append, split_durables
from ostiary.store.log.writer import main
from ostiary.store.log.writer_loop import LogWriter, _Request, in_frames
from ostiary.store.log.writer_socket import Peer, listen_privately
from ostiary.store.master_key import write_new_master_key
from store.log_world import FaultyDisk, entry, log_of, make_log, opened, verify, writer


class Loop:
    """The writer's loop in this process, a round at a time, without a publishing thread."""

    def __init__(self, folder: LogFolder, stack: contextlib.ExitStack, disk: Disk) -> None:
        self.path = folder.root.with_suffix(".sock")
        journal, head = stack.enter_context(opened(folder, disk))
        reader = stack.enter_context(JournalReader(folder.journal))
        wake, other = socket.socketpair()
        stack.enter_context(wake)
        stack.enter_context(other)
        publisher = Publisher(reader, TileStore(folder, read_signer(folder), head, disk), 0.0, lambda: None)
        self.journal = journal
        self.writer = LogWriter(listen_privately(self.path), journal, publisher, wake)
        stack.callback(self.writer.close)
        self._stack = stack

    def step(self) -> None:
        self.writer.step(0)

    def connect(self) -> socket.socket:
        client = self._stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
        client.settimeout(30)
        client.connect(str(self.path))
        client.sendall(GREETING)
        self.step()
        self.step()
        assert client.recv(100) == GREETING
        return client


@contextlib.contextmanager
def loop_over(folder: LogFolder, disk: Disk | None = None) -> Iterator[Loop]:
    with contextlib.ExitStack() as stack:
        yield Loop(folder, stack, disk or Disk())


def request(ticket: int, payload: bytes = b"payload", kind: int = ACCESS) -> bytes:
    return encode_append(Append(ticket, kind, payload))


def has_been_dropped(client: socket.socket) -> bool:
    client.settimeout(30)
    try:
        return client.recv(100) == b""
    except ConnectionError:
        return True


def test_all_that_has_arrived_shares_one_sync(tmp_path: Path) -> None:
    """Requests of three clients make one frame and one fdatasync, and each client gets its own answers."""
    folder = make_log(tmp_path / "log")
    disk = FaultyDisk()
    with loop_over(folder, disk) as loop:
        clients = [loop.connect() for _ in range(3)]
        for at, client in enumerate(clients):
            client.sendall(request(10 + at) + request(20 + at))
        disk.steps.clear()
        loop.step()
        assert disk.steps == ["reserve", "write", "fdatasync"]
        indices = []
        for at, client in enumerate(clients):
            replies, _ = split_durables(client.recv(100))
            assert [reply.ticket for reply in replies] == [10 + at, 20 + at]
            indices += [reply.index for reply in replies]
    assert sorted(indices) == list(range(6))


@pytest.mark.parametrize("at", [1, 2, 3])
def test_nothing_is_answered_when_a_step_fails(tmp_path: Path, at: int) -> None:
    """A failing reservation, write or sync (the first step is the sync at the start) means no answer for anybody."""
    folder = make_log(tmp_path / "log")
    with loop_over(folder, FaultyDisk(at)) as loop:
        client = loop.connect()
        client.sendall(request(1))
        with pytest.raises(LogUnavailable):
            loop.step()
        client.settimeout(0)
        with pytest.raises(BlockingIOError):
            client.recv(100)


@pytest.mark.parametrize(
    "nonsense",
    [b"\xff" * 20, request(1)[:4] + b"\x00" * 8 + bytes([RECOVERY]) + b"payload", b"\x00\x00\x00\x00" * 4],
    ids=["a length that lies", "the writer's own kind", "too short"],
)
def test_a_client_that_talks_nonsense_is_dropped_alone(tmp_path: Path, nonsense: bytes) -> None:
    """Its connection ends; what it had asked for before is kept; the other client is served."""
    folder = make_log(tmp_path / "log")
    with loop_over(folder) as loop:
        bad, good = loop.connect(), loop.connect()
        bad.sendall(nonsense)
        good.sendall(request(1))
        loop.step()
        assert has_been_dropped(bad)
        assert split_durables(good.recv(100))[0][0].index == 0


def test_a_client_of_another_version_is_dropped(tmp_path: Path) -> None:
    """A connection that begins with other bytes than the greeting ends."""
    folder = make_log(tmp_path / "log")
    with loop_over(folder) as loop, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.connect(str(loop.path))
        client.sendall(b"GET / HTTP/1.1\r\n")
        loop.step()
        loop.step()
        assert client.recv(len(GREETING)) == GREETING
        assert has_been_dropped(client)


def test_a_client_that_has_gone_still_gets_its_entries_written(tmp_path: Path) -> None:
    """What had arrived whole is committed, though nobody is there for the answer."""
    folder = make_log(tmp_path / "log")
    with loop_over(folder) as loop:
        client = loop.connect()
        client.sendall(request(1, b"last words") + request(2)[:-1])
        client.close()
        loop.step()
        loop.step()
    assert [found.payload for found in read_entries(folder.root)] == [b"last words"]


def test_lots_fit_frames() -> None:
    """Requests are cut into lots by number and by bytes, in order, and the largest fits."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        peer = Peer(ours)
        small = [_Request(peer, Append(number, ACCESS, b"")) for number in range(10_000)]
        assert [len(lot) for lot in in_frames(small)] == [4096, 4096, 1808]
        large = [_Request(peer, Append(number, ACCESS, bytes(2**20))) for number in range(16)]
        assert [len(lot) for lot in in_frames(large)] == [7, 7, 2]
        assert [found for lot in in_frames(small) for found in lot] == small


def test_the_socket_is_for_its_owner(tmp_path: Path) -> None:
    """Nobody else can connect, and only a dead socket is replaced."""
    path = tmp_path / "s"
    with listen_privately(path):
        assert path.stat().st_mode & 0o777 == 0o600
        with pytest.raises(LogUnavailable, match="somebody listens"):
            listen_privately(path)
    with listen_privately(path):
        pass
    path.unlink()
    path.write_text("a file")
    with pytest.raises(LogUnavailable, match="not a socket"):
        listen_privately(path)
    with pytest.raises(LogUnavailable, match="cannot listen"):
        listen_privately(tmp_path / "none" / "s")


def test_a_stopped_writer_has_published_everything(tmp_path: Path) -> None:
    """SIGTERM: what arrived is durable, answered and under the checkpoint; exit status 0; the socket is gone."""
    folder = make_log(tmp_path / "log")
    with writer(folder, interval=60.0) as running:
        assert [append_once(running.socket, ACCESS, b"%d" % number) for number in range(5)] == list(range(5))
        assert running.stop() == 0
        assert not running.socket.exists()
    report = verify(folder)
    assert (report.size, report.unpublished) == (5, 0)


def test_a_second_writer_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One log, one writer: the second ends with one line and leaves the first alone."""
    folder = make_log(tmp_path / "log")
    with writer(folder) as running:
        assert main([str(folder.root), "--socket", str(tmp_path / "other.sock")]) == 1
        assert capsys.readouterr().err == (
            f"ostiary log writer: another writer holds the log `{folder.root}`; {HELD_HERE.hint}\n"
        )
        assert append_once(running.socket, ACCESS, b"still served") == 0
        assert running.stop() == 0


def test_a_writer_that_cannot_publish_ends(tmp_path: Path) -> None:
    """Other bytes where a tile must go end the whole writer, with the file's name, and are left as they are."""
    folder = make_log(tmp_path / "log")
    other = folder.public / "tile" / "entries" / "000.p" / "1"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"other bytes")
    with writer(folder) as running:
        assert append_once(running.socket, ACCESS, b"durable all the same") == 0
        status, said = running.wait_for_end()
    assert status == 1
    assert said == "ostiary log writer: `public/tile/entries/000.p/1` is not what the journal says\n"
    assert other.read_bytes() == b"other bytes"
    assert [found.payload for found in read_entries(folder.root)] == [b"durable all the same"]


def test_a_signal_that_its_publishing_thread_gets_stops_it(tmp_path: Path) -> None:
    """The kernel may give a signal to any thread; a writer with nothing to do wakes up for it and ends."""
    folder = make_log(tmp_path / "log")
    with writer(folder) as running:
        threads: set[int] = set()
        while len(threads) < 2:
            # The thread begins just after the writer has said that it listens.
            threads = {int(task.name) for task in Path(f"/proc/{running.pid}/task").iterdir()}
        (publishing,) = threads - {running.pid}
        assert ctypes.CDLL(None).tgkill(running.pid, publishing, signal.SIGTERM) == 0
        assert running.wait_for_end() == (0, "")


def test_what_a_disk_refuses_at_the_start_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also an error that no check has foreseen, such as a folder in the place of a file."""
    folder = make_log(tmp_path / "log")
    write_new_master_key(tmp_path / "master.key", "city.example/master")
    folder.keys.mkdir()
    words = [str(folder.root), "--socket", str(tmp_path / "s"), "--master-key", str(tmp_path / "master.key")]
    assert main(words) == 1
    assert capsys.readouterr().err == f"ostiary log writer: Is a directory ({folder.keys})\n"


def test_a_damaged_log_is_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A writer that finds damage says so in one line and ends before it listens."""
    folder = log_of(tmp_path / "log", 5)
    folder.journal.write_bytes(folder.journal.read_bytes()[:-1])
    assert main([str(folder.root), "--socket", str(tmp_path / "s")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "s").exists()


class Crowd:
    """Four clients that keep eight appends each under way, until the writer dies."""

    def __init__(self, path: Path, name: str) -> None:
        self.acknowledged: dict[int, bytes] = {}
        self._path = path
        self._name = name
        self._sent = 0
        self._pending = 0
        self._all_lost = asyncio.Event()

    async def run(self, running_pid: int, kill_after: int) -> None:
        clients = [await LogClient.connect(self._path) for _ in range(4)]
        for client in clients:
            for _ in range(8):
                self._append(client, running_pid, kill_after)
        await self._all_lost.wait()

    def _append(self, client: LogClient, pid: int, kill_after: int) -> None:
        payload = f"{self._name} {self._sent}".encode() * (1 + self._sent % 50)
        self._sent += 1
        self._pending += 1

        def settled(answer: int | LogUnavailable) -> None:
            self._pending -= 1
            if isinstance(answer, int):
                self.acknowledged[answer] = payload
                if len(self.acknowledged) == kill_after:
                    os.kill(pid, signal.SIGKILL)
                with contextlib.suppress(LogUnavailable):
                    self._append(client, pid, kill_after)
            if not self._pending:
                self._all_lost.set()

        try:
            ticket = client.append(ACCESS, payload)
        except LogUnavailable:
            self._pending -= 1
            raise
        client.when_durable(ticket, settled)


def test_no_acknowledged_entry_is_lost_when_the_writer_is_killed(tmp_path: Path) -> None:
    """Eight SIGKILLs in the middle of concurrent appends: each time the log recovers, whole, with all it answered for."""
    folder = make_log(tmp_path / "log")
    dice = random.Random(2019)
    acknowledged: dict[int, bytes] = {}
    for number in range(8):
        with writer(folder, interval=0.0) as running:
            crowd = Crowd(running.socket, f"round {number}")
            asyncio.run(asyncio.wait_for(crowd.run(running.pid, dice.randint(1, 600)), 60))
            assert running.process.wait(30) == -signal.SIGKILL
        assert crowd.acknowledged
        assert not crowd.acknowledged.keys() & acknowledged.keys()
        acknowledged |= crowd.acknowledged
        with writer(folder) as running:
            assert running.stop() == 0
        report = verify(folder)
        assert (report.unpublished, report.strays) == (0, ())
        found = {item.index: item.payload for item in read_entries(folder.root)}
        assert acknowledged.items() <= found.items()


def append_until_refused(path: Path, payload: bytes, limit: int) -> int:
    for number in range(limit):
        try:
            append_once(path, ACCESS, payload)
        except LogUnavailable:
            return number
    raise AssertionError("the disk never got full")


def test_a_full_disk_leaves_a_whole_journal(tmp_path: Path) -> None:
    """On a small real file system: no answer, one line, exit status 1, no half frame; with room again it goes on."""
    mount = tmp_path / "small"
    mount.mkdir()
    with mount_small(mount):
        folder = make_log(mount / "log")
        with writer(folder) as running:
            count = append_until_refused(running.socket, bytes(2**20), 60)
            status, said = running.wait_for_end()
        assert status == 1
        assert said == "ostiary log writer: the journal cannot be written: No space left on device\n"
        assert 16 <= count < 40
        report = verify(folder)
        assert (report.size, report.unpublished) == (count, 0)
        subprocess.run(["mount", "-o", "remount,size=80m", str(mount)], check=True)
        with writer(folder) as running:
            assert append_once(running.socket, ACCESS, b"room again") == count
            assert running.stop() == 0
        assert RECOVERY not in {found.kind for found in read_entries(folder.root)}
        assert verify(folder).size == count + 1


def test_a_write_that_is_cut_short_is_recovered(tmp_path: Path) -> None:
    """A file-size limit tears a frame: no answer for it, exit status 1; the next start cuts it and says so."""
    folder = make_log(tmp_path / "log")
    limit = (
        "import resource,runpy,sys; resource.setrlimit(resource.RLIMIT_FSIZE,(300000,-1)); sys.argv.pop(0); "
    )
    limit += "sys.argv=sys.argv[2:]; runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
    with writer(folder, before=[sys.executable, "-c", limit]) as running:
        count = append_until_refused(running.socket, bytes(70_000), 10)
        status, said = running.wait_for_end()
    assert (status, count) == (1, 4)
    assert said == "ostiary log writer: the journal cannot be written: File too large\n"
    with writer(folder) as running:
        assert append_once(running.socket, ACCESS, b"after") == 5
        assert running.stop() == 0
        assert running.process.stderr is not None
        assert "torn bytes; a recovery entry says so" in running.process.stderr.read()
    assert [found.kind for found in read_entries(folder.root)] == [1, 1, 1, 1, RECOVERY, 1]
    assert verify(folder).size == 6


@needs_strace
def test_no_answer_without_a_completed_sync(tmp_path: Path) -> None:
    """With the kernel failing the third fdatasync, the entry before it is answered, it is not, and the writer ends."""
    folder = make_log(tmp_path / "log")
    trace = ["strace", "-f", "-qq", "-o", str(tmp_path / "trace"), "-e", "trace=fdatasync"]
    # The first is the sync at the start, the second the first commit.
    inject = ["-e", "inject=fdatasync:error=EIO:when=3+"]
    with writer(folder, before=[*trace, *inject]) as running:
        assert append_once(running.socket, ACCESS, b"kept") == 0
        with pytest.raises(LogUnavailable):
            append_once(running.socket, ACCESS, b"not answered")
        status, said = running.wait_for_end()
    assert (status, said) == (1, "ostiary log writer: the journal cannot be written: Input/output error\n")
    assert (tmp_path / "trace").read_text().count("fdatasync") == 3, "a failed sync was tried again"
    with writer(folder) as running:
        assert running.stop() == 0
    assert next(read_entries(folder.root)).payload == b"kept"
    verify(folder)


@needs_strace
def test_the_kernel_sees_each_sync_before_each_answer(tmp_path: Path) -> None:
    """In the order of system calls, a reply is sent only when nothing written to the journal is unsynced."""
    folder = make_log(tmp_path / "log")
    output = tmp_path / "trace"
    trace = ["strace", "-f", "-qq", "-o", str(output), "-e", "trace=fdatasync,sendto,pwrite64"]
    with writer(folder, before=trace) as running:
        main_thread = str(running.pid)
        for number in range(5):
            append_once(running.socket, ACCESS, b"%d" % number)
        assert running.stop() == 0
    # The main thread bears the process's number; others publish. Which of them is traced first depends on the machine.
    traced = output.read_text()
    lines = [line.split(maxsplit=1) for line in traced.splitlines()]
    calls = [call for pid, call in lines if pid == main_thread]
    is_synced, answers = True, 0
    for call in calls:
        # A call during which the other thread calls has two lines: it begins in one and is resumed in another.
        if call.startswith("pwrite64("):
            is_synced = False
        elif call.startswith(("fdatasync(", "<... fdatasync resumed")) and call.endswith("= 0"):
            is_synced = True
        elif call.startswith("sendto(") and ", 16, 0, NULL" in call:
            assert is_synced, calls
            answers += 1
    assert answers == 5, traced


class HalfAnEraser:
    """Says in the log that something is erased, or not even that, and fails."""

    def __init__(self, loop: Loop, *, says_so: bool) -> None:
        self._loop = loop
        self._says_so = says_so

    def erase(self, payload: bytes, pid: int) -> int:
        if self._says_so:
            self._loop.journal.append([entry(payload, ERASURE)])
        raise LogDamaged(f"nothing that process {pid} wants can be erased")


def test_a_writer_that_has_said_what_it_could_not_do_ends(tmp_path: Path) -> None:
    """An erasure that is refused costs its client the connection; one that is in the log and not done, the writer."""
    with loop_over(make_log(tmp_path / "log")) as loop:
        for says_so in (False, True):
            loop.writer._eraser = HalfAnEraser(loop, says_so=says_so)  # type: ignore[assignment]
            client = loop.connect()
            client.sendall(request(1, b"erase", ERASURE))
            if says_so:
                with pytest.raises(LogDamaged):
                    loop.step()
            else:
                loop.step()
                assert has_been_dropped(client)
