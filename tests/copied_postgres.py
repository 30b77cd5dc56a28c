"""Servers and installations that are copies: what every test would set up alike is set up once in a process.

A copy has the passwords and the keys of what it was copied from, and everything else of its own: folder, port, data.
Whoever tests how an installation is set up, or compares two, sets them up.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Self

from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.demo.installation import Installation, set_up
from ostiary.demo.place import free_port
from ostiary.demo.server_place import ServerPlace
from ostiary.server.settings import FILE_NAME

PATIENCE = 30.0
"""Seconds until a server that does not end fails whoever waits."""


@dataclass(frozen=True)
class Kept:
    """A cluster that stands still in ``data``, its superuser's password, and the folder that keeps both while it is known."""

    folder: tempfile.TemporaryDirectory[str]
    password: str

    @property
    def path(self) -> Path:
        return Path(self.folder.name)

    @property
    def data(self) -> Path:
        return self.path / "data"


class CopiedPostgres(EmbeddedPostgres):
    """A running server whose cluster is a copy; in all else a server of its own."""

    @classmethod
    def of(cls, kept: Kept, folder: Path) -> Self:
        """Start a copy. The folder has a server's files already, or gets them."""
        folder.mkdir(parents=True, exist_ok=True)
        password = folder / "superuser.password"
        password.touch(0o600)
        password.write_text(kept.password)
        place = ServerPlace.prepare(kept.password)
        server = cls(folder, place, kept.password, {})
        try:
            place.secret.unlink()
            copy_as_it_is(kept.data, place.home / "data")
            server._launch()
        except BaseException:
            server.stop()
            raise
        return server


def copy_as_it_is(source: Path, target: Path) -> None:
    """Copy a folder with owners and modes: the data belongs to the account of servers."""
    subprocess.run(["cp", "-a", source, target], check=True, stdin=subprocess.DEVNULL)


def keep(server: EmbeddedPostgres) -> Kept:
    """End the server as an administrator would, and keep a copy of its cluster, which needs no recovery."""
    data = server.socket_dir / "data"
    pid_file = data / "postmaster.pid"
    os.kill(int(pid_file.read_text().split()[0]), signal.SIGINT)
    deadline = time.monotonic() + PATIENCE
    while pid_file.exists():
        assert time.monotonic() < deadline, "the server did not end"
        time.sleep(0.02)
    kept = Kept(
        tempfile.TemporaryDirectory(prefix="ostiary-kept-", ignore_cleanup_errors=True),
        (server.folder / "superuser.password").read_text(),
    )
    copy_as_it_is(data, kept.data)
    return kept


@cache
def _empty_cluster() -> Kept:
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder)) as server:
        return keep(server)


def fresh_server(folder: Path) -> EmbeddedPostgres:
    """A server with an empty cluster of its own."""
    return CopiedPostgres.of(_empty_cluster(), folder)


@cache
def _installed() -> tuple[Kept, Installation]:
    """The demonstration as `set_up` leaves it; its home is kept beside the cluster."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with set_up(home, port=free_port(), incidents_file=None, progress=lambda _: None) as installation:
            kept = keep(installation.postgres)
            copy_as_it_is(home, kept.path / "home")
            return kept, installation


def copied_installation(home: Path) -> Installation:
    """An installation of its own in that folder, as `set_up` with a free port would leave it. It may hold a mark already."""
    kept, first = _installed()
    shutil.copytree(kept.path / "home", home, dirs_exist_ok=True)
    postgres = CopiedPostgres.of(kept, home / "postgres")
    try:
        copied = replace(first, folder=home, port=free_port(), postgres=postgres)
        _readdress(first, copied)
    except BaseException:
        postgres.stop()
        raise
    return copied


def _readdress(first: Installation, copied: Installation) -> None:
    """Whatever names the first one's database or port names the copy's."""
    names = {
        str(first.postgres.socket_dir): str(copied.postgres.socket_dir),
        str(first.port): str(copied.port),
    }
    for path in _addressing(copied.folder):
        text = path.read_text("utf-8")
        for old, new in names.items():
            text = text.replace(old, new)
        path.write_text(text, "utf-8")


def _addressing(home: Path) -> Sequence[Path]:
    return [home / FILE_NAME, home / "members.pgpass", *home.glob("*/*.dsn")]
