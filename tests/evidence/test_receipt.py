"""Receipts: what holds against a trust file alone, and every way to forge one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ostiary.errors import ProofInvalid
from ostiary.evidence.commitment import ACCESS, commit
from ostiary.evidence.receipt import verify_receipt, write_receipt
from ostiary.tlog.checkpoint import Checkpoint, sign_checkpoint
from ostiary.tlog.merkle import inclusion_proof, leaf_hash, tree_hash
from ostiary.tlog.note import SignerKey
from ostiary.tlog.proof_file import LogProof, encode_proof, parse_proof
from ostiary.tlog.trust import parse_trust

LOG = SignerKey.generate("log.example/gw1", bytes(32))
TRUST = parse_trust(f"log {LOG.verifier().format()}\nquorum none\n".encode())
ENTRIES = [commit(ACCESS, bytes([n]) * 32, f"entry {n}".encode()) for n in range(7)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
NOTE = sign_checkpoint(Checkpoint(LOG.name, 7, tree_hash(LEAVES)), LOG)


def receipt(index: int) -> bytes:
    return write_receipt(index, ENTRIES[index], inclusion_proof(index, LEAVES), NOTE)


@pytest.mark.parametrize("index", range(7))
def test_every_entry_has_a_receipt_that_holds(index: int) -> None:
    """It says where the entry stands, of which kind it is, and who signed the tree."""
    found = verify_receipt(receipt(index), TRUST)
    assert (found.index, found.commitment, found.kind) == (index, ENTRIES[index], "access")
    assert found.trusted.checkpoint.size == 7
    assert [key.name for key in found.trusted.signed_by] == [LOG.name]


def test_a_receipt_reveals_nothing() -> None:
    """Neither what the entry says nor its salt stands in it."""
    raw = receipt(3)
    assert b"entry 3" not in raw
    assert bytes([3]) * 32 not in (parse_proof(raw).extra or b"")


def test_every_changed_byte_is_found() -> None:
    """Each byte of a receipt, changed in its lowest bit, makes it fail."""
    raw = receipt(3)
    for at in range(len(raw)):
        changed = bytearray(raw)
        changed[at] ^= 1
        with pytest.raises(ProofInvalid):
            verify_receipt(bytes(changed), TRUST)


GOOD = parse_proof(receipt(3))


@pytest.mark.parametrize(
    "wrong",
    [
        replace(GOOD, index=2),
        replace(GOOD, index=7),
        replace(GOOD, extra=None),
        replace(GOOD, extra=b""),
        replace(GOOD, extra=ENTRIES[2]),
        replace(GOOD, extra=b"\xff" + ENTRIES[3][1:]),
        replace(GOOD, extra=ENTRIES[3] + b"\0"),
        replace(GOOD, path=GOOD.path[:-1]),
        replace(GOOD, path=(*GOOD.path, GOOD.path[0])),
        replace(GOOD, checkpoint=b""),
        replace(GOOD, checkpoint=sign_checkpoint(Checkpoint(LOG.name, 4, tree_hash(LEAVES)), LOG)),
        replace(
            GOOD,
            checkpoint=sign_checkpoint(
                Checkpoint(LOG.name, 7, tree_hash(LEAVES)), SignerKey.generate(LOG.name, b"x" * 32)
            ),
        ),
    ],
    ids=range(12),
)
def test_a_forged_receipt_is_refused(wrong: LogProof) -> None:
    """Another entry, index, path or tree, no entry at all, and a checkpoint by somebody else."""
    with pytest.raises(ProofInvalid):
        verify_receipt(encode_proof(wrong), TRUST)
