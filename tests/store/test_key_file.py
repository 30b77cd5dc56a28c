"""The key file: drawn ahead, erased for good, and never the worse for a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import KeyFileError, LogDamaged, LogUnavailable
from ostiary.evidence.key_slots import SLOT_BYTES, Erased, Kept, offset_of
from ostiary.store.durable_files import Disk
from ostiary.store.log.key_file import KeyFile, create_key_file
from ostiary.store.master_key import FileMasterKey
from store.log_world import FAULTS, Died, Fault, FaultyDisk

MASTER = FileMasterKey("city.example/master", b"m" * 32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A key file with the keys of entries 0 to 9."""
    path = tmp_path / "keys"
    create_key_file(path, MASTER, Disk(), staging=tmp_path / "staging")
    with opened(path) as keys:
        keys.draw(0, 10)
    return path


def opened(path: Path, disk: Disk | None = None) -> KeyFile:
    return KeyFile(path, MASTER, disk, writes=True)


def kept(path: Path, count: int) -> list[bytes]:
    """The keys of the first entries, read by a process that has just started."""
    with KeyFile(path, MASTER) as keys:
        slots = [keys.slot(index) for index in range(count)]
    return [slot.key for slot in slots if isinstance(slot, Kept)]


def test_keys_are_drawn_once_and_differ(path: Path) -> None:
    """Each entry has a key of its own, the same for each reader."""
    assert kept(path, 10) == kept(path, 10)
    assert len(set(kept(path, 10))) == 10


def test_drawing_is_one_write_then_the_disk(path: Path) -> None:
    """However many keys: one fdatasync, and none while keys are left."""
    disk = FaultyDisk()
    with opened(path, disk) as keys:
        assert keys.drawn_after(3) == 10
        assert disk.steps == []
        keys.draw(10)
    assert disk.steps == ["write", "fdatasync"]


def test_sound_slots_are_never_drawn_again(path: Path) -> None:
    """Only what is unsound gets a key: a restored journal does not cost the entries after it their keys."""
    before = kept(path, 10)
    with path.open("r+b") as file:
        file.seek(offset_of(4))
        file.write(bytes(SLOT_BYTES))
    with opened(path) as keys:
        keys.erase(6)
        assert keys.drawn_after(2) == 4
        keys.draw(4, 10)
        assert keys.slot(6) == Erased()
        assert keys.drawn_after(0) == 14
    after = kept(path, 14)
    assert after[:4] + after[5:9] == before[:4] + before[5:6] + before[7:]
    assert after[4] != before[4]


def test_an_erased_key_is_nowhere_in_the_file(path: Path) -> None:
    """The slot's old bytes are gone, its neighbours are untouched, and erasing again changes nothing."""
    before, raw = kept(path, 10), path.read_bytes()
    with opened(path) as keys:
        keys.erase(5)
        once = path.read_bytes()
        keys.erase(5)
        assert keys.slot(5) == Erased()
    assert path.read_bytes() == once
    assert raw[offset_of(5) + 16 : offset_of(6)] not in once
    assert kept(path, 10) == before[:5] + before[6:]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("at", [0, 1])
def test_a_crash_while_drawing_loses_no_key(path: Path, at: int, fault: Fault) -> None:
    """Write and fdatasync, each failing in each way: the keys before are there, and the next writer goes on."""
    before = kept(path, 10)
    with opened(path, FaultyDisk(at, fault)) as keys, pytest.raises((LogUnavailable, Died)):
        keys.draw(10, 20)
    with opened(path) as keys:
        end = keys.drawn_after(10)
        keys.draw(end, 20)
        assert keys.drawn_after(0) >= 30
    assert kept(path, 10) == before


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("at", [0, 1])
def test_a_crash_while_erasing_is_mended_by_erasing(path: Path, at: int, fault: Fault) -> None:
    """Whatever the slot holds after the crash, erasing again ends it; its neighbours keep their keys."""
    before = kept(path, 10)
    with opened(path, FaultyDisk(at, fault)) as keys, pytest.raises((LogUnavailable, Died)):
        keys.erase(5)
    with opened(path) as keys:
        keys.erase(5)
        assert keys.slot(5) == Erased()
    assert kept(path, 5) == before[:5]


def test_a_torn_erasure_is_not_taken_for_one(path: Path) -> None:
    """Half an erasure is damage until the log's entry has it done again; the key is lost all the same."""
    with opened(path, FaultyDisk(0, FAULTS[2])) as keys, pytest.raises(Died):
        keys.erase(5)
    with KeyFile(path, MASTER) as keys, pytest.raises(LogDamaged, match="entry 5"):
        keys.slot(5)


def test_any_failure_is_final(path: Path) -> None:
    """After a failed fdatasync nothing is tried again: it would succeed without the bytes."""
    with opened(path, FaultyDisk(1)) as keys:
        with pytest.raises(LogUnavailable, match="cannot be erased"):
            keys.erase(5)
        with pytest.raises(LogUnavailable, match="has failed"):
            keys.draw(10)


def test_a_key_file_needs_its_master_key(path: Path) -> None:
    """Another master key opens nothing, whether it has another name or other bytes."""
    for other in (FileMasterKey("city.example/master", b"n" * 32), FileMasterKey("other", b"m" * 32)):
        with pytest.raises(KeyFileError, match="does not open this key file"):
            KeyFile(path, other)


def test_a_missing_or_foreign_file_is_damage(tmp_path: Path, path: Path) -> None:
    """No key file is made in place of a lost one, and none over another."""
    with pytest.raises(LogDamaged, match="is missing"):
        KeyFile(tmp_path / "none", MASTER)
    (tmp_path / "foreign").write_bytes(b"no keys")
    with pytest.raises(LogDamaged, match="header"):
        KeyFile(tmp_path / "foreign", MASTER)
    with pytest.raises(FileExistsError):
        create_key_file(path, MASTER, Disk(), staging=tmp_path / "staging")
