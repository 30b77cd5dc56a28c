"""A log with two keys: every checkpoint bears both lines, and whoever verifies the folder asks for both."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import KeyFileError, LogDamaged, OstiaryError, ProofInvalid
from ostiary.evidence.receipt import verify_receipt
from ostiary.store.durable_files import Disk
from ostiary.store.log.folder import LogFolder, create_log, read_signer, refuse_shared_key
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.receipts import make_receipt
from ostiary.store.log.second_key import maybe_draw_second_key, maybe_second_verifier, second_signers
from ostiary.store.log.tile_store import TileStore
from ostiary.tlog import ml_dsa
from ostiary.tlog.cosignature import Cosigner
from ostiary.tlog.key_text import ED25519_COSIGNATURE
from ostiary.tlog.note import open_note, split_note
from ostiary.tlog.trust import parse_trust
from store.log_world import ORIGIN, SEED, append, opened, payloads, publish, verify


@pytest.fixture
def folder(tmp_path: Path) -> LogFolder:
    """A published log of 300 entries with both keys."""
    if not ml_dsa.is_available():
        pytest.skip("the installed cryptography has no ML-DSA-44")
    create_log(tmp_path / "log", ORIGIN, SEED, maybe_draw_second_key(ORIGIN))
    folder = LogFolder(tmp_path / "log")
    append(folder, [payloads(0, 300)])
    publish_with_both(folder)
    return folder


def publish_with_both(folder: LogFolder) -> None:
    with opened(folder) as (_, head), JournalReader(folder.journal) as reader:
        store = TileStore(folder, read_signer(folder), head, Disk(), second_signers(folder))
        for frame, _ in reader.read_frames(reader.start):
            store.add(frame)
        store.publish()


def test_a_checkpoint_has_both_lines_from_the_first_on(folder: LogFolder) -> None:
    """Ed25519 first, then 4 + 8 + 2,420 bytes of ML-DSA-44 without a time; the log verifies and says so."""
    _, lines = split_note(folder.checkpoint.read_bytes())
    assert [len(line.signature) for line in lines] == [64, 8 + 2420]
    assert lines[1].signature[:8] == bytes(8)
    assert verify(folder).signed_by == (ORIGIN, f"{ORIGIN} (ML-DSA-44)")


def test_the_same_tree_is_not_signed_twice(folder: LogFolder) -> None:
    """ML-DSA-44 draws its own randomness; a writer that starts again publishes the bytes that it signed before."""
    before = folder.checkpoint.read_bytes()
    publish_with_both(folder)
    assert folder.checkpoint.read_bytes() == before
    folder.checkpoint.unlink()
    folder.checkpoint.write_bytes(b"torn")
    publish_with_both(folder)
    assert folder.checkpoint.read_bytes() == before


def test_a_checkpoint_without_the_second_line_is_refused(folder: LogFolder) -> None:
    """Whoever has broken the first key alone cannot sign for a log that has two."""
    append(folder, [payloads(300, 1)])
    publish(folder)
    assert len(split_note(folder.checkpoint.read_bytes())[1]) == 1
    with pytest.raises(ProofInvalid, match="public/checkpoint"):
        verify(folder)
    publish_with_both(folder)
    assert verify(folder).size == 301


def test_a_receipt_holds_under_either_key(folder: LogFolder) -> None:
    """Whoever believes ML-DSA-44 alone names that key in the trust file."""
    raw = make_receipt(folder.root, 17)
    assert verify_receipt(raw, parse_trust(folder.trust_policy.read_bytes())).index == 17
    second = folder.second_verifier_key.read_text().strip()
    assert verify_receipt(raw, parse_trust(f"log {second}\nquorum none\n".encode())).index == 17


def test_a_log_without_a_second_key_goes_on_without(tmp_path: Path) -> None:
    """As one does that was made where there is no ML-DSA-44."""
    create_log(tmp_path / "log", ORIGIN, SEED)
    folder = LogFolder(tmp_path / "log")
    assert (maybe_second_verifier(folder), second_signers(folder)) == (None, ())
    assert verify(folder).signed_by == (ORIGIN,)


def test_where_there_is_no_ml_dsa_none_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a key that is there cannot be used: that is said, and not passed over."""
    key = maybe_draw_second_key(ORIGIN)
    monkeypatch.setattr(ml_dsa, "mldsa", None)
    assert maybe_draw_second_key(ORIGIN) is None
    if key is not None:
        with pytest.raises(OstiaryError, match="ML-DSA-44 is not in the installed"):
            key.at(0).sign(b"log.example/gw1\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("private/log.ml-dsa.key", None, LogDamaged),
        ("private/log.ml-dsa.key", "rubbish\n", KeyFileError),
        ("private/log.ml-dsa.key", "no newline", LogDamaged),
        ("log.ml-dsa.vkey", "rubbish\n", ProofInvalid),
        ("log.ml-dsa.vkey", "no newline", LogDamaged),
        (
            "log.ml-dsa.vkey",
            f"{Cosigner(ORIGIN, ED25519_COSIGNATURE, bytes(32)).verifier().format()}\n",
            ProofInvalid,
        ),
    ],
)
def test_halves_that_are_none_are_refused(
    folder: LogFolder, name: str, text: str | None, error: type[OstiaryError]
) -> None:
    """Missing, not a key, of another type: the writer does not start, and the log does not verify."""
    path = folder.root / name
    path.unlink()
    if text is not None:
        path.write_text(text)
    with pytest.raises(error):
        second_signers(folder)
    with pytest.raises((LogDamaged, ProofInvalid)):
        verify(folder)


def test_halves_of_two_keys_are_refused(folder: LogFolder) -> None:
    """The private half is not that of the public one."""
    other = maybe_draw_second_key(ORIGIN)
    assert other is not None
    folder.second_signer_key.write_text(f"{other.format()}\n")
    with pytest.raises(KeyFileError, match=r"log\.ml-dsa\.vkey"):
        second_signers(folder)


def test_a_second_key_that_others_can_read_is_refused(folder: LogFolder) -> None:
    """As the first one."""
    refuse_shared_key(folder)
    folder.second_signer_key.chmod(0o640)
    with pytest.raises(KeyFileError, match=r"log\.ml-dsa\.key"):
        refuse_shared_key(folder)


def test_a_key_of_another_name_makes_no_log(tmp_path: Path) -> None:
    """And nothing is left behind."""
    other = maybe_draw_second_key("log.example/other")
    if other is None:
        pytest.skip("the installed cryptography has no ML-DSA-44")
    with pytest.raises(ProofInvalid, match="not the key of the log"):
        create_log(tmp_path / "log", ORIGIN, SEED, other)
    assert not (tmp_path / "log").exists()


def test_tools_that_know_no_ml_dsa_pass_the_line_over(folder: LogFolder) -> None:
    """Its name and id are unknown to them, and such lines count for nothing."""
    assert open_note(folder.checkpoint.read_bytes(), [read_signer(folder).verifier()]).signed_by == (ORIGIN,)
