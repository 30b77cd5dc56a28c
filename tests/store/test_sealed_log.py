"""A sealed log as a whole: a real writer, killed and started again, verified without keys and read with them."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from ostiary.errors import KeyFileError, LogDamaged, LogUnavailable, SettingsError
from ostiary.evidence.commitment import ACCESS, ERASURE, RECOVERY
from ostiary.evidence.erase_request import EraseRequest, write_request
from ostiary.evidence.erasure import Erasure
from ostiary.evidence.key_slots import Erased, offset_of
from ostiary.store.durable_files import Disk
from ostiary.store.log.client import append_once
from ostiary.store.log.eraser import Eraser
from ostiary.store.log.erasing import erase_entries, locate
from ostiary.store.log.folder import LogFolder, read_signer
from ostiary.store.log.journal import JournalReader, JournalWriter
from ostiary.store.log.journal_frames import HEADER_BYTES, JournalEntry, SealedEntry
from ostiary.store.log.key_check import KeyReport, check_keys
from ostiary.store.log.key_file import KeyFile, create_key_file
from ostiary.store.log.reader import read_entries
from ostiary.store.log.receipts import make_receipt
from ostiary.store.log.recovery import open_for_writing
from ostiary.store.log.sealer import open_entry
from ostiary.store.master_key import read_master_key, write_new_master_key
from store.log_world import FAULTS, Died, Fault, FaultyDisk, entry, log_of, verify, writer

# What a crash leaves behind a frame: the beginning of a sealed one, and other bytes.
TAILS = [b"", b"OSF2" + bytes(9), b"\xff" * 700]


def sealed_log(directory: Path) -> tuple[LogFolder, Path]:
    """A log of two entries in the clear that is sealed from then on, and the file of its master key."""
    folder, master = log_of(directory / "log", 2), directory / "master.key"
    write_new_master_key(master, "city.example/master")
    create_key_file(folder.keys, read_master_key(master), Disk(), staging=folder.staging)
    return folder, master


def opened(folder: LogFolder, master: Path) -> list[JournalEntry | Erased]:
    """Every entry of the log, with the keys."""
    with KeyFile(folder.keys, read_master_key(master)) as keys, JournalReader(folder.journal) as reader:
        entries = [found for frame, _ in reader.read_frames(reader.start) for found in frame.entries]
        return [open_entry(found, index, keys) for index, found in enumerate(entries)]


def words(folder: LogFolder, master: Path) -> list[bytes | None]:
    """What every entry says; None of an erased one."""
    return [None if isinstance(found, Erased) else found.payload for found in opened(folder, master)]


@contextlib.contextmanager
def writing(
    folder: LogFolder, master: Path, disk: Disk | None = None
) -> Iterator[tuple[JournalWriter, KeyFile]]:
    """The log opened as a writer opens it when it starts, recovery included."""
    used = disk or Disk()
    with KeyFile(folder.keys, read_master_key(master), used, writes=True) as keys:
        journal = open_for_writing(folder, read_signer(folder).verifier(), used, keys).journal
        try:
            yield journal, keys
        finally:
            journal.close()


def erase(folder: LogFolder, master: Path, index: int, disk: Disk | None = None) -> int:
    """Erase one entry as whoever holds the log's lock does; the index of the entry that says so."""
    with writing(folder, master, disk) as (journal, keys):
        return erase_entries(folder.journal, journal, keys, Erasure((index,), "2026 CH 4711"))


def written(directory: Path) -> tuple[LogFolder, Path]:
    """A sealed log whose entries 2 and 3 are sealed accesses."""
    folder, master = sealed_log(directory)
    with writing(folder, master) as (journal, _):
        journal.append([entry(b"two"), entry(b"three")])
    return folder, master


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("at", range(6))
def test_an_erasure_is_finished_after_a_crash(tmp_path: Path, at: int, fault: Fault) -> None:
    """Each durable step failing in each way: the entry is erased and the log says so, or neither; nothing else is lost."""
    folder, master = written(tmp_path)
    disk = FaultyDisk(at, fault)
    with pytest.raises((LogUnavailable, Died)):
        erase(folder, master, 2, disk)
    with writing(folder, master):
        pass
    said = words(folder, master)
    assert said[3] == b"three"
    report = check_keys(folder, read_master_key(master), lambda _done, _total: None)
    has_erasure = any(
        isinstance(entry, JournalEntry) and entry.kind == ERASURE for entry in opened(folder, master)
    )
    assert report.erased == ((2,) if has_erasure else ())
    assert verify(folder).unpublished == len(said) - 2
    erase(folder, master, 2)
    assert words(folder, master)[2] is None


