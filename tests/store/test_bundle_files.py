"""A folder of files becomes texts, within limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import BundleError
from ostiary.policy.load import MAX_FILES
from ostiary.store.bundle_files import MAX_FILE_BYTES, read_bundle, read_bundle_files
from policy_worlds import CHICAGO, small_files


def test_a_folder_is_one_bundle(tmp_path: Path) -> None:
    """Only ``*.toml`` counts, and editors' hidden copies do not."""
    for name, text in small_files().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / ".#rules.toml").write_text("[[[", encoding="utf-8")
    (tmp_path / "README.md").write_text("# not policy", encoding="utf-8")
    assert sorted(read_bundle_files(tmp_path)) == sorted(small_files())
    assert read_bundle(tmp_path).name == "small"


def test_the_chicago_pack_is_a_folder() -> None:
    """The pack that the project ships can be read."""
    assert read_bundle(CHICAGO).name == "chicago-2019"


def test_a_missing_or_empty_folder_is_refused(tmp_path: Path) -> None:
    """No folder and no files are no policy."""
    with pytest.raises(BundleError, match="is no folder"):
        read_bundle_files(tmp_path / "missing")
    with pytest.raises(BundleError, match="has 0 files"):
        read_bundle_files(tmp_path)


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    """The folder is counted before anything is read."""
    for number in range(MAX_FILES + 1):
        (tmp_path / f"{number}.toml").touch()
    with pytest.raises(BundleError, match=f"has {MAX_FILES + 1} files"):
        read_bundle_files(tmp_path)


def test_all_unreadable_files_are_listed(tmp_path: Path) -> None:
    """Too large, not UTF-8, not a file: each with its name."""
    (tmp_path / "a.toml").write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    (tmp_path / "b.toml").write_bytes(b"ab\xff")
    (tmp_path / "c.toml").mkdir()
    with pytest.raises(BundleError, match="3 files of the policy bundle cannot be read") as caught:
        read_bundle_files(tmp_path)
    assert caught.value.problems == (
        f"a.toml:1: the file has more than {MAX_FILE_BYTES} bytes",
        "b.toml:1: the file is not UTF-8 at byte 2",
        "c.toml:1: the file cannot be opened: is a directory",
    )
