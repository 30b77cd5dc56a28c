from __future__ import annotations

import os
import select
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.errors import UpstreamDown

ORPHAN = """
import sys
from pathlib import Path
from ostiary.demo.embedded import EmbeddedPostgres
server = EmbeddedPostgres.start(Path(sys.argv[1]))
print(server.socket_dir, server._server.pid, server._guard.pid, flush=True)
if sys.stdin.readline() == "raise\\n":
    raise ValueError
"""


def _scalar(dsn: str, query: bytes) -> object:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(query).fetchone()
    return row[0] if row else None


def test_it_is_postgresql_18_without_tcp(embedded_postgres: EmbeddedPostgres) -> None:
    """The server has major version 18 and listens on no TCP address."""
    dsn = embedded_postgres.admin_dsn()
    assert str(_scalar(dsn, b"SHOW server_version")).startswith("18")
    assert _scalar(dsn, b"SHOW listen_addresses") == ""


def test_the_socket_path_is_short_whatever_the_folder(embedded_postgres: EmbeddedPostgres) -> None:
    """The path of the socket has less than 100 bytes."""
    socket = embedded_postgres.socket_dir / f".s.PGSQL.{embedded_postgres.port}"
    assert socket.is_socket()
    assert len(os.fsencode(socket)) < 100


@pytest.mark.parametrize("user", ["postgres", "nobody", "member"])
def test_a_wrong_password_is_refused(embedded_postgres: EmbeddedPostgres, user: str) -> None:
    """Nobody gets in without the right password, whatever the name and the account."""
    dsn = make_conninfo(embedded_postgres.admin_dsn(), user=user, password="wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(dsn)


def test_every_way_in_asks_for_scram(embedded_postgres: EmbeddedPostgres) -> None:
    """No line of pg_hba.conf trusts anybody."""
    methods = b"SELECT string_agg(DISTINCT type || ' ' || auth_method, ',' ORDER BY type || ' ' || auth_method) FROM pg_hba_file_rules"
    assert _scalar(embedded_postgres.admin_dsn(), methods) == "host reject,local scram-sha-256"


def test_the_password_file_is_private(embedded_postgres: EmbeddedPostgres) -> None:
    """The superuser's password lies in a file of mode 0600 and opens the door."""
    file = embedded_postgres.folder / "superuser.password"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    dsn = make_conninfo(embedded_postgres.admin_dsn(), password=file.read_text())
    assert _scalar(dsn, b"SELECT 1") == 1


def test_the_programs_run(embedded_postgres: EmbeddedPostgres) -> None:
    """The folder of programs holds a psql that reaches the server."""
    command = [str(embedded_postgres.bin / "psql"), "-XAtc", "SELECT 6 * 7", embedded_postgres.admin_dsn()]
    assert subprocess.run(command, capture_output=True, check=True, text=True).stdout == "42\n"


def test_what_was_committed_survives_a_kill(embedded_postgres: EmbeddedPostgres) -> None:
    """After SIGKILL nobody gets in; after a restart the committed rows are there."""
    dsn = embedded_postgres.admin_dsn()
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    with psycopg.connect(dsn, autocommit=True) as witness:
        embedded_postgres.kill()
        with pytest.raises(psycopg.OperationalError):
            witness.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(dsn)
    embedded_postgres.restart()
    assert _scalar(dsn, b"SELECT one FROM kept") == 1


def test_a_running_server_restarts(embedded_postgres: EmbeddedPostgres) -> None:
    """A restart of a running server ends its sessions and serves the same data under the same address."""
    dsn = embedded_postgres.admin_dsn()
    before = _scalar(dsn, b"SELECT pg_postmaster_start_time()")
    embedded_postgres.restart()
    assert _scalar(dsn, b"SELECT pg_postmaster_start_time()") != before


def test_stop_leaves_nothing_and_twice_is_once(tmp_path: Path) -> None:
    """After `stop` the home folder is gone, and a second `stop` does no harm."""
    server = EmbeddedPostgres.start(tmp_path / "below" / "this")
    server.kill()
    server.stop()
    server.stop()
    assert not server.socket_dir.exists()


def test_a_server_that_cannot_start_says_where_to_look(tmp_path: Path) -> None:
    """A broken configuration is an UpstreamDown whose hint names the server's log."""
    with EmbeddedPostgres.start(tmp_path) as server:
        with (server.socket_dir / "data" / "postgresql.conf").open("a") as settings:
            settings.write("no_such_setting = 1\n")
        with pytest.raises(UpstreamDown) as failure:
            server.restart()
        assert str(tmp_path / "server.log") in failure.value.hint
        assert "no_such_setting" in (tmp_path / "server.log").read_text()


def _until_ended(process: int) -> None:
    """Wait until a process (a pidfd) has ended; the time is only for a test that fails."""
    readable, _, _ = select.select([process], [], [], 30)
    assert readable
    os.close(process)


@pytest.mark.parametrize("end", ["return", "raise", "SIGINT", "SIGTERM", "SIGKILL"])
def test_no_server_outlives_its_parent(tmp_path: Path, end: str) -> None:
    """However the parent ends, the server ends and its home folder is removed."""
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHAN, tmp_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        text=True,
    )
    assert parent.stdout is not None
    home, server, guard = parent.stdout.readline().split()
    ends = os.pidfd_open(int(server)), os.pidfd_open(int(guard))
    assert Path(home).is_dir()
    if end.startswith("SIG"):
        parent.send_signal(getattr(signal, end))
    parent.communicate(f"{end}\n")
    for process in ends:
        _until_ended(process)
    assert not Path(home).exists()