def test_no_number_that_a_client_sends_ends_the_writer(tmp_path: Path) -> None:
    """A frame is said to stand where no file reaches."""
    folder, master = written(tmp_path)
    with writing(folder, master) as (journal, keys), JournalReader(folder.journal) as reader:
        for offset in (10**6, 2**63 - 1, 2**70):
            request = EraseRequest(Erasure((2,), "2026 CH 4711"), (offset,))
            with pytest.raises(LogDamaged, match="does not stand where"):
                Eraser(reader, journal, keys, None).erase(write_request(request), 1)


def test_an_erasure_that_nothing_explains_is_found(tmp_path: Path) -> None:
    """Whoever overwrites a slot without an entry is found out; so is an erasure that was not carried out."""
    folder, master = written(tmp_path)
    kept = folder.keys.read_bytes()
    erase(folder, master, 2)
    folder.keys.write_bytes(kept)
    with pytest.raises(LogDamaged, match="entry 2 was to be erased"):
        check_keys(folder, read_master_key(master), lambda _done, _total: None)
    with KeyFile(folder.keys, read_master_key(master), writes=True) as keys:
        keys.erase(2)
        keys.erase(3)
    with pytest.raises(LogDamaged, match="entry 3 was erased, and no entry"):
        check_keys(folder, read_master_key(master), lambda _done, _total: None)


@pytest.mark.parametrize(
    ("index", "why"), [(0, "in the clear"), (4, "never erased"), (99, "has no entry 99")]
)
def test_what_cannot_be_erased_is_refused(tmp_path: Path, index: int, why: str) -> None:
    """An entry in the clear, an erasure, a number beyond the end: refused, and nothing is written."""
    folder, master = written(tmp_path)
    erase(folder, master, 2)
    before = folder.journal.read_bytes(), folder.keys.read_bytes()
    with pytest.raises(SettingsError, match=why):
        erase(folder, master, index)
    assert (folder.journal.read_bytes(), folder.keys.read_bytes()) == before


def test_a_killed_writer_of_a_sealed_log_loses_nothing(tmp_path: Path) -> None:
    """SIGKILL and a torn tail, three times: each acknowledged entry opens, and the log verifies without any key."""
    folder, master = sealed_log(tmp_path)
    acknowledged: dict[int, bytes] = {}
    for round_, tail in enumerate(TAILS):
        with writer(folder, after=("--master-key", str(master))) as running:
            for number in range(4):
                payload = f"round {round_}, person {number}".encode()
                acknowledged[append_once(running.socket, ACCESS, payload)] = payload
            os.kill(running.pid, signal.SIGKILL)
            running.process.wait(30)
        with folder.journal.open("ab") as file:
            file.write(tail)
    with writer(folder, after=("--master-key", str(master))) as running:
        assert running.stop() == 0
    entries = opened(folder, master)
    said = words(folder, master)
    assert {index: said[index] for index in acknowledged} == acknowledged
    assert said[:2] == [b"entry 0", b"entry 1"]
    assert [found.kind for found in entries if isinstance(found, JournalEntry)].count(RECOVERY) == 2
    assert b"person" not in folder.journal.read_bytes()
    assert verify(folder).size == len(entries)


