"""Durable files: the order of steps, and what is there when one goes wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ostiary.store import durable_files as durable
from store.log_world import FAULTS, Died, Fault, FaultyDisk


def test_the_steps_come_in_the_durable_order(tmp_path: Path) -> None:
    """Bytes, then their sync, then the name, then the directory's sync."""
    disk = FaultyDisk()
    durable.replace_file_durably(disk, tmp_path / "name", b"data", mode=0o600, staging=tmp_path / "staging")
    assert disk.steps == ["write", "fsync file staging", "rename name", f"fsync directory {tmp_path.name}"]
    assert (tmp_path / "name").read_bytes() == b"data"
    assert (tmp_path / "name").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "staging").exists()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("at", range(4))
def test_a_file_is_the_old_or_the_new_one(tmp_path: Path, at: int, fault: Fault) -> None:
    """Whatever step goes wrong, whoever opens the file finds it whole; and the next try succeeds."""
    path, staging = tmp_path / "name", tmp_path / "staging"
    path.write_bytes(b"old")
    with pytest.raises((OSError, Died)):
        durable.replace_file_durably(FaultyDisk(at, fault), path, b"newer", mode=0o600, staging=staging)
    assert path.read_bytes() in {b"old", b"newer"}
    durable.replace_file_durably(durable.Disk(), path, b"newer", mode=0o600, staging=staging)
    assert path.read_bytes() == b"newer"


def test_directories_are_durable_from_the_top(tmp_path: Path) -> None:
    """Each missing directory is made and synced in its parent; those that are there are left alone."""
    disk = FaultyDisk()
    durable.make_directories(disk, tmp_path / "a" / "b", mode=0o700)
    durable.make_directories(disk, tmp_path / "a", mode=0o700)
    assert disk.steps == ["mkdir", f"fsync directory {tmp_path.name}", "mkdir", "fsync directory a"]
    assert (tmp_path / "a" / "b").is_dir()


def test_reserving_does_not_lengthen_a_file(tmp_path: Path) -> None:
    """Reserved blocks lie beyond the end: the length stays, so that no zero bytes look like a torn frame."""
    path = tmp_path / "journal"
    path.write_bytes(b"data")
    descriptor = os.open(path, os.O_WRONLY)
    try:
        durable.Disk().reserve(descriptor, 4, 2**20)
        assert path.read_bytes() == b"data"
        assert os.fstat(descriptor).st_blocks * 512 >= 2**20
    finally:
        os.close(descriptor)


def test_a_reservation_that_fails_raises(tmp_path: Path) -> None:
    """A file that cannot be written to cannot be reserved for, and that is an error."""
    path = tmp_path / "journal"
    path.write_bytes(b"")
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with pytest.raises(OSError, match="descriptor"):
            durable.Disk().reserve(descriptor, 0, 2**20)
    finally:
        os.close(descriptor)
