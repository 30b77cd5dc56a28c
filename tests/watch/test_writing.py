"""A source is written whole or not at all, whatever the order of its days and wherever it is interrupted."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ostiary.errors import ImportRefused, WatchFolderDamaged
from ostiary.store.durable_files import Disk
from ostiary.watch.events import spilling, writing
from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Counts, Manifest, read_manifest, write_manifest
from ostiary.watch.events.part_file import part_fault
from ostiary.watch.events.schema import STORED
from ostiary.watch.events.verifying import folder_faults
from ostiary.watch.events.writing import SourceWriter, day_of
from store.log_world import FAULTS, Died, Fault, FaultyDisk

MS_A_DAY = 86_400_000


def event(number: int, day: int) -> dict[str, object]:
    """A row of events in which only what must be there is."""
    states = {f"{name}_state": "absent" for name in ("user", "agency", "reason", "purpose", "case_no")}
    at = day * MS_A_DAY + number
    return {
        "event_id": f"e{number}",
        "source": "s",
        "row": number,
        "at": at,
        "day": day_of(at),
        "action": "search",
        "decision": "unknown",
        "subjects": 0,
        **states,
    }


def write(folder: WatchFolder, days: list[int], disk: Disk | None = None) -> Manifest:
    """A source with an event on each of these days."""
    with SourceWriter(folder, "s", "test", disk=disk) as writer:
        for number, day in enumerate(days):
            writer.add_rows("events", [event(number, day)])
        writer.add_rows("egress", [{"address": "192.0.2.1"}])
        return writer.finish(Counts(read=len(days), taken=len(days)), {"file": "x"})


def ids(folder: WatchFolder) -> list[str]:
    """The ids of all events that count."""
    return [
        str(name) for part in folder.parts("events") for name in pq.read_table(part)["event_id"].to_pylist()
    ]


@pytest.fixture
def folder(tmp_path: Path) -> WatchFolder:
    """An empty folder."""
    return WatchFolder.open_or_make(tmp_path / "watch")


def test_days_in_any_order_become_one_part_each(folder: WatchFolder) -> None:
    """Rows of three days, mixed, stand in three parts, and each part is what its manifest says."""
    manifest = write(folder, [3, 1, 2, 3, 1])
    assert [(part.path.split("/")[1], part.rows) for part in manifest.parts_of("events")] == [
        ("date=1970-01-02", 2),
        ("date=1970-01-03", 1),
        ("date=1970-01-04", 2),
    ]
    assert [part_fault(folder.path, part, arrow_schema(STORED[part.table])) for part in manifest.parts] == [
        ""
    ] * 4
    assert sorted(ids(folder)) == ["e0", "e1", "e2", "e3", "e4"]
    assert next(iter(folder.manifests())) == manifest


def test_rows_that_do_not_fit_into_memory_are_the_same_parts(
    folder: WatchFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was put aside on the way comes back in the same order, one part a day, and nothing of it is left."""
    days = [3, 1, 2, 3, 1, 7, 2, 3]
    whole = write(folder, days)
    monkeypatch.setattr(writing, "MAX_WAITING", 1)
    monkeypatch.setattr(spilling, "ROWS_AT_ONCE", 2)
    other = WatchFolder.open_or_make(tmp_path / "other")
    spilled = write(other, days)
    assert [(part.table, part.rows) for part in spilled.parts] == [
        (part.table, part.rows) for part in whole.parts
    ]
    assert ids(other) == ids(folder)
    assert sorted(ids(other)) == [f"e{number}" for number in range(8)]
    assert not list((other.path / "aside").iterdir())