def test_an_erased_entry_leaves_the_log_whole(tmp_path: Path) -> None:
    """The log verifies, the entry's receipt is made as before, and its words are nowhere in the folder."""
    folder, master = sealed_log(tmp_path)
    with writer(folder, after=("--master-key", str(master))) as running:
        index = append_once(running.socket, ACCESS, b"who asked about P-4711")
        other = append_once(running.socket, ACCESS, b"who asked about P-4712")
        assert running.stop() == 0
    before = make_receipt(folder.root, index)
    erase(folder, master, index)
    assert words(folder, master)[index] is None
    assert words(folder, master)[other] == b"who asked about P-4712"
    assert (verify(folder).size, verify(folder).unpublished) == (4, 1)
    heard: list[tuple[int, int]] = []
    assert check_keys(folder, read_master_key(master), lambda *told: heard.append(told)) == KeyReport(
        2, 2, (index,)
    )
    size = folder.journal.stat().st_size
    assert heard[-1] == (size, size)
    assert make_receipt(folder.root, index) == before
    assert not any(b"P-4711" in path.read_bytes() for path in folder.root.rglob("*") if path.is_file())


def test_a_key_file_older_than_the_journal_is_not_written_to(tmp_path: Path) -> None:
    """The newest entry has to have its slot; a restored key file that lacks it stops the writer, with nothing changed."""
    folder, master = written(tmp_path)
    with folder.keys.open("r+b") as file:
        file.truncate(offset_of(3))
    before = folder.journal.read_bytes(), folder.keys.read_bytes()
    with pytest.raises(LogDamaged, match="older than the journal"), writing(folder, master):
        pass
    assert (folder.journal.read_bytes(), folder.keys.read_bytes()) == before


def test_a_restored_key_file_does_not_bring_back_what_was_erased(tmp_path: Path) -> None:
    """A backup of the slots from before an erasure: the writer erases again before it writes anything."""
    folder, master = written(tmp_path)
    backup = folder.keys.read_bytes()
    erase(folder, master, 2)
    folder.keys.write_bytes(backup)
    with writing(folder, master):
        pass
    assert words(folder, master)[2] is None


def test_a_lost_key_is_found_by_checking(tmp_path: Path) -> None:
    """A slot that is neither kept nor erased is damage, and named, though the log verifies."""
    folder, master = sealed_log(tmp_path)
    with writer(folder, after=("--master-key", str(master))) as running:
        index = append_once(running.socket, ACCESS, b"sealed")
        assert running.stop() == 0
    with folder.keys.open("r+b") as file:
        file.seek(offset_of(index) + 20)
        file.write(b"lost")
    assert verify(folder).size == 3
    with pytest.raises(LogDamaged, match=f"the key of entry {index}"):
        check_keys(folder, read_master_key(master), lambda _done, _total: None)


def test_a_sealed_log_is_never_written_in_the_clear(tmp_path: Path) -> None:
    """Without the master key, with another one, or without the key file, no writer starts and no byte changes."""
    folder, master = sealed_log(tmp_path)
    with writer(folder, after=("--master-key", str(master))) as running:
        append_once(running.socket, ACCESS, b"sealed")
        assert running.stop() == 0
    journal, verifier = folder.journal.read_bytes(), read_signer(folder).verifier()
    with pytest.raises(KeyFileError, match="no master key was given"):
        open_for_writing(folder, verifier, Disk())
    other = tmp_path / "other.key"
    write_new_master_key(other, "other")
    with pytest.raises(KeyFileError, match="does not open"):
        KeyFile(folder.keys, read_master_key(other), writes=True)
    folder.keys.rename(tmp_path / "keys")
    with pytest.raises(LogDamaged, match="its key file is missing"):
        open_for_writing(folder, verifier, Disk())
    assert folder.journal.read_bytes() == journal


def test_readers_without_keys_are_refused_and_not_misled(tmp_path: Path) -> None:
    """What is in the clear is read; at the first sealed entry a reader says so."""
    folder, master = sealed_log(tmp_path)
    with writer(folder, after=("--master-key", str(master))) as running:
        append_once(running.socket, ACCESS, b"sealed")
        assert running.stop() == 0
    entries = read_entries(folder.root)
    assert [next(entries).payload, next(entries).payload] == [b"entry 0", b"entry 1"]
    with pytest.raises(LogUnavailable, match="entry 2 is sealed"):
        next(entries)
    with JournalReader(folder.journal) as reader:
        *_, (last, _) = reader.read_frames(reader.start)
    assert isinstance(last.entries[0], SealedEntry)


