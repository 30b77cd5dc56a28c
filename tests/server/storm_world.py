"""Clients that ask without end and keep what they get, and the comparison of that with the journal."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import psycopg

from ostiary.demo.people import AGENT, AUDITOR, DETECTIVE, TASK_FORCE, Person
from server.gateway_world import PATIENCE, World

PERSONS = 5_000
PEOPLE = (AGENT, DETECTIVE, AUDITOR, TASK_FORCE, AUDITOR, DETECTIVE, AGENT, AUDITOR)


@dataclass
class Client:
    """One thread that asks and keeps what it got: the subjects of each statement, also of those that broke off."""

    name: str
    person: Person
    questions: int
    got: dict[str, list[int]] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    is_told_to_stop: bool = False

    def run(self, world: World) -> None:
        random = Random(self.name)
        asked = 0
        while asked < self.questions and not self.is_told_to_stop:
            with (
                contextlib.suppress(psycopg.Error),
                psycopg.connect(world.conninfo(self.person), autocommit=True) as connection,
            ):
                while asked < self.questions and not self.is_told_to_stop:
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


def begin(world: World, questions: int) -> tuple[list[Client], list[threading.Thread]]:
    """Eight clients, each in a thread that runs."""
    clients = [Client(f"storm-{number}", person, questions) for number, person in enumerate(PEOPLE)]
    threads = [threading.Thread(target=client.run, args=(world,), daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    return clients, threads


def compare(world: World, clients: Sequence[Client]) -> int:
    """Fail for a row that no durable entry names, or names for somebody else; how many rows all clients got."""
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
    return received
