"""Starting after a crash: compare before repairing, refuse when in doubt, and a table of faults."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ostiary.errors import EvidenceFault, LogDamaged, LogUnavailable, ProofInvalid
from ostiary.evidence.commitment import RECOVERY
from ostiary.store.durable_files import Disk
from ostiary.store.log.folder import LogFolder, create_log, read_signer
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.reader import read_entries
from ostiary.store.log.recovery import open_for_writing
from ostiary.store.log.tile_store import TileStore
from ostiary.tlog.checkpoint import Checkpoint, sign_checkpoint
from store.log_world import (
    FAULTS,
    ORIGIN,
    Died,
    Fault,
    FaultyDisk,
    append,
    entry,
    log_of,
    make_log,
    opened,
    payloads,
    publish,
    verify,
)


def everything(folder: LogFolder) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}


def refuses_untouched(folder: LogFolder, why: str) -> None:
    before = everything(folder)
    with pytest.raises(EvidenceFault, match=why), opened(folder):
        pass
    assert everything(folder) == before


def test_a_journal_shorter_than_what_was_signed_is_refused(tmp_path: Path) -> None:
    """Cut anywhere below the signed size, the journal is refused and nothing is touched."""
    folder = log_of(tmp_path / "log", 20, lot=5)
    whole = folder.journal.read_bytes()
    for length in (len(whole) - 1, len(whole) // 2, 72):
        folder.journal.write_bytes(whole[:length])
        refuses_untouched(folder, "a checkpoint of 20 was signed")


def test_damage_in_the_middle_is_refused(tmp_path: Path) -> None:
    """A bad frame that a good one follows is refused, also when neither was ever signed."""
    folder = make_log(tmp_path / "log")
    append(folder, [payloads(0, 5), payloads(5, 5)])
    whole = bytearray(folder.journal.read_bytes())
    whole[100] ^= 1
    folder.journal.write_bytes(whole)
    refuses_untouched(folder, "a whole frame follows a bad one")


def test_a_torn_tail_is_cut_and_told(tmp_path: Path) -> None:
    """Bytes beyond what was signed that are no frame are cut, and a recovery entry says how many."""
    folder = log_of(tmp_path / "log", 20)
    torn = b"OSF1 and then the power went away" * 50
    with folder.journal.open("ab") as journal:
        journal.write(torn)
    with opened(folder) as (journal_writer, _):
        assert journal_writer.append([entry(b"after")]) == 21
    *_, told, last = read_entries(folder.root)
    assert (told.index, told.kind) == (20, RECOVERY)
    assert json.loads(told.payload) == {"cut_bytes": len(torn), "v": 1}
    assert (last.index, last.payload) == (21, b"after")
    assert publish(folder).size == 22
    assert verify(folder).unpublished == 0


def test_a_torn_tail_shorter_than_the_recovery_entry_is_told_too(tmp_path: Path) -> None:
    """One torn byte is enough."""
    folder = log_of(tmp_path / "log", 20)
    with folder.journal.open("ab") as journal:
        journal.write(b"O")
    with opened(folder):
        pass
    assert json.loads(list(read_entries(folder.root))[-1].payload)["cut_bytes"] == 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_no_crash_cuts_in_silence(tmp_path: Path, fault: Fault) -> None:
    """Whatever goes wrong while a tail is cut, there is a recovery entry once a start has succeeded."""
    steps = 0
    for at in range(1, 20):
        folder = log_of(tmp_path / f"log{at}", 3)
        with folder.journal.open("ab") as journal:
            journal.write(b"torn" * 200)
        disk = FaultyDisk(at, fault)
        try:
            with opened(folder, disk):
                break
        except (LogUnavailable, Died):
            steps += 1
        with opened(folder):
            pass
        assert RECOVERY in {found.kind for found in read_entries(folder.root)}
        publish(folder)
        verify(folder)
    assert steps == 5, "reserve, write, fdatasync, cut, fsync"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A log without its checkpoint, head or journal is not taken for a new one."""
    for name in ("checkpoint", "head", "journal"):
        folder = log_of(tmp_path / name, 3)
        path = {"checkpoint": folder.checkpoint, "head": folder.head, "journal": folder.journal}[name]
        path.unlink()
        refuses_untouched(folder, "missing")


def test_an_unreadable_checkpoint_is_replaced_from_the_head(tmp_path: Path) -> None:
    """The head stands in for a published checkpoint that cannot be read, and is published again."""
    folder = log_of(tmp_path / "log", 3)
    signed = folder.checkpoint.read_bytes()
    folder.checkpoint.write_bytes(b"rubbish")
    publish(folder)
    assert folder.checkpoint.read_bytes() == signed


