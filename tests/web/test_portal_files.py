"""The files of a portal are read whole or not at all, and baked pages are written over baked pages only."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import PortalError, SettingsError
from ostiary.web.content.reading import MAX_FILES
from ostiary.web.portal_files import MARK, MAX_FILE_BYTES, portal_folder, read_texts, write_pages


def test_the_shipped_texts_are_found() -> None:
    """Beside the sources; inside the package once that is installed."""
    assert "facts.toml" in read_texts(portal_folder("chicago"))
    assert portal_folder("nowhere").parts[-3:] == ("ostiary", "portal", "nowhere")


def test_a_folder_without_texts_is_no_portal(tmp_path: Path) -> None:
    """Nor is one with too many."""
    (tmp_path / ".hidden.toml").touch()
    with pytest.raises(PortalError, match="has 0 files"):
        read_texts(tmp_path)
    for number in range(MAX_FILES + 1):
        (tmp_path / f"{number}.toml").touch()
    with pytest.raises(PortalError, match=f"has {MAX_FILES + 1} files"):
        read_texts(tmp_path)


def test_files_that_cannot_be_read_are_all_named(tmp_path: Path) -> None:
    """Each with its reason."""
    (tmp_path / "a.toml").write_bytes(b"x = '\xff'")
    (tmp_path / "b.toml").write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    (tmp_path / "c.toml").mkdir()
    with pytest.raises(PortalError) as caught:
        read_texts(tmp_path)
    assert caught.value.problems == (
        "a.toml:1: the file is not UTF-8 at byte 5",
        f"b.toml:1: the file has more than {MAX_FILE_BYTES} bytes",
        "c.toml:1: the file cannot be opened: is a directory",
    )


def test_pages_are_written_and_written_again(tmp_path: Path) -> None:
    """What is no page any more goes, and other files stay."""
    out = tmp_path / "out"
    write_pages(out, {"index.html": "1", "tl/index.html": "1", "en/index.html": "1"})
    (out / "robots.txt").write_text("mine", "utf-8")
    write_pages(out, {"index.html": "2", "en/index.html": "2"})
    found = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert found == [MARK, "en/index.html", "index.html", "robots.txt"]
    assert (out / "en/index.html").read_text("utf-8") == "2"


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written into what was not baked."""
    (tmp_path / "thesis.html").write_text("mine", "utf-8")
    with pytest.raises(SettingsError, match="holds what is no baked portal"):
        write_pages(tmp_path, {"index.html": "1"})
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.html"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """In words, with the way out."""
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="cannot be written") as caught:
        write_pages(tmp_path / "file" / "out", {"index.html": "1"})
    assert "--out" in caught.value.hint
