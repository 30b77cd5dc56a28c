"""The folder of a log: how it is made, guarded and locked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ostiary.errors import KeyFileError, LogDamaged, LogUnavailable, ProofInvalid, SettingsError
from ostiary.store.log.folder import (
    MAX_PART_BYTES,
    LogFolder,
    create_log,
    read_part,
    read_signer,
    read_verifier,
    refuse_shared_key,
    trust_policy_text,
    writer_lock,
)
from ostiary.tlog.checkpoint import open_checkpoint
from store.log_world import ORIGIN, SEED, make_log, verify


def test_a_new_log_is_whole_and_empty(tmp_path: Path) -> None:
    """A log begins with a signed checkpoint of size 0, keys with the right modes, and a trust policy."""
    folder = make_log(tmp_path / "log")
    vkey = read_verifier(folder)
    assert open_checkpoint(folder.checkpoint.read_bytes(), vkey).size == 0
    assert folder.trust_policy.read_text() == f"log {vkey.format()}\nquorum none\n" == trust_policy_text(vkey)
    for path in (folder.journal, folder.head, folder.signer_key):
        assert path.stat().st_mode & 0o777 == 0o600
    assert folder.private.stat().st_mode & 0o777 == 0o700
    assert read_signer(folder).verifier() == vkey
    assert verify(folder).size == 0


@pytest.mark.parametrize("left", ["public", "private", "log.vkey", "trust.policy"])
def test_a_log_is_never_made_over_what_is_left_of_one(tmp_path: Path, left: str) -> None:
    """One surviving part is enough to refuse, and it is left as it is."""
    (tmp_path / left).write_bytes(b"what is left")
    with pytest.raises(SettingsError, match="already"):
        create_log(tmp_path, ORIGIN, SEED)
    assert [path.name for path in tmp_path.iterdir()] == [left]
    assert (tmp_path / left).read_bytes() == b"what is left"


def test_an_impossible_origin_makes_nothing(tmp_path: Path) -> None:
    """A name that no key can have is refused before the first file."""
    with pytest.raises(ProofInvalid):
        create_log(tmp_path / "log", "two words", SEED)
    assert not (tmp_path / "log").exists()


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """The signer key is for its owner alone, and the hint says how."""
    folder = make_log(tmp_path / "log")
    refuse_shared_key(folder)
    folder.signer_key.chmod(0o640)
    with pytest.raises(KeyFileError) as fault:
        refuse_shared_key(folder)
    assert fault.value.hint == f"chmod 600 {folder.signer_key}"


def test_a_key_of_another_log_is_refused(tmp_path: Path) -> None:
    """The signer key must be the one whose public half the folder shows."""
    folder = make_log(tmp_path / "log")
    create_log(tmp_path / "other", ORIGIN, bytes(32))
    folder.signer_key.write_bytes(LogFolder(tmp_path / "other").signer_key.read_bytes())
    with pytest.raises(KeyFileError, match="not the key whose"):
        read_signer(folder)


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    """The message names the file relative to the log."""
    folder = make_log(tmp_path / "log")
    folder.head.unlink()
    with pytest.raises(LogDamaged, match="`private/head` is missing"):
        read_part(folder, folder.head)


def test_a_log_has_one_writer(tmp_path: Path) -> None:
    """A second lock is refused while the first is held, and given afterwards."""
    folder = make_log(tmp_path / "log")
    with writer_lock(folder), pytest.raises(LogUnavailable, match="another writer"), writer_lock(folder):
        pass
    with writer_lock(folder):
        pass


def test_no_log_no_lock(tmp_path: Path) -> None:
    """A folder that is not there cannot be written."""
    with pytest.raises(LogUnavailable, match="no log at"), writer_lock(LogFolder(tmp_path / "none")):
        pass


def test_only_a_regular_file_is_read(tmp_path: Path) -> None:
    """A link, a pipe or a folder in the place of a file is damage, named, and nothing waits for it."""
    folder = make_log(tmp_path / "log")
    folder.checkpoint.unlink()
    for target in ("/dev/zero", folder.head):
        folder.checkpoint.symlink_to(target)
        refuse_checkpoint(folder)
        folder.checkpoint.unlink()
    os.mkfifo(folder.checkpoint)
    refuse_checkpoint(folder)
    folder.checkpoint.unlink()
    folder.checkpoint.mkdir()
    refuse_checkpoint(folder)


def refuse_checkpoint(folder: LogFolder) -> None:
    """Verification says that the checkpoint is no file to be read."""
    with pytest.raises(LogDamaged, match="`public/checkpoint` is not a regular file"):
        verify(folder)


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    """A file of a tebibyte of holes is damage, named."""
    folder = make_log(tmp_path / "log")
    os.truncate(folder.checkpoint, 2**40)
    with pytest.raises(LogDamaged, match=f"`public/checkpoint` has more than {MAX_PART_BYTES} bytes"):
        verify(folder)
