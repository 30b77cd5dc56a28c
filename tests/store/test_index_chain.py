"""The days that a closed log left are indexed into its successor: none is lost, none has two roots, and the count goes on."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from ostiary.cli.log.disclosure import count_roots
from ostiary.errors import LogDamaged, LogUnavailable, ProofInvalid
from ostiary.evidence.commitment import BEGINNING, CLOSING
from ostiary.evidence.disclosure.serials import verify_serials
from ostiary.evidence.index.day_root import DayRoot, read_day_root
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.index_chain import check_chain, opened_chain, opened_source
from ostiary.store.log.index_days import IndexFolder, read_header
from ostiary.store.log.indexing import index_due, last_header, read_indexed
from ostiary.store.log.lineage import predecessors
from ostiary.store.log.reader import read_entries
from ostiary.store.log.receipts import read_published
from ostiary.store.log.tile_check import published_entries
from store.chain_world import FAR, ask, closed, index, roots, rotate, rotated_world, told
from store.disclosure_world import FIRST, World
from store.log_world import publish


def days(found: list[DayRoot]) -> list[str]:
    """Day of the month, and the end of the name of the log whose entries these are."""
    return [f"{one.day[-2:]} {one.origin[-4:]}" for one in found]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A log of six days and its successor."""
    return rotated_world(tmp_path)


def test_days_of_a_closed_log_are_indexed_into_its_successor(world: World) -> None:
    """Each of its entries is in one day's index, and the count of roots goes on from log to log."""
    old = roots(closed(world))
    assert days(old) == ["01 /gw1", "02 /gw1"]
    index(world, FIRST + timedelta(days=17))
    new = roots(world.folder)
    assert days(new) == ["03 /gw1", "04 /gw1", "05 /gw1", "06 /gw1", "06 succ", "07 succ", "08 succ"]
    chain = [*old, *new]
    assert [one.serial for one in chain] == list(range(9))
    of_old = [one for one in chain if one.origin.endswith("gw1")]
    assert [one.start for one in of_old[1:]] == [one.end for one in of_old[:-1]]
    (before,) = predecessors(world.folder.root)
    assert (of_old[0].start, of_old[-1].end) == (0, before.last.size)
    assert all(after.follows(before) for before, after in pairwise(of_old))
    assert not new[4].follows(new[3])


def test_a_day_of_a_closed_log_is_not_indexed_before_it_is_due(world: World) -> None:
    """The delay is the same whether the log is closed or not, and its successor waits for it."""
    assert days([one.root for one in index(world, FIRST + timedelta(days=12))]) == ["03 /gw1"]
    assert index(world, FIRST + timedelta(days=12)) == []
    assert days([one.root for one in index(world, FIRST + timedelta(days=13))]) == ["04 /gw1"]
    assert index(world, FIRST + timedelta(days=14))[0].log == "log.example/succ"


def test_where_a_root_stands_is_noted_with_the_day(world: World) -> None:
    """Whoever gathers a closed log's day is told which log to take the receipt from."""
    index(world)
    old = closed(world).root
    assert read_indexed(old, "2026-03-02").log == ""
    noted = read_indexed(old, "2026-03-03")
    stands = list(read_entries(world.folder.root))[noted.entry]
    assert (noted.log, read_day_root(stands.payload)) == ("log.example/succ", noted.root)


@pytest.mark.parametrize("count", range(4))
def test_a_job_that_dies_anywhere_logs_nothing_twice(world: World, count: int) -> None:
    """Before the root is appended or after it: the next one finds what is there."""
    left = count

    def dies(kind: int, payload: bytes) -> int:
        nonlocal left
        if left == 0:
            raise LogUnavailable("gone")
        left -= 1
        world.append(kind, payload)
        if left == 0:
            raise LogUnavailable("gone after it")
        return 0

    with pytest.raises(LogUnavailable):
        index(world, append=dies)
    index(world)
    new = roots(world.folder)
    assert [one.serial for one in new] == list(range(2, 2 + len(new)))


def test_a_lost_file_of_a_closed_log_is_not_logged_again(world: World) -> None:
    """Its root is found in the log where it stands, also where that is a later one."""
    index(world, FIRST + timedelta(days=13))
    folder = IndexFolder.of(closed(world).root)
    for day in ("2026-03-02", "2026-03-04"):
        folder.day(day).unlink()
    index(world)
    everything = [*roots(closed(world)), *roots(world.folder)]
    assert [one.serial for one in everything] == list(range(len(everything)))


