from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import KeyFileError
from ostiary.store.reader_passwords import read_reader_passwords, secret_of, stamp_of, write_reader_passwords

PASSWORDS = {"a": "one password", "b": "another"}


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """The passwords that stood there before are gone."""
    folder = tmp_path / "readers"
    assert read_reader_passwords(folder) == {}
    write_reader_passwords(folder, {"old": "gone"})
    write_reader_passwords(folder, PASSWORDS)
    assert read_reader_passwords(folder) == PASSWORDS


def test_a_reader_who_comes_in_between_finds_every_password(tmp_path: Path) -> None:
    """Each is replaced at once, old by new, and a stale half from a crash is no matter."""
    write_reader_passwords(tmp_path, PASSWORDS)
    (tmp_path / "b.new").write_text("half")
    before = stamp_of(tmp_path)
    opened = [path.open() for path in sorted(tmp_path.glob("*.password"))]
    write_reader_passwords(tmp_path, {name: f"new {each}" for name, each in PASSWORDS.items()})
    # Who had opened the old ones still reads them whole: they were replaced, not written over.
    assert [file.read() for file in opened] == ["one password\n", "another\n"]
    assert read_reader_passwords(tmp_path) == {"a": "new one password", "b": "new another"}
    assert stamp_of(tmp_path) != before
    for file in opened:
        file.close()


def test_a_folder_that_is_not_there_has_a_stamp_too(tmp_path: Path) -> None:
    """It changes when the folder comes."""
    assert stamp_of(tmp_path / "readers") == 0
    write_reader_passwords(tmp_path / "readers", PASSWORDS)
    assert stamp_of(tmp_path / "readers") > 0


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """A password that others know is none."""
    write_reader_passwords(tmp_path, PASSWORDS)
    (tmp_path / "a.password").chmod(0o640)
    with pytest.raises(KeyFileError):
        read_reader_passwords(tmp_path)


def test_a_secret_of_passwords_is_the_same_as_long_as_they_are() -> None:
    """In any order of reading; for another purpose, or other passwords, it is another."""
    secret = secret_of(PASSWORDS, "decoys")
    assert secret_of(dict(reversed(PASSWORDS.items())), "decoys") == secret
    assert secret_of(PASSWORDS, "something else") != secret
    assert secret_of({**PASSWORDS, "b": "renewed"}, "decoys") != secret


def test_without_passwords_a_secret_is_not_to_be_guessed() -> None:
    """It is drawn anew each time."""
    assert secret_of({}, "decoys") != secret_of({}, "decoys")
