"""A follower tells what is new and any one entry, without reading all again; also past a rotation."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import LogDamaged
from ostiary.store.log.following import MARK_EVERY, LogFollower
from ostiary.store.log.opening import LogOptions
from ostiary.store.log.reader import Entry, read_found
from ostiary.store.log.rotation import order_rotation, prepare_successor, rotate_if_ordered
from store.log_world import append, entry, log_of, make_log, opened, payloads


def test_each_entry_is_told_once(tmp_path: Path) -> None:
    """At first the last ones, then what came since."""
    folder = log_of(tmp_path / "log", 10)
    follower = LogFollower(folder.root, None, most=4)
    first = follower.news()
    assert ([one.index for one in first.entries], first.is_anew, follower.size) == ([6, 7, 8, 9], True, 10)
    append(folder, [payloads(10, 2)])
    second = follower.news()
    assert ([one.index for one in second.entries], second.is_anew) == ([10, 11], False)
    assert follower.news().entries == ()


def test_any_one_entry_is_found_by_marks(tmp_path: Path) -> None:
    """The same as whoever reads all finds; beyond the end there is none."""
    size = 3 * MARK_EVERY + 7
    folder = make_log(tmp_path / "log")
    append(folder, [payloads(start, min(100, size - start)) for start in range(0, size, 100)])
    follower = LogFollower(folder.root, None, most=1)
    assert follower.maybe_entry(0) is None
    follower.news()
    all_of_them = list(read_found(folder.root))
    for index in (0, 1, MARK_EVERY - 1, MARK_EVERY, 2 * MARK_EVERY + 99, size - 1):
        assert follower.maybe_entry(index) == all_of_them[index]
    assert list(follower.from_entry(size - 150)) == all_of_them[-150:]
    assert (follower.maybe_entry(size), follower.maybe_entry(-1)) == (None, None)


def test_a_log_that_goes_on_in_a_successor_is_read_anew(tmp_path: Path) -> None:
    """What was told of the closed one does not count any more: numbers begin again."""
    folder = log_of(tmp_path / "log", 5)
    follower = LogFollower(folder.root, None, most=100)
    follower.news()
    prepare_successor(folder.root, "log.example/next")
    order_rotation(folder.root)
    rotate_if_ordered(folder.root, LogOptions(), lambda _: None, quorum_seconds=0.0)
    news = follower.news()
    assert (news.is_anew, news.entries[0].index, news.entries) == (True, 0, tuple(read_found(folder.root)))
    assert follower.size == len(news.entries)


def test_what_could_not_be_read_is_told_later(tmp_path: Path) -> None:
    """A look that fails counts for nothing."""
    folder = log_of(tmp_path / "log", 3)
    follower = LogFollower(folder.root, tmp_path / "none.key", most=100)
    journal = folder.journal.rename(tmp_path / "aside")
    with pytest.raises(LogDamaged, match="missing"):
        follower.news()
    journal.rename(folder.journal)
    assert [one.index for one in follower.news().entries] == [0, 1, 2]


def test_entries_are_as_they_were_written(tmp_path: Path) -> None:
    """Kind and text, of a frame with several kinds."""
    folder = make_log(tmp_path / "log")
    with opened(folder) as (journal, _):
        journal.append([entry(b"{}"), entry(b"x", kind=4)])
    found = LogFollower(folder.root, None, most=9).news().entries
    assert found == (Entry(0, 1, b"{}"), Entry(1, 4, b"x"))
