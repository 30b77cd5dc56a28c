"""The log stands still, breaks or is full while people ask: no row leaves without its entry."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.pq import DiagnosticField
from psycopg.pq.abc import PGresult

from machine_world import mount_small, needs_strace
from ostiary.evidence.commitment import ACCESS
from ostiary.model.entry_form import entry_object
from ostiary.server.settings import FILE_NAME, load_home
from ostiary.store.log.reader import Entry, read_entries
from ostiary.store.log.unlocking import log_keys
from ostiary.store.log.wire import GREETING, Append, encode_durable, split_appends
from ostiary.store.log.writer_socket import listen_privately
from server.gateway_world import (
    PATIENCE,
    World,
    run_ostiary,
    wait_until,
)

pytestmark = pytest.mark.xdist_group("server_log_faults")

QUESTION = b"SELECT iucr FROM offence_codes ORDER BY iucr LIMIT 3"


class SilentWriter:
    """A log writer that takes every request and answers for none until it is told to.

    The supervisor and each worker are its clients.
    """

    def __init__(self, path: Path) -> None:
        self._listener = listen_privately(path)
        self._listener.settimeout(None)
        self._connections: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._taken: list[tuple[socket.socket, Append]] = []
        self.answers_all = True
        self._answered = 0
        self._lock = threading.Lock()
        self._start(self._accept)

    def _start(self, work: Callable[[], None]) -> None:
        self._threads.append(threading.Thread(target=work, daemon=True))
        self._threads[-1].start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                with self._lock:
                    self._connections.append(connection)
                    self._start(partial(self._serve, connection))

    def _serve(self, connection: socket.socket) -> None:
        inbox = b""
        with contextlib.suppress(OSError):
            connection.sendall(GREETING)
            while data := connection.recv(65_536):
                inbox += data
                if inbox.startswith(GREETING):
                    inbox = inbox.removeprefix(GREETING)
                appends, used = split_appends(inbox)
                inbox = inbox[used:]
                with self._lock:
                    self._taken += [(connection, append) for append in appends]
                if self.answers_all:
                    self.answer()

    def answer(self) -> None:
        """Say that everything taken so far is durable."""
        with self._lock:
            for index, (connection, append) in enumerate(self._taken[self._answered :], self._answered):
                connection.sendall(encode_durable(append.ticket, index))
            self._answered = len(self._taken)

    def accesses(self) -> list[Append]:
        with self._lock:
            return [append for _, append in self._taken if append.kind == ACCESS]

    def close(self) -> None:
        # A shutdown wakes the threads that wait; closing alone would not.
        with self._lock:
            for each in (self._listener, *self._connections):
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE)
        for each in (self._listener, *self._connections):
            each.close()


class RealWriter:
    """The real log writer, started by us as a unit of systemd would."""

    def __init__(self, world: World, *wrapper: str) -> None:
        path = self._path = world.home / "run" / "log.sock"
        log_dir, master_key = world.log_dir, load_home(world.home).master_key_file
        command = [sys.executable, "-m", "ostiary.store.log.writer", str(log_dir), "--socket", str(path)]
        self.process = subprocess.Popen(
            [*wrapper, *command, "--master-key", str(master_key)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_until(path.exists, "the writer listens")

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._path.unlink(missing_ok=True)


def start_gateway(world: World, **settings: str) -> None:
    """Start the gateway with these settings in place of the former."""
    path = world.home / FILE_NAME
    before = path.read_text()
    rest = before[before.index("# Written by") :]
    path.write_text("".join(f'{name} = "{value}"\n' for name, value in settings.items()) + rest)
    world.gateway.start()


@pytest.fixture
def silent(halted: World) -> Iterator[tuple[World, SilentWriter]]:
    """A gateway whose log writer is ours."""
    writer = SilentWriter(halted.home / "run" / "log.sock")
    start_gateway(halted, log_writer="external")
    yield halted, writer
    halted.close_clients()
    halted.gateway.kill()
    writer.close()


def send(connection: psycopg.Connection[Any]) -> None:
    connection.pgconn.send_query_params(QUESTION, [])
    connection.pgconn.flush()


def has_answer(connection: psycopg.Connection[Any]) -> bool:
    """Whether a single byte has come."""
    readable, _, _ = select.select([connection.fileno()], [], [], 0)
    return bool(readable)


def state_of(result: PGresult | None) -> tuple[str, int]:
    """The SQLSTATE, empty for success, and the number of rows."""
    assert result is not None
    return (result.error_field(DiagnosticField.SQLSTATE) or b"").decode(), result.ntuples


def test_a_log_that_never_syncs_means_a_client_that_never_gets_a_row(
    silent: tuple[World, SilentWriter],
) -> None:
    """The database has answered, the entry with the rows' number is at the writer, and the client has nothing.

    Only when the writer says that the entry is durable does the first byte of the answer leave.
    """
    world, writer = silent
    connection = world.connect()
    writer.answers_all = False
    send(connection)
    (append,) = wait_until(writer.accesses, "the entry is handed over")
    entry = entry_object(append.payload)
    assert (entry["outcome"], entry["rows"]) == ("answered", 3)
    # Others come and go, and the gateway's loop with them; nothing of the answer leaves meanwhile.
    for _ in range(20):
        psycopg.connect(world.conninfo()).close()
        assert not has_answer(connection)
    writer.answer()
    assert state_of(connection.pgconn.get_result()) == ("", 3)


def test_a_refusal_waits_for_its_entry_too(silent: tuple[World, SilentWriter]) -> None:
    """What was refused is an answer as well: it says something about what is there."""
    world, writer = silent
    connection = world.connect()
    writer.answers_all = False
    connection.pgconn.send_query_params(b"DELETE FROM persons", [])
    connection.pgconn.flush()
    wait_until(writer.accesses, "the entry is handed over")
    psycopg.connect(world.conninfo()).close()
    assert not has_answer(connection)
    writer.answer()
    assert state_of(connection.pgconn.get_result()) == ("25006", 0)


def test_a_writer_that_hangs_up_means_a_refusal_and_no_row(silent: tuple[World, SilentWriter]) -> None:
    """Whoever waits for an entry that can no longer be had gets 58030; so does whoever asks next."""
    world, writer = silent
    connection, next_one = world.connect(), world.connect()
    writer.answers_all = False
    send(connection)
    wait_until(writer.accesses, "the entry is handed over")
    writer.close()
    assert state_of(connection.pgconn.get_result()) == ("58030", 0)
    with pytest.raises(psycopg.Error) as caught:
        next_one.execute(QUESTION)
    assert caught.value.sqlstate == "58030"


def test_another_writer_in_its_place_is_found(silent: tuple[World, SilentWriter]) -> None:
    """A writer that something else keeps running comes back, and the gateway with it."""
    world, writer = silent
    writer.close()
    real = RealWriter(world)
    wait_until(world.serves, "the gateway serves again")
    assert world.gateway.stop() == 0
    assert real.process.poll() is None
    real.kill()


def test_without_a_writer_the_gateway_does_not_start(halted: World) -> None:
    """An external writer that is not there: one line, and the exit code that says `try later`."""
    path = halted.home / FILE_NAME
    path.write_text('log_writer = "external"\n' + path.read_text()[path.read_text().index("# Written by") :])
    halted.gateway.launch()
    assert halted.gateway.wait() == 75
    assert halted.gateway.stderr.read_text().startswith("error: no log writer listens at")


def test_a_writer_that_is_killed_under_a_query_is_replaced(halted: World) -> None:
    """SIGKILL between the answer of the database and the entry: 58030, no row; then all is well by itself."""
    world = halted
    start_gateway(world)
    connection = world.connect()
    assert len(connection.execute(QUESTION).fetchall()) == 3
    first = world.size()
    (pid,) = world.gateway.children("ostiary.store.log.writer")
    os.kill(pid, signal.SIGSTOP)
    send(connection)
    answered = (
        "SELECT count(*) FROM pg_stat_activity WHERE usename LIKE 'ostiary\\_reader\\_%' AND state = 'idle'"
    )
    wait_until(
        lambda: world.admin().execute(answered.encode()).fetchone() == (1,), "the database has answered"
    )
    psycopg.connect(world.conninfo()).close()
    assert not has_answer(connection)
    os.kill(pid, signal.SIGKILL)
    assert state_of(connection.pgconn.get_result()) == ("58030", 0)
    wait_until(world.serves, "the gateway serves again")
    assert world.gateway.events("log_back")
    assert [entry["rows"] for entry in world.entries(first) if entry["outcome"] == "answered"][-1] == 3
    assert world.gateway.stop() == 0
    verified = run_ostiary("log", "verify", str(world.log_dir))
    assert verified.returncode == 0, verified.stderr


def ask_until_refused(world: World, question: bytes = QUESTION) -> tuple[int, str]:
    """Ask again and again, on new sessions if need be; how many answers came, and the first refusal's SQLSTATE."""
    for count in range(5_000):
        try:
            with psycopg.connect(world.conninfo(), autocommit=True) as connection:
                assert len(connection.execute(question).fetchall()) == 3
        except psycopg.Error as error:
            return count, error.sqlstate or str(error)
    raise AssertionError("the log never failed")


