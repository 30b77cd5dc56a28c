"""Checkpoints: three lines, one spelling, one signer."""

from __future__ import annotations

import pytest

from ostiary.errors import ProofInvalid
from ostiary.tlog.checkpoint import (
    MAX_SIZE,
    Checkpoint,
    encode_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from ostiary.tlog.merkle import EMPTY_ROOT
from ostiary.tlog.note import SignerKey, sign_note

LOG = SignerKey.generate("log.example/gw1", bytes(32))
EMPTY = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


def test_an_empty_log_has_the_published_root() -> None:
    """The root of an empty log has the base64 form that every log of this kind shows."""
    assert encode_checkpoint(Checkpoint("log.example/gw1", 0, EMPTY_ROOT)) == f"log.example/gw1\n0\n{EMPTY}\n"


@pytest.mark.parametrize("size", [0, 1, 70_000, MAX_SIZE])
def test_a_checkpoint_reads_back(size: int) -> None:
    """What was written is read, and signing the same checkpoint again gives the same bytes."""
    checkpoint = Checkpoint("log.example/gw1", size, EMPTY_ROOT)
    assert parse_checkpoint(encode_checkpoint(checkpoint)) == checkpoint
    note = sign_checkpoint(checkpoint, LOG)
    assert open_checkpoint(note, LOG.verifier()) == checkpoint
    assert sign_checkpoint(checkpoint, LOG) == note


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"o\n0\n{EMPTY}",
        f"o\n0\n{EMPTY}\nextension\n",
        f"\n0\n{EMPTY}\n",
        f"o\n00\n{EMPTY}\n",
        f"o\n-1\n{EMPTY}\n",
        f"o\n+1\n{EMPTY}\n",
        f"o\n 1\n{EMPTY}\n",
        f"o\n1_0\n{EMPTY}\n",
        f"o\n\u0661\n{EMPTY}\n",
        f"o\n{MAX_SIZE + 1}\n{EMPTY}\n",
        f"o\n{'9' * 5000}\n{EMPTY}\n",
        f"o\n\n{EMPTY}\n",
        "o\n0\n!!!!\n",
        "o\n0\n\n",
        "o\n0\nAAAA\n",
        f"o\n0\n{EMPTY[:-2]}V=\n",
        f"o\n0\n{EMPTY}=\n",
    ],
)
def test_any_other_spelling_is_refused(text: str) -> None:
    """Leading zeros, signs, other digits, extension lines and loose base64 are refused."""
    with pytest.raises(ProofInvalid):
        parse_checkpoint(text)


def test_only_the_log_signs_its_checkpoint() -> None:
    """A key of another name neither signs nor vouches for a checkpoint."""
    checkpoint = Checkpoint("log.example/gw2", 0, EMPTY_ROOT)
    with pytest.raises(ProofInvalid, match="not the key of the log"):
        sign_checkpoint(checkpoint, LOG)
    with pytest.raises(ProofInvalid, match="is of the log"):
        open_checkpoint(sign_note(encode_checkpoint(checkpoint), [LOG]), LOG.verifier())
