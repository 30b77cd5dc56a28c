"""A watch folder is opened by whoever wrote it, and by nobody who would read it otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ostiary.errors import WatchFolderDamaged
from ostiary.watch.events.folder import WatchFolder


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
