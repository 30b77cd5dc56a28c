"""Sealing: what opens, what does not, and what stays visible."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import LogDamaged
from ostiary.evidence.commitment import ACCESS, DIRECTIVE, commit
from ostiary.evidence.sealing import NONCE_BYTES, ROUNDED_TO, TAG_BYTES, Place, seal, sealed_length, unseal

KEY = bytes(range(32))
NONCE = b"n" * NONCE_BYTES
SALT = b"s" * 32


def place_of(payload: bytes, index: int = 7) -> Place:
    return Place(index, commit(ACCESS, SALT, payload))


# 02 begins an access whose parts are told apart: not any bytes are one.
@given(st.binary(max_size=1024).filter(lambda payload: not payload.startswith(b"\x02")))
def test_what_was_sealed_is_unsealed(payload: bytes) -> None:
    """Salt and payload come back, and the length is the one that was announced."""
    sealed = seal(KEY, NONCE, place_of(payload), SALT, payload)
    assert len(sealed) == sealed_length(len(payload))
    assert unseal(KEY, NONCE, place_of(payload), sealed) == (SALT, payload)


@pytest.mark.parametrize(
    "payload", [b"", b"\x80", b"\x80\x00\x00", b"\x00" * 300, b"\x80" * 223, b"\x80" * 224]
)
def test_a_payload_may_look_like_its_own_end(payload: bytes) -> None:
    """The rounding is undone whatever the payload ends with."""
    assert (
        unseal(KEY, NONCE, place_of(payload), seal(KEY, NONCE, place_of(payload), SALT, payload))[1]
        == payload
    )


@given(st.integers(min_value=0, max_value=ROUNDED_TO + TAG_BYTES - 1))
def test_one_changed_byte_opens_nothing(at: int) -> None:
    """Each byte is authenticated."""
    sealed = bytearray(seal(KEY, NONCE, place_of(b"said"), SALT, b"said"))
    sealed[at] ^= 1
    with pytest.raises(LogDamaged, match="does not open"):
        unseal(KEY, NONCE, place_of(b"said"), bytes(sealed))


@pytest.mark.parametrize(
    ("key", "nonce", "place"),
    [
        (b"k" * 32, NONCE, place_of(b"said")),
        (KEY, b"o" * NONCE_BYTES, place_of(b"said")),
        (KEY, NONCE, place_of(b"said", index=8)),
        (KEY, NONCE, Place(7, commit(DIRECTIVE, SALT, b"said"))),
    ],
    ids=["key", "nonce", "index", "kind"],
)
def test_sealed_bytes_belong_to_one_place(key: bytes, nonce: bytes, place: Place) -> None:
    """Another key, nonce, number or commitment opens nothing: sealed entries cannot be exchanged."""
    sealed = seal(KEY, NONCE, place_of(b"said"), SALT, b"said")
    with pytest.raises(LogDamaged, match="entry"):
        unseal(key, nonce, place, sealed)


@pytest.mark.parametrize("sealed", [b"", b"short", b"x" * TAG_BYTES])
def test_too_few_bytes_open_nothing(sealed: bytes) -> None:
    """Hostile lengths are damage, not a crash."""
    with pytest.raises(LogDamaged):
        unseal(KEY, NONCE, place_of(b"said"), sealed)


@pytest.mark.parametrize(
    "plain", [b"", bytes(256), SALT + b"said", b"\x80", SALT[1:] + b"\x80", SALT + b"said\x80" + bytes(475)]
)
def test_only_the_canonical_spelling_is_read(plain: bytes) -> None:
    """Whoever has the key and spells another way is told so."""
    place = place_of(b"said")
    with pytest.raises(LogDamaged, match="canonical"):
        unseal(KEY, NONCE, place, AESGCM(KEY).encrypt(NONCE, plain, place.bound_text))


def test_what_the_log_does_not_commit_to_is_not_believed() -> None:
    """The key's holder cannot put other words into an entry: the commitment decides."""
    place = place_of(b"said")
    with pytest.raises(LogDamaged, match="does not commit"):
        unseal(KEY, NONCE, place, seal(KEY, NONCE, place, SALT, b"never said"))


def test_neither_words_nor_salt_stand_in_the_sealed_bytes() -> None:
    """Nothing of the plain text is there to be found, and 32 subjects more may not change the length."""
    payload = b"SELECT name FROM persons"
    sealed = seal(KEY, NONCE, place_of(payload), SALT, payload)
    assert payload not in sealed
    assert SALT not in sealed
    assert sealed_length(0) == sealed_length(ROUNDED_TO - 33) < sealed_length(ROUNDED_TO - 32)
