"""Cosignatures: the specification's example, both types, and forgeries."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ostiary.errors import KeyFileError, ProofInvalid
from ostiary.tlog import ml_dsa
from ostiary.tlog.checkpoint import Checkpoint, encode_checkpoint, sign_checkpoint
from ostiary.tlog.cosignature import MAX_TIME, Cosigner, CosignerKey, cosign, verify_cosignatures
from ostiary.tlog.key_text import ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE
from ostiary.tlog.merkle import EMPTY_ROOT
from ostiary.tlog.note import (
    SignatureLine,
    SignerKey,
    add_lines,
    open_note,
    parse_lines,
    sign_note,
    split_note,
)

LOG = SignerKey.generate("log.example/gw1", bytes(32))
TREE = Checkpoint("log.example/gw1", 70_000, EMPTY_ROOT)
TYPES = [ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE]

# The example of the tlog-cosignature specification: its note, and the cosigner's line taken apart.
EXAMPLE = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""


def cosigner(kind: int, name: str = "witness.example/w1", seed: bytes = b"w" * 32) -> Cosigner:
    if kind == ML_DSA_44_COSIGNATURE and not ml_dsa.is_available():
        pytest.skip("the installed cryptography has no ML-DSA-44")
    return Cosigner(name, kind, seed)


def test_the_published_example_has_the_layout_we_read() -> None:
    """The specification's line is a key id, the second 1679315147 and 64 bytes of Ed25519."""
    _, lines = split_note(EXAMPLE.encode())
    witness = lines[1]
    assert (witness.name, witness.key_id.hex()) == ("witness.example.com/w1", "8d66cf3f")
    assert int.from_bytes(witness.signature[:8], "big") == 1679315147
    assert len(witness.signature) == 8 + 64


def test_the_message_is_the_published_one() -> None:
    """Ed25519 signs two lines and the note's text, written out here by hand as in the specification."""
    line = cosign(TREE, cosigner(ED25519_COSIGNATURE), 1679315147)
    message = b"cosignature/v1\ntime 1679315147\nlog.example/gw1\n70000\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    assert line.signature[8:] == Ed25519PrivateKey.from_private_bytes(b"w" * 32).sign(message)


def test_the_ml_dsa_message_is_the_published_structure() -> None:
    """ML-DSA-44 signs the label, both names with a byte of length, the time, 0, the size and the root."""
    signer = cosigner(ML_DSA_44_COSIGNATURE)
    line = cosign(TREE, signer, 1679315147)
    message = (
        b"subtree/v1\n\0"
        b"\x12witness.example/w1"
        + (1679315147).to_bytes(8, "big")
        + b"\x0flog.example/gw1"
        + bytes(8)
        + (70_000).to_bytes(8, "big")
        + EMPTY_ROOT
    )
    assert len(line.signature) == 8 + 2420
    ml_dsa.verify(signer.verifier().public, line.signature[8:], message)


@pytest.mark.parametrize("kind", TYPES)
def test_keys_read_back(kind: int) -> None:
    """Both halves of a cosigner's key have one text form each, with the type in its id; the seed is not shown."""
    signer = cosigner(kind)
    key = signer.verifier()
    assert CosignerKey.parse(key.format()) == key
    assert Cosigner.parse(signer.format()) == signer
    assert signer.format().startswith(f"PRIVATE+KEY+witness.example/w1+{key.key_id.hex()}+")
    assert "seed" not in repr(signer)


def test_the_same_key_has_another_id_for_each_use() -> None:
    """A log's signature can never pass for a cosignature: the type stands in the id."""
    witness = Cosigner(LOG.name, ED25519_COSIGNATURE, LOG.seed).verifier()
    assert witness.public == LOG.verifier().public
    assert witness.key_id != LOG.verifier().key_id


@pytest.mark.parametrize("kind", TYPES)
def test_a_cosigned_checkpoint_opens_with_either_key(kind: int) -> None:
    """The line stands under the log's own, and says by whom and when it was made."""
    signer = cosigner(kind)
    note = add_lines(sign_checkpoint(TREE, LOG), [cosign(TREE, signer, 1679315147)])
    assert open_note(note, [LOG.verifier(), signer.verifier()]).signed_by == (LOG.name, signer.name)
    found = verify_cosignatures(TREE, split_note(note)[1], [signer.verifier()])
    assert [(one.by, one.time) for one in found] == [(signer.verifier(), 1679315147)]


