"""A small file system that is really full: while entries come, while tiles are published, while keys are drawn."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.logs import FaultLog, Say, judge, make_fault_log
from faults.traced import PATIENCE, command, started
from machine_world import unmount
from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import ACCESS
from ostiary.store.log.client import append_once
from ostiary.store.log.journal import RESERVE_BYTES

KINDS = ("tmpfs", "ext4")
BYTES = 64 * 2**20
NO_ROOM = "No space left on device"


@contextlib.contextmanager
def mounted(kind: str, place: Path) -> Iterator[Path]:
    """A file system of 64 MiB. Skips, with the reason, where this machine cannot mount one."""
    folder, image = place / "small", place / "image"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={BYTES}", "none", str(folder)]
    if kind == "ext4":
        make = shutil.which("mkfs.ext4", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
        if make is None:
            pytest.skip("there is no mkfs.ext4: apt install e2fsprogs")
        with image.open("wb") as file:
            file.truncate(BYTES)
        subprocess.run([make, "-q", "-m", "0", str(image)], check=True, capture_output=True)
        words = ["mount", "-o", "loop", str(image), str(folder)]
    if subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip(f"{kind} can be mounted by root only, and not on every machine")
    try:
        yield folder
    finally:
        unmount(folder)


def fill(folder: Path, leave: int) -> Path:
    """Take all room but ``leave`` bytes."""
    filler = folder / "filler"
    with filler.open("wb") as file:
        room = os.statvfs(folder)
        for step in (2**20, 4096):
            while room.f_bavail * room.f_frsize > leave + step:
                try:
                    os.write(file.fileno(), b"\xff" * step)
                except OSError:
                    break
                room = os.statvfs(folder)
        os.fsync(file.fileno())
    return filler


def append_until_refused(socket: Path, payload: bytes) -> dict[int, bytes]:
    """What was acknowledged until an answer was refused."""
    told = append_all(socket, [payload] * 5000)
    assert len(told) < 5000, "the disk never got full"
    return told


def append_all(socket: Path, payloads: list[bytes]) -> dict[int, bytes]:
    """What was acknowledged of these, one after the other, until an answer was refused."""
    told: dict[int, bytes] = {}
    with contextlib.suppress(LogUnavailable):
        for payload in payloads:
            told[append_once(socket, ACCESS, payload)] = payload
    return told


def serve_until_full(
    log: FaultLog, place: Path, payload: bytes, small: Path, leave: int | None
) -> dict[int, bytes]:
    """A writer on a disk that gets full; what it acknowledged. It ends with one line that says that there is no room."""
    with started(command(log, place / "s")) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("writing ")
        told: dict[int, bytes] = {}
        if leave is not None:
            # The first entry reserves room for the journal, so that other things run out of it first.
            told |= append_all(place / "s", [b"first"])
            fill(small, leave)
        told |= append_until_refused(place / "s", payload)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert said.count("\n") == 1, said
    assert NO_ROOM in said, said
    return told


@pytest.mark.parametrize("sealed", [False, True], ids=["clear", "sealed"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("what", "payload", "leave"),
    [
        ("appending", bytes(300_000), None),
        ("publishing or drawing keys", b"a small entry" * 20, 0),
        ("publishing or drawing keys, with a little room", b"a small entry" * 20, 80_000),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_disk_gets_full(
    what: str,
    payload: bytes,
    leave: int | None,
    kind: str,
    tmp_path: Path,
    record_property: Say,
    *,
    sealed: bool,
) -> None:
    """No answer without room, one line that says so, nothing lost; and with room again it goes on."""
    with mounted(kind, tmp_path) as small:
        log = make_fault_log(small / "place", sealed=sealed, entries=3)
        if leave is None:
            # Room for what the journal reserves ahead, and some entries more.
            fill(small, RESERVE_BYTES + 6 * 2**20)
        told = serve_until_full(log, tmp_path, payload, small, leave)
        still_full = _starts(log, tmp_path)
        (small / "filler").unlink()
        judge(log.copied(tmp_path / "copy"), told)
        with started(command(log, tmp_path / "s")) as process:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("writing "), process.communicate()
            told |= append_all(tmp_path / "s", [b"room again"])
            _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said
        assert b"room again" in told.values()
        judge(log, told)
    record_property("trials", 1)
    record_property("said", f"full while {what}: {len(told)} entries acknowledged and there; {still_full}")


def _starts(log: FaultLog, place: Path) -> str:
    """What a writer does that is started while there is still no room: it says so, or has nothing to write yet."""
    with started(command(log, place / "s")) as process:
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0 or (process.returncode == 1 and NO_ROOM in said), said
    return "started again without room it ends" if process.returncode else "it starts without room"
