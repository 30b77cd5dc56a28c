"""A watch folder is opened by whoever wrote it, and by nobody who would read it otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ostiary.errors import RunRefused, WatchFolderDamaged
from ostiary.watch.detecting.limits import read_limits
from ostiary.watch.detecting.run_file import runs
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import read_manifest
from ostiary.watch.findings.act_line import read_act


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"format": "ostiary/watch-folder/v0"}, "of a version that this one does not read"),
        ({"schema": "0123456789abcdef"}, "under another schema of events"),
        ({"schema": None}, "under another schema of events"),
    ],
)
def test_another_version_or_schema_is_not_read(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    folder = WatchFolder.open_or_make(tmp_path / "watched")
    assert WatchFolder.open(folder.path) == folder
    file = folder.path / "watch.json"
    file.write_text(json.dumps(json.loads(file.read_bytes()) | changed))
    with pytest.raises(WatchFolderDamaged, match=said):
        WatchFolder.open(folder.path)


def test_a_folder_of_something_else_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(WatchFolderDamaged, match="is no watch folder"):
        WatchFolder.open_or_make(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["notes.txt"]


def test_an_installation_in_place_of_its_watch_folder_is_told_where_that_is(tmp_path: Path) -> None:
    """Whoever types HOME, as for `watch due`, is told what to type."""
    inner = WatchFolder.open_or_make(tmp_path / "watch").path
    with pytest.raises(WatchFolderDamaged) as refused:
        WatchFolder.open(tmp_path)
    assert refused.value.hint == f"its watch folder is `{inner}`"


def test_brackets_without_end_are_damage_and_no_crash(tmp_path: Path) -> None:
    """Whoever hands a folder on may have put anything into it; Python's readers give up at some thousand brackets."""
    deep = b"[" * 100_000
    with pytest.raises(WatchFolderDamaged):
        read_manifest(deep, "s.json")
    with pytest.raises(WatchFolderDamaged):
        read_act(deep, 0, "")
    with pytest.raises(RunRefused):
        read_limits(b"x = " + deep[:60_000])
    (tmp_path / "runs").mkdir()
    for name in ("runs/1.json", "watch.json"):
        (tmp_path / name).write_bytes(deep)
    with pytest.raises(WatchFolderDamaged):
        list(runs(WatchFolder(tmp_path)))
    with pytest.raises(WatchFolderDamaged):
        WatchFolder.open(tmp_path)
