"""Indexing a log's days: which are due, what each covers, and that every crash is made good."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from ostiary.errors import KeyFileError, LogDamaged, LogUnavailable
from ostiary.evidence.commitment import SUBJECT_INDEX_ROOT
from ostiary.evidence.index.building import DayBuilder
from ostiary.evidence.index.day_root import read_day_root, write_day_root
from ostiary.evidence.index.keys import day_key, subject, subject_key
from ostiary.evidence.index.sorted_map import Absent, Present, SortedMap, verify_absent
from ostiary.model.access import Answered
from ostiary.store.disclosing import Gathering
from ostiary.store.durable_files import Disk
from ostiary.store.log.encrypting import encrypt_log
from ostiary.store.log.folder import read_signer
from ostiary.store.log.index_days import IndexFolder, read_header
from ostiary.store.log.index_files import DayFile, write_day_file
from ostiary.store.log.index_job import opened_source
from ostiary.store.log.index_key import draw_index_key, read_index_key, rewrap_index_key
from ostiary.store.log.indexing import Source, check_indexed, index_due, open_index_key, read_indexed
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.journal_frames import JournalEntry
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.name_erasing import erase_names, find_sealed, plan_name_erasure
from ostiary.store.log.reader import Entry, read_entries
from ostiary.store.log.recovery import open_for_writing
from ostiary.store.log.rests import Rests
from ostiary.store.master_key import read_master_key, write_new_master_key
from ostiary.tlog.key_text import decode_base64, encode_base64
from store.disclosure_world import TODAY, World, asked, busy_week, whole


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A week with people in it."""
    return busy_week(tmp_path / "log")


def roots(world: World) -> list[str]:
    """The days whose roots stand in the log, in its order."""
    return [read_day_root(one.payload).day for one in entries_of(world)]


def entries_of(world: World) -> list[Entry]:
    return [one for one in read_entries(world.folder.root) if one.kind == SUBJECT_INDEX_ROOT]


def test_days_are_due_after_the_delay_and_not_before(world: World) -> None:
    """Ten days later, and one more each day."""
    assert [one.root.day for one in world.index(date(2026, 3, 12))] == ["2026-03-01", "2026-03-02"]
    assert world.index(date(2026, 3, 12)) == []
    assert [one.root.day for one in world.index(date(2026, 3, 13))] == ["2026-03-03"]
    assert roots(world) == ["2026-03-01", "2026-03-02", "2026-03-03"]


def test_every_entry_is_in_one_days_index(world: World) -> None:
    """Stretches follow each other from entry 0 on, a day without any access included."""
    found = [one.root for one in world.index()]
    assert (found[0].start, found[0].serial) == (0, 0)
    assert all(after.follows(before) for before, after in pairwise(found))
    assert (found[7].day, found[7].start, found[7].end) == ("2026-03-08", 43, 43)


def test_a_clock_that_was_wrong_once_moves_no_day(tmp_path: Path) -> None:
    """An entry of the year 2099 or of 1971 is in some day's index, and the days go on."""
    world = World.make(tmp_path / "log")
    for number, day in enumerate((0, 27_000, 0, 1, -20_000, 1, 2)):
        world.access([whole(day, asked(f"a-{number}"), Answered("answered", 1, (42,)))])
    found = world.index(date(2026, 3, 13))
    assert [(one.root.day, one.root.start, one.root.end) for one in found] == [
        ("2026-03-01", 0, 5),
        ("2026-03-02", 5, 6),
        ("2026-03-03", 6, 7),
    ]


def test_a_crash_between_file_and_log_is_made_good(world: World) -> None:
    """The day's file was written and its root was not appended: the next run appends it, once."""

    def dies(_kind: int, _payload: bytes) -> int:
        raise LogUnavailable("the power is gone")

    with pytest.raises(LogUnavailable):
        list(index_due(world.source, TODAY, 10, dies, lambda _done, _total: None))
    assert roots(world) == []
    world.index()
    assert roots(world) == [f"2026-03-{day:02}" for day in range(1, 11)]


def test_a_crash_between_log_and_note_appends_nothing_twice(world: World) -> None:
    """The root is in the log and its number was not noted: it is found there."""
    world.index(date(2026, 3, 12))
    known = read_indexed(world.folder.root, "2026-03-02")
    IndexFolder.of(world.folder.root).entry("2026-03-02").unlink()
    with pytest.raises(LogUnavailable, match="does not stand in the log yet"):
        read_indexed(world.folder.root, "2026-03-02")
    assert world.index(date(2026, 3, 12)) == [known]
    assert roots(world) == ["2026-03-01", "2026-03-02"]


def test_a_crash_while_a_file_is_written_leaves_none(world: World) -> None:
    """What was being written is no day, and is written again."""
    folder = IndexFolder.of(world.folder.root)
    open_index_key(world.source)
    (folder.root / "2026-03-01.staging").write_bytes(b"half")
    assert len(world.index()) == 10