def test_a_head_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """Nothing stands in for the head."""
    folder = log_of(tmp_path / "log", 3)
    folder.head.write_bytes(b"rubbish")
    with pytest.raises(ProofInvalid), opened(folder):
        pass


def test_a_published_checkpoint_newer_than_the_head_is_refused(tmp_path: Path) -> None:
    """A private side from a backup is older than what was published: a fork in the making."""
    folder = log_of(tmp_path / "log", 3)
    backup = shutil.copytree(folder.private, tmp_path / "backup")
    append(folder, [payloads(3, 3)])
    publish(folder)
    shutil.rmtree(folder.private)
    shutil.copytree(backup, folder.private)
    refuses_untouched(folder, "the head only 3")


def test_two_trees_of_one_size_are_refused(tmp_path: Path) -> None:
    """Equal size and another root is the proof of a fork; nothing is written."""
    folder = log_of(tmp_path / "log", 3)
    forked = sign_checkpoint(Checkpoint(ORIGIN, 3, bytes(32)), read_signer(folder))
    folder.checkpoint.write_bytes(forked)
    refuses_untouched(folder, "two different trees")


def test_a_journal_of_another_history_is_refused(tmp_path: Path) -> None:
    """A whole and well-formed journal that does not reproduce the signed root is refused."""
    folder = log_of(tmp_path / "log", 3)
    other = make_log(tmp_path / "other")
    append(other, [payloads(100, 3)])
    folder.journal.write_bytes(other.journal.read_bytes())
    refuses_untouched(folder, "does not reproduce")


def test_a_disk_that_cannot_sync_is_refused_at_the_start(tmp_path: Path) -> None:
    """Before the journal is read it is synced, and a failure there ends the start."""
    folder = log_of(tmp_path / "log", 3)
    with pytest.raises(LogUnavailable, match="cannot be synced"), opened(folder, FaultyDisk(0)):
        pass


class Story:
    """A writer's life on one disk: two lots of entries, each published; what was acknowledged is kept."""

    def __init__(self, folder: LogFolder, disk: Disk) -> None:
        self.folder = folder
        self.disk = disk
        self.acknowledged: dict[int, bytes] = {}

    def play(self) -> None:
        signer = read_signer(self.folder)
        recovered = open_for_writing(self.folder, signer.verifier(), self.disk)
        try:
            with JournalReader(self.folder.journal) as reader:
                store = TileStore(self.folder, signer, recovered.head, self.disk)
                read = reader.start
                for start, count in ((0, 200), (200, 100)):
                    lot = payloads(start, count)
                    first = recovered.journal.append([entry(payload) for payload in lot])
                    self.acknowledged.update(enumerate(lot, first))
                    for frame, after in reader.read_frames(read):
                        read = after
                        store.add(frame)
                    store.publish()
        finally:
            recovered.journal.close()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_no_fault_at_any_step_loses_an_acknowledged_entry(tmp_path: Path, fault: Fault) -> None:
    """Each durable step of two commits and publications goes wrong once; then the log recovers and is whole."""
    template = tmp_path / "template"
    create_log(template, ORIGIN, bytes(32))
    faults = 0
    for at in range(1000):
        folder = LogFolder(shutil.copytree(template, tmp_path / f"log{at}"))
        story = Story(folder, FaultyDisk(at, fault))
        try:
            story.play()
            break
        except (OSError, LogUnavailable, Died):
            faults += 1
        signed_before = verify_signed(folder)
        size = publish(folder).size
        assert size >= max(signed_before, len(story.acknowledged))
        found = {item.index: item.payload for item in read_entries(folder.root) if item.kind != RECOVERY}
        assert story.acknowledged.items() <= found.items()
        assert verify(folder).strays == ()
        shutil.rmtree(folder.root)
    assert faults > 30


def verify_signed(folder: LogFolder) -> int:
    """The largest size that anybody may have seen signed."""
    return int(folder.head.read_text().split("\n")[1])


def test_a_story_without_faults_is_whole(tmp_path: Path) -> None:
    """The fault table's story itself ends with every entry published."""
    folder = make_log(tmp_path / "log")
    Story(folder, Disk()).play()
    report = verify(folder)
    assert (report.size, report.unpublished) == (300, 0)


def test_damaged_journals_are_told_from_unavailable_ones(tmp_path: Path) -> None:
    """What is lost is LogDamaged, which no restart mends."""
    folder = log_of(tmp_path / "log", 20)
    folder.journal.write_bytes(folder.journal.read_bytes()[:72])
    with pytest.raises(LogDamaged) as fault, opened(folder):
        pass
    assert "keep everything as it is" in fault.value.hint
