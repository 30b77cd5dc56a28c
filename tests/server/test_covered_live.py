"""Strict mode and directives under witness at a real gateway; what was set back is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from ostiary.demo.people import OFFICER
from ostiary.demo.place import free_port
from ostiary.store.log.folder import LogFolder
from ostiary.witness.folder import WitnessFolder
from server.gateway_world import GatewayProcess, World, install, run_ostiary, wait_until
from witness.peer_world import peers_of
from witness.witness_world import serving

pytestmark = pytest.mark.xdist_group("server_covered_live")

SETTINGS = "witnesses = { interval_seconds = 0.2, answer_seconds = 2, cover_seconds = 3600 }\n"


@pytest.fixture(scope="module")
def module_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """An installation whose log has one witness, which each test runs; nothing else runs yet."""
    folder = tmp_path_factory.mktemp("world") / "home"
    with install(folder) as installation:
        world = World(installation, GatewayProcess(folder))
        made = run_ostiary(
            *("witness", "init", str(folder.parent / "w"), "--name", "ombudsman.example/w1", "--json"),
            *("--port", str(free_port()), "--log", vkey(world)),
        )
        (key,) = json.loads(made.stdout)["vkeys"]
        port = witness_port(folder.parent / "w")
        LogFolder(world.log_dir).trust_policy.write_text(
            f"log {vkey(world)}\nwitness ombudsman {key} http://127.0.0.1:{port}\nquorum ombudsman\n"
        )
        path = folder / "ostiary.toml"
        path.write_text(f"{SETTINGS}{path.read_text()}")
        try:
            yield world
        finally:
            world.end()


def vkey(world: World) -> str:
    return LogFolder(world.log_dir).verifier_key.read_text().strip()


def witness_port(folder: Path) -> int:
    lines = (folder / "witness.toml").read_text().splitlines()
    return next(int(line.split("=")[1]) for line in lines if line.startswith("port"))


@contextmanager
def witness(world: World) -> Iterator[None]:
    with serving(WitnessFolder(world.home.parent / "w")):
        yield


class Backup:
    """The control database as it was, by PostgreSQL's own tools; and copies of the floor and of the log."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._dump = self._tool("pg_dump", "--format=custom").stdout
        self._files = world.home.parent / "backup"
        shutil.copytree(world.home / "run", self._files / "run", ignore=shutil.ignore_patterns("*.sock"))
        shutil.copytree(world.log_dir, self._files / "log")

    def _tool(self, name: str, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        dsn = self._world.installation.postgres.admin_dsn("control")
        program = str(self._world.installation.postgres.bin / name)
        return subprocess.run(
            [program, *words, "--dbname", dsn], input=stdin, capture_output=True, check=True
        )

    def restore_control(self) -> None:
        self._tool("pg_restore", "--clean", "--if-exists", stdin=self._dump)

    def restore_floor(self) -> None:
        shutil.copy(self._files / "run" / "directives.floor", self._world.home / "run" / "directives.floor")

    def restore_log(self) -> None:
        shutil.rmtree(self._world.log_dir)
        shutil.copytree(self._files / "log", self._world.log_dir)


def is_barred(world: World) -> bool:
    try:
        world.assert_serves(OFFICER)
    except psycopg.OperationalError as error:
        return "cut off" in str(error)
    return False


def refused_start(world: World) -> str:
    """What a gateway says that does not start."""
    world.gateway.launch()
    assert world.gateway.wait() != 0
    return world.gateway.stderr.read_text()


def refusal(world: World) -> str:
    """The SQLSTATE with which a question is refused; empty when it is answered."""
    try:
        world.assert_serves()
    except psycopg.Error as error:
        return error.sqlstate or str(error)
    return ""


def test_without_its_peer_a_gateway_in_strict_mode_answers_nothing(world: World) -> None:
    """58030 and an event while it is away; back by itself."""
    settings = world.home / "ostiary.toml"
    relaxed = settings.read_text()
    settings.write_text(relaxed.replace("[log]\n", '[log]\nmode = "strict"\n'))
    log = LogFolder(world.log_dir)
    with witness(world), peers_of(log) as (peer,):
        world.gateway.start()
        world.assert_serves()
        session = world.connect()
        assert session.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchall()
        peer.kill()
        with pytest.raises(psycopg.OperationalError) as caught:
            session.execute("SELECT iucr FROM offence_codes LIMIT 1")
        assert caught.value.sqlstate == "58030"
        words = "strict mode: 1 peers must acknowledge; `p1`: connection refused"
        wait_until(lambda: words in said_of_the_log(world), "the loss of the peer is told")
        peer.start()
        wait_until(lambda: not refusal(world), "it answers again")
        assert world.gateway.stop() == 0
        verified = run_ostiary("log", "verify", str(world.log_dir), "--peers", str(log.peers))
        assert (verified.returncode, "`p1` acknowledged" in verified.stdout) == (0, True), verified.stderr
    log.peers.unlink()
    settings.write_text(relaxed)


def said_of_the_log(world: World) -> str:
    return "; ".join(event["said"] for event in world.gateway.events("log_lost") if event["said"])


def test_a_cut_off_cannot_be_restored_away(world: World) -> None:
    """Dump, cut-off, restore: with the old floor the log tells, and with the old log the witnesses do."""
    with witness(world):
        backup = Backup(world)
        world.gateway.start()
        world.assert_serves(OFFICER)
        world.cut_off("ice")
        wait_until(lambda: is_barred(world), "the agency is cut off")
        wait_until(lambda: "D-1" in published(world), "the cut-off is in the log")
        assert world.gateway.stop() == 0

        backup.restore_control()
        backup.restore_floor()
        assert "no longer has the directives" in refused_start(world)

        newer = world.home.parent / "newer"
        shutil.copytree(world.log_dir, newer)
        backup.restore_log()
        world.gateway.start()
        with pytest.raises(psycopg.OperationalError, match="no recent checkpoint of the log's witnesses"):
            world.assert_serves()
        assert world.gateway.events("witness_contradicts")
        assert world.gateway.stop() == 0
        shutil.rmtree(world.log_dir)
        newer.rename(world.log_dir)


def published(world: World) -> str:
    file = world.home / "register" / "directives.json"
    return file.read_text() if file.exists() else ""
