"""The power goes at any moment of a writer's life: whatever a disk may then hold, the log goes on without a loss."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faults import power
from faults.crowd import some_entry
from faults.logs import FaultLog, Say, everything, judge, litter, make_fault_log
from faults.power import ANY, WEATHERS, History, Weather
from faults.traced import PATIENCE, command, started
from machine_world import needs_strace
from ostiary.errors import OstiaryError
from ostiary.evidence.commitment import ACCESS
from ostiary.store.log.client import LogClient
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.verify import verify_log
from ostiary.tlog.checkpoint import Checkpoint

pytestmark = [needs_strace, pytest.mark.timeout(900)]

SEED = int(os.environ.get("FAULTS_SEED") or time.time_ns() // 1_000_000 % 1_000_000)
DRAWS = int(os.environ.get("FAULTS_DRAWS", "4"))
"""How often chance decides at each moment, beside the weathers that have names."""
PARTS = 4
"""The moments are dealt out to so many tests, so that two processes can share them."""
STRACE = ["strace", "-f", "-qq", "-xx", "-y", "-s", "4000000", "-e", f"trace={power.CALLS}"]


class Traced:
    """A log before its writer was traced, the history of what it did, and the entries that it had in the end."""

    def __init__(self, log: FaultLog, place: Path, *, sealed: bool) -> None:
        self.sealed = sealed
        self.log = log
        # A start that has something to repair is part of the history.
        litter(log)
        before = everything(log.folder)
        self.directories = [str(path) for path in log.folder.root.rglob("*") if path.is_dir()]
        socket, output = place / "s", place / "trace"
        with started([*STRACE, "-o", str(output), *command(log, socket)]) as tracer:
            assert tracer.stdout is not None
            assert tracer.stdout.readline().startswith("writing ")
            asyncio.run(asyncio.wait_for(burst(socket), PATIENCE))
            assert tracer.communicate(timeout=PATIENCE)[1].count("\n") == 1
            assert tracer.returncode == 0
        self.history = power.read_history(log.folder.root, output.read_text(), before)
        self.words = log.words()

    def moments(self) -> list[int]:
        """Each line of the trace at which something could have been under way."""
        return sorted(
            {line for step in self.history.steps for line in (step.call.start + 1, step.call.end + 1)}
            | {line for call, _ in self.history.syncs for line in (call.start + 1, call.end + 1)}
        )

    def judge_cut(
        self, history: History, at: int, weather: Weather, dice: random.Random, place: Path
    ) -> None:
        """Raises AssertionError or OstiaryError when the log that is found does not start, or has lost what was told."""
        found = power.cut_power(history, at, weather, dice)
        power.put_together(found, self.log.folder.root, place, self.directories)
        told = {index: self.words[index] for line, index in history.answers if line < at}
        verify_public(FaultLog(LogFolder(place)), place.with_name("public side"))
        judge(
            FaultLog(LogFolder(place), self.log.master), {i: w for i, w in told.items() if w}, self.seen(at)
        )

    def seen(self, at: int) -> list[Checkpoint]:
        """The checkpoint that a reader may have got at that moment."""
        found = power.cut_power(self.history, at, WEATHERS[1], random.Random(0))
        with tempfile.TemporaryDirectory() as place:
            log = FaultLog(LogFolder(Path(place)))
            power.put_together(found, self.log.folder.root, log.folder.root, self.directories)
            return [log.signed()]


def verify_public(log: FaultLog, place: Path) -> None:
    """Before anything is repaired, a reader finds all that the checkpoint promises."""
    place.mkdir()
    for part in (log.folder.verifier_key, log.folder.trust_policy):
        shutil.copy(part, place)
    (place / "public").symlink_to(log.folder.public)
    try:
        verify_log(place, lambda _done, _total: None)
    finally:
        shutil.rmtree(place)


async def burst(socket: Path) -> None:
    """Three clients ask for one to four entries each, wait for the answers, and ask again."""
    dice = random.Random(7)
    clients = [await LogClient.connect(socket) for _ in range(3)]
    for _ in range(8):
        await asyncio.gather(*(_ask(client, dice.randint(1, 4), dice) for client in clients))
    for client in clients:
        client.close()


async def _ask(client: LogClient, count: int, dice: random.Random) -> None:
    over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    left = count

    def settled(answer: object) -> None:
        nonlocal left
        assert isinstance(answer, int), answer
        left -= 1
        if not left:
            over.set_result(None)

    for _ in range(count):
        client.when_durable(client.append(ACCESS, some_entry(dice)), settled)
    await over


@pytest.fixture(scope="module", params=[False, True], ids=["clear", "sealed"])
def traced(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Traced:
    place = tmp_path_factory.mktemp("power")
    return Traced(make_fault_log(place, sealed=request.param), place, sealed=request.param)


@pytest.fixture
def memory() -> Iterator[Path]:
    """A place that is not on a disk: hundreds of folders are put together there."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as name:
        yield Path(name)


@pytest.mark.parametrize("part", range(PARTS))
def test_the_power_goes_at_any_moment(traced: Traced, part: int, memory: Path, record_property: Say) -> None:
    """At each moment, with each weather and some that chance draws, the log that is found starts and has all that was told."""
    trials = 0
    for at in traced.moments()[part::PARTS]:
        for number, weather in enumerate((*WEATHERS, *[ANY] * DRAWS)):
            place = memory / "log"
            try:
                traced.judge_cut(traced.history, at, weather, random.Random(f"{SEED} {at} {number}"), place)
            except (AssertionError, OstiaryError) as fault:
                raise AssertionError(f"line {at}, {weather.name}, FAULTS_SEED={SEED}: {fault}") from fault
            shutil.rmtree(place)
            trials += 1
    record_property("trials", trials)
    record_property("said", f"{trials} disks found after a power cut, each one whole; seed {SEED}")


LEFT_OUT: dict[str, Callable[[Traced], set[int | str]]] = {
    "the journal": lambda traced: {traced.history.names[str(traced.log.folder.journal)]},
    "the key file": lambda traced: {traced.history.names[str(traced.log.folder.keys)]},
    "files that are renamed": lambda traced: {
        step.inode for step in traced.history.namings() if step.moved_from and step.inode is not None
    },
    "the private folder": lambda traced: {str(traced.log.folder.private)},
    "the folders of tiles": lambda traced: {
        str(Path(step.name).parent) for step in traced.history.namings() if "/tile" in step.name
    },
}


@pytest.mark.parametrize("what", LEFT_OUT)
def test_a_sync_that_is_left_out_is_noticed(
    what: str, traced: Traced, memory: Path, record_property: Say
) -> None:
    """Had the writer not waited for one of these, some power cut would have lost something: so the other test can fail."""
    if what == "the key file" and not traced.sealed:
        pytest.skip("a log in the clear has no key file")
    left_out = LEFT_OUT[what](traced)
    history = traced.history.without_syncs(lambda target: target in left_out)
    assert len(history.syncs) < len(traced.history.syncs)
    moments = [(at, weather) for at in traced.moments()[::4] for weather in WEATHERS]
    found = next((at for at, weather in moments if is_lost(traced, history, at, weather, memory)), None)
    assert found is not None
    record_property("trials", 1)
    record_property("said", f"without the syncs of {what}, a power cut at line {found} would lose something")


def is_lost(traced: Traced, history: History, at: int, weather: Weather, memory: Path) -> bool:
    place = memory / "log"
    try:
        traced.judge_cut(history, at, weather, random.Random(at), place)
    except (AssertionError, OstiaryError, OSError):
        return True
    finally:
        shutil.rmtree(place)
    return False