@pytest.mark.parametrize("kind", TYPES)
def test_a_changed_cosignature_rejects(kind: int) -> None:
    """Another time, another tree, another origin, a changed bit or a cut signature does not hold."""
    signer = cosigner(kind)
    line = cosign(TREE, signer, 1679315147)
    keys = [signer.verifier()]
    wrong = [
        (1679315148).to_bytes(8, "big") + line.signature[8:],
        line.signature[:-1],
        line.signature + b"\0",
        line.signature[:-1] + bytes([line.signature[-1] ^ 1]),
        line.signature[:8],
        (MAX_TIME + 1).to_bytes(8, "big") + line.signature[8:],
    ]
    for signature in wrong:
        with pytest.raises(ProofInvalid):
            verify_cosignatures(TREE, [SignatureLine(line.name, line.key_id, signature)], keys)
    for tree in (
        Checkpoint(TREE.origin, 70_001, TREE.root),
        Checkpoint(TREE.origin, TREE.size, bytes(32)),
        Checkpoint("log.example/gw2", TREE.size, TREE.root),
    ):
        with pytest.raises(ProofInvalid):
            verify_cosignatures(tree, [line], keys)


def test_strangers_are_ignored() -> None:
    """A line by an unknown cosigner, or by a known name with another key, neither helps nor hurts."""
    line = cosign(TREE, cosigner(ED25519_COSIGNATURE), 5)
    other = cosigner(ED25519_COSIGNATURE, seed=b"x" * 32)
    assert verify_cosignatures(TREE, [line], [other.verifier()]) == ()


def test_what_a_witness_answers_is_read_as_lines() -> None:
    """One or more lines, each ending in a newline, and nothing else."""
    lines = [cosign(TREE, cosigner(ED25519_COSIGNATURE, f"w{n}", bytes([n]) * 32), 5) for n in (1, 2)]
    text = "".join(line.format() for line in lines)
    assert parse_lines(text) == tuple(lines)
    for answer in ("", "\n", text[:-1], f"{text}\n", f"{text}no\n"):
        with pytest.raises(ProofInvalid):
            parse_lines(answer)


def test_a_line_is_added_once() -> None:
    """The same line twice is one line; a 65th is refused."""
    note = sign_checkpoint(TREE, LOG)
    line = cosign(TREE, cosigner(ED25519_COSIGNATURE), 5)
    assert add_lines(add_lines(note, [line]), [line]) == add_lines(note, [line])
    with pytest.raises(ProofInvalid, match="64"):
        add_lines(note, [SignatureLine(f"w{n}", b"abcd", b"x") for n in range(64)])


def test_a_time_is_stated_and_bounded() -> None:
    """An Ed25519 cosignature without a time, and a time of more than 63 bits, are not made."""
    signer = cosigner(ED25519_COSIGNATURE)
    for time in (0, -1, MAX_TIME + 1):
        with pytest.raises(ProofInvalid):
            cosign(TREE, signer, time)
    assert cosign(TREE, signer, MAX_TIME).signature[:8] == b"\x7f" + b"\xff" * 7


def test_a_log_signs_by_ml_dsa_without_a_time() -> None:
    """Time 0 states nothing about what was largest, which a log need not say of itself."""
    signer = cosigner(ML_DSA_44_COSIGNATURE, LOG.name)
    note = sign_note(encode_checkpoint(TREE), [LOG, signer.at(0)])
    assert open_note(note, [signer.verifier()]).signed_by == (LOG.name,)


@pytest.mark.parametrize("kind", [0x01, 0x02, 0x05, 0xFF])
def test_other_types_do_not_cosign(kind: int) -> None:
    """A log's own type, and types that are not ours, make no cosigner."""
    with pytest.raises(ProofInvalid, match="does not cosign"):
        CosignerKey("w", kind, bytes(32))
    with pytest.raises(KeyFileError):
        Cosigner("w", kind, bytes(32))
    with pytest.raises(ProofInvalid):
        CosignerKey.parse(LOG.verifier().format())
    with pytest.raises(KeyFileError):
        Cosigner.parse(LOG.format())


@pytest.mark.parametrize("text", ["", "w", "PRIVATE+KEY+w+00000000+AAAA", "PRIVATE+KEY+w+00000000+BA=="])
def test_what_is_no_cosigner_key_is_refused(text: str) -> None:
    """And never quoted."""
    with pytest.raises(KeyFileError) as fault:
        Cosigner.parse(text)
    assert len(text) < 2 or text not in fault.value.message
