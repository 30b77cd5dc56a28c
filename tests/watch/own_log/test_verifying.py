"""One cell, one row, one part, one manifest: whatever is altered in a folder is found, and named."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from ostiary.errors import OstiaryError, ProofInvalid
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Manifest, Part
from ostiary.watch.events.verifying import folder_faults
from watch.own_log_world import TERMS, World


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A log with three accesses, imported."""
    world = World.make(tmp_path_factory.mktemp("begun"))
    for number in range(3):
        world.whole(f"a-{number}", 42, 50 + number)
    world.run()
    return world


@pytest.fixture
def world(begun: World, tmp_path: Path) -> World:
    """The same log, and a folder to be altered."""
    return dataclasses.replace(
        begun, watch=WatchFolder.open(shutil.copytree(begun.watch.path, tmp_path / "watch"))
    )


def manifest_of(world: World) -> Manifest:
    """The manifest of the log."""
    found = world.watch.maybe_manifest(TERMS.source)
    assert found is not None
    return found


def alter(world: World, table: str, change: Callable[[pa.Table], pa.Table], *, is_hidden: bool) -> None:
    """Change a part; where it is to be hidden, change the manifest so that it vouches for it."""
    manifest = manifest_of(world)
    part = manifest.parts_of(table)[0]
    path = world.watch.path / part.path
    changed = change(pq.ParquetFile(path).read())
    pq.write_table(changed, path)
    if is_hidden:
        new = Part(table, part.path, changed.num_rows, hashlib.sha256(path.read_bytes()).hexdigest())
        parts = tuple(new if one == part else one for one in manifest.parts)
        events = sum(one.rows for one in parts if one.table == "events")
        counts = dataclasses.replace(manifest.counts, read=events, taken=events)
        world.watch.admit(dataclasses.replace(manifest, parts=parts, counts=counts))


def set_cell(column: str, value: object) -> Callable[[pa.Table], pa.Table]:
    """Put a value into the first row."""

    def change(table: pa.Table) -> pa.Table:
        values = [value, *table[column].to_pylist()[1:]]
        at = table.schema.get_field_index(column)
        return table.set_column(
            at, table.schema.field(column), pa.array(values, table.schema.field(column).type)
        )

    return change


def without_first(table: pa.Table) -> pa.Table:
    """A row less."""
    return table.slice(1)


def twice_first(table: pa.Table) -> pa.Table:
    """A row doubled."""
    return pa.concat_tables([table.slice(0, 1), table])


@pytest.mark.parametrize("table", ["events", "subjects", "entries"])
def test_an_altered_part_is_found_without_the_log(world: World, table: str) -> None:
    """Its bytes are not those that the manifest names."""
    alter(world, table, lambda rows: rows.slice(0), is_hidden=False)
    path = world.watch.path / manifest_of(world).parts_of(table)[0].path
    path.write_bytes(path.read_bytes()[:-9] + b"x" + path.read_bytes()[-8:])
    (fault,) = folder_faults(world.watch)
    assert "other bytes" in fault.sentence
    path.unlink()
    assert [fault.what for fault in folder_faults(world.watch)] == ["is missing"]


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("events", "user", "cpd-9"),
        ("events", "at", 1),
        ("events", "reason_state", "blank"),
        ("subjects", "asked", None),
        ("entries", "event_id", "e"),
    ],
)
def test_one_cell_that_a_manifest_vouches_for_is_found_with_the_log(
    world: World, table: str, column: str, value: object
) -> None:
    """The folder is whole by itself; the log says something else, and which column of which row is told."""
    change = set_cell(column, value)
    if value is None:

        def change(rows: pa.Table) -> pa.Table:
            return rows.set_column(
                rows.schema.get_field_index(column), rows.schema.field(column), pc.invert(rows[column])
            )

    alter(world, table, change, is_hidden=True)
    assert not list(folder_faults(world.watch))
    found = world.hold().differences
    assert {(one.kind, one.table) for one in found} == {("altered", table)}
    assert {one.columns for one in found} == {(column,)}


def test_a_key_that_was_altered_is_one_row_missing_and_one_too_many(world: World) -> None:
    """An event under another id is not the event of the log."""
    alter(world, "events", set_cell("event_id", "log.example/gw1/77"), is_hidden=True)
    told = [one.sentence for one in world.hold().differences]
    assert told == [
        "events: log.example/gw1/0 is in the log, and is missing here",
        "events: log.example/gw1/77 is here, and not in the log",
    ]


@pytest.mark.parametrize("table", ["events", "subjects", "entries"])
@pytest.mark.parametrize(("change", "kind"), [(without_first, "missing"), (twice_first, "extra")])
def test_one_row_less_or_more_is_found(
    world: World, table: str, change: Callable[[pa.Table], pa.Table], kind: str
) -> None:
    """Also where the manifest vouches for it."""
    alter(world, table, change, is_hidden=True)
    (found,) = world.hold().differences
    assert (found.kind, found.table) == (kind, table)


def test_a_whole_day_that_was_taken_out_is_found(world: World) -> None:
    """A manifest that does not name a day any more hides nothing."""
    manifest = manifest_of(world)
    gone = [part for part in manifest.parts if "date=2026-03-02" in part.path]
    kept = tuple(part for part in manifest.parts if part not in gone)
    events = sum(part.rows for part in kept if part.table == "events")
    counts = dataclasses.replace(manifest.counts, read=events, taken=events)
    world.watch.admit(dataclasses.replace(manifest, parts=kept, counts=counts))
    assert {fault.what[:21] for fault in folder_faults(world.watch)} == {"is named by no manife"}
    for part in gone:
        (world.watch.path / part.path).unlink()
    assert not list(folder_faults(world.watch))
    assert {one.kind for one in world.hold().differences} == {"missing"}
    assert len(world.hold().differences) == sum(part.rows for part in gone)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("entries", "2"),
        ("root", "00" * 32),
        ("peaks", json.dumps(["00" * 32, "11" * 32])),
        ("time_zone", "Europe/Berlin"),
        ("owner", "Somebody"),
        ("subject_columns", "[]"),
        ("subject_key", "00"),
    ],
)
def test_a_manifest_that_was_altered_is_found(world: World, name: str, value: str) -> None:
    """What it says of the log leads to the signed root, and what it says of the terms to the same rows, or it is not true."""
    manifest = manifest_of(world)
    made_from = {**manifest.made_from, name: value}
    world.watch.admit(dataclasses.replace(manifest, made_from=made_from))
    try:
        terms = type(TERMS).of(manifest_of(world).made_from, TERMS.key)
        found = world.hold(terms).differences
    except OstiaryError:
        return
    assert found


def test_counts_that_do_not_add_up_are_found(world: World) -> None:
    """A manifest that tells of other rows than it names."""
    manifest = manifest_of(world)
    for counts in ({"taken": 2, "read": 2}, {"refused": 1}):
        world.watch.admit(
            dataclasses.replace(manifest, counts=dataclasses.replace(manifest.counts, **counts))
        )
        assert list(folder_faults(world.watch))


def test_another_root_than_the_signed_one_is_refused(world: World) -> None:
    """A log whose journal was altered vouches for no event."""
    shutil.copytree(world.log.root, world.watch.path.parent / "log")
    other = type(world.log)(world.watch.path.parent / "log")
    raw = bytearray(other.checkpoint.read_bytes())
    other.checkpoint.write_bytes(raw.replace(b"\n3\n", b"\n2\n"))
    with pytest.raises(ProofInvalid):
        dataclasses.replace(world, log=other).hold()
