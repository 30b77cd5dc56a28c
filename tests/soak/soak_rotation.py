"""A whole gateway, its head in the control database, is rotated twice while people ask, and killed in between."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ostiary.store.control import LOG_ROLE
from ostiary.store.key_files import write_private
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.predecessors import verify_predecessors
from ostiary.store.log.verify import verify_log
from server.gateway_world import World, running_world, wait_until

QUESTION = b"SELECT iucr FROM offence_codes ORDER BY iucr LIMIT 3"
ROTATED = 75
"""How a gateway ends whose log has become its successor."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with running_world(tmp_path / "home") as world:
        yield world


def share_the_head(world: World) -> None:
    """Set the gateway up anew, with an account for the log writer, and bring the log's head into the control database."""
    assert world.gateway.stop() == 0
    with world.admin("control") as connection:
        connection.execute(f"CREATE ROLE ostiary_log LOGIN PASSWORD 'secret' IN ROLE {LOG_ROLE}".encode())
        connection.execute(b"GRANT CONNECT ON DATABASE control TO ostiary_log")
    postgres = world.installation.postgres
    dsn = f"host={postgres.socket_dir} port={postgres.port} dbname=control user=ostiary_log password=secret\n"
    write_private(world.home / "secrets" / "log.dsn", dsn.encode())
    settings = world.home / "ostiary.toml"
    settings.write_text(
        settings.read_text().replace(
            "[log]\n", '[log]\nhead_dsn_file = "secrets/log.dsn"\nscrub_hours = 24\n'
        )
    )
    origin = read_verifier(LogFolder(world.log_dir)).name
    said = world.ostiary("log", "adopt", "--confirm", origin, "--json")
    assert said.returncode == 0, said.stderr
    world.gateway.start()


class Asking(threading.Thread):
    """Somebody who asks again and again, whatever happens, and counts what was answered."""

    def __init__(self, world: World) -> None:
        super().__init__(daemon=True)
        self.answered = 0
        self.is_over = False
        self._world = world

    def wait_for_more(self) -> None:
        before = self.answered
        wait_until(lambda: self.answered > before + 20, "people are answered")

    def run(self) -> None:
        while not self.is_over:
            try:
                with self._world.connect() as client:
                    while not self.is_over:
                        client.execute(QUESTION).fetchall()
                        self.answered += 1
            except psycopg.Error:
                continue


@pytest.mark.timeout(600)
def test_a_gateway_is_rotated_twice_while_people_ask(world: World) -> None:
    """Each answer has its entry in one of the three logs, and the chain of them is whole."""
    share_the_head(world)
    asking = Asking(world)
    asking.start()
    for name in ("log.city.example/ostiary/2027h1", "log.city.example/ostiary/2027h2"):
        asking.wait_for_more()
        prepared = world.ostiary("log", "rotate", "--prepare", "--origin", name)
        assert prepared.returncode == 0, prepared.stderr
        rotated = world.ostiary("log", "rotate", "--confirm", name)
        assert rotated.returncode == 0, rotated.stderr
        assert world.gateway.wait() == ROTATED
        world.gateway.start()
        assert read_verifier(LogFolder(world.log_dir)).name == name
    asking.wait_for_more()
    asking.is_over = True
    asking.join()
    assert world.ostiary("log", "scrub", "--rate", "0").returncode == 0
    doctor = world.ostiary("doctor", "--json")
    assert '"log-start"' in doctor.stdout
    assert world.gateway.stop() == 0
    report = verify_log(world.log_dir, lambda _done, _total: None)
    chain = list(verify_predecessors(world.log_dir, lambda _done, _total: None))
    assert report.is_head_shared
    assert [one.folder is not None for one in chain] == [True, True]
    assert report.size + sum(one.size for one in chain) > asking.answered
