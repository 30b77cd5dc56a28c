"""What attacks on the wire share: a world whose hidden values are unmistakable, clients that keep every byte, the log."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from ostiary.demo.attack.records import hidden_in
from ostiary.demo.attack.wire import Heard, WireClient
from ostiary.demo.attack.witnesses import Witnesses
from ostiary.demo.attack.world import AttackWorld, standing
from ostiary.evidence.commitment import ACCESS
from ostiary.pgwire.frontend import build_query
from ostiary.server.entries import entries_of
from server.gateway_world import run_ostiary, wait_until

SECONDS = 60.0
HELD_UP = "SELECT district FROM district"
"""Waits for as long as `WireWorld.held_up` holds the table."""


@dataclass
class WireWorld:
    """A world that attacks are made in, and everything that its clients were sent."""

    attacked: AttackWorld
    witnesses: Witnesses
    clients: list[WireClient] = field(default_factory=list)
    said: list[Heard] = field(default_factory=list)
    start: int = 0

    def client(self, **declared: str) -> WireClient:
        """A session of the tester's, closed after the test; whatever it hears is looked through then."""
        world = self.attacked
        client = _Kept(world.port, world.parameters(**declared), world.password, SECONDS)
        client.said = self.said
        self.clients.append(client)
        return client

    def begin(self) -> None:
        """A test begins: what was said and logged before is none of its business."""
        self.said.clear()
        self.witnesses.hear("")
        self.start = sum(1 for _ in entries_of(self.attacked.folder))

    def end(self) -> None:
        """Close what is open; no byte that any client was sent holds a hidden value."""
        for client in self.clients:
            client.close()
        self.clients.clear()
        found = [hidden_in(each.text) for each in self.said]
        assert [each for each in found if each] == []

    def entries(self) -> list[dict[str, Any]]:
        """The accesses since the test began, one entry after another."""
        return [
            json.loads(entry.payload)
            for entry in entries_of(self.attacked.folder, self.start)
            if entry.kind == ACCESS
        ]

    def outcomes(self) -> list[tuple[str, str]]:
        """The statement and the outcome of each entry that has a statement."""
        return [(each["statement"], each["outcome"]) for each in self.entries() if "statement" in each]

    def ran(self) -> tuple[str, ...]:
        """The statements that the database ran for the reader since this was asked last, without the door's own."""
        return self.witnesses.hear("").ran

    def subjects(self) -> set[int]:
        """Everybody whom the log names since the test began."""
        return {subject for each in self.entries() for subject in each["subjects"]}

    def admin(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.attacked.postgres.admin_dsn("city"), autocommit=True)

    @contextlib.contextmanager
    def held_up(self, client: WireClient) -> Iterator[None]:
        """A client's statement waits in the database for the length of the block."""
        with psycopg.connect(self.attacked.postgres.admin_dsn("city")) as owner:
            owner.execute("LOCK TABLE city.district IN ACCESS EXCLUSIVE MODE")
            client.send(build_query(HELD_UP))
            waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'city.district'::regclass"
            wait_until(lambda: owner.execute(waiting).fetchall(), "the statement waits in the database")
            yield

    def cut_off(self, agency: str) -> str:
        """Order and confirm a cut-off with the keys of two officials; the id of the directive."""
        home = self.attacked.folder
        keys = [str(home / "keys" / f"{code}.key") for code in ("mayor", "superintendent")]
        words = ("--permanent", "--reason", "announced", "--key", keys[0], "--json", "--home", str(home))
        ordered = run_ostiary("cutoff", "order", agency, *words)
        assert ordered.returncode == 0, ordered.stderr
        directive = str(json.loads(ordered.stdout)["id"])
        confirmed = run_ostiary("cutoff", "confirm", directive, "--key", keys[1], "--home", str(home))
        assert confirmed.returncode == 0, confirmed.stderr
        return directive


class _Kept(WireClient):
    """A client that hands everything that it hears to its world, too."""

    said: list[Heard]

    def hear(self, answers: int = 1) -> Heard:
        heard = super().hear(answers)
        if hasattr(self, "said"):
            self.said.append(heard)
        return heard


@contextlib.contextmanager
def wire_world(folder: Path) -> Iterator[WireWorld]:
    """A world with its door, both gone after the block."""
    folder.mkdir(exist_ok=True)
    with standing(folder, lambda _: None) as world:
        yield WireWorld(world, Witnesses(world))