def ask_to_erase(folder: LogFolder, socket: Path, index: int) -> int:
    """Through the writer, as the gateway does."""
    with JournalReader(folder.journal) as reader:
        request = locate(reader, Erasure((index,), "2026 CH 4711"))
    return append_once(socket, ERASURE, write_request(request))


def test_a_writer_erases_while_others_append(tmp_path: Path) -> None:
    """The request is answered with the entry that says so; the log goes on, and its words are gone."""
    folder, master = sealed_log(tmp_path)
    with writer(folder, after=("--master-key", str(master))) as running:
        index = append_once(running.socket, ACCESS, b"who asked about P-4711")
        number = ask_to_erase(folder, running.socket, index)
        assert append_once(running.socket, ACCESS, b"later") == number + 1
        assert running.stop() == 0
    assert words(folder, master)[index] is None
    assert words(folder, master)[-1] == b"later"
    assert check_keys(folder, read_master_key(master), lambda _done, _total: None).erased == (index,)
    assert verify(folder).unpublished == 0


def test_what_a_client_may_not_have_erased_stays(tmp_path: Path) -> None:
    """A false offset, an entry in the clear, nonsense: the client is dropped, no key is touched, and others are served."""
    folder, master = sealed_log(tmp_path)
    with writer(folder, after=("--master-key", str(master))) as running:
        index = append_once(running.socket, ACCESS, b"kept")
        before = folder.keys.read_bytes()[: offset_of(index + 1)]
        wrong = [
            write_request(EraseRequest(Erasure((index,), "x"), (HEADER_BYTES,))),
            write_request(EraseRequest(Erasure((index,), "x"), (10**9,))),
            write_request(EraseRequest(Erasure((0,), "x"), (HEADER_BYTES,))),
            b"nonsense",
        ]
        for payload in wrong:
            with pytest.raises(LogUnavailable):
                append_once(running.socket, ERASURE, payload)
        assert append_once(running.socket, ACCESS, b"others") == index + 1
        assert folder.keys.read_bytes().startswith(before)
        assert running.stop() == 0


def test_a_gateways_writer_erases_for_the_gateway_alone(tmp_path: Path) -> None:
    """A worker, or whoever else runs as the same account, appends and has nothing erased."""
    folder, master = sealed_log(tmp_path)
    with (
        KeyFile(folder.keys, read_master_key(master), writes=True) as keys,
        JournalReader(folder.journal) as reader,
    ):
        recovered = open_for_writing(folder, read_signer(folder).verifier(), Disk(), keys)
        recovered.journal.append([entry(b"two")])
        request = write_request(locate(reader, Erasure((2,), "x")))
        eraser = Eraser(reader, recovered.journal, keys, only_for=4711)
        with pytest.raises(LogDamaged, match="process 1 may append"):
            eraser.erase(request, 1)
        assert words(folder, master)[2] == b"two"
        eraser.erase(request, 4711)
        recovered.journal.close()
    assert words(folder, master)[2] is None


def test_a_log_in_the_clear_has_nothing_erased(tmp_path: Path) -> None:
    """There is no key to destroy: the client is dropped, and the writer goes on."""
    folder = log_of(tmp_path / "log", 2)
    with writer(folder) as running:
        with pytest.raises(LogUnavailable):
            append_once(running.socket, ERASURE, b"anything")
        assert append_once(running.socket, ACCESS, b"others") == 2
        assert running.stop() == 0


def test_an_erasure_while_keys_are_checked_is_no_damage(tmp_path: Path) -> None:
    """A scrub takes hours, and the writer erases meanwhile what was read already."""
    folder, master = written(tmp_path)
    erased: list[int] = []

    def meanwhile(_done: int, _total: int) -> None:
        # Each frame is told when it was read; the one with both accesses is the last by then.
        if not erased and _done == _total:
            erased.append(erase(folder, master, 2))

    report = check_keys(folder, read_master_key(master), meanwhile)
    assert report == KeyReport(2, 2, (2,))
