"""Key slots: the layout, and that damage never passes for an erasure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import LogDamaged
from ostiary.evidence.key_slots import (
    HEADER_BYTES,
    MAX_NAME_BYTES,
    MAX_WRAPPED_BYTES,
    SLOT_BYTES,
    Erased,
    Header,
    Kept,
    SlotCipher,
    decode_header,
    encode_header,
    erased_slot,
    offset_of,
)

KEY = bytes(range(32))
CIPHER = SlotCipher(b"f" * 32)


@given(st.text(min_size=1, max_size=MAX_NAME_BYTES // 4), st.binary(min_size=1, max_size=MAX_WRAPPED_BYTES))
def test_a_header_is_read_as_it_was_written(name: str, wrapped: bytes) -> None:
    """Every name and wrapped key within the limits; always 512 bytes."""
    raw = encode_header(Header(name, wrapped))
    assert len(raw) == HEADER_BYTES
    assert decode_header(raw) == Header(name, wrapped)


@given(st.integers(0, HEADER_BYTES - 1), st.integers(1, 255))
def test_a_changed_header_is_damage(at: int, flip: int) -> None:
    """Each byte counts, the unused ones too."""
    raw = bytearray(encode_header(Header("city.example/master", b"w" * 60)))
    raw[at] ^= flip
    with pytest.raises(LogDamaged):
        decode_header(bytes(raw))


@given(st.binary(max_size=HEADER_BYTES + 1))
def test_no_bytes_at_all_crash_the_header(raw: bytes) -> None:
    """Hostile bytes are damage."""
    with pytest.raises(LogDamaged):
        decode_header(raw)


@pytest.mark.parametrize(
    "header",
    [Header("", b"w"), Header("n" * 129, b"w"), Header("n", b""), Header("n", b"w" * 257)],
    ids=["no name", "long name", "nothing wrapped", "too much wrapped"],
)
def test_a_header_keeps_within_its_limits(header: Header) -> None:
    """Whoever implements a master key is told at once."""
    with pytest.raises(ValueError, match="too long"):
        encode_header(header)


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_a_slot_gives_back_its_key(index: int, key: bytes) -> None:
    """A key is in its slot, and not to be seen there."""
    raw = CIPHER.encode_kept(index, key)
    assert len(raw) == SLOT_BYTES
    assert key not in raw
    assert CIPHER.decode(index, raw) == Kept(key)


def test_an_erased_slot_says_so_to_anybody() -> None:
    """Erased is told apart without any key, and holds nothing of one."""
    assert CIPHER.decode(7, erased_slot(7)) == Erased()
    assert SlotCipher(b"g" * 32).decode(7, erased_slot(7)) == Erased()
    assert len(erased_slot(7)) == SLOT_BYTES


@pytest.mark.parametrize(
    "raw",
    [
        bytes(SLOT_BYTES),
        b"\xff" * SLOT_BYTES,
        b"",
        erased_slot(8),
        CIPHER.encode_kept(8, KEY),
        SlotCipher(b"g" * 32).encode_kept(7, KEY),
        CIPHER.encode_kept(7, KEY)[:-1],
        erased_slot(7)[:32] + CIPHER.encode_kept(7, KEY)[32:],
        CIPHER.encode_kept(7, KEY)[:32] + erased_slot(7)[32:],
    ],
    ids=[
        "zeros",
        "ones",
        "missing",
        "gone: 8",
        "kept: 8",
        "other file key",
        "cut",
        "torn one way",
        "torn the other",
    ],
)
def test_damage_is_neither_kept_nor_erased(raw: bytes) -> None:
    """A hole, a torn slot, a slot of another entry: all are damage, so that no accident looks like an erasure."""
    with pytest.raises(LogDamaged, match="entry 7"):
        CIPHER.decode(7, raw)


def test_no_slot_crosses_a_sector() -> None:
    """Each slot lies within 512 bytes that a disk writes at once."""
    assert all(offset_of(index) // 512 == (offset_of(index) + SLOT_BYTES - 1) // 512 for index in range(100))


def test_a_file_key_has_32_bytes() -> None:
    """A short key is refused, not stretched."""
    with pytest.raises(ValueError, match="32 bytes"):
        SlotCipher(b"short")
