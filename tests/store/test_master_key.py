"""The master key in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import KeyFileError
from ostiary.evidence.key_slots import MasterKey
from ostiary.store.master_key import FileMasterKey, read_master_key, write_new_master_key

SECRET = "bW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW0="


def test_a_master_key_gives_back_what_it_wrapped(tmp_path: Path) -> None:
    """Written, read, and the same key: two wrappings differ, and both open."""
    path = tmp_path / "master.key"
    write_new_master_key(path, "city.example/master")
    master: MasterKey = read_master_key(path)
    assert master.name == "city.example/master"
    first, second = master.wrap(b"k" * 32), master.wrap(b"k" * 32)
    assert first != second
    assert read_master_key(path).unwrap(first) == master.unwrap(second) == b"k" * 32


@pytest.mark.parametrize("wrapped", [b"", b"short", bytes(12), bytes(60)])
def test_foreign_bytes_are_refused(wrapped: bytes) -> None:
    """Whatever a header holds, it is a refusal that names the master key."""
    with pytest.raises(KeyFileError, match="city"):
        FileMasterKey("city", b"m" * 32).unwrap(wrapped)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "ostiary-master-key",
        "ostiary-master-key city AAAA",
        f"other city {SECRET}",
        f"ostiary-master-key  {SECRET}",
    ],
)
def test_only_a_master_key_is_read_as_one(tmp_path: Path, line: str) -> None:
    """Another line is refused, and nothing of it is repeated."""
    path = tmp_path / "master.key"
    path.write_text(f"{line}\n")
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="is not a master key") as refused:
        read_master_key(path)
    assert SECRET not in refused.value.message


def test_a_master_key_is_private_and_never_overwritten(tmp_path: Path) -> None:
    """A file that others may read is refused; one that is there stays."""
    path = tmp_path / "master.key"
    write_new_master_key(path, "city")
    with pytest.raises(KeyFileError, match="never overwritten"):
        write_new_master_key(path, "city")
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match="open to others"):
        read_master_key(path)


@pytest.mark.parametrize("name", ["", "two words", "n" * 129, "stadt\n", "stä"])
def test_a_name_is_one_word(tmp_path: Path, name: str) -> None:
    """A name that could not be read back is never written."""
    with pytest.raises(KeyFileError, match="cannot be a master key's name"):
        write_new_master_key(tmp_path / "master.key", name)
    assert not (tmp_path / "master.key").exists()
