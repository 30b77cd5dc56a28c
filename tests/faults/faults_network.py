"""Peers and witnesses on bad networks, for longer than a test may take: what was answered is known, whatever is cut.

Run by `make faults`. `FAULTS_SEED` repeats a run; each round prints its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from ostiary.demo.people import AGENT, OFFICER, Person
from ostiary.demo.place import free_port
from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import ACCESS
from ostiary.store.log.client import append_once
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.peer_check import find_peers
from ostiary.store.log.peer_verify import PeerReport, verify_with_peers
from ostiary.store.log.reader import read_entries
from ostiary.witness.folder import WitnessFolder
from server.gateway_world import GatewayProcess, World, install, run_ostiary, wait_until
from server.test_witness_network import Line
from server.test_witness_network import line as _line
from store.log_world import Running, make_log, verify, writer
from witness.peer_world import PeerProcess, make_peer, name_peers
from witness.witness_world import serving

line = _line
FAR = "10.77.0.2"
ROUNDS = int(os.environ.get("FAULTS_ROUNDS", "200")) // 20
"""A round is some ten starts of processes; `FAULTS_ROUNDS` is the number of kills elsewhere."""

pytestmark = pytest.mark.timeout(1_800)
SEED = int(os.environ.get("FAULTS_SEED", "48"))


@contextlib.contextmanager
def far_peers(log: LogFolder, line: Line, count: int, quorum: int) -> Iterator[list[PeerProcess]]:
    peers = [
        make_peer(log.root.parent, log, number, FAR, "ip", "netns", "exec", line.far)
        for number in range(1, count + 1)
    ]
    try:
        for one in peers:
            one.start()
        name_peers(log, peers, quorum)
        yield peers
    finally:
        for one in peers:
            one.kill()


class Crowd:
    """Clients that append until they are told to stop, and remember what they were answered."""

    def __init__(self, socket: Path, count: int = 4) -> None:
        self.answered: dict[int, bytes] = {}
        self._socket = socket
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(number,)) for number in range(count)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(120)

    def _run(self, number: int) -> None:
        turn = 0
        while not self._stop.is_set():
            payload = f"client {number}, {turn} of {id(self)}".encode()
            turn += 1
            try:
                self.answered[append_once(self._socket, ACCESS, payload)] = payload
            except LogUnavailable:
                time.sleep(0.05)


def test_whatever_is_cut_what_was_answered_is_known_to_a_quorum(tmp_path: Path, line: Line) -> None:
    """Three peers, two of them enough: cables are pulled, peers killed, writers killed, in any order."""
    chance = random.Random(SEED)
    log = make_log(tmp_path / "log")
    answered: dict[int, bytes] = {}
    near = ["ip", "netns", "exec", line.near]
    with far_peers(log, line, 3, 2) as peers:
        for _ in range(ROUNDS):
            assert line.set("up")
            for one in peers:
                if not _lives(one):
                    one.kill()
                    one.start()
            with writer(log, before=near, after=["--peer-seconds", "1"]) as running:
                crowd = Crowd(running.socket)
                try:
                    _disturb(chance, line, peers, running)
                finally:
                    crowd.stop()
            answered |= crowd.answered
        assert line.set("up")
        for one in peers:
            one.kill()
            one.start()
        with writer(log, before=near) as running:
            assert running.stop() == 0
        held = {entry.index: entry.payload for entry in read_entries(log.root)}
        assert {index: held[index] for index in answered} == answered
        line.run_near(_agree(log, max(answered)))
    assert verify(log).size >= len(answered)


def _disturb(chance: random.Random, line: Line, peers: list[PeerProcess], running: Running) -> None:
    for _ in range(chance.randint(1, 4)):
        time.sleep(chance.uniform(0, 0.4))
        match chance.choice(["cut", "silent", "mend", "kill", "stop"]):
            case "cut":
                line.set("down")
            case "silent":
                # The near end stays up, and what it sends vanishes.
                line.pull()
            case "mend":
                line.set("up")
            case "kill":
                chance.choice(peers).kill()
            case _:
                one = chance.choice(peers)
                with one.standing_still() if _lives(one) else contextlib.nullcontext():
                    time.sleep(chance.uniform(0, 1.5))
    if running.process.poll() is None:
        os.kill(running.pid, 9)
    running.process.wait(60)


def _lives(peer: PeerProcess) -> bool:
    return peer.process is not None and peer.process.poll() is None


def _agree(log: LogFolder, last: int) -> Callable[[], Awaitable[None]]:
    """Every mark is on the journal's chain, and two peers know of the last entry that was answered."""

    async def work() -> None:
        report = await asyncio.to_thread(_in_this_network, log)
        sizes = sorted(mark.size if mark else 0 for mark in report.latest.values())
        assert sizes[1] > last

    return work