def test_two_at_once_do_not_meet(world: World) -> None:
    """The second one is told so."""
    for _ in index_due(world.source, TODAY, 10, world.append, lambda _done, _total: None):
        with pytest.raises(LogUnavailable, match="another process"):
            world.index()


def test_an_index_without_its_key_is_not_begun_anew(world: World) -> None:
    """A new key would leave everybody without the days before."""
    world.index()
    IndexFolder.of(world.folder.root).key.unlink()
    with pytest.raises(LogDamaged, match="index key is missing"):
        world.index()


def test_an_index_file_proves_what_it_has_and_what_it_lacks(world: World) -> None:
    """From the file, without the rest of it in memory."""
    world.index()
    key = read_index_key(IndexFolder.of(world.folder.root).key, None)
    with DayFile(IndexFolder.of(world.folder.root).day("2026-03-01")) as file:
        root, here = file.header.root, subject_key(key, subject(42))
        proof = file.prove(day_key(here, root.day))
        assert isinstance(proof, Present)
        proof.place.verify(root.size, decode_base64(root.root))
        for number in range(50, 80):
            place = day_key(subject_key(key, subject(number)), root.day)
            absent = file.prove(place)
            assert isinstance(absent, Absent)
            verify_absent(absent, place, root.size, decode_base64(root.root))


def test_a_damaged_index_file_is_said_to_be(world: World) -> None:
    """And how it is made again."""
    world.index()
    path = IndexFolder.of(world.folder.root).day("2026-03-01")
    whole_file = path.read_bytes()
    for damaged in (b"", whole_file[:10], b"x" + whole_file[1:], whole_file.replace(b'"root"', b'"toor"', 1)):
        path.write_bytes(damaged)
        with pytest.raises(LogDamaged, match="is damaged"):
            read_indexed(world.folder.root, "2026-03-01")


def test_the_key_is_wrapped_where_the_log_is_sealed(tmp_path: Path) -> None:
    """Then the disk alone does not give it away, and another master key does not open it."""
    for name in ("one", "other"):
        write_new_master_key(tmp_path / name, name)
    one, other = (read_master_key(tmp_path / name) for name in ("one", "other"))
    key = draw_index_key(tmp_path / "key", one)
    assert key not in (tmp_path / "key").read_bytes()
    assert read_index_key(tmp_path / "key", one) == key
    for wrong in (None, other):
        with pytest.raises(KeyFileError):
            read_index_key(tmp_path / "key", wrong)


def test_the_root_in_the_log_names_nobody(world: World) -> None:
    """A day, numbers and hashes, the commitment to the key among them; the size is the same for one and for hundreds."""
    (first, *_) = world.index()
    (entry, *_) = entries_of(world)
    said = json.loads(entry.payload)
    assert said["size"] == 1024
    assert set(said) == {"day", "end", "form", "key", "root", "serial", "size", "start", "unreadable"}
    assert encode_base64(decode_base64(first.root.key)) == said["key"]


def test_a_log_that_is_sealed_later_is_indexed_on(world: World, tmp_path: Path) -> None:
    """Its journal has other frames then, and its index key is wrapped; what was indexed before can be told of all the same."""
    before = world.index(date(2026, 3, 14))
    for name in ("first", "second"):
        write_new_master_key(tmp_path / name, name)
    first, second = (read_master_key(tmp_path / name) for name in ("first", "second"))
    key_file = IndexFolder.of(world.folder.root).key
    key = read_index_key(key_file, None)
    encrypt_log(world.folder, first, Disk(), lambda _step, _done, _total: None)
    rewrap_index_key(key_file, None, first)
    with KeyFile(world.folder.keys, first) as keys:
        source = Source(world.folder.root, first, keys)
        with KeyFile(world.folder.keys, first, Disk(), writes=True) as writing:
            journal = open_for_writing(
                world.folder, read_signer(world.folder).verifier(), Disk(), writing
            ).journal

            def append(kind: int, payload: bytes) -> int:
                return journal.append([JournalEntry(kind, bytes(32), payload)])

            found = list(index_due(source, TODAY, 10, append, lambda _done, _total: None))
            journal.close()
        assert [one.root.day for one in found] == [f"2026-03-{day:02}" for day in range(5, 11)]
        assert found[0].root.follows(before[-1].root)
        gathered = Gathering(source, (subject(42),), lambda _: ("shown", "")).gather(
            "2026-03-01", "2026-03-07", lambda _done, _total: None
        )
        assert [part.entry for part in gathered.parts] == [0, 18, 24, 31, 37]
    rewrap_index_key(key_file, first, second)
    rewrap_index_key(key_file, first, second)
    assert read_index_key(key_file, second) == key
    assert key not in key_file.read_bytes()