def test_two_rotations_in_ten_days_lose_nothing(world: World) -> None:
    """The days of both closed logs stand in the third, the oldest first."""
    index(world, FIRST + timedelta(days=12))
    rotate(world, "log.example/third")
    ask(world, 7)
    index(world, FIRST + timedelta(days=17))
    assert days(roots(world.folder)) == [
        "04 /gw1",
        "05 /gw1",
        "06 /gw1",
        "06 succ",
        "07 succ",
        "07 hird",
        "08 hird",
    ]
    assert [one.serial for one in roots(world.folder)] == list(range(3, 10))


def test_a_clock_that_was_wrong_at_the_end_keeps_nobody_waiting(tmp_path: Path) -> None:
    """An access that a closed log dates after what its successor begins with is of the day on which that begins."""
    world = World.make(tmp_path / "log")
    ask(world, 0)
    ask(world, 5000)
    rotate(world, "log.example/succ")
    ask(world, 1)
    assert days([one.root for one in index(world, FIRST + timedelta(days=12))]) == [
        "01 /gw1",
        "02 /gw1",
        "02 succ",
        "03 succ",
    ]


def test_a_closed_log_without_an_access_is_covered_too(tmp_path: Path) -> None:
    """By the day on which its successor begins; until then nothing is indexed."""
    world = World.make(tmp_path / "log")
    rotate(world, "log.example/succ")
    assert index(world) == []
    ask(world, 3)
    found = index(world, FIRST + timedelta(days=13))
    assert days([one.root for one in found]) == ["04 /gw1", "04 succ"]
    assert (found[0].root.start, found[0].root.end) == (0, 1)


def test_without_the_closed_log_the_successor_begins_by_itself(world: World) -> None:
    """Days of a folder that was taken away cannot be indexed; those of the running log can."""
    shutil.rmtree(closed(world).root)
    assert days([one.root for one in index(world, FIRST + timedelta(days=16))]) == ["06 succ", "07 succ"]


def test_a_log_that_has_begun_takes_no_older_days(world: World) -> None:
    """The closed log's folder comes back too late: a root between would make the count wrong."""
    place, away = closed(world).root, world.folder.root.with_name("elsewhere") / "log"
    away.parent.mkdir()
    place.rename(away)
    index(world, FIRST + timedelta(days=16))
    away.rename(place)
    index(world, FIRST + timedelta(days=17))
    assert days(roots(world.folder)) == ["06 succ", "07 succ", "08 succ"]


def test_a_job_that_a_rotation_overtakes_harms_neither_log(tmp_path: Path) -> None:
    """Wherever between two steps of the job the logs change places: each day has one root, and each log its own files."""
    for moment in ("before", "after"):
        world = World.make(tmp_path / moment / "log")
        for day in range(3):
            ask(world, day)

        def append(kind: int, payload: bytes, world: World = world, moment: str = moment) -> int:
            if moment == "after":
                rotate(world, "log.example/succ")
            entry = world.append(kind, payload)
            if moment == "before":
                rotate(world, "log.example/succ")
            return entry

        with pytest.raises(LogUnavailable, match="the log was rotated meanwhile"):
            list(index_due(world.source, FAR, 10, append, told))
        ask(world, 3)
        index(world, FIRST + timedelta(days=13))
        everything = [*roots(closed(world)), *roots(world.folder)]
        assert [one.serial for one in everything] == list(range(len(everything)))
        assert days(everything) == ["01 /gw1", "02 /gw1", "03 /gw1", "03 succ", "04 succ"]


def test_a_file_in_the_wrong_log_is_not_taken_for_its_own(tmp_path: Path) -> None:
    """A job wrote the closed log's first day while the logs changed places: the successor's index has not begun by that."""
    world = World.make(tmp_path / "log")
    ask(world, 0)
    ask(world, 1)
    world.index(FIRST + timedelta(days=10))
    rotate(world, "log.example/succ")
    ask(world, 1)
    old, new = IndexFolder.of(closed(world).root), IndexFolder.of(world.folder.root)
    new.root.mkdir()
    shutil.copy(old.day("2026-03-01"), new.day("2026-03-01"))
    with opened_chain(world.folder.root, None) as logs:
        assert [read_verifier(LogFolder(one.directory)).name[-4:] for one in logs] == ["/gw1", "succ"]
    index(world, FIRST + timedelta(days=11))
    assert days(roots(world.folder)) == ["02 /gw1", "02 succ"]
    assert new.day("2026-03-01").exists()
    assert last_header(world.folder.root) == read_header(new, "2026-03-02")


