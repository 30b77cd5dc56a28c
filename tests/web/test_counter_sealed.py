"""What is sealed opens with its key alone, in its place alone, and its size says little."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProofInvalid
from ostiary.web.counter.sealed import (
    SMALLEST,
    open_from,
    open_with,
    padded_length,
    public_of,
    seal_to,
    seal_with,
)

KEY, NONCE, BOUND = b"k" * 32, b"n" * 12, b"here"
PRIVATE = b"p" * 32


@given(st.binary(max_size=100))
def test_what_was_sealed_opens(plain: bytes) -> None:
    """In both ways."""
    assert open_with(KEY, seal_with(KEY, NONCE, plain, BOUND), BOUND) == plain
    assert open_from(PRIVATE, seal_to(public_of(PRIVATE), plain, BOUND), BOUND) == plain


def test_sizes_say_little() -> None:
    """An empty text and one of 8,000 bytes are as long as each other; beyond that, powers of two."""
    sizes = {len(seal_to(public_of(PRIVATE), bytes(length), BOUND)) for length in (0, 1, 8_000)}
    assert len(sizes) == 1
    assert [padded_length(length) for length in (0, SMALLEST - 4, SMALLEST - 3)] == [
        SMALLEST,
        SMALLEST,
        2 * SMALLEST,
    ]


@pytest.mark.parametrize("at", [0, 1, 20, -1])
def test_changed_bytes_do_not_open(at: int) -> None:
    """Of the version, the nonce or public key, the text, the tag."""
    to_key, to_somebody = seal_with(KEY, NONCE, b"text", BOUND), seal_to(public_of(PRIVATE), b"text", BOUND)
    with pytest.raises(ProofInvalid):
        open_with(KEY, _changed(to_key, at), BOUND)
    with pytest.raises(ProofInvalid):
        open_from(PRIVATE, _changed(to_somebody, at), BOUND)


def _changed(sealed: bytes, at: int) -> bytes:
    changed = bytearray(sealed)
    changed[at] ^= 1
    return bytes(changed)


def test_another_key_or_place_does_not_open() -> None:
    """A text moved to another row is noticed, and so is one that was sealed in the other way, or cut."""
    to_key, to_somebody = seal_with(KEY, NONCE, b"text", BOUND), seal_to(public_of(PRIVATE), b"text", BOUND)
    other = secrets.token_bytes(32)
    for key, sealed, bound in (
        (other, to_key, BOUND),
        (KEY, to_key, b"there"),
        (KEY, to_somebody, BOUND),
        (KEY, b"", BOUND),
    ):
        with pytest.raises(ProofInvalid):
            open_with(key, sealed, bound)
    for key, sealed, bound in (
        (other, to_somebody, BOUND),
        (PRIVATE, to_somebody, b"there"),
        (PRIVATE, b"\x02", BOUND),
    ):
        with pytest.raises(ProofInvalid):
            open_from(key, sealed, bound)


@pytest.mark.parametrize("public", [b"", b"short", bytes(32)])
def test_nothing_is_sealed_to_what_is_no_key(public: bytes) -> None:
    """With a point of small order everybody would share the secret."""
    with pytest.raises(ProofInvalid, match="the public key is none"):
        seal_to(public, b"text", BOUND)