def answered(world: World, first: int) -> int:
    return sum(1 for entry in world.entries(first) if entry["outcome"] == "answered" and entry["rows"] == 3)


def entries_in(log_dir: Path, world: World) -> list[Entry]:
    """The entries of a copy of the world's log."""
    with log_keys(log_dir, load_home(world.home).master_key_file) as keys:
        return list(read_entries(log_dir, keys=keys))


def test_a_full_disk_under_the_log_means_a_refusal_and_no_row(halted: World) -> None:
    """Without room for an entry nothing is answered; with room again, service comes back by itself."""
    world = halted
    small = world.home / "small"
    small.mkdir()
    with mount_small(small), contextlib.ExitStack() as stack:
        stack.callback(world.gateway.kill)
        settings = world.home / FILE_NAME
        stack.callback(settings.write_text, settings.read_text())
        shutil.copytree(world.log_dir, small / "log")
        start_gateway(world, log_dir="small/log")
        world.assert_serves()
        filler = small / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        first = len(entries_in(small / "log", world))
        # Room is reserved for some hundred entries of this length; then the disk is full for the log too.
        count, sqlstate = ask_until_refused(world, b"/* " + b"x" * 60_000 + b" */ " + QUESTION)
        assert sqlstate == "58030"
        entries = [json.loads(entry.payload) for entry in entries_in(small / "log", world)[first:]]
        assert sum(1 for entry in entries if entry["outcome"] == "answered") >= count
        filler.unlink()
        wait_until(world.serves, "the gateway serves again")
        assert world.gateway.stop() == 0
        verified = run_ostiary("log", "verify", str(small / "log"))
        assert verified.returncode == 0, verified.stderr


@needs_strace
def test_a_disk_that_fails_to_sync_means_a_refusal_and_no_row(halted: World) -> None:
    """An error of fdatasync ends the writer; each answer that had left before has its durable entry."""
    world = halted
    first = world.size()
    inject = "inject=fdatasync:error=EIO:when=6+"
    strace = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", inject)
    writer = RealWriter(world, *strace)
    try:
        start_gateway(world, log_writer="external")
        count, sqlstate = ask_until_refused(world)
        assert sqlstate == "58030"
        assert answered(world, first) >= count
        assert not world.serves()
    finally:
        writer.kill()
