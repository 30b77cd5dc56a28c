"""Wrapping keys anew: what an old copy of the key file is worth afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ostiary.errors import KeyFileError, LogDamaged
from ostiary.evidence.key_slots import SLOT_BYTES, Erased, Slot, offset_of
from ostiary.store.durable_files import Disk
from ostiary.store.log.key_file import KeyFile, create_key_file
from ostiary.store.log.rewrapping import rewrap
from ostiary.store.master_key import FileMasterKey
from store.log_world import FAULTS, Died, Fault, FaultyDisk

OLD = FileMasterKey("city.example/2026", b"o" * 32)
NEW = FileMasterKey("city.example/2027", b"n" * 32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The keys of ten entries and of two to come; that of entry 4 is erased, and a backup from before is kept."""
    path = tmp_path / "keys"
    create_key_file(path, OLD, Disk(), staging=tmp_path / "staging")
    with KeyFile(path, OLD, writes=True) as keys:
        keys.draw(0, 12)
        shutil.copy(path, tmp_path / "backup")
        keys.erase(4)
    return path


def slots(path: Path, master: FileMasterKey) -> list[Slot]:
    with KeyFile(path, master) as keys:
        return [keys.slot(index) for index in range(12)]


def test_the_keys_are_the_same_and_the_old_master_key_opens_none(path: Path, tmp_path: Path) -> None:
    """Kept keys come along, erased ones stay erased; no slot looks as it did, and the backup needs the old master key."""
    before, raw = slots(path, OLD), path.read_bytes()
    rewrap(path, OLD, NEW, 10, Disk(), staging=tmp_path / "staging")
    assert slots(path, NEW) == before
    assert slots(path, NEW)[4] == Erased()
    with pytest.raises(KeyFileError, match="2026"):
        KeyFile(path, OLD)
    with pytest.raises(KeyFileError, match="2027"):
        KeyFile(tmp_path / "backup", NEW)
    assert [
        index for index in range(12) if raw[offset_of(index) + 16 : offset_of(index + 1)] in path.read_bytes()
    ] == [4]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("at", range(5))
def test_a_crash_leaves_the_old_file_or_the_new_one(
    path: Path, tmp_path: Path, at: int, fault: Fault
) -> None:
    """Header, slots, fsync, rename, fsync of the folder: each failing in each way, one of the two stands, whole."""
    before = slots(path, OLD)
    disk = FaultyDisk(at, fault)
    with pytest.raises((OSError, Died)):
        rewrap(path, OLD, NEW, 10, disk, staging=tmp_path / "staging")
    is_renamed = at > 3 or (at == 3 and fault.takes_effect)
    assert slots(path, NEW if is_renamed else OLD) == before
    assert [step.split()[0] for step in disk.steps] == ["write", "write", "fsync", "rename", "fsync"][
        : at + 1
    ]


def test_a_damaged_key_is_not_carried_over(path: Path, tmp_path: Path) -> None:
    """Damage among the entries stops it with nothing changed: the old file is the only one that can be mended."""
    with path.open("r+b") as file:
        file.seek(offset_of(7))
        file.write(bytes(SLOT_BYTES))
    raw = path.read_bytes()
    with pytest.raises(LogDamaged, match="entry 7"):
        rewrap(path, OLD, NEW, 10, Disk(), staging=tmp_path / "staging")
    assert path.read_bytes() == raw


def test_the_new_master_key_has_another_name(path: Path, tmp_path: Path) -> None:
    """One of two keys of one name would be destroyed by mistake."""
    with pytest.raises(ValueError, match="as well"):
        rewrap(path, OLD, FileMasterKey(OLD.name, b"n" * 32), 10, Disk(), staging=tmp_path / "staging")


def test_a_master_key_that_forgets_is_found_out_in_time(path: Path, tmp_path: Path) -> None:
    """A token that does not give back what it wrapped gets no key file."""

    class Forgetful(FileMasterKey):
        def unwrap(self, wrapped: bytes) -> bytes:
            return super().unwrap(wrapped)[::-1]

    with pytest.raises(KeyFileError, match="does not give back"):
        rewrap(path, OLD, Forgetful("token", b"t" * 32), 10, Disk(), staging=tmp_path / "staging")
    assert len(slots(path, OLD)) == 12
