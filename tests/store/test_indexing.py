"""Indexing a log's days: which are due, what each covers, and that every crash is made good."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from ostiary.errors import KeyFileError, LogDamaged, LogUnavailable
from ostiary.evidence.commitment import SUBJECT_INDEX_ROOT
from ostiary.evidence.index.day_root import read_day_root, text_of
from ostiary.evidence.index.keys import day_key, subject, subject_key
from ostiary.evidence.index.sorted_map import Absent, Present, verify_absent
from ostiary.model.access import Answered
from ostiary.store.log.index_days import IndexFolder
from ostiary.store.log.index_files import DayFile
from ostiary.store.log.index_key import draw_index_key, read_index_key
from ostiary.store.log.indexing import index_due, open_index_key, read_indexed
from ostiary.store.log.reader import Entry, read_entries
from ostiary.store.master_key import read_master_key, write_new_master_key
from ostiary.tlog.key_text import decode_base64
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
    assert text_of(decode_base64(first.root.key)) == said["key"]