def test_a_note_in_the_wrong_log_hides_no_day(world: World) -> None:
    """It says where another root stands; the day is logged although its note is there."""

    def dies(kind: int, payload: bytes) -> int:
        if read_day_root(payload).origin.endswith("succ"):
            raise LogUnavailable("gone")
        return world.append(kind, payload)

    with pytest.raises(LogUnavailable, match="gone"):
        index(world, append=dies)
    name = "2026-03-06.entry"
    shutil.copy(IndexFolder.of(closed(world).root).root / name, IndexFolder.of(world.folder.root).root / name)
    with pytest.raises(LogUnavailable, match="does not stand in the log yet"):
        read_indexed(world.folder.root, "2026-03-06")
    index(world, FIRST + timedelta(days=15))
    assert days(roots(world.folder))[-2:] == ["06 /gw1", "06 succ"]


def test_roots_are_counted_across_logs(world: World) -> None:
    """A second index that a closed log kept to itself makes the count of its successor wrong."""
    index(world)
    publish(world.folder)
    (before,) = predecessors(world.folder.root)
    in_old = list(published_entries(closed(world), before.last.size))
    tree = read_published(world.folder.root).checkpoint
    in_new = list(published_entries(world.folder, tree.size))
    with opened_chain(world.folder.root, None) as logs:
        signed = [read_indexed(logs[-1].directory, day) for day in ("2026-03-06", "2026-03-07")]
    found = {one.entry: one.root for one in signed}
    assert verify_serials(before.last, {}, in_old) == 2
    verify_serials(tree, found, in_new, 2)
    for wrong in (0, 1, 3):
        with pytest.raises(ProofInvalid, match="some day has two"):
            verify_serials(tree, found, in_new, wrong)
    with pytest.raises(ProofInvalid, match="not the one of the disclosure"):
        verify_serials(before.last, {}, in_old[:-1])


def test_counting_takes_every_log_of_the_chain(world: World) -> None:
    """The command counts in the closed log's copy too, and says when that is not there."""
    index(world)
    publish(world.folder)
    tree = read_published(world.folder.root).checkpoint
    signed = read_indexed(world.folder.root, "2026-03-06")
    count_roots(tree, {signed.entry: signed.root}, world.folder.root)
    shutil.rmtree(closed(world).root)
    with pytest.raises(LogDamaged, match="its index roots cannot be counted"):
        count_roots(tree, {signed.entry: signed.root}, world.folder.root)


def test_a_root_names_the_log_whose_entries_it_covers(world: World) -> None:
    """One that names none, from before logs had successors, is of the log in which it stands."""
    index(world)
    (first, *_), (beginning, *_) = roots(world.folder), read_entries(world.folder.root)
    assert (first.is_of("log.example/succ"), beginning.kind) == (False, BEGINNING)
    assert list(read_entries(closed(world).root))[-1].kind == CLOSING


def test_another_index_of_a_closed_logs_day_is_refused(world: World) -> None:
    """Where the journal gives another root than the log has, no second one is logged."""
    index(world, FIRST + timedelta(days=12))
    key = IndexFolder.of(closed(world).root)
    key.day("2026-03-03").unlink()
    key.key.write_bytes(b"OSTIDXK1" + bytes(32))
    with pytest.raises(LogDamaged):
        index(world)
    assert days(roots(world.folder)) == ["03 /gw1"]


def test_the_index_of_a_closed_log_is_built_again_too(world: World) -> None:
    """With its last days, whose roots stand in its successor; a root that stands nowhere is named, and the other logs are looked at."""
    index(world)
    with opened_chain(world.folder.root, None) as running, opened_source(closed(world).root, None) as old:
        logs = (replace(old, size=predecessor_size(world)), running[-1])
        checked = list(check_chain(logs, told))
        assert [(name[-4:], [one.day[-2:] for one in days]) for name, days in checked] == [
            ("/gw1", ["01", "02", "03", "04", "05", "06"]),
            ("succ", ["06", "07", "08", "09"]),
        ]
        with pytest.raises(LogDamaged, match=r"2026-03-03, .* of every other day of `log\.example/gw1`"):
            list(check_chain((logs[0],), told))


def predecessor_size(world: World) -> int:
    """How many entries the closed log has."""
    return next(predecessors(world.folder.root)).last.size
