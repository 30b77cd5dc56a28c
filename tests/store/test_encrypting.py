"""A log in the clear becomes sealed: nothing is lost at any step, and what is public does not change."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import KeyFileError, LogDamaged, LogUnavailable, SettingsError
from ostiary.evidence.key_slots import Erased
from ostiary.store.durable_files import Disk
from ostiary.store.log import encrypting
from ostiary.store.log.encrypting import Encrypted, encrypt_log, new_journal
from ostiary.store.log.folder import LogFolder, read_signer
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.journal_frames import JournalEntry, SealedEntry
from ostiary.store.log.key_check import KeyReport, check_keys
from ostiary.store.log.key_file import KeyFile, create_key_file
from ostiary.store.log.recovery import open_for_writing
from ostiary.store.log.sealer import open_entry
from ostiary.store.master_key import FileMasterKey
from store.log_world import FAULTS, Died, Fault, FaultyDisk, append, entry, log_of, payloads, verify

MASTER = FileMasterKey("master", bytes(32))


def quiet(_step: str, _done: int, _total: int) -> None:
    """Nobody looks."""


def entries_of(folder: LogFolder) -> list[JournalEntry | Erased]:
    keys = KeyFile(folder.keys, MASTER) if folder.keys.exists() else None
    with JournalReader(folder.journal) as reader:
        found = [entry for frame, _ in reader.read_frames(reader.start) for entry in frame.entries]
    opened = [open_entry(entry, index, keys) for index, entry in enumerate(found)]
    if keys is not None:
        keys.close()
    return opened


def is_sealed(folder: LogFolder) -> bool:
    with JournalReader(folder.journal) as reader:
        return all(
            isinstance(entry, SealedEntry)
            for frame, _ in reader.read_frames(reader.start)
            for entry in frame.entries
        )


def test_every_entry_is_sealed_and_says_what_it_said(tmp_path: Path) -> None:
    """Salts, payloads and the public side are the same; the old words are nowhere; the writer goes on."""
    folder = log_of(tmp_path / "log", 250)
    before, public = entries_of(folder), verify(folder)
    told: list[tuple[str, int, int]] = []
    done = encrypt_log(folder, MASTER, Disk(), lambda *step: told.append(step))
    assert done == Encrypted(250, 250)
    assert entries_of(folder) == before
    assert is_sealed(folder)
    assert b"entry 1" not in folder.journal.read_bytes()
    assert verify(folder) == public
    assert check_keys(folder, MASTER, lambda _done, _total: None) == KeyReport(0, 250, ())
    assert list(dict.fromkeys(step for step, _, _ in told)) == ["reading", "sealing", "comparing"]
    assert all(done <= total for _, done, total in told)
    assert not new_journal(folder).exists()
    assert encrypt_log(folder, MASTER, Disk(), quiet) == Encrypted(250, 0)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_whatever_step_fails_the_log_is_whole_and_the_next_call_goes_on(
    tmp_path: Path, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each durable step failing in each way, until one run has none left that fails."""
    monkeypatch.setattr(encrypting, "LOT_ENTRIES", 2)
    for at in range(100):
        folder = log_of(tmp_path / str(at) / "log", 3, lot=2)
        before = entries_of(folder)
        disk = FaultyDisk(at, fault)
        try:
            encrypt_log(folder, MASTER, disk, quiet)
        except (OSError, LogUnavailable, Died):
            assert entries_of(folder) == before
            assert verify(folder).size == 3
            encrypt_log(folder, MASTER, Disk(), quiet)
        assert entries_of(folder) == before
        assert is_sealed(folder)
        assert check_keys(folder, MASTER, lambda _done, _total: None).opened == 3
        if len(disk.steps) <= at:
            break
    assert at > 15


def test_what_was_sealed_and_what_was_erased_stays_so(tmp_path: Path) -> None:
    """A log that began to seal later, with an entry that was erased: both are taken along as they are."""
    folder = log_of(tmp_path / "log", 3)
    create_key_file(folder.keys, MASTER, Disk(), staging=folder.staging)
    seal_more(folder, 2)
    with KeyFile(folder.keys, MASTER, writes=True) as keys:
        keys.erase(4)
    before = entries_of(folder)
    assert encrypt_log(folder, MASTER, Disk(), quiet) == Encrypted(5, 3)
    assert entries_of(folder) == before
    assert isinstance(before[4], Erased)


def test_a_new_journal_that_says_something_else_is_not_taken(tmp_path: Path) -> None:
    """One that lies there, of another log, or changed meanwhile: the old journal stays."""
    folder, other = log_of(tmp_path / "log", 5), log_of(tmp_path / "other" / "log", 4)
    append(other, [[b"something else"]])
    other.journal.rename(new_journal(folder))
    before = folder.journal.read_bytes()
    with pytest.raises(LogDamaged):
        encrypt_log(folder, MASTER, Disk(), quiet)
    assert folder.journal.read_bytes() == before
    new_journal(folder).unlink()
    assert encrypt_log(folder, MASTER, Disk(), quiet).sealed == 5


def test_what_must_not_be_sealed_is_refused(tmp_path: Path) -> None:
    """A torn tail, a journal that lost what was signed, another master key: nothing is changed."""
    folder = log_of(tmp_path / "log", 5)
    whole = folder.journal.read_bytes()
    folder.journal.write_bytes(whole + b"OSF1torn")
    with pytest.raises(LogUnavailable, match="no whole frame"):
        encrypt_log(folder, MASTER, Disk(), quiet)
    folder.journal.write_bytes(whole[:80])
    with pytest.raises((LogDamaged, LogUnavailable)):
        encrypt_log(folder, MASTER, Disk(), quiet)
    assert not folder.keys.exists()
    folder.journal.write_bytes(whole)
    create_key_file(folder.keys, FileMasterKey("other", bytes(32)), Disk(), staging=folder.staging)
    with pytest.raises(KeyFileError):
        encrypt_log(folder, MASTER, Disk(), quiet)
    assert folder.journal.read_bytes() == whole


def test_a_journal_that_peers_know_is_not_written_anew(tmp_path: Path) -> None:
    """They would take it for another one, and the log for one that was tampered with."""
    folder = log_of(tmp_path / "log", 5)
    folder.peers.write_text("anything")
    whole = folder.journal.read_bytes()
    with pytest.raises(SettingsError, match="never written anew"):
        encrypt_log(folder, MASTER, Disk(), quiet)
    assert (folder.journal.read_bytes(), folder.keys.exists()) == (whole, False)


def seal_more(folder: LogFolder, count: int) -> None:
    with KeyFile(folder.keys, MASTER, writes=True) as keys:
        recovered = open_for_writing(folder, read_signer(folder).verifier(), Disk(), keys)
        recovered.journal.append([entry(payload) for payload in payloads(3, count)])
        recovered.journal.close()
