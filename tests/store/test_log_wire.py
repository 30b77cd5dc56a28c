"""The wire between door and writer: round trips in any pieces, and hostile bytes."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.entry_world import entries
from ostiary.errors import LogDamaged
from ostiary.evidence.commitment import ACCESS, DIRECTIVE, RECOVERY
from ostiary.store.log import wire
from ostiary.store.log.journal_frames import MAX_ENTRY_PAYLOAD
from ostiary.store.log.wire import Append, Durable

appends = st.builds(
    Append,
    st.integers(0, 2**64 - 1),
    st.sampled_from(sorted(wire.CLIENT_KINDS)),
    st.one_of(entries, st.binary(max_size=50).filter(lambda payload: not payload.startswith(b"\x02"))),
)


@given(st.lists(appends), st.integers(1, 40))
def test_requests_read_back_in_any_pieces(sent: list[Append], piece: int) -> None:
    """However the stream is cut, the same requests come out."""
    stream = b"".join(wire.encode_append(append) for append in sent)
    received: list[Append] = []
    buffer = bytearray()
    for at in range(0, len(stream), piece):
        buffer += stream[at : at + piece]
        found, used = wire.split_appends(buffer)
        received += found
        del buffer[:used]
    assert received == sent
    assert not buffer


@given(
    st.lists(st.builds(Durable, st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))), st.binary(max_size=15)
)
def test_replies_read_back(sent: list[Durable], rest: bytes) -> None:
    """Whole replies are taken and a part of one is left."""
    stream = b"".join(wire.encode_durable(reply.ticket, reply.index) for reply in sent)
    assert wire.split_durables(stream + rest) == (sent, len(stream))


@pytest.mark.parametrize(
    ("length", "kind"),
    [(8, 1), (0, 1), (9 + MAX_ENTRY_PAYLOAD + 1, 1), (2**32 - 1, 1), (9, 0), (9, RECOVERY), (9, 77)],
)
def test_a_request_that_cannot_be_is_refused_at_its_head(length: int, kind: int) -> None:
    """A length that lies, and a kind that is unknown or the writer's own, is refused before its payload is there."""
    with pytest.raises(LogDamaged):
        wire.split_appends(struct.pack(">IQB", length, 1, kind))


@pytest.mark.parametrize(
    "append", [Append(1, RECOVERY, b""), Append(1, 0, b""), Append(1, 1, bytes(MAX_ENTRY_PAYLOAD + 1))]
)
def test_a_request_that_cannot_be_is_not_sent(append: Append) -> None:
    """The client's side refuses the same requests."""
    with pytest.raises(ValueError, match="cannot be sent"):
        wire.encode_append(append)


def test_an_access_whose_parts_cannot_be_told_is_refused() -> None:
    """It would have no commitment, and what is in the journal has one. Under another kind the bytes mean nothing."""
    with pytest.raises(LogDamaged):
        wire.split_appends(wire.encode_append(Append(1, ACCESS, b"\x02 no parts")))
    assert wire.split_appends(wire.encode_append(Append(1, DIRECTIVE, b"\x02 no parts")))[1]


@given(st.binary(max_size=100))
def test_any_bytes_are_requests_or_refused(raw: bytes) -> None:
    """Hostile bytes give requests, wait for more, or raise LogDamaged; nothing else."""
    try:
        _, used = wire.split_appends(raw)
    except LogDamaged:
        return
    assert used <= len(raw)
