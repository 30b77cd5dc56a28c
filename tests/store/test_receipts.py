"""Receipts and openings out of a folder: the public side suffices, and a damaged one gives none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ostiary.errors import LogDamaged, LogUnavailable, ProofInvalid
from ostiary.evidence.opening import Opening
from ostiary.evidence.receipt import verify_receipt
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.receipts import make_receipt, read_opening_of, read_published
from ostiary.tlog.trust import parse_trust
from store.log_world import append, entry, log_of, payloads, publish


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> LogFolder:
    """A log of 600 entries: two full tiles and a partial one."""
    return log_of(tmp_path_factory.mktemp("receipts") / "log", 600)


@pytest.fixture
def folder(whole: LogFolder, tmp_path: Path) -> LogFolder:
    """A copy that may be damaged."""
    shutil.copytree(whole.root, tmp_path / "log")
    return LogFolder(tmp_path / "log")


@pytest.mark.parametrize("index", [0, 255, 256, 511, 512, 599])
def test_a_receipt_holds_against_the_trust_file_alone(whole: LogFolder, index: int) -> None:
    """The entry that it proves is the one that the journal holds."""
    found = verify_receipt(make_receipt(whole.root, index), parse_trust(whole.trust_policy.read_bytes()))
    assert found.commitment == entry(f"entry {index}".encode()).commitment


def test_the_public_side_is_enough(folder: LogFolder) -> None:
    """Whoever has a copy of the public side and the vkey makes the same receipts."""
    before = make_receipt(folder.root, 17)
    shutil.rmtree(folder.private)
    assert make_receipt(folder.root, 17) == before


def test_an_older_checkpoint_has_receipts_too(folder: LogFolder) -> None:
    """A reader of the checkpoint before finds the full tile where its partial one has gone."""
    old = folder.checkpoint.read_bytes()
    append(folder, [payloads(600, 300)])
    publish(folder)
    assert not (folder.public / "tile/entries/002.p").exists()
    folder.checkpoint.write_bytes(old)
    trust = parse_trust(folder.trust_policy.read_bytes())
    assert verify_receipt(make_receipt(folder.root, 599), trust).trusted.checkpoint.size == 600


@pytest.mark.parametrize("index", [-1, 600])
def test_what_is_not_published_has_no_receipt(whole: LogFolder, index: int) -> None:
    """It may come in a moment: the message says how far the checkpoint reaches."""
    with pytest.raises(LogUnavailable, match="covers 600 entries"):
        make_receipt(whole.root, index)


@pytest.mark.parametrize("name", ["tile/entries/000", "tile/0/000", "tile/1/000.p/2"])
@pytest.mark.parametrize("how", ["flip", "cut", "remove"])
def test_a_damaged_public_side_gives_no_receipt(folder: LogFolder, name: str, how: str) -> None:
    """Whatever of the files is changed, cut or gone, nothing that does not hold is handed out."""
    path = folder.public / name
    raw = bytearray(path.read_bytes())
    raw[300 if len(raw) > 300 else 33] ^= 1
    match how:
        case "flip":
            path.write_bytes(raw)
        case "cut":
            path.write_bytes(path.read_bytes()[:40])
        case _:
            path.unlink()
    with pytest.raises((LogDamaged, ProofInvalid)):
        # Entry 8 stands where the bundle was changed, and both changed hashes are in its proof.
        make_receipt(folder.root, 8)


def test_a_checkpoint_by_another_key_is_no_checkpoint(folder: LogFolder, tmp_path: Path) -> None:
    """And the message names the file."""
    other = log_of(tmp_path / "other", 5)
    other_key = other.checkpoint.read_bytes().replace(b"gw1", b"gw2")
    folder.checkpoint.write_bytes(other_key)
    with pytest.raises(ProofInvalid, match="public/checkpoint"):
        read_published(folder.root)


@pytest.mark.parametrize("index", [0, 99, 100, 599])
def test_the_private_side_opens_an_entry(whole: LogFolder, index: int) -> None:
    """The opening opens what the receipt proves."""
    opening = read_opening_of(whole.root, index)
    assert isinstance(opening, Opening)
    assert opening.payload == f"entry {index}".encode()
    trust = parse_trust(whole.trust_policy.read_bytes())
    opening.verify(verify_receipt(make_receipt(whole.root, index), trust).commitment)


def test_what_is_not_there_is_not_opened(whole: LogFolder) -> None:
    """An entry beyond the journal has no opening."""
    with pytest.raises(LogUnavailable, match="no entry 600"):
        read_opening_of(whole.root, 600)
