"""Journal frames: round trips, limits, and bytes that only look like frames."""

from __future__ import annotations

import hashlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import LogDamaged
from ostiary.evidence.commitment import KINDS
from ostiary.store.log import journal_frames as frames
from ostiary.store.log.journal_frames import AnyEntry, JournalEntry, SealedEntry
from store.log_world import SALT, entry

NONCE = b"n" * 32
CHAIN = b"c" * 32

entries = st.lists(
    st.builds(
        JournalEntry,
        st.sampled_from(sorted(KINDS)),
        st.binary(min_size=32, max_size=32),
        st.binary(max_size=99),
    ),
    min_size=1,
    max_size=20,
)


@given(entries, st.integers(0, 2**64 - 1))
def test_a_frame_reads_back(given_entries: list[JournalEntry], first: int) -> None:
    """What was encoded is decoded, and a frame announces its own length."""
    raw = frames.encode_frame(NONCE, CHAIN, first, given_entries)
    frame = frames.maybe_decode_frame(NONCE, raw)
    assert frame is not None
    assert (frame.first, frame.chain, list(frame.entries)) == (first, CHAIN, given_entries)
    assert frame.length == frames.claimed_length(raw) == len(raw)


def test_a_changed_or_cut_frame_is_none() -> None:
    """Any changed byte, and any shorter or longer run of bytes, is no frame."""
    raw = frames.encode_frame(NONCE, CHAIN, 7, [entry(b"one"), entry(b"two")])
    for at in range(len(raw)):
        assert frames.maybe_decode_frame(NONCE, raw[:at] + bytes([raw[at] ^ 0x10]) + raw[at + 1 :]) is None
        assert frames.maybe_decode_frame(NONCE, raw[:at]) is None
    assert frames.maybe_decode_frame(NONCE, raw + b"\x00") is None


def test_a_frame_inside_a_payload_is_none() -> None:
    """Whoever does not know the journal's nonce cannot write text that passes for a frame."""
    forged = frames.encode_frame(bytes(32), CHAIN, 7, [entry(b"forged")])
    assert frames.maybe_decode_frame(NONCE, forged) is None


@given(st.binary(max_size=200))
def test_any_bytes_can_be_asked(raw: bytes) -> None:
    """Hostile bytes give None or a length within the limit, never another error."""
    assert frames.maybe_decode_frame(NONCE, raw) is None
    assert frames.maybe_decode_frame(NONCE, frames.FRAME_MAGIC + raw) is None
    assert 0 <= frames.claimed_length(frames.FRAME_MAGIC + raw) <= frames.MAX_FRAME_BYTES


@pytest.mark.parametrize(
    "broken",
    [
        [],
        [entry(b"")] * (frames.MAX_FRAME_ENTRIES + 1),
        [entry(bytes(frames.MAX_ENTRY_PAYLOAD + 1))],
        [entry(bytes(frames.MAX_ENTRY_PAYLOAD))] * 8,
        [entry(b"", kind=255)],
        [JournalEntry(1, b"short", b"")],
    ],
    ids=["none", "too many", "too long", "too much", "unknown kind", "short salt"],
)
def test_what_no_reader_would_accept_is_not_written(broken: list[JournalEntry]) -> None:
    """The writer keeps the limits that the reader enforces."""
    with pytest.raises(ValueError, match=r"entr"):
        frames.encode_frame(NONCE, CHAIN, 0, broken)


def sealed(count: int, payload: bytes) -> bytes:
    start = struct.pack(">4sQII32s", b"OSF1", 0, count, len(payload), CHAIN) + payload
    return start + hashlib.sha256(NONCE + start).digest()


ONE = struct.pack(">B32sI", 1, SALT, 3) + b"abc"


@pytest.mark.parametrize(
    ("count", "payload"),
    [
        (1, ONE + ONE),
        (2, ONE + ONE + ONE[:5]),
        (1, struct.pack(">B32sI", 1, SALT, 99) + b"abc"),
        (1, struct.pack(">B32sI", 255, SALT, 3) + b"abc"),
    ],
    ids=["more than announced", "half an entry", "a length that lies", "an unknown kind"],
)
def test_a_right_checksum_over_nonsense_is_damage(count: int, payload: bytes) -> None:
    """No crash leaves a frame whose checksum holds and whose entries do not."""
    with pytest.raises(LogDamaged):
        frames.maybe_decode_frame(NONCE, sealed(count, payload))


def test_a_header_reads_back_and_every_changed_byte_is_found() -> None:
    """The header is checked like everything else, also when there is no frame yet."""
    raw = frames.encode_header(NONCE)
    assert frames.decode_header(raw).nonce == NONCE
    assert len(raw) == frames.HEADER_BYTES
    for at in range(len(raw)):
        with pytest.raises(LogDamaged):
            frames.decode_header(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        with pytest.raises(LogDamaged):
            frames.decode_header(raw[:at])


sealed_entries = st.lists(
    st.builds(
        SealedEntry,
        st.builds(
            lambda kind, digest: bytes([kind]) + digest,
            st.sampled_from(sorted(KINDS)),
            st.binary(min_size=32, max_size=32),
        ),
        st.binary(min_size=12, max_size=12),
        st.binary(max_size=99),
    ),
    min_size=1,
    max_size=20,
)


@given(sealed_entries)
def test_a_sealed_frame_reads_back(given_entries: list[SealedEntry]) -> None:
    """Sealed entries are read as they were written, with their public bytes beside them."""
    raw = frames.encode_frame(NONCE, CHAIN, 7, given_entries)
    frame = frames.maybe_decode_frame(NONCE, raw)
    assert frame is not None
    assert list(frame.entries) == given_entries
    assert frame.length == frames.claimed_length(raw) == len(raw)


def test_a_frame_is_never_read_in_the_other_form() -> None:
    """The version is under the checksum: neither form passes for the other."""
    clear = frames.encode_frame(NONCE, CHAIN, 7, [entry(b"one")])
    sealed = frames.encode_frame(NONCE, CHAIN, 7, [SealedEntry(b"\x01" + bytes(32), bytes(12), b"sealed")])
    assert frames.maybe_decode_frame(NONCE, frames.SEALED_MAGIC + clear[4:]) is None
    assert frames.maybe_decode_frame(NONCE, frames.FRAME_MAGIC + sealed[4:]) is None


@pytest.mark.parametrize(
    "bad",
    [
        [SealedEntry(b"\x01" + bytes(31), bytes(12), b"")],
        [SealedEntry(b"\x01" + bytes(32), bytes(11), b"")],
        [SealedEntry(b"\xff" + bytes(32), bytes(12), b"")],
        [SealedEntry(b"\x01" + bytes(32), bytes(12), bytes(frames.MAX_SEALED_ENTRY + 1))],
        [entry(b"clear"), SealedEntry(b"\x01" + bytes(32), bytes(12), b"")],
    ],
    ids=["public bytes", "nonce", "kind", "length", "mixture"],
)
def test_what_no_sealed_frame_holds_is_refused(bad: list[AnyEntry]) -> None:
    """Wrong lengths, unknown kinds and mixtures are never written."""
    with pytest.raises(ValueError, match="sealed"):
        frames.encode_frame(NONCE, CHAIN, 7, bad)
