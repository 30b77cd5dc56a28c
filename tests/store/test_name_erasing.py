"""One name of an entry erased: the rest stays, in whatever way a step fails, and the log says so."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.entry_world import payload
from ostiary.errors import KeyFileError, LogDamaged, LogUnavailable, SettingsError
from ostiary.evidence.commitment import ACCESS, ERASURE
from ostiary.evidence.erase_request import write_request
from ostiary.evidence.erasure import Erasure
from ostiary.evidence.name_erasure import NameErasure
from ostiary.evidence.partial_opening import PartialOpening
from ostiary.evidence.rest import Rest
from ostiary.model.entry_form import subject_of
from ostiary.store.durable_files import Disk
from ostiary.store.log.client import append_once
from ostiary.store.log.erasing import erase_entries, finish_erasures, locate
from ostiary.store.log.erasure_plan import plan_erasure
from ostiary.store.log.folder import LogFolder, read_signer
from ostiary.store.log.journal import JournalReader, JournalWriter
from ostiary.store.log.journal_frames import MAX_ENTRY_PAYLOAD
from ostiary.store.log.key_check import check_keys
from ostiary.store.log.key_file import KeyFile, create_key_file
from ostiary.store.log.lineage import predecessors
from ostiary.store.log.name_erasing import erase_names, find_sealed, finish_name_erasures, plan_name_erasure
from ostiary.store.log.opening import LogOptions
from ostiary.store.log.reader import ErasedEntry, read_entries, read_found
from ostiary.store.log.receipts import read_opening_of
from ostiary.store.log.recovery import open_for_writing
from ostiary.store.log.rests import Rests, rewrap_rests
from ostiary.store.log.rotation import order_rotation, prepare_successor, rotate_if_ordered
from ostiary.store.log.unlocking import log_keys
from ostiary.store.master_key import read_master_key, write_new_master_key
from store.log_world import FAULTS, ORIGIN, Died, Fault, FaultyDisk, entry, log_of, verify, writer

ORDER = "2026 CH 4711"


def written(directory: Path) -> tuple[LogFolder, Path]:
    """A sealed log whose entries 2 and 3 are accesses about 20 people each, and entry 4 one that is of form 1."""
    folder, master = log_of(directory / "log", 2), directory / "master.key"
    write_new_master_key(master, "city.example/master")
    create_key_file(folder.keys, read_master_key(master), Disk(), staging=folder.staging)
    with writing(folder, master) as (journal, _, _):
        journal.append([entry(payload(20, 2)), entry(payload(19, 2)), entry(b'{"form":1}')])
    return folder, master


@contextlib.contextmanager
def writing(
    folder: LogFolder, master: Path, disk: Disk | None = None
) -> Iterator[tuple[JournalWriter, KeyFile, Rests]]:
    """The log opened as a writer opens it when it starts, recovery included."""
    used, key = disk or Disk(), read_master_key(master)
    with KeyFile(folder.keys, key, used, writes=True) as keys, Rests(folder, key, used, writes=True) as rests:
        journal = open_for_writing(folder, read_signer(folder).verifier(), used, keys, rests=rests).journal
        try:
            yield journal, keys, rests
        finally:
            journal.close()


def erase(
    folder: LogFolder,
    master: Path,
    *subjects: int,
    index: int = 2,
    asked: tuple[tuple[str, str], ...] = (),
    disk: Disk | None = None,
) -> int:
    with writing(folder, master, disk) as (journal, keys, rests), JournalReader(folder.journal) as reader:
        sealed = find_sealed(reader, index)
        plan = plan_name_erasure(
            sealed, index, keys, rests, subjects=subjects, asked_about=asked, order=ORDER
        )
        return erase_names(sealed, journal, keys, rests, plan)


def left_of(folder: LogFolder, master: Path, index: int = 2) -> PartialOpening | None:
    with Rests(folder, read_master_key(master)) as rests:
        newest = rests.newest(index)
        return newest.opening if newest else None


def subjects_left(folder: LogFolder, master: Path, index: int = 2) -> list[int]:
    left = left_of(folder, master, index)
    assert left is not None
    return sorted(map(subject_of, left.parts.subjects))


def commitment(folder: LogFolder, index: int) -> bytes:
    with JournalReader(folder.journal) as reader:
        return find_sealed(reader, index).commitment


def test_one_name_goes_and_the_rest_stays(tmp_path: Path) -> None:
    """The entry's key is destroyed, what is left opens its public bytes, and the log says which place, not who."""
    folder, master = written(tmp_path)
    public = commitment(folder, 2)
    index = erase(folder, master, 7)
    left = left_of(folder, master)
    assert left is not None
    left.verify(public)
    assert subjects_left(folder, master) == [*range(1, 7), *range(8, 21)]
    assert len(left.parts.asked_about) == 2
    assert left.parts.fields[0]
    report = check_keys(folder, read_master_key(master), lambda _done, _total: None)
    assert report.erased == (2,)
    assert verify(folder).unpublished == index - 1


