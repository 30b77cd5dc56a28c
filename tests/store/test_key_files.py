from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ostiary.errors import KeyFileError
from ostiary.store.key_files import MAX_KEY_FILE_BYTES, read_key, read_private_line, write_new_key
from ostiary.tlog.note import SignerKey, VerifierKey

KEY = SignerKey("mayor.example.gov", bytes(32))


def private(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    path.chmod(0o600)
    return path


def test_a_new_key_is_read_back(tmp_path: Path) -> None:
    """A new key lies in a file of mode 0600, and the vkey is its public half."""
    path = tmp_path / "mayor.key"
    vkey = write_new_key(path, "mayor.example.gov")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key(path).verifier() == VerifierKey.parse(vkey)
    assert read_key(path).name == "mayor.example.gov"


def test_two_new_keys_differ(tmp_path: Path) -> None:
    """Each new key is drawn anew."""
    assert write_new_key(tmp_path / "a", "mayor") != write_new_key(tmp_path / "b", "mayor")


def test_the_mode_does_not_depend_on_the_mask(tmp_path: Path) -> None:
    """A process that lets others read its files by default still writes keys for itself alone."""
    before = os.umask(0)
    try:
        write_new_key(tmp_path / "mayor.key", "mayor")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "mayor.key").stat().st_mode) == 0o600


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    """A file that is there, or a link to anywhere, is left as it is."""
    path = private(tmp_path / "mayor.key", b"precious")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for target in (path, tmp_path / "link"):
        with pytest.raises(KeyFileError, match="never overwritten"):
            write_new_key(target, "mayor")
    assert path.read_bytes() == b"precious"
    assert not (tmp_path / "elsewhere").exists()


def test_a_key_needs_a_folder_and_a_name(tmp_path: Path) -> None:
    """A folder that is not there and a name with a plus are refused, and no file is left."""
    with pytest.raises(KeyFileError, match="cannot be written: no such file or directory"):
        write_new_key(tmp_path / "absent" / "mayor.key", "mayor")
    with pytest.raises(KeyFileError, match="cannot be the name of a key"):
        write_new_key(tmp_path / "mayor.key", "may+or")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o660, 0o644, 0o601])
def test_a_key_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    """A key file with any right for its group or for others is refused with the line that mends it."""
    path = private(tmp_path / "the mayor.key", KEY.format().encode())
    path.chmod(mode)
    with pytest.raises(KeyFileError, match=f"mode 0{mode:o}") as caught:
        read_key(path)
    assert caught.value.hint == f"chmod 600 '{path}'"
    path.chmod(0o600)
    assert read_key(path) == KEY


def test_a_stricter_mode_is_fine(tmp_path: Path) -> None:
    """A key that only its owner may read is read, with or without an end of line."""
    for number, end in enumerate((b"", b"\n")):
        path = private(tmp_path / str(number), KEY.format().encode() + end)
        path.chmod(0o400)
        assert read_key(path) == KEY


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is not a key file"),
        (b"PRIVATE+KEY+hunter2", "is not a key file"),
        (KEY.format().encode() + b" ", "is not a key file"),
        (KEY.verifier().format().encode(), "is not a key file"),
        (KEY.format().encode() + b"\nmore\n", "more than one line"),
        (b"x" * (MAX_KEY_FILE_BYTES + 1), "very long"),
        (b"\xff", "is not text"),
    ],
)
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    """A file that holds anything but one signer key is refused, and nothing of it is repeated."""
    path = private(tmp_path / "mayor.key", content)
    with pytest.raises(KeyFileError, match=why) as caught:
        read_key(path)
    assert "hunter2" not in f"{caught.value.message}{caught.value.hint}"


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    """An absent file and a folder are refused with the system's reason."""
    with pytest.raises(KeyFileError, match="cannot be read: no such file"):
        read_key(tmp_path / "absent")
    with pytest.raises(KeyFileError, match="cannot be read: is a directory"):
        read_key(tmp_path)


def test_other_secrets_are_read_the_same_way(tmp_path: Path) -> None:
    """A connection string in a private file is read as its one line."""
    assert read_private_line(private(tmp_path / "dsn", b"host=/run user=x\n")) == "host=/run user=x"