def test_an_import_that_is_not_finished_leaves_nothing_aside(
    folder: WatchFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does one that was killed, once somebody imports the same source again; until then verification names it."""
    monkeypatch.setattr(writing, "MAX_WAITING", 1)
    aside = folder.path / "aside" / "s"
    with SourceWriter(folder, "s", "test") as writer:
        writer.add_rows("events", [event(1, 1)])
        assert list(aside.iterdir())
    assert not aside.exists()
    assert ids(folder) == []
    aside.mkdir(parents=True)
    (aside / "events-0.arrow").touch()
    assert [fault.source for fault in folder_faults(folder)] == ["s"]
    write(folder, [1])
    assert not list(folder_faults(folder))


def test_a_second_import_replaces_the_first(folder: WatchFolder) -> None:
    """Of a source that is written again, only the new parts are left."""
    write(folder, [1, 2])
    write(folder, [5])
    assert ids(folder) == ["e0"]
    assert len(list(folder.part_files("s"))) == 2


def test_only_one_writes_at_a_time(folder: WatchFolder) -> None:
    """A second writer is told that there is one."""
    with (
        SourceWriter(folder, "s", "test"),
        pytest.raises(ImportRefused, match="another import"),
        SourceWriter(folder, "other", "test"),
    ):
        pass


def test_a_folder_of_which_a_crash_left_the_beginning_is_made_again(tmp_path: Path) -> None:
    """What is somebody else's is not taken for one."""
    (tmp_path / "begun").mkdir()
    (tmp_path / "begun" / ".watch.json.4711").touch()
    assert list(WatchFolder.open_or_make(tmp_path / "begun").manifests()) == []
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").touch()
    with pytest.raises(WatchFolderDamaged, match="no watch folder"):
        WatchFolder.open_or_make(tmp_path / "other")


@pytest.mark.parametrize("name", ["", "A", "../up", "a.b", "a/b", "x" * 65, "a\n"])
def test_a_name_that_no_file_may_have_is_refused(folder: WatchFolder, name: str) -> None:
    """A source's name is part of paths."""
    with pytest.raises(ImportRefused, match="name of a source"):
        SourceWriter(folder, name, "test")


def test_rows_of_other_columns_and_days_of_no_calendar_are_refused(folder: WatchFolder) -> None:
    """An importer's mistake is told at once; a day in the year 10,000 is the file's."""
    with SourceWriter(folder, "s", "test") as writer:
        with pytest.raises(ValueError, match="no `action`"):
            writer.add_rows("events", [{**event(1, 1), "action": None}])
        with pytest.raises(ValueError, match="have the columns"):
            writer.add("events", arrow_schema(STORED["egress"]).empty_table())
        writer.add_rows("events", [{**event(1, 1), "day": 2**31 - 1}])
        with pytest.raises(ImportRefused, match="in no calendar"):
            writer.finish(Counts(), {})
    assert not list(folder.part_files("s"))


@pytest.mark.parametrize("path", ["../x.parquet", "events/x.parquet", "/etc/passwd", "known/../../x.parquet"])
def test_no_path_of_a_manifest_leads_out_of_the_folder(folder: WatchFolder, path: str) -> None:
    """A folder may come from somebody else."""
    raw = write_manifest(write(folder, [1])).replace(b"known/egress/", path.encode() + b"/../known/egress/")
    with pytest.raises(WatchFolderDamaged):
        read_manifest(raw, "s.json")


@pytest.mark.parametrize(
    ("was", "becomes", "file"),
    [
        (b'"source": "s"', b'"source": "t"', "s.json"),
        (b"", b"", "t.json"),
        (b'"table": "egress"', b'"table": "cutoffs"', "s.json"),
        (b'"source": "s"', b'"source": "t"', "t.json"),
    ],
)
def test_a_part_is_of_one_source_and_one_table(
    folder: WatchFolder, was: bytes, becomes: bytes, file: str
) -> None:
    """A copy of a manifest under another name would have every row count twice."""
    raw = write_manifest(write(folder, [1])).replace(was, becomes)
    with pytest.raises(WatchFolderDamaged):
        read_manifest(raw, file)


def test_a_part_is_named_once(folder: WatchFolder) -> None:
    """Named twice, its rows would count twice."""
    manifest = write(folder, [1])
    with pytest.raises(WatchFolderDamaged):
        read_manifest(write_manifest(replace(manifest, parts=manifest.parts * 2)), "s.json")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_interrupted_at_any_step_a_source_is_the_old_one_or_the_new_one(tmp_path: Path, fault: Fault) -> None:
    """Whatever step goes wrong: what counts is whole, and the next import removes what is left."""
    complete, whole = FaultyDisk(), WatchFolder.open_or_make(tmp_path / "whole")
    write(whole, [1, 2])
    shutil.copytree(whole.path, tmp_path / "before")
    write(whole, [7], complete)
    assert len(complete.steps) > 10
    for step in range(len(complete.steps)):
        folder = WatchFolder.open(shutil.copytree(tmp_path / "before", tmp_path / str(step)))
        with pytest.raises((OSError, Died)):
            write(folder, [7], FaultyDisk(step, fault))
        assert sorted(ids(folder)) in (["e0", "e1"], ["e0"])
        parts = [part for manifest in folder.manifests() for part in manifest.parts]
        assert {part_fault(folder.path, part, arrow_schema(STORED[part.table])) for part in parts} == {""}
        write(folder, [8, 9])
        assert sorted(ids(folder)) == ["e0", "e1"]
        assert len(list(folder.part_files("s"))) == 3
