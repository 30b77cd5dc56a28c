"""Sealed entries in a real journal: keys first, words only with keys, and every acknowledged entry after a crash."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.evidence.key_slots import SLOT_BYTES, Erased, offset_of
from ostiary.store.durable_files import Disk
from ostiary.store.log.journal import JournalReader, JournalWriter, create_journal
from ostiary.store.log.journal_frames import AnyEntry, JournalEntry
from ostiary.store.log.key_file import DRAWN_AT_ONCE, KeyFile, create_key_file
from ostiary.store.log.sealer import Sealer, drawing_ahead, open_entry, read_entry
from ostiary.store.master_key import FileMasterKey
from store.log_world import FAULTS, Died, Fault, FaultyDisk, entry

NONCE = b"n" * 32
MASTER = FileMasterKey("city.example/master", b"m" * 32)


@dataclass(frozen=True)
class Place:
    """A journal and its key file."""

    journal: Path
    keys: Path

    def append(self, payloads: list[bytes], disk: Disk) -> int:
        """As a writer does that has just started; the index of the first."""
        with JournalReader(self.journal) as reader, KeyFile(self.keys, MASTER, disk, writes=True) as keys:
            at = reader.start
            for _, after in reader.read_frames(reader.start):
                at = after
            writer = JournalWriter(self.journal, NONCE, at, disk, Sealer(keys, at.index))
            return writer.append([entry(payload) for payload in payloads])

    def entries(self) -> list[AnyEntry]:
        """Every entry as it stands."""
        with JournalReader(self.journal) as reader:
            return [found for frame, _ in reader.read_frames(reader.start) for found in frame.entries]

    def opened(self) -> list[JournalEntry | Erased]:
        """Every entry, with the keys."""
        with KeyFile(self.keys, MASTER) as keys:
            return [open_entry(found, index, keys) for index, found in enumerate(self.entries())]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path / "journal", tmp_path / "keys")
    create_journal(place.journal, NONCE)
    create_key_file(place.keys, MASTER, Disk(), staging=tmp_path / "staging")
    return place


def test_what_was_sealed_is_read_with_keys_alone(place: Place) -> None:
    """The journal holds neither words nor salt; the public bytes are what they are in the clear."""
    place.append([b"the first words", b"the second"], Disk())
    assert b"first words" not in place.journal.read_bytes()
    assert place.opened() == [entry(b"the first words"), entry(b"the second")]
    assert [found.commitment for found in place.entries()] == [
        entry(payload).commitment for payload in (b"the first words", b"the second")
    ]
    with pytest.raises(LogUnavailable, match="its key is not at hand"):
        read_entry(place.entries()[0], 0)


def test_keys_are_durable_before_the_frame_and_then_cost_nothing(place: Place) -> None:
    """The first commit waits for keys, then for the journal; the next for the journal alone."""
    first, second = FaultyDisk(), FaultyDisk()
    place.append([b"one"], first)
    place.append([b"two"], second)
    assert first.steps == ["write", "fdatasync", "reserve", "write", "fdatasync"]
    assert second.steps == ["reserve", "write", "fdatasync"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("at", range(5))
def test_no_acknowledged_entry_loses_its_key(place: Place, at: int, fault: Fault) -> None:
    """Each durable step of a commit, failing in each way: what is in the journal opens, and the next writer goes on."""
    place.append([b"acknowledged"], Disk())
    # The keys that are left are destroyed, so that the next commit has to draw: those of entries never written.
    with place.keys.open("r+b") as file:
        file.truncate(offset_of(1))
    with pytest.raises((LogUnavailable, Died)):
        place.append([b"at risk"], FaultyDisk(at, fault))
    index = place.append([b"later"], Disk())
    opened = place.opened()
    assert opened[0] == entry(b"acknowledged")
    assert opened[index] == entry(b"later")
    assert opened in (
        [entry(b"acknowledged"), entry(b"later")],
        [entry(b"acknowledged"), entry(b"at risk"), entry(b"later")],
    )


def test_an_erased_entry_keeps_its_public_bytes_and_nothing_else(place: Place) -> None:
    """The frame stands, its neighbours open, and the words are gone for those with the master key too."""
    place.append([b"one", b"two", b"three"], Disk())
    before = place.entries()
    with KeyFile(place.keys, MASTER, writes=True) as keys:
        keys.erase(1)
        with pytest.raises(LogUnavailable, match="was erased"):
            read_entry(before[1], 1, keys)
    assert place.entries() == before
    assert place.opened() == [entry(b"one"), Erased(), entry(b"three")]


def test_a_damaged_key_is_no_erasure(place: Place) -> None:
    """A slot of zeros is said to be damage."""
    place.append([b"one"], Disk())
    with place.keys.open("r+b") as file:
        file.seek(offset_of(0))
        file.write(bytes(SLOT_BYTES))
    with pytest.raises(LogDamaged, match="the key of entry 0"):
        place.opened()


def test_a_journal_older_than_its_key_file_is_not_written_to(place: Place) -> None:
    """A key that was erased belongs to an entry that this journal has lost."""
    place.append([b"one"], Disk())
    with KeyFile(place.keys, MASTER, writes=True) as keys:
        keys.erase(1)
    with pytest.raises(LogDamaged, match="the journal has no such entry"):
        place.append([b"two"], Disk())


def test_keys_are_drawn_for_more_than_one_lot(place: Place) -> None:
    """A writer that has used up what was drawn draws again, and no key comes twice."""
    with KeyFile(place.keys, MASTER, writes=True) as keys:
        sealer = Sealer(keys, DRAWN_AT_ONCE - 1)
        sealer.seal(DRAWN_AT_ONCE - 1, [entry(b"one"), entry(b"two")])
        slots = {keys.slot(index) for index in range(DRAWN_AT_ONCE - 1, DRAWN_AT_ONCE + 2)}
    assert len(slots) == 3


def test_entries_are_sealed_one_after_the_other(place: Place) -> None:
    """A number that is not the next one would get another entry's key, and never be read again."""
    with KeyFile(place.keys, MASTER, writes=True) as keys:
        sealer = Sealer(keys, 3)
        with pytest.raises(ValueError, match="the next one is 3"):
            sealer.seal(4, [entry(b"four")])


def test_keys_are_drawn_ahead_of_commits(place: Place) -> None:
    """The thread draws until enough are ready, in order and durably; a commit then waits for the journal alone."""
    disk = FaultyDisk()
    with KeyFile(place.keys, MASTER, disk, writes=True) as keys:
        sealer = Sealer(keys, 5)
        with drawing_ahead(sealer):
            wait_until(lambda: not sealer.is_short)
        drawn = len(disk.steps)
        sealed = sealer.seal(5, [entry(b"%d" % number) for number in range(200)] * 12)
        assert len(disk.steps) == drawn
        opened = [open_entry(one, index, keys) for index, one in enumerate(sealed, 5)]
    assert opened == [entry(b"%d" % number) for number in range(200)] * 12


def test_nothing_is_sealed_once_keys_cannot_be_drawn(place: Place) -> None:
    """A failed sync is the last also where keys are ready: the writer hears of it at once, and seals nothing more."""
    heard = threading.Event()
    with KeyFile(place.keys, MASTER, FaultyDisk(2), writes=True) as keys:
        sealer = Sealer(keys, 0)
        with drawing_ahead(sealer, heard.set):
            assert heard.wait(30)
            wait_until(lambda: "drawer of keys" not in names())
        with pytest.raises(LogUnavailable, match="the key file cannot be written"):
            sealer.seal(0, [entry(b"a key is ready")])


def names() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.002)
