"""Receipts: that an entry stands in the log, without a word of what it says.

Knows: the form of a receipt: a proof file whose extra bytes are the entry's 33 public bytes.
Must not know: files, tiles, journals, who may have a receipt.

A receipt alone reveals the kind of the entry and when it was signed. What the entry says takes its opening.
"""

from __future__ import annotations

from dataclasses import dataclass

from ostiary.errors import ProofInvalid
from ostiary.evidence.commitment import COMMITMENT_BYTES, KINDS
from ostiary.tlog.merkle import leaf_hash, verify_inclusion
from ostiary.tlog.proof_file import LogProof, encode_proof, parse_proof
from ostiary.tlog.trust import Trusted, TrustPolicy


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt that holds: where the entry stands, its public bytes, and who vouches for the tree around it."""

    index: int
    commitment: bytes
    trusted: Trusted

    @property
    def kind(self) -> str:
        """What kind of entry it is, in words."""
        return KINDS[self.commitment[0]]


def write_receipt(index: int, commitment: bytes, path: tuple[bytes, ...], checkpoint: bytes) -> bytes:
    """The receipt's bytes; ``checkpoint`` is the signed note as it was published."""
    return encode_proof(LogProof(index, path, checkpoint, commitment))


def verify_receipt(raw: bytes, trust: TrustPolicy) -> Receipt:
    """The receipt in a file, verified against a trust file and nothing else.

    Raises ProofInvalid when it is no receipt, when its checkpoint is not one that the trust file believes, or when the
    entry does not stand in that tree; SettingsError as ``TrustPolicy.verify``.
    """
    proof = parse_proof(raw)
    # The extra bytes are believed for one reason only: hashed, they are the leaf that the proof leads from.
    commitment = proof.extra or b""
    if len(commitment) != COMMITMENT_BYTES or commitment[0] not in KINDS:
        raise ProofInvalid(f"a receipt has the entry's {COMMITMENT_BYTES} public bytes as its extra bytes")
    trusted = trust.verify(proof.checkpoint)
    verify_inclusion(
        index=proof.index,
        size=trusted.checkpoint.size,
        leaf=leaf_hash(commitment),
        proof=proof.path,
        root=trusted.checkpoint.root,
    )
    return Receipt(proof.index, commitment, trusted)
