"""A witness that is killed at each durable step never signs two roots for one size."""

from __future__ import annotations

import contextlib
import http.client
import random
from pathlib import Path

import pytest

from machine_world import needs_strace
from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.tlog.checkpoint import Checkpoint
from ostiary.tlog.merkle import consistency_proof
from ostiary.tlog.witnessing import encode_add_checkpoint
from ostiary.witness.durable import Disk
from ostiary.witness.folder import WitnessFolder
from ostiary.witness.state import Seen, State, create_state
from witness.witness_world import (
    FakeLog,
    Running,
    checkpoint_of,
    cosigned,
    make_witness,
    serving,
)

HONEST, FORKED = FakeLog(), FakeLog("b", fork_at=5)

# In the order of a write: the file's bytes, its name, the directory, the answer.
STEPS = ["fsync:when=1", "rename:when=1", "fsync:when=2", "sendto:when=1"]


def submit(witness: Running, log: FakeLog, old: int, size: int, roots: dict[int, set[bytes]]) -> int:
    """Ask, and note the root when it was cosigned; 0 when there was no answer."""
    proof = consistency_proof(old, log.leaves(size))
    try:
        got = witness.add(encode_add_checkpoint(old, proof, log.note(size)))
    except (ConnectionError, http.client.HTTPException):
        return 0
    if got.status == 200:
        checkpoint = checkpoint_of(log.note(size))
        assert cosigned(got, checkpoint)
        roots.setdefault(size, set()).add(checkpoint.root)
    return got.status


def with_five(directory: Path) -> WitnessFolder:
    """A witness that has seen five entries, which both logs have in common."""
    folder = make_witness(directory)
    with serving(folder) as witness:
        assert witness.add(HONEST.request(0, 5)).status == 200
    return folder


@needs_strace
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_it_signs_one_history(tmp_path: Path, step: str) -> None:
    """Whatever had become durable, the fork and the honest log together get one root a size."""
    folder = with_five(tmp_path / "w")
    call, _, when = step.partition(":")
    roots: dict[int, set[bytes]] = {}
    # A system call that strace kills at is not made.
    strace = [
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        f"trace={call}",
        "-e",
        f"inject={call}:signal=KILL:{when}",
    ]
    with serving(folder, before=strace) as witness:
        assert submit(witness, HONEST, 5, 8, roots) == 0
        witness.process.wait(30)
    with serving(folder) as witness:
        assert submit(witness, FORKED, 5, 8, roots) in {200, 409}
        assert submit(witness, HONEST, 5, 8, roots) in {200, 409}
        assert {submit(witness, log, 8, 8, roots) for log in (HONEST, FORKED)} == {200, 422}
    assert len(roots[8]) == 1


def test_killed_at_any_moment_it_signs_one_history(tmp_path: Path) -> None:
    """Rounds of SIGKILL while the two logs take turns: each size has one root, and the witness always starts again."""
    folder, roots = with_five(tmp_path / "w"), dict[int, set[bytes]]()
    chance = random.Random(7)
    for _ in range(5):
        with serving(folder) as witness:
            seen = _size_of(witness)
            for size in range(seen + 1, seen + 1 + chance.randrange(1, 6)):
                for log in chance.sample([HONEST, FORKED], 2):
                    submit(witness, log, size - 1, size, roots)
            with contextlib.suppress(ProcessLookupError):
                witness.kill()
    assert roots
    assert {len(each) for each in roots.values()} == {1}


def _size_of(witness: Running) -> int:
    return int(witness.add(HONEST.request(0, 1)).body)


class FaultyDisk(Disk):
    """A disk on which one step, counted from 0, fails, before it takes effect or after."""

    def __init__(self, at: int, *, takes_effect: bool) -> None:
        self.steps = 0
        self._at = at
        self._takes_effect = takes_effect

    def write(self, descriptor: int, data: bytes) -> None:
        is_torn = self.steps == self._at and not self._takes_effect
        if is_torn:
            super().write(descriptor, data[: len(data) // 2])
        self._step()
        super().write(descriptor, data)
        self._after()

    def sync(self, descriptor: int) -> None:
        self._step()
        super().sync(descriptor)
        self._after()

    def rename(self, source: Path, target: Path) -> None:
        self._step()
        super().rename(source, target)
        self._after()

    def _step(self) -> None:
        self.steps += 1
        if self.steps - 1 == self._at and not self._takes_effect:
            raise OSError(5, "Input/output error")

    def _after(self) -> None:
        if self.steps - 1 == self._at:
            raise OSError(5, "Input/output error")


@pytest.mark.parametrize("takes_effect", [False, True])
@pytest.mark.parametrize("at", range(4))
def test_a_failed_write_is_the_last(tmp_path: Path, at: int, *, takes_effect: bool) -> None:
    """After a step failed nothing is written again, and what is on the disk is the old state or the new one, whole."""
    path, vkey = tmp_path / "state", "w+00000000+AAAA"
    create_state(path, vkey, Disk())
    state = State(path, vkey, FaultyDisk(at, takes_effect=takes_effect))
    five = Seen(HONEST.note(5).decode(), 5)
    with pytest.raises(LogUnavailable, match="cannot be written"):
        state.advance(five.checkpoint.origin, None, five)
    with pytest.raises(LogDamaged, match="not what the answer rests on"):
        state.advance(five.checkpoint.origin, None, five)
    assert State(path, vkey, Disk()).logs in ({}, {five.checkpoint.origin: five})


def test_a_write_has_four_steps(tmp_path: Path) -> None:
    """Bytes, their fsync, the name, the directory's fsync: the table above has them all."""
    disk = FaultyDisk(-1, takes_effect=True)
    create_state(tmp_path / "state", "w", disk)
    assert disk.steps == 4


def test_comparing_and_replacing_is_one_step(tmp_path: Path) -> None:
    """What rests on another state than the one that is there is not written."""
    path, vkey = tmp_path / "state", "w+00000000+AAAA"
    create_state(path, vkey, Disk())
    state = State(path, vkey, Disk())
    five, six = Seen(HONEST.note(5).decode(), 5), Seen(HONEST.note(6).decode(), 6)
    state.advance("log.example/gw1", None, five)
    with pytest.raises(LogDamaged):
        state.advance("log.example/gw1", None, six)
    assert State(path, vkey, Disk()).logs["log.example/gw1"].checkpoint == Checkpoint(
        "log.example/gw1", 5, HONEST.checkpoint(5).root
    )
