"""What the tests of the gateway share: an installation, a gateway that really runs, and waits with a deadline."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

import psycopg

from copied_postgres import copied_installation
from ostiary.demo.accounts import BUILDER_DSN
from ostiary.demo.installation import Installation
from ostiary.demo.people import AGENT, Person
from ostiary.evidence.commitment import ACCESS
from ostiary.server.entries import entries_of
from ostiary.server.settings import FILE_NAME

CASE = "JK123456"
PATIENCE = 30.0
"""Seconds until a condition that never comes fails its test; none that comes takes nearly as long."""

Value = TypeVar("Value")


def wait_until(what: Callable[[], Value], why: str, patience: float = PATIENCE) -> Value:
    """The first true value of ``what``; the test fails when there is none before the deadline."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        value = what()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"this never came: {why}")


def long_query(name: str) -> str:
    """62 to the power of 5 combinations, minutes of work for the database, and no row; ``name`` finds it there again."""
    return (
        f"SELECT a.iucr AS {name} FROM offence_codes a, offence_codes b, offence_codes c, offence_codes d,"
        " offence_codes e WHERE a.iucr || b.iucr || c.iucr || d.iucr || e.iucr = 'none'"
    )


class GatewayProcess:
    """``ostiary serve`` in a process of its own."""

    def __init__(self, home: Path, tag: str = "gateway", *options: str) -> None:
        self.home = home
        self.stderr = home / f"{tag}.stderr"
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def launch(self, *wrapper: str) -> None:
        words = (sys.executable, "-m", "ostiary.cli.main", "serve", "--home", str(self.home), *self._options)
        with self.stderr.open("wb") as output:
            self._process = subprocess.Popen(
                [*wrapper, *words],
                stderr=output,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )

    def start(self) -> None:
        self.launch()
        wait_until(lambda: self.events("started") or not self.is_running, "the gateway started")
        assert self.is_running, self.stderr.read_text()

    def wait(self) -> int:
        assert self._process is not None
        return self._process.wait(PATIENCE)

    def stop(self) -> int:
        assert self._process is not None
        self._process.terminate()
        return self.wait()

    def kill(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def events(self, name: str = "") -> list[dict[str, Any]]:
        """The events told so far, all or those of that name."""
        told = []
        for line in self.stderr.read_text().splitlines():
            with contextlib.suppress(ValueError):
                told.append(json.loads(line))
        return [event for event in told if not name or event["event"] == name]

    def children(self, module: str) -> list[int]:
        """The processes of that module that this gateway or a worker of it started and that are alive."""
        return [pid for pid in _descendants(self.pid) if module in _command(pid)]

    def family(self) -> list[int]:
        """All processes of the gateway that are alive."""
        return [self.pid, *_descendants(self.pid)]

    def workers(self) -> list[int]:
        """The processes of the workers that are alive."""
        return self.children("ostiary.server.workers.process")


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(child) for child in task.read_text().split()]
    return found


def _descendants(pid: int) -> list[int]:
    found = _children(pid)
    return found + [below for child in found for below in _descendants(child)]


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
    return ""


