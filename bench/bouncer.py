"""PgBouncer beside the door: session mode, no policy, no log.

Knows: how to run Debian's pgbouncer with a configuration of our own.
Must not know: what is asked through it.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from bench.places import Place
from bench.programs import find_program
from ostiary.demo.place import free_port
from ostiary.demo.server_place import ServerAccount

PROGRAM: Final = "pgbouncer"
START_SECONDS: Final = 10.0

_CONFIGURATION: Final = """
[databases]
city = host={host} port={port} dbname=city user={user} password={password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
pool_mode = session
default_pool_size = 100
max_client_conn = 200
auth_type = scram-sha-256
auth_file = {folder}/users
logfile = {folder}/log
ignore_startup_parameters = extra_float_digits
"""


@contextmanager
def bouncer(direct: Place) -> Iterator[Place | None]:
    """PgBouncer in front of ``direct``, for the length of the block; None where it is not installed."""
    program = find_program(PROGRAM)
    if program is None:
        yield None
        return
    place = replace(direct, name="pgbouncer", host="127.0.0.1", port=free_port())
    account = ServerAccount.choose()
    with tempfile.TemporaryDirectory(prefix="bench-bouncer-") as name:
        folder = Path(name)
        account.own(folder)
        ini = _write(folder, direct, place.port, account)
        process = subprocess.Popen(  # noqa: S603 - Debian's program, no shell
            [program, "--quiet", str(ini)],
            user=account.uid,
            group=account.gid,
            extra_groups=None if account.uid is None else [],
        )
        try:
            _wait_until_listening(folder / "log", process)
            yield place
        finally:
            process.terminate()
            process.wait()


def _write(folder: Path, direct: Place, listen: int, account: ServerAccount) -> Path:
    ini, users = folder / "pgbouncer.ini", folder / "users"
    ini.write_text(
        _CONFIGURATION.format(
            host=direct.host,
            port=direct.port,
            user=direct.user,
            password=direct.password,
            listen=listen,
            folder=folder,
        )
    )
    users.write_text(f'"{direct.user}" "{direct.password}"\n')
    for path in (ini, users):
        path.chmod(0o600)
        account.own(path)
    return ini


def _wait_until_listening(log: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if log.exists() and "process up" in log.read_text():
            return
        time.sleep(0.05)
    raise RuntimeError("pgbouncer did not start")
