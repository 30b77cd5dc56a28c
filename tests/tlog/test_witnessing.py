"""The bodies of tlog-witness: what is written is read back, and nothing else is read."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProofInvalid
from ostiary.tlog.checkpoint import MAX_SIZE, Checkpoint, encode_checkpoint, sign_checkpoint
from ostiary.tlog.note import SignerKey
from ostiary.tlog.witnessing import (
    MAX_PROOF_LINES,
    MAX_REQUEST_BYTES,
    encode_add_checkpoint,
    encode_size,
    parse_add_checkpoint,
    parse_size,
    read_checkpoint,
    witnessed_path,
)

KEY = SignerKey("log.example/x", bytes(32))
SIZES = st.integers(0, MAX_SIZE)
HASHES = st.binary(min_size=32, max_size=32)

# The example in the specification, byte by byte.
EXAMPLE = """old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
""".encode()


def test_the_example_of_the_specification_is_read() -> None:
    """Its size, its four hashes, its checkpoint; and it is written the same."""
    request = parse_add_checkpoint(EXAMPLE)
    assert (request.old, len(request.proof), request.checkpoint.size) == (20_852_014, 4, 20_852_163)
    assert request.checkpoint.origin == "example.com/behind-the-sofa"
    assert encode_add_checkpoint(request.old, request.proof, request.note) == EXAMPLE


@given(SIZES, st.lists(HASHES, max_size=MAX_PROOF_LINES), SIZES, HASHES)
def test_what_is_written_is_read_back(old: int, proof: list[bytes], size: int, root: bytes) -> None:
    """Any sizes, any number of hashes that is allowed."""
    checkpoint = Checkpoint(KEY.name, size, root)
    note = sign_checkpoint(checkpoint, KEY)
    request = parse_add_checkpoint(encode_add_checkpoint(old, proof, note))
    assert (request.old, request.proof, request.note, request.checkpoint) == (
        old,
        tuple(proof),
        note,
        checkpoint,
    )


@given(st.binary(max_size=400), st.integers(0, len(EXAMPLE)), st.integers(0, 60))
def test_nothing_else_is_raised(data: bytes, at: int, cut: int) -> None:
    """Bytes put into a request, and cut out of it, give a request or ProofInvalid."""
    for body in (data, EXAMPLE[:at] + data + EXAMPLE[at + cut :]):
        try:
            request = parse_add_checkpoint(body)
        except ProofInvalid:
            continue
        assert encode_add_checkpoint(request.old, request.proof, request.note) == body


def test_more_than_may_be_is_refused() -> None:
    """64 hashes are not written; a body that is too long is not read."""
    with pytest.raises(ValueError, match="63 lines"):
        encode_add_checkpoint(0, [bytes(32)] * 64, b"")
    with pytest.raises(ProofInvalid, match="longer than"):
        parse_add_checkpoint(EXAMPLE + b"x" * MAX_REQUEST_BYTES)


@given(SIZES)
def test_a_size_is_read_back(size: int) -> None:
    """The body of a conflict."""
    assert parse_size(encode_size(size)) == size


@pytest.mark.parametrize(
    "body", [b"", b"\n", b"1", b"01\n", b"-1\n", b"1\n\n", b" 1\n", b"9223372036854775808\n", b"\xb2\n"]
)
def test_another_size_is_refused(body: bytes) -> None:
    """One spelling only, and 63 bits."""
    with pytest.raises(ProofInvalid):
        parse_size(body)


def test_extension_lines_are_not_empty() -> None:
    """They are read over; an empty one, or a text without its last newline, is no checkpoint."""
    text = encode_checkpoint(Checkpoint("x", 1, bytes(32)))
    assert read_checkpoint(f"{text}more\nand more\n") == read_checkpoint(text)
    for wrong in (f"{text}\n", f"{text}\nmore\n", f"{text}more", text[:-1], "", "x\n1\n"):
        with pytest.raises(ProofInvalid):
            read_checkpoint(wrong)


def test_a_checkpoint_stands_under_the_hash_of_its_origin() -> None:
    """Lowercase hexadecimal SHA-256, as the specification says."""
    assert witnessed_path("log.example/x") == f"{hashlib.sha256(b'log.example/x').hexdigest()}/checkpoint"
