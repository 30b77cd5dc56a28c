"""What a killed command has left is removed by the next one, and nobody's place who still works."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from ostiary.watch.detecting.engine import open_engine
from ostiary.watch.events.passing import PREFIX, passing_place


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left(place: Path, name: str, *, mtime: int) -> Path:
    """What somebody who was killed has left."""
    found = place / f"{PREFIX}{name}"
    found.mkdir()
    (found / "run.duckdb").write_bytes(b"who asked for whom")
    os.utime(found, (mtime, mtime))
    return found


def test_what_a_killed_run_has_left_goes_with_the_next(place: Path) -> None:
    """It says who asked for whom; of a link only the link is seen."""
    old = left(place, "old", mtime=0)
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    (place / f"{PREFIX}link").symlink_to(elsewhere)
    with open_engine(threads=1):
        assert not old.exists()
        (own,) = (one for one in place.glob(f"{PREFIX}*") if not one.is_symlink())
        assert own.stat().st_mode & 0o777 == 0o700
    assert not own.exists()
    assert elsewhere.exists()


def test_a_place_that_is_held_or_was_just_made_stays(place: Path) -> None:
    """Two commands run at once, and one may be between making its place and holding it."""
    new = left(place, "new", mtime=2**31)
    with passing_place() as first:
        os.utime(first, (0, 0))
        with passing_place():
            assert first.exists()
    assert new.exists()
    assert not first.exists()
