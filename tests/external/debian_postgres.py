"""Debian's PostgreSQL 15 as somebody else runs it: a cluster of its own, over TCP, every log-in by SCRAM-SHA-256."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from ostiary.demo.certificates import Certified
from ostiary.demo.place import free_port
from ostiary.demo.server_place import ServerAccount
from server.gateway_world import wait_until

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
IS_INSTALLED = (PROGRAMS / "initdb").exists()

HOST = "127.0.0.1"
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

# Whoever starts the server holds the writing end of this script's input; when it ends, however, so does the server.
_KEEPER = """
"$1" -D "$2" -c listen_addresses=127.0.0.1 -c port="$3" -c unix_socket_directories= -c fsync=off >"$2/../server.log" 2>&1 &
read -r _
kill -INT $! && wait $!
"""


@dataclass(frozen=True)
class DebianPostgres:
    """A running cluster; ``admin`` may do everything in it."""

    port: int
    password: str

    def dsn(self, user: str = "postgres", password: str = "", database: str = "postgres") -> str:
        return make_conninfo(
            host=HOST, port=self.port, dbname=database, user=user, password=password or self.password
        )

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement as the superuser."""
        with psycopg.connect(self.dsn(database=database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running(certified: Certified | None = None) -> Iterator[DebianPostgres]:
    """A fresh cluster for the length of the block, run by an account that is not root.

    With a certificate of its own it takes log-ins of others than its superuser over TLS only.
    """
    account = ServerAccount.choose()
    home = Path(tempfile.mkdtemp(prefix="ostiary-pg15-", dir="/tmp"))
    password, port = secrets.token_urlsafe(18), free_port()
    (home / "password").write_text(password)
    account.own(home / "password")
    account.own(home)
    as_account: dict[str, Any] = {
        "user": account.uid,
        "group": account.gid,
        "extra_groups": [] if account.uid else None,
    }
    try:
        subprocess.run(
            [PROGRAMS / "initdb", "--pgdata", home / "data", "--username", "postgres", "--pwfile", home / "password",
             "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
            check=True, capture_output=True, env=_ENVIRONMENT, cwd=home, **as_account,
        )  # fmt: skip
        if certified is not None:
            _speak_tls(home / "data", certified, account)
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, "keeper", PROGRAMS / "postgres", home / "data", str(port)],
            stdin=subprocess.PIPE, env=_ENVIRONMENT, cwd=home, start_new_session=True, **as_account,
        )  # fmt: skip
        server = DebianPostgres(port, password)
        try:
            wait_until(lambda: _answers(server), "the server answers")
            yield server
        finally:
            assert keeper.stdin is not None
            keeper.stdin.close()
            keeper.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _speak_tls(data: Path, certified: Certified, account: ServerAccount) -> None:
    certified.write(data / "server.crt", data / "server.key")
    for path in (data / "server.crt", data / "server.key"):
        account.own(path)
    with (data / "postgresql.conf").open("a") as settings:
        settings.write("ssl = on\n")
    (data / "pg_hba.conf").write_text(
        "host all postgres 127.0.0.1/32 scram-sha-256\nhostssl all all 127.0.0.1/32 scram-sha-256\n"
    )


def _answers(server: DebianPostgres) -> bool:
    try:
        psycopg.connect(server.dsn()).close()
    except psycopg.OperationalError:
        return False
    return True


def write_private(path: Path, text: str) -> None:
    """A file that only we can read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{text}\n")