@dataclass
class World:
    """One installation and its gateway."""

    installation: Installation
    gateway: GatewayProcess
    tls: bool = False
    opened: list[psycopg.Connection[Any]] = field(default_factory=list)
    kept: list[psycopg.Connection[Any]] = field(default_factory=list)

    @property
    def home(self) -> Path:
        return self.installation.folder

    @property
    def log_dir(self) -> Path:
        return self.home / "log"

    def conninfo(self, person: Person = AGENT, case: str = CASE, **options: str) -> str:
        # A client that speaks in the clear says so, or it would ask for TLS first.
        demand = self.installation.verified if self.tls else "sslmode=disable"
        return f"{self.installation.conninfo(person, case=case, **options)} {demand}"

    def connect(
        self, person: Person = AGENT, *, autocommit: bool = True, **options: str
    ) -> psycopg.Connection[Any]:
        """A client that is closed after the test."""
        connection = psycopg.connect(self.conninfo(person, **options), autocommit=autocommit)
        self.opened.append(connection)
        return connection

    def admin(self, database: str = "city") -> psycopg.Connection[Any]:
        connection = psycopg.connect(self.installation.postgres.admin_dsn(database), autocommit=True)
        self.opened.append(connection)
        return connection

    def close_clients(self) -> None:
        for connection in self.opened:
            with contextlib.suppress(psycopg.Error):
                connection.close()
        self.opened.clear()

    def end(self) -> None:
        """End the gateway by force, with its clients and whatever has outlived it."""
        self.close_clients()
        self.gateway.kill()
        for pid in leftovers(self.home):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def entries(self, start: int = 0) -> list[dict[str, Any]]:
        """Every durable access entry from that index on, each with its index."""
        return [
            {**json.loads(entry.payload), "index": entry.index}
            for entry in entries_of(self.home, start)
            if entry.kind == ACCESS
        ]

    def size(self) -> int:
        return sum(1 for _ in entries_of(self.home))

    def assert_serves(self, person: Person = AGENT, **options: str) -> None:
        """Somebody else is served as if nothing had happened."""
        with psycopg.connect(self.conninfo(person, **options), autocommit=True) as connection:
            assert len(connection.execute("SELECT iucr FROM offence_codes LIMIT 3").fetchall()) == 3

    def serves(self) -> bool:
        try:
            self.assert_serves()
        except psycopg.Error:
            return False
        return True

    def running(self, name: str) -> list[int]:
        """The processes of the readers' backends that run a statement with that column name now."""
        with psycopg.connect(self.installation.postgres.admin_dsn("city"), autocommit=True) as connection:
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE state = 'active' AND usename <> 'postgres'"
                " AND position(%s IN query) > 0",
                [f'"{name}"'],
            )
            return [pid for (pid,) in found.fetchall()]

    def ostiary(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the command line on this home."""
        return run_ostiary(*words, "--home", str(self.home))

    def cut_off(self, agency: str) -> str:
        """Order and confirm a cut-off with the two officials' keys; the id of the directive."""
        keys = [str(self.installation.key_file(code)) for code in ("mayor", "superintendent")]
        ordered = self.ostiary(
            "cutoff", "order", agency, "--permanent", "--reason", "announced", "--key", keys[0], "--json"
        )
        assert ordered.returncode == 0, ordered.stderr
        directive = str(json.loads(ordered.stdout)["id"])
        confirmed = self.ostiary("cutoff", "confirm", directive, "--key", keys[1])
        assert confirmed.returncode == 0, confirmed.stderr
        return directive


def dial(world: World) -> socket.socket:
    """A connection to the door on which nothing was said yet."""
    client = socket.create_connection(("127.0.0.1", world.installation.port))
    client.settimeout(PATIENCE)
    return client


def until_closed(client: socket.socket) -> bytes:
    """Everything the gateway says until it hangs up; a reset is an end too."""
    said = b""
    with contextlib.suppress(ConnectionResetError, ssl.SSLError):
        while data := client.recv(65_536):
            said += data
    return said


def builder(home: Path) -> tuple[str, ...]:
    """The options of somebody who builds walls for that home."""
    return ("--dsn-file", str(home / BUILDER_DSN), "--home", str(home))


def run_ostiary(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ostiary.cli.main", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def psql(
    world: World,
    *arguments: str,
    program: str = "/usr/bin/psql",
    stdin: str = "",
    person: Person = AGENT,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Run psql without a start-up file as a member."""
    return subprocess.run(
        [program, "-X", world.conninfo(person), *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", **environment},
    )


@contextlib.contextmanager
def stopped(pid: int) -> Iterator[None]:
    """The process stands still for the length of the block."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


Tls = bool | Literal["required"]
"""Whether a door speaks TLS, and whether it speaks anything else."""


def install(folder: Path, top: str = "", listen: str = "", *, tls: Tls = False) -> Installation:
    """A copy of an installation; ``top`` and ``listen`` are lines added to its settings. Without TLS its door has none."""
    installation = copied_installation(folder)
    path = folder / FILE_NAME
    kept = [line for line in path.read_text().splitlines() if tls or not line.startswith("tls =")]
    text = "\n".join([top, *kept, listen, ""])
    path.write_text(text.replace("required = false", "required = true") if tls == "required" else text)
    return installation


@contextlib.contextmanager
def running_world(folder: Path, top: str = "", listen: str = "", *, tls: Tls = False) -> Iterator[World]:
    """An installation with its gateway, both stopped at the end."""
    with install(folder, top, listen, tls=tls) as installation:
        world = World(installation, GatewayProcess(folder), bool(tls))
        try:
            world.gateway.start()
            yield world
        finally:
            world.opened += world.kept
            world.end()


def leftovers(folder: Path) -> list[int]:
    """Log writers and workers of this installation, also those that have outlived their gateway."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        command = _command(int(path.name))
        if str(folder) in command and (
            "ostiary.store.log.writer" in command or "ostiary.server.workers.process" in command
        ):
            found.append(int(path.name))
    return found
