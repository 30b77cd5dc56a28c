"""Many clients, crashes in between: each row that anybody got is named by a durable entry."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from dataclasses import dataclass, field
from random import Random

import psycopg
import pytest

from ostiary.demo.people import AGENT, AUDITOR, DETECTIVE, TASK_FORCE, Person
from server.gateway_world import PATIENCE, World, run_ostiary, wait_until

pytestmark = pytest.mark.xdist_group("server_storm")

PERSONS = 5_000
QUESTIONS = 40


@dataclass
class Client:
    """One thread that asks and keeps what it got: the subjects of each statement, also of those that broke off."""

    name: str
    person: Person
    got: dict[str, list[int]] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    cancelled: int = 0

    def run(self, world: World) -> None:
        random = Random(self.name)
        asked = 0
        while asked < QUESTIONS:
            with (
                contextlib.suppress(psycopg.Error),
                psycopg.connect(world.conninfo(self.person), autocommit=True) as connection,
            ):
                while asked < QUESTIONS:
                    asked += 1
                    self._ask(connection, asked, random)

    def _ask(self, connection: psycopg.Connection, number: int, random: Random) -> None:
        low = random.randrange(PERSONS)
        width = PERSONS if number % 8 == 0 and self.person is AUDITOR else random.randrange(300)
        text = (
            f"/* {self.name} {number} */ SELECT person_id, surname, given_name, address FROM persons"
            f" WHERE person_id >= {low if width < PERSONS else 0} AND person_id < {low + width}"
        )
        got = self.got[text] = []
        with connection.cursor() as cursor:
            for row in cursor.stream(text.encode()):
                got.append(row[0])
                if number % 10 == 0 and len(got) == 5:
                    connection.cancel_safe(timeout=PATIENCE)
        self.answered.add(text)


def test_each_row_that_a_client_received_is_named_by_a_durable_entry(world: World) -> None:
    """Eight clients ask while the log writer and backends are killed; then the journal is compared with what they got.

    A stream's batches count too, and so do the rows of an answer that broke off.
    """
    people = (AGENT, DETECTIVE, AUDITOR, TASK_FORCE, AUDITOR, DETECTIVE, AGENT, AUDITOR)
    clients = [Client(f"storm-{number}", person) for number, person in enumerate(people)]
    threads = [threading.Thread(target=client.run, args=(world,), daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    start = world.size()
    wait_until(lambda: world.size() > start + 40, "the storm has begun")
    (writer,) = world.gateway.children("ostiary.store.log.writer")
    os.kill(writer, signal.SIGKILL)
    wait_until(lambda: writer not in world.gateway.children("ostiary.store.log.writer"), "the writer is gone")
    wait_until(world.serves, "the log is back")
    world.admin().execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'ostiary\\_reader\\_%'"
    )
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()

    statements: dict[str, str] = {}
    named: dict[str, set[int]] = {}
    rows: dict[str, int] = {}
    members: dict[str, str] = {}
    for entry in world.entries():
        access = entry["access"]
        if "statement" in entry:
            statements[access] = entry["statement"]
        text = statements[access]
        members[text] = entry["member"]
        named.setdefault(text, set()).update(entry["subjects"])
        rows[text] = rows.get(text, 0) + entry["rows"]

    received = 0
    for client in clients:
        for text, subjects in client.got.items():
            received += len(subjects)
            if subjects:
                assert set(subjects) <= named[text]
                assert len(subjects) <= rows[text]
                assert members[text] == client.person.member.code
            if text in client.answered:
                assert set(subjects) == named[text]
    assert received > 10_000
    assert sum(len(client.answered) for client in clients) > 100
    assert world.gateway.events("bug") == []
    world.close_clients()
    assert world.gateway.stop() == 0
    verified = run_ostiary("log", "verify", str(world.log_dir))
    assert verified.returncode == 0, verified.stderr
