"""The control database stands still: rows flow within the lease, nothing leaves after it, and all comes back by itself.

What is claimed is an order of events, not a time: no byte of an answer reaches a client's machine after its worker has
said that its lease is over.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from control_proxy import ControlProxy, put_between
from ostiary.demo.people import AGENT, AUDITOR, OFFICER
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.server.entries import entries_of
from server.gateway_world import GatewayProcess, World, install, leftovers, run_ostiary, wait_until
from server.worker_world import ENDLESS, RawClient, one_at_each

pytestmark = pytest.mark.xdist_group("server_lease_faults")

QUESTION = "SELECT iucr FROM offence_codes LIMIT 3"
LOST = "lost touch with the control database"


@dataclass
class Paused:
    """What was seen while the control database stood still, and after it."""

    workers: int
    world: World
    streams: list[RawClient]
    slow: list[RawClient]
    grown: list[int]
    marks: dict[RawClient, int]
    refused: list[str]
    asked: list[str]
    events: list[dict[str, Any]]
    sibling: list[psycopg.Connection[Any]]
    cut_off: list[str]

    def by_worker(self, *names: str) -> dict[int, list[str]]:
        """The events of these names that each worker told, in their order."""
        return {
            number: [
                event["event"]
                for event in self.events
                if event["event"] in names and event.get("worker") == number
            ]
            for number in range(1, self.workers + 1)
        }


@pytest.fixture(scope="module", params=[1, 3], ids=["one worker", "three workers"])
def paused(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paused]:
    """The story: sessions of four kinds at each worker, a pause with a cut-off in it, and the return."""
    folder = tmp_path_factory.mktemp("world") / "home"
    # A socket's path is short; that of a test's folder is not.
    with (
        tempfile.TemporaryDirectory(prefix="ost") as sockets,
        install(folder, f"workers = {request.param}") as installation,
    ):
        proxy = put_between(folder, Path(sockets))
        world = World(installation, GatewayProcess(folder))
        clients: list[RawClient] = []
        try:
            world.gateway.start()
            yield _story(world, proxy, request.param, clients)
        finally:
            for each in clients:
                each.close()
            world.close_clients()
            world.gateway.kill()
            proxy.close()
            wait_until(lambda: not leftovers(folder), "nothing is left")


def _story(world: World, proxy: ControlProxy, workers: int, clients: list[RawClient]) -> Paused:
    streams = [RawClient(each) for each in one_at_each(world, workers, AUDITOR)]
    slow = [RawClient(each) for each in one_at_each(world, workers, AUDITOR)]
    clients += streams + slow
    idle, sibling = one_at_each(world, workers), one_at_each(world, workers)
    officers = one_at_each(world, workers, OFFICER)
    for stream in streams:
        stream.ask(ENDLESS)
        stream.read_on()
    for each in slow:
        each.ask_and_not_read(ENDLESS)
    wait_until(lambda: all(stream.received for stream in streams), "rows flow")
    told = len(world.gateway.events())
    with proxy.paused():
        before = [stream.mark() for stream in streams]
        wait_until(lambda: len(world.gateway.events("lease_over")) == workers, "all leases are over")
        marks = {each: each.mark() for each in (*streams, *slow)}
        grown = [mark - at for mark, at in zip((marks[stream] for stream in streams), before, strict=True)]
        refused = [_refusal_of_login(world) for _ in range(4 * workers)]
        asked = [_refusal(session) for session in idle]
        world.cut_off("ice")
    wait_until(lambda: len(world.gateway.events("lease_back")) == workers, "all leases are back")
    cut_off = [_refusal(session) for session in officers]
    wait_until(lambda: all(each.rest(0) is not None for each in (*streams, *slow)), "streams have ended")
    events = world.gateway.events()[told:]
    return Paused(workers, world, streams, slow, grown, marks, refused, asked, events, sibling, cut_off)


def _refusal_of_login(world: World) -> str:
    try:
        psycopg.connect(world.conninfo()).close()
    except psycopg.OperationalError as error:
        return str(error)
    return ""


def _refusal(session: psycopg.Connection[Any]) -> str:
    """The SQLSTATE and the words with which a session is refused; empty when it is answered."""
    try:
        session.execute(QUESTION).fetchall()
    except psycopg.OperationalError as error:
        return f"{error.sqlstate} {error}"
    return ""


def test_within_the_lease_rows_flow(paused: Paused) -> None:
    """The control database stands still already, and each worker's stream goes on."""
    assert all(grown > 0 for grown in paused.grown)


def test_a_stream_ends_with_the_lease_and_is_told_why(paused: Paused) -> None:
    """Not a byte of a row comes after the word that the lease is over; a client that has taken all gets the reason.

    One that was behind at that moment is reset, as a slow one is.
    """
    for stream in paused.streams:
        rest = stream.rest(paused.marks[stream])
        assert rest == b"" or (rest[:1] == b"E" and b"57P03" in rest and LOST.encode() in rest)


def test_what_a_slow_client_has_not_taken_never_comes(paused: Paused) -> None:
    """Its buffers were full when the lease ended: they are thrown away, and the connection is reset."""
    for each in paused.slow:
        assert each.rest(paused.marks[each]) == b""
    resets = sum(event["reset"] for event in paused.events if event["event"] == "lease_over")
    assert resets >= len(paused.slow)


def test_without_a_lease_nobody_gets_in_and_whoever_asks_is_told_why(paused: Paused) -> None:
    """Log-ins, and sessions that were idle: 57P03 and the reason, at every worker."""
    assert all(LOST in words for words in paused.refused)
    assert all(words.startswith("57P03 ") and LOST in words for words in paused.asked)
    assert len(paused.asked) == paused.workers


def test_a_cut_off_that_was_confirmed_meanwhile_bites_before_anybody_is_served(paused: Paused) -> None:
    """Each worker has the directive in force before its lease is back, and the agency's sessions end with it."""
    told = paused.by_worker("lease_over", "directive", "lease_back")
    assert told == {number: ["lease_over", "directive", "lease_back"] for number in told}
    assert all(words.startswith("57P01 ") for words in paused.cut_off)
    assert len(paused.cut_off) == paused.workers


def test_service_comes_back_by_itself(paused: Paused) -> None:
    """A session that was idle all the time, and asked nothing, is answered; so is whoever comes new."""
    assert [_refusal(session) for session in paused.sibling] == [""] * paused.workers
    paused.world.assert_serves(AGENT)
    assert paused.world.gateway.events("worker_lost") == []
    assert paused.world.gateway.events("bug") == []


def test_the_steps_are_logged_once_and_every_row_is_accounted_for(paused: Paused) -> None:
    """One entry a step, also of those that were confirmed in the dark; the log verifies."""
    world = paused.world

    def steps() -> list[bytes]:
        return [entry.payload for entry in entries_of(world.home) if entry.kind == DIRECTIVE]

    wait_until(lambda: len(steps()) >= 4, "the steps are logged")
    world.close_clients()
    assert world.gateway.stop() == 0
    assert len(steps()) == len(set(steps())) == 4
    verified = run_ostiary("log", "verify", str(world.log_dir))
    assert verified.returncode == 0, verified.stderr