def test_a_second_name_goes_from_what_was_left(tmp_path: Path) -> None:
    """And what was asked about; the older rest does not open any more."""
    folder, master = written(tmp_path)
    public = commitment(folder, 2)
    erase(folder, master, 7)
    erase(folder, master, 1, 20, asked=(("persons.surname", "Salter 1"),))
    left = left_of(folder, master)
    assert left is not None
    left.verify(public)
    assert subjects_left(folder, master) == [*range(2, 7), *range(8, 20)]
    assert left.parts.asked_about == (b'["persons.surname","Salter 0"]',)
    with Rests(folder, read_master_key(master)) as rests:
        assert [len(kept) for kept in rests._kept.values()] == [1]


@pytest.fixture(scope="module", params=[False, True], ids=["first", "second"])
def begun(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> tuple[Path, list[int]]:
    """A log in which no name was erased yet, or one, and the subjects of entry 2."""
    directory = tmp_path_factory.mktemp("begun")
    folder, master = written(directory)
    if request.param:
        erase(folder, master, 3)
    return directory, [one for one in range(1, 21) if one != 3 or not request.param]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_an_erasure_of_a_name_is_finished_after_a_crash(
    tmp_path: Path, begun: tuple[Path, list[int]], fault: Fault
) -> None:
    """Each durable step failing in each way: the name is gone and the log says so, or neither; nothing else is lost."""
    at, is_hit = -1, True
    while is_hit:
        at += 1
        shutil.copytree(begun[0], tmp_path / str(at))
        folder, master = LogFolder(tmp_path / str(at) / "log"), tmp_path / str(at) / "master.key"
        disk = FaultyDisk(at, fault)
        with contextlib.suppress(LogUnavailable, Died):
            erase(folder, master, 7, disk=disk)
        is_hit = len(disk.steps) > at
        with writing(folder, master):
            pass
        verify_consistent(folder, master, begun[1])
    assert at > 6


def verify_consistent(folder: LogFolder, master: Path, before: list[int]) -> None:
    """Subject 7 is gone and the log says so, or neither; all others are there."""
    is_second = 3 not in before
    is_erased = erasures_in(folder, master) == 1 + is_second
    left = left_of(folder, master)
    if left is not None:
        left.verify(commitment(folder, 2))
        assert subjects_left(folder, master) == [one for one in before if one != 7 or not is_erased]
    report = check_keys(folder, read_master_key(master), lambda _done, _total: None)
    assert report.erased == ((2,) if left else ())
    assert (left is not None) == (is_erased or is_second)
    with Rests(folder, read_master_key(master)) as rests:
        assert all(len(kept) <= 1 for kept in rests._kept.values())
    verify(folder)


def erasures_in(folder: LogFolder, master: Path) -> int:
    with KeyFile(folder.keys, read_master_key(master)), JournalReader(folder.journal) as reader:
        return [one.kind for frame, _ in reader.read_frames(reader.start) for one in frame.entries].count(
            ERASURE
        )


@pytest.mark.parametrize(
    ("subjects", "index", "why"),
    [
        ((99,), 2, "does not name everybody"),
        ((1,), 4, "do not open one by one"),
        ((1,), 0, "in the clear"),
        ((1,), 99, "has no entry 99"),
    ],
)
def test_what_cannot_be_erased_is_refused(
    tmp_path: Path, subjects: tuple[int, ...], index: int, why: str
) -> None:
    """Nothing is written, and no file is made."""
    folder, master = written(tmp_path)
    before = folder.journal.read_bytes(), folder.keys.read_bytes()
    with pytest.raises(SettingsError, match=why):
        erase(folder, master, *subjects, index=index)
    assert (folder.journal.read_bytes(), folder.keys.read_bytes()) == before
    assert not folder.rests.exists()


def test_an_erasure_is_no_access(tmp_path: Path) -> None:
    """It names nobody; and a name that is gone cannot be erased again."""
    folder, master = written(tmp_path)
    index = erase(folder, master, 7)
    with pytest.raises(SettingsError, match="no access"):
        erase(folder, master, 7, index=index)
    with pytest.raises(SettingsError, match="does not name everybody"):
        erase(folder, master, 7)


def test_a_plan_that_has_been_overtaken_is_refused(tmp_path: Path) -> None:
    """Between the plan and its carrying out the name went: the log gets no entry for nothing."""
    folder, master = written(tmp_path)
    with writing(folder, master) as (journal, keys, rests), JournalReader(folder.journal) as reader:
        sealed = find_sealed(reader, 2)
        plan = plan_name_erasure(sealed, 2, keys, rests, subjects=[7], order=ORDER)
        erase_names(sealed, journal, keys, rests, plan)
        with pytest.raises(SettingsError, match="does not stand in entry 2"):
            erase_names(sealed, journal, keys, rests, plan)
    assert erasures_in(folder, master) == 1


def test_restored_keys_do_not_bring_back_a_name(tmp_path: Path) -> None:
    """A backup of the keys from before: the writer erases again before it writes anything."""
    folder, master = written(tmp_path)
    backup = folder.keys.read_bytes()
    erase(folder, master, 7)
    folder.keys.write_bytes(backup)
    with writing(folder, master):
        pass
    assert check_keys(folder, read_master_key(master), lambda _done, _total: None).erased == (2,)
    assert 7 not in subjects_left(folder, master)


def test_an_entry_is_erased_as_a_whole_after_a_name(tmp_path: Path) -> None:
    """Then nothing is left of it, when the next writer has started."""
    folder, master = written(tmp_path)
    erase(folder, master, 7)
    erase_whole(folder, master)
    assert left_of(folder, master) is None
    with pytest.raises(SettingsError, match="nothing of entry 2 is left"):
        erase(folder, master, 8)
    assert left_of(folder, master, 3) is None


def test_lost_rests_are_damage(tmp_path: Path) -> None:
    """The writer does not start over them, and says what to bring back."""
    folder, master = written(tmp_path)
    erase(folder, master, 7)
    raw = folder.rests.read_bytes()
    folder.rests.unlink()
    with pytest.raises(LogDamaged, match="what was left of it is lost"), writing(folder, master):
        pass
    folder.rests.write_bytes(raw)
    folder.rest_keys.unlink()
    with pytest.raises(LogDamaged, match="missing"), writing(folder, master):
        pass


def test_a_rest_of_another_entry_is_not_taken(tmp_path: Path) -> None:
    """Whoever puts other bytes in its place is found out: they do not open the entry's public bytes."""
    folder, master = written(tmp_path)
    erase(folder, master, 7)
    erase(folder, master, 7, index=3)
    with Rests(folder, read_master_key(master)) as rests:
        rests._kept[2] = rests._kept[3]
        with (
            JournalReader(folder.journal) as reader,
            KeyFile(folder.keys, read_master_key(master)) as keys,
            pytest.raises(LogDamaged, match="not what the log commits to"),
        ):
            finish_name_erasures(reader, keys, rests, finish_erasures(reader, keys))


def test_what_is_left_may_be_too_large(tmp_path: Path) -> None:
    """The most that a session puts into one entry fits; what does not is refused before anything is said in the log."""
    folder, master = written(tmp_path)
    words = {"statement": {"statement": "x" * 524_000}}
    with writing(folder, master) as (journal, _, _):
        journal.append([entry(payload(16_384, 1, words))])
        journal.append([entry(payload(20_000, 1, words))])
    assert erase(folder, master, 7, index=5)
    before = folder.journal.read_bytes()
    with pytest.raises(SettingsError, match="too much to be kept"):
        erase(folder, master, 7, index=6)
    assert folder.journal.read_bytes() == before
    assert len(payload(20_000, 1, words)) < MAX_ENTRY_PAYLOAD


def test_readers_make_no_rests(tmp_path: Path) -> None:
    """Opened for reading, nothing is made and nothing is appended."""
    folder, master = written(tmp_path)
    erase(folder, master, 7)
    left = left_of(folder, master)
    assert left is not None
    with Rests(folder, read_master_key(master)) as rests:
        newest = rests.newest(2)
        assert newest is not None
        with pytest.raises(LogUnavailable, match="reading alone"):
            rests.append(newest)


def test_readers_see_what_is_left(tmp_path: Path) -> None:
    """With the log's keys the entry reads without the name, and opens as far as it is left; without them it is sealed."""
    folder, master = written(tmp_path)
    erase(folder, master, 7)
    with log_keys(folder.root, master) as keys:
        said = {
            entry.index: json.loads(entry.payload)
            for entry in read_entries(folder.root, 2, keys)
            if entry.kind == ACCESS
        }
        assert sorted(said[2]["subjects"]) == [*range(1, 7), *range(8, 21)]
        assert said[2]["when"] == "of when"
        assert len(said[3]["subjects"]) == 19
        opening = read_opening_of(folder.root, 2, keys)
        assert isinstance(opening, PartialOpening)
        opening.verify(commitment(folder, 2))
    erase_whole(folder, master)
    with log_keys(folder.root, master) as keys:
        assert [
            found.index for found in read_found(folder.root, 2, keys) if isinstance(found, ErasedEntry)
        ] == [2]
        with pytest.raises(LogUnavailable, match="was erased"):
            read_opening_of(folder.root, 2, keys)


def erase_whole(folder: LogFolder, master: Path) -> None:
    with writing(folder, master) as (journal, keys, _):
        erase_entries(folder.journal, journal, keys, Erasure((2,), ORDER))
    with writing(folder, master):
        pass


def test_the_real_writer_finishes_and_drops(tmp_path: Path) -> None:
    """A writer process takes the steps that a crash has left, and an entry that it erases leaves no rest."""
    folder, master = written(tmp_path)
    with pytest.raises(Died):
        # The step after the two of the log's own entry: nothing of the rest is there.
        erase(folder, master, 7, disk=FaultyDisk(4, FAULTS[2]))
    assert left_of(folder, master) is None
    with writer(folder, after=("--master-key", str(master))) as running:
        with JournalReader(folder.journal) as reader:
            request = locate(reader, Erasure((3,), ORDER))
        assert subjects_left(folder, master) == [*range(1, 7), *range(8, 21)]
        assert append_once(running.socket, ERASURE, write_request(request)) == 6
        assert running.stop() == 0
    erase(folder, master, 8)
    with writer(folder, after=("--master-key", str(master))) as running:
        with JournalReader(folder.journal) as reader:
            request = locate(reader, Erasure((2,), ORDER))
        append_once(running.socket, ERASURE, write_request(request))
        assert running.stop() == 0
    assert left_of(folder, master) is None
    assert check_keys(folder, read_master_key(master), lambda _done, _total: None).erased == (2, 3)


def test_checking_finds_what_is_wrong_with_a_rest(tmp_path: Path) -> None:
    """One that is lost, one that still shows the name, and one that no erasure explains."""
    folder, master = written(tmp_path)
    erase(folder, master, 7)
    rests, keys = folder.rests.read_bytes(), folder.rest_keys.read_bytes()
    erase(folder, master, 8)
    newer = folder.rests.read_bytes(), folder.rest_keys.read_bytes()
    for raw, its_keys, why in (
        (rests, keys, "still shows it"),
        (newer[0], keys, "still shows it"),
        (b"", b"", "is lost"),
    ):
        folder.rests.write_bytes(raw)
        folder.rest_keys.write_bytes(its_keys)
        if not raw:
            folder.rests.unlink()
        with pytest.raises(LogDamaged, match=why):
            check_keys(folder, read_master_key(master), lambda _done, _total: None)
    folder.rests.write_bytes(newer[0])
    folder.rest_keys.write_bytes(newer[1])
    with Rests(folder, read_master_key(master), writes=True) as written_rests:
        newest = written_rests.newest(2)
        assert newest is not None
        written_rests.append(Rest(3, newest.opening))
    with pytest.raises(LogDamaged, match="something is left of entry 3"):
        check_keys(folder, read_master_key(master), lambda _done, _total: None)


def test_rests_are_wrapped_anew(tmp_path: Path) -> None:
    """Under a new master key they open as before; a second time changes nothing."""
    folder, master = written(tmp_path)
    erase(folder, master, 7)
    erase(folder, master, 8)
    other = tmp_path / "other.key"
    write_new_master_key(other, "city.example/other")
    old, new = read_master_key(master), read_master_key(other)
    rewrap_rests(folder, old, new)
    before = folder.rest_keys.read_bytes()
    rewrap_rests(folder, old, new)
    assert folder.rest_keys.read_bytes() == before
    with Rests(folder, new) as rests:
        assert (rests.count, rests.entries, rests.has_older(2)) == (2, {2}, False)
    with pytest.raises(KeyFileError):
        Rests(folder, old)


def test_a_running_writer_erases_a_name(tmp_path: Path) -> None:
    """Asked through its socket it does so; the plan is not asked for twice, and a name that is gone is refused."""
    folder, master = written(tmp_path)
    with writer(folder, after=("--master-key", str(master))) as running:
        plan = planned(folder, master, 7)
        request = plan_erasure(folder.root, master, ORIGIN, plan)
        assert request is not None
        assert append_once(running.socket, ERASURE, write_request(request)) == 5
        assert plan_erasure(folder.root, master, ORIGIN, plan) is None
        with pytest.raises(LogUnavailable):
            append_once(running.socket, ERASURE, write_request(request))
        assert running.stop() == 0
    assert subjects_left(folder, master) == [*range(1, 7), *range(8, 21)]
    assert erasures_in(folder, master) == 1


def planned(folder: LogFolder, master: Path, subject: int) -> NameErasure:
    with log_keys(folder.root, master) as keys, JournalReader(folder.journal) as reader:
        assert keys is not None
        with Rests(folder, read_master_key(master)) as rests:
            return plan_name_erasure(find_sealed(reader, 2), 2, keys, rests, subjects=[subject], order=ORDER)


def test_an_erasure_that_a_rotation_has_overtaken_is_told(tmp_path: Path) -> None:
    """A closed log takes no entry: what was not carried out before is never taken for done, nor what was for not."""
    folder, master = written(tmp_path)
    done, late = planned(folder, master, 7), planned(folder, master, 8)
    with writing(folder, master) as (journal, keys, rests), JournalReader(folder.journal) as reader:
        erase_names(find_sealed(reader, 2), journal, keys, rests, done)
    prepare_successor(folder.root, "log.example/2027h1")
    order_rotation(folder.root)
    assert rotate_if_ordered(folder.root, LogOptions(master), lambda _said: None, quorum_seconds=0.0)
    assert plan_erasure(folder.root, master, "log.example/another", late) is None
    assert plan_erasure(folder.root, master, ORIGIN, done) is None
    with pytest.raises(SettingsError, match="was closed before this was erased"):
        plan_erasure(folder.root, master, ORIGIN, late)
    (closed,) = predecessors(folder.root)
    assert closed.folder is not None
    LogFolder(closed.folder).keys.unlink()
    assert plan_erasure(folder.root, master, ORIGIN, late) is None