def test_who_was_not_erased_is_told_on(world: World, tmp_path: Path) -> None:
    """Another name of an entry was erased, and another entry as a whole: the one is told, the other is counted."""
    write_new_master_key(tmp_path / "master", "master")
    master = read_master_key(tmp_path / "master")
    encrypt_log(world.folder, master, Disk(), lambda _step, _done, _total: None)
    verifier = read_signer(world.folder).verifier()
    with (
        KeyFile(world.folder.keys, master, Disk(), writes=True) as keys,
        Rests(world.folder, master, Disk(), writes=True) as rests,
        JournalReader(world.folder.journal) as reader,
    ):
        journal = open_for_writing(world.folder, verifier, Disk(), keys).journal

        def append(kind: int, payload: bytes) -> int:
            return journal.append([JournalEntry(kind, bytes(32), payload)])

        source = Source(world.folder.root, master, keys)
        assert len(list(index_due(source, TODAY, 10, append, lambda _done, _total: None))) == 10
        sealed = find_sealed(reader, 0)
        plan = plan_name_erasure(sealed, 0, keys, rests, subjects=[7], order="order 1")
        erase_names(sealed, journal, keys, rests, plan)
        keys.erase(31)
        journal.close()
    with opened_source(world.folder.root, tmp_path / "master") as source:
        gathered = Gathering(source, (subject(42),), lambda _: ("shown", "")).gather(
            "2026-03-01", "2026-03-07", lambda _done, _total: None
        )
    assert [(part.entry, part.state) for part in gathered.parts] == [
        (0, "shown"),
        (18, "shown"),
        (24, "shown"),
        (31, "erased"),
        (37, "shown"),
    ]
    assert gathered.openings.keys() == {0, 18, 24, 37}


def test_a_lost_index_file_is_made_again_and_nothing_is_logged_twice(world: World) -> None:
    """One in the middle, a damaged one, and all of them."""
    world.index(date(2026, 3, 14))
    folder, logged = IndexFolder.of(world.folder.root), roots(world)
    whole_files = {day: folder.day(day).read_bytes() for day in folder.days()}
    folder.day("2026-03-02").unlink()
    world.index(date(2026, 3, 14))
    folder.day("2026-03-03").write_bytes(b"damaged")
    world.index(date(2026, 3, 14))
    for day in whole_files:
        folder.day(day).unlink()
        folder.entry(day).unlink()
    world.index(date(2026, 3, 14))
    assert {day: folder.day(day).read_bytes() for day in folder.days()} == whole_files
    assert roots(world) == logged == ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"]


def test_a_day_is_never_indexed_otherwise_than_the_log_says(world: World) -> None:
    """With another key, which would leave everybody without that day, or a second root beside the first."""
    world.index(date(2026, 3, 14))
    folder, logged = IndexFolder.of(world.folder.root), roots(world)
    for path in folder.root.iterdir():
        path.unlink()
    with pytest.raises(LogDamaged, match="the log has another index of 2026-03-01"):
        world.index(date(2026, 3, 14))
    assert roots(world) == logged


def test_an_auditor_builds_an_index_again(world: World) -> None:
    """Honest days pass; one that leaves somebody out, with a root of its own in the log, does not."""
    world.index(date(2026, 3, 12))
    assert [one.day for one in check_indexed(world.source, lambda _done, _total: None)] == [
        "2026-03-01",
        "2026-03-02",
    ]
    folder = IndexFolder.of(world.folder.root)
    first = folder.day("2026-03-01").read_bytes()
    other = dataclasses.replace(read_header(folder, "2026-03-01").root, unreadable=1)
    write_day_file(
        folder.day("2026-03-01"),
        dataclasses.replace(read_header(folder, "2026-03-01"), root=other),
        DayBuilder(read_index_key(folder.key, None), "2026-03-01").finish(),
    )
    seen = check_indexed(world.source, lambda _done, _total: None)
    # A day that differs keeps nobody from looking at the others.
    assert next(seen).day == "2026-03-02"
    with pytest.raises(LogDamaged, match="the index of 2026-03-01 is not what the journal gives"):
        next(seen)
    folder.day("2026-03-01").write_bytes(first)
    header = read_header(folder, "2026-03-02")
    empty = DayBuilder(read_index_key(folder.key, None), "2026-03-02").finish()
    root = dataclasses.replace(header.root, root=encode_base64(SortedMap(empty.leaves).root))
    write_day_file(folder.day("2026-03-02"), dataclasses.replace(header, root=root), empty)
    world.append(SUBJECT_INDEX_ROOT, write_day_root(root))
    with pytest.raises(LogDamaged, match="the index of 2026-03-02 is not what the journal gives"):
        list(check_indexed(world.source, lambda _done, _total: None))
