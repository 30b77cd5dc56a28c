"""A home whose console is served by `ostiary web serve`: a real control database, a real log writer, real accounts of both."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import httpx2
import psycopg
from click.testing import CliRunner
from psycopg import sql

from cli.town import CHICAGO, OFFICIALS_TEXT
from control_world import fresh_control
from ostiary.cli.web import web
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.store.console_tables import CONSOLE_KEEPER_ROLE, CONSOLE_ROLE
from ostiary.store.key_files import write_private
from ostiary.web.guard.one_time_code import code_of, step_at
from store.log_world import Running, log_of, writer

PASSWORD: Final = "correct horse battery"


@dataclass
class User:
    """Somebody with an account, whose authenticator gives each code once."""

    name: str
    role: str
    secret: bytes
    _last: int = field(default=-1)

    def code(self) -> str:
        """The next code that was not given yet; it waits for the next step where it must."""
        # A step behind and one ahead are taken too, so that three sign-ins in half a minute need no waiting. The one behind
        # runs out with this half minute: it is not begun with where little of that is left.
        now = step_at(int(time.time()))
        is_fresh = step_at(int(time.time()) + 12) == now
        step = max(now - 1 if is_fresh else now, self._last + 1)
        while step > step_at(int(time.time())) + 1:
            time.sleep(1)
        self._last = step
        return code_of(self.secret, step)


@dataclass
class ConsoleWorld:
    """The home, and what runs for it."""

    home: Path
    port: int
    log: Running
    keeper_dsn: Path
    console_dsn: str
    admin_dsn: str

    @property
    def origin(self) -> str:
        """What a browser has in its address bar."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log_dir(self) -> Path:
        """The folder of the log."""
        return self.home.parent / "log"

    def run(self, *words: str, exit_code: int = 0, of: str = "stdout") -> str:
        """Run `ostiary web`; what it printed."""
        done = CliRunner().invoke(web, list(words))
        assert done.exit_code == exit_code, done.output
        return done.stderr if of == "stderr" else done.stdout

    def add(self, name: str, role: str) -> User:
        """An account with the password of all."""
        password = self.home / f"{name}.password"
        write_private(password, f"{PASSWORD}\n".encode())
        words = ("--role", role, "--password-file", str(password), "--dsn-file", str(self.keeper_dsn))
        made = json.loads(self.run("user", "add", name, *words, "--home", str(self.home), "--json"))
        (written,) = parse_qs(urlsplit(made["otpauth"]).query)["secret"]
        return User(name, role, base64.b32decode(written + "=" * (-len(written) % 8)))

    def client(self) -> httpx2.Client:
        """A browser at our own pages: it keeps cookies, says where it is, and follows nothing."""
        headers = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        return httpx2.Client(base_url=self.origin, headers=headers, timeout=20)

    def sign_in(self, client: httpx2.Client, user: User, **changes: str) -> httpx2.Response:
        """Fill in the form and send it."""
        form = {"name": user.name, "password": PASSWORD, "code": ""} | changes
        if not form["code"]:
            form["code"] = user.code()
        return client.post("/sign-in", data=form)

    def signed_in(self, user: User) -> httpx2.Client:
        """A browser of somebody who is signed in. The cookie is set by hand: this client holds that `Secure` means TLS."""
        with self.client() as client:
            reply = self.sign_in(client, user)
        assert reply.status_code == 303, reply.text
        client = self.client()
        client.headers["Cookie"] = reply.headers["Set-Cookie"].partition(";")[0]
        return client


@contextlib.contextmanager
def console_world(folder: Path, server: EmbeddedPostgres, settings: str = "") -> Iterator[ConsoleWorld]:
    """The world, with nobody in it and nothing served yet; ``settings`` are further lines of the section."""
    admin = fresh_control(server)
    home = folder / "home"
    (home / "secrets").mkdir(parents=True, mode=0o700)
    console_dsn = _login(admin, "console_login", CONSOLE_ROLE, home / "secrets" / "console.dsn", server)
    _login(admin, "console_keeper_login", CONSOLE_KEEPER_ROLE, folder / "users.dsn", server)
    port = _free_port()
    shutil.copytree(CHICAGO, home / "policy")
    (home / "policy" / "officials.toml").write_text(OFFICIALS_TEXT)
    write_private(home / "secrets" / "control.dsn", f"{admin}\n".encode())
    (home / "ostiary.toml").write_text(_SETTINGS.format(port=port, log=folder / "log") + settings)
    with writer(log_of(folder / "log", 0)) as running:
        yield ConsoleWorld(home, port, running, folder / "users.dsn", console_dsn, admin)


@contextlib.contextmanager
def served(world: ConsoleWorld) -> Iterator[subprocess.Popen[str]]:
    """`ostiary web serve`, ready."""
    command = [sys.executable, "-m", "ostiary.cli.main", "web", "serve", "--home", str(world.home)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        try:
            assert process.stderr is not None
            first = process.stderr.readline()
            assert '"code": "OST6000I"' in first, first + process.stderr.read()
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


_SETTINGS: Final = """
gateway = "gw1"
log_dir = "{log}"
log_socket = "{log}.sock"

[database]
host = "127.0.0.1"
name = "city"
keeper_dsn_file = "secrets/keeper.dsn"

[web]
port = {port}
console_dsn_file = "secrets/console.dsn"
code_key_file = "secrets/web-codes.key"
"""


def _login(admin: str, name: str, group: str, path: Path, server: EmbeddedPostgres) -> str:
    password = secrets.token_urlsafe(12)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))
        create = "CREATE ROLE {} LOGIN PASSWORD {} IN ROLE {}"
        connection.execute(
            sql.SQL(create).format(sql.Identifier(name), sql.Literal(password), sql.Identifier(group))
        )
    dsn = f"host={server.socket_dir} port={server.port} dbname=control user={name} password={password}"
    write_private(path, f"{dsn}\n".encode())
    return dsn


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