def _in_this_network(log: LogFolder) -> PeerReport:
    policy = find_peers(log)
    assert policy is not None
    return verify_with_peers(log.root, policy)


@pytest.mark.parametrize(
    "how", [("delay", "30ms", "20ms", "reorder", "25%", "50%"), ("loss", "10%", "duplicate", "5%")]
)
def test_packets_that_are_late_lost_and_out_of_order_cost_time_alone(
    tmp_path: Path, line: Line, how: tuple[str, ...]
) -> None:
    """Each entry is answered, none twice."""
    line.disturb(*how)
    log = make_log(tmp_path / "log")
    near = ["ip", "netns", "exec", line.near]
    with far_peers(log, line, 2, 2), writer(log, before=near, after=["--peer-seconds", "60"]) as running:
        assert [append_once(running.socket, ACCESS, b"x") for _ in range(50)] == list(range(50))


SETTINGS = "witnesses = { interval_seconds = 0.2, answer_seconds = 2, cover_seconds = 20 }\n"


def test_without_witnesses_cut_offs_bite_lifts_wait_and_the_door_closes_in_the_end(tmp_path: Path) -> None:
    """Served under what was covered for `cover_seconds`, then refused in words; everything comes back with the witness."""
    with install(tmp_path / "home") as installation:
        world = World(installation, GatewayProcess(tmp_path / "home"))
        try:
            _away_and_back(world)
        finally:
            world.end()


def _away_and_back(world: World) -> None:
    log, settings = LogFolder(world.log_dir), world.home / "ostiary.toml"
    settings.write_text(f"{SETTINGS}{settings.read_text()}")
    folder, port = world.home.parent / "w", free_port()
    made = run_ostiary(
        *("witness", "init", str(folder), "--name", "ombudsman.example/w1", "--port", str(port), "--json"),
        *("--log", log.verifier_key.read_text().strip()),
    )
    (vkey,) = json.loads(made.stdout)["vkeys"]
    key = log.verifier_key.read_text().strip()
    log.trust_policy.write_text(f"log {key}\nwitness w {vkey} http://127.0.0.1:{port}\nquorum w\n")
    with serving(WitnessFolder(folder)):
        world.gateway.start()
        world.assert_serves(OFFICER)
    # The witness is gone: what is covered is served, what restricts bites.
    signed(world, "mayor", "cutoff", "order", "ice", "--until", "2099-01-01", "--reason", "announced")
    signed(world, "superintendent", "cutoff", "confirm", "D-1")
    wait_until(lambda: "cut off" in refusal(world), "the cut-off bites")
    world.assert_serves()
    signed(world, "superintendent", "cutoff", "lift", "D-1", "--reason", "ruled on")
    signed(world, "mayor", "cutoff", "confirm", "L-1")
    wait_until(lambda: published(world).get("L-1") == "confirmed", "the lift is logged")
    assert "cut off" in refusal(world)
    wait_until(lambda: "no recent checkpoint" in refusal(world, AGENT), "the door closes", patience=60)
    (told,) = {event["why"] for event in world.gateway.events("uncovered")}
    assert "no recent checkpoint of the log's witnesses" in told
    with serving(WitnessFolder(folder)):
        wait_until(lambda: not refusal(world), "the lift is covered, and everybody is served", patience=90)
        wait_until(lambda: world.gateway.events("covered"), "that is told")
        assert world.gateway.stop() == 0


def signed(world: World, by: str, *words: str) -> None:
    done = world.ostiary(*words, "--key", str(world.installation.key_file(by)))
    assert done.returncode == 0, done.stderr


def refusal(world: World, person: Person = OFFICER) -> str:
    """Why somebody is refused; empty when they are served."""
    try:
        world.assert_serves(person)
    except psycopg.Error as error:
        return str(error)
    return ""


def published(world: World) -> dict[str, str]:
    file = world.home / "register" / "directives.json"
    found = json.loads(file.read_text()) if file.exists() else {}
    return {one["id"]: one["status"] for one in found.get("directives", ())}
