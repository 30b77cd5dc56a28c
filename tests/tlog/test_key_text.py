"""Keys as text: one spelling for each type, and nothing that is secret in an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProofInvalid
from ostiary.tlog.key_text import (
    KeyText,
    decode_base64,
    encode_base64,
    format_signer,
    format_verifier,
    key_id,
    parse_signer,
    parse_verifier,
)

# The example of the signed-note specification.
VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"


def test_the_published_key_has_the_published_id() -> None:
    """Type 0x01, 32 bytes, and the id that is SHA-256 of name, newline, type and key."""
    key = parse_verifier(VKEY)
    assert (key.name, key.type, len(key.material), key_id(key).hex()) == (
        "example.com/foo",
        1,
        32,
        "530d903a",
    )


@given(st.integers(0, 255), st.binary(max_size=40))
def test_any_type_reads_back(kind: int, material: bytes) -> None:
    """Which types are good for what is decided elsewhere; the seed of a signer comes back with its type."""
    key = KeyText("log.example/x", kind, material)
    assert parse_verifier(format_verifier(key)) == key
    assert parse_signer(format_signer(key, b"seed")) == KeyText("log.example/x", kind, b"seed")


@given(st.text(max_size=60))
def test_hostile_text_is_read_or_refused(text: str) -> None:
    """What is read is what would be written."""
    for tried in (text, f"a+{text}", f"{VKEY}{text}"):
        try:
            key = parse_verifier(tried)
        except ProofInvalid:
            continue
        assert format_verifier(key) == tried


@pytest.mark.parametrize("text", ["A", "AA", "AB==", "AA==\n", " AA==", "AA=A", "\u0661"])
def test_base64_has_one_spelling(text: str) -> None:
    """Loose padding, spare bits and spaces are refused."""
    with pytest.raises(ProofInvalid):
        decode_base64(text)
    assert decode_base64(encode_base64(b"\x00")) == b"\x00"


def test_a_signer_that_is_none_is_not_quoted() -> None:
    """Its text may be most of a secret."""
    with pytest.raises(ProofInvalid) as fault:
        parse_signer("PRIVATE+KEY+name+00000000+c2VjcmV0IQ=")
    assert "c2Vj" not in fault.value.message
