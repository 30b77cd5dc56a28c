"""Two hundred times the writer is killed under load, and its journal's tail torn or littered before it starts again."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import time
from pathlib import Path

import pytest

from faults.crowd import Crowd
from faults.logs import FaultLog, Say, everything, judge, make_fault_log
from faults.traced import PATIENCE, command, started
from ostiary.errors import LogDamaged
from ostiary.store.durable_files import Disk
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.key_file import create_key_file
from ostiary.store.master_key import read_master_key, write_new_master_key
from ostiary.tlog.checkpoint import Checkpoint

SEED = int(os.environ.get("FAULTS_SEED") or time.time_ns() // 1_000_000 % 1_000_000)
ROUNDS = int(os.environ.get("FAULTS_ROUNDS", "200"))
CHAINS = ("clear", "sealed", "sealed half-way", "sealed half-way, again")
LITTER = (b"", b"O", b"OSF1 torn", b"OSF2" + bytes(60), b"\xff" * 5000, bytes(70_000))


def kill_under_load(log: FaultLog, name: str, place: Path) -> dict[int, bytes]:
    """One life of a writer, which ends with SIGKILL; what it had acknowledged."""
    dice = random.Random(name)
    with started(command(log, place / "s")) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("writing "), process.communicate()
        crowd = Crowd(place / "s", dice, kill=process.pid, after=dice.randint(1, 400))
        asyncio.run(asyncio.wait_for(crowd.run(), PATIENCE))
        assert process.wait(PATIENCE) == -9
    return crowd.told


def spoil_tail(log: FaultLog, told: int, dice: random.Random) -> str:
    """Tear or litter what nobody was told of and nobody has signed; what was done. ``told`` is the last entry's number."""
    path, end = log.folder.journal, end_of(log, max(told, log.head().size - 1))
    match dice.randint(0, 2):
        case 0:
            length = dice.randint(end, path.stat().st_size)
            os.truncate(path, length)
            return f"torn at {length} of {end}"
        case 1:
            litter = dice.choice(LITTER)
            with path.open("ab") as journal:
                journal.write(litter)
            return f"{len(litter)} bytes of litter"
    return "as it was"


def end_of(log: FaultLog, index: int) -> int:
    """Where the frame that holds an entry ends in the journal."""
    with JournalReader(log.folder.journal) as reader:
        at = reader.start
        for _, after in reader.read_frames(reader.start):
            if at.index > index:
                break
            at = after
    return at.offset


def refuse_lost_tail(log: FaultLog, dice: random.Random, place: Path) -> None:
    """On a copy, entries that a signature covers are torn away: refused, and not a byte is changed."""
    copy = log.copied(place)
    os.truncate(copy.folder.journal, dice.randint(80, end_of(copy, copy.head().size - 1) - 1))
    before = everything(copy.folder)
    with pytest.raises(LogDamaged), copy.opened(Disk()):
        pass
    assert everything(copy.folder) == before
    shutil.rmtree(place)


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("chain", CHAINS)
def test_a_writer_is_killed_again_and_again(chain: str, tmp_path: Path, record_property: Say) -> None:
    """Each time it starts again by itself, and at the end the log is whole and has all that was ever acknowledged."""
    dice = random.Random(f"{SEED} {chain}")
    log = make_fault_log(tmp_path, sealed=chain == "sealed", entries=3)
    told: dict[int, bytes] = {}
    seen: list[Checkpoint] = []
    rounds = max(1, ROUNDS // len(CHAINS))
    for number in range(rounds):
        if "half-way" in chain and number == rounds // 2:
            log = sealed_from_now_on(log, tmp_path / "master.key")
        fresh = kill_under_load(log, f"{SEED} {chain} {number}", tmp_path)
        assert fresh
        assert not fresh.keys() & told.keys(), f"round {number}, FAULTS_SEED={SEED}"
        told |= fresh
        seen.append(log.signed())
        done = spoil_tail(log, max(told), dice)
        if number % 5 == 4 or number == rounds - 1:
            copy = log.copied(tmp_path / "copy")
            try:
                judge(copy, told, seen[-5:])
            except AssertionError as fault:
                raise AssertionError(f"round {number}, {done}, FAULTS_SEED={SEED}: {fault}") from fault
            shutil.rmtree(copy.folder.root)
            refuse_lost_tail(log, dice, tmp_path / "copy")
    record_property("trials", rounds)
    record_property("said", f"{rounds} kills, {len(told)} entries acknowledged and there; seed {SEED}")


def sealed_from_now_on(log: FaultLog, master: Path) -> FaultLog:
    """The same log with a key file."""
    write_new_master_key(master, "city.example/master")
    create_key_file(log.folder.keys, read_master_key(master), Disk(), staging=log.folder.staging)
    return FaultLog(log.folder, master)
