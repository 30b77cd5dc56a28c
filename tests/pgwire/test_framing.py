from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProtocolViolation
from ostiary.pgwire import backend, fields
from ostiary.pgwire.framing import (
    MAX_BACKEND_FRAME,
    MAX_CLIENT_FRAME,
    MAX_CLIENT_FRAME_BEFORE_LOGIN,
    MAX_STARTUP_LENGTH,
    Frame,
    FrameBuffer,
    RowRun,
    scan_rows,
)
from ostiary.pgwire.kinds import DATA_ROW

LIMIT = 64
FRAMES = st.lists(st.builds(Frame, st.integers(0, 255), st.binary(max_size=LIMIT - 4)))
ROWS = st.lists(st.lists(st.none() | st.binary(max_size=20), max_size=3))


def written(frames: list[Frame]) -> bytes:
    return b"".join(fields.frame(kind, body) for kind, body in frames)


def drained(buffer: FrameBuffer) -> list[Frame]:
    return list(iter(buffer.next_frame, None))


def drained_in_pieces(stream: bytes, size: int) -> tuple[list[Frame], bool]:
    """The frames of a stream fed in pieces, and whether it ended in a violation."""
    buffer, found = FrameBuffer(LIMIT), []
    for start in range(0, len(stream), size):
        buffer.feed(stream[start : start + size])
        try:
            while (frame := buffer.next_frame()) is not None:
                found.append(frame)
        except ProtocolViolation:
            return found, True
    return found, False


@given(frames=FRAMES, size=st.integers(1, 100))
def test_frames_come_out_as_they_went_in(frames: list[Frame], size: int) -> None:
    """Whatever the pieces in which bytes arrive, the messages are the same."""
    assert drained_in_pieces(written(frames), size) == (frames, False)


@given(stream=st.binary(max_size=300), size=st.integers(1, 100))
def test_hostile_streams_do_not_depend_on_their_pieces(stream: bytes, size: int) -> None:
    """Any bytes give the same messages and the same end, whole or one byte at a time; only ProtocolViolation is raised."""
    assert drained_in_pieces(stream, size) == drained_in_pieces(stream, 1)


@pytest.mark.parametrize("length", [0, 3, LIMIT + 1, 2**31 - 1, 2**31, 2**32 - 1])
def test_bad_length_is_refused_with_the_header(length: int) -> None:
    """A length below 4 or above the limit is refused when its word is complete, not one byte earlier or later."""
    buffer = FrameBuffer(LIMIT)
    header = b"Q" + fields.uint32(length)
    buffer.feed(header[:4])
    assert buffer.next_frame() is None
    buffer.feed(header[4:])
    with pytest.raises(ProtocolViolation):
        buffer.next_frame()


def test_frame_at_the_limit_passes() -> None:
    """A message whose length word equals the limit is a message."""
    buffer = FrameBuffer(LIMIT)
    buffer.feed(fields.frame(1, bytes(LIMIT - 4)))
    assert buffer.next_frame() == Frame(1, bytes(LIMIT - 4))


def test_set_limit_counts_from_the_next_frame() -> None:
    """After the log-in the limit grows; what is then below it passes."""
    buffer = FrameBuffer(4)
    buffer.feed(fields.frame(1) + fields.frame(2, b"x"))
    assert buffer.next_frame() == Frame(1, b"")
    buffer.set_limit(5)
    assert buffer.next_frame() == Frame(2, b"x")


def test_limit_that_no_message_fits_is_a_mistake() -> None:
    """A limit below the length word itself is our own error."""
    with pytest.raises(ValueError, match="no message fits"):
        FrameBuffer(3)


def test_pending_counts_what_was_not_taken_out() -> None:
    """``pending`` shows bytes that came before a handshake and do not belong there."""
    buffer = FrameBuffer(LIMIT)
    buffer.feed(fields.frame(1, b"abc") + b"xy")
    assert buffer.pending == 10
    assert drained(buffer) == [Frame(1, b"abc")]
    assert buffer.pending == 2


def test_a_first_packet_and_then_frames() -> None:
    """The first packet has no kind byte; what follows it in the same read is not lost."""
    buffer = FrameBuffer(LIMIT)
    packet = fields.uint32(12) + b"abcdefgh"
    for octet in packet[:-1]:
        buffer.feed(bytes((octet,)))
        assert buffer.next_startup_packet() is None
    buffer.feed(packet[-1:] + fields.frame(1, b"x"))
    assert buffer.next_startup_packet() == b"abcdefgh"
    assert drained(buffer) == [Frame(1, b"x")]


@pytest.mark.parametrize("length", [0, 7, MAX_STARTUP_LENGTH + 1, 2**31, 2**32 - 1, 0x16030100])
def test_first_packet_of_a_bad_length_is_refused(length: int) -> None:
    """A first packet that is too short or long, or that is the start of a TLS handshake, is a violation at once."""
    buffer = FrameBuffer(LIMIT)
    buffer.feed(fields.uint32(length))
    with pytest.raises(ProtocolViolation):
        buffer.next_startup_packet()


def test_limits_grow_with_trust() -> None:
    """A stranger may make us hold least, the database most."""
    assert MAX_CLIENT_FRAME_BEFORE_LOGIN < MAX_STARTUP_LENGTH < MAX_CLIENT_FRAME < MAX_BACKEND_FRAME


@given(
    rows=ROWS,
    before=st.binary(max_size=9),
    after=st.sampled_from([b"", b"D", b"D\0\0\0", b"C\0\0\0\x04", b"Z"]),
)
def test_rows_are_counted_as_one_run(rows: list[list[bytes | None]], before: bytes, after: bytes) -> None:
    """A run holds all rows from its start to the first byte that is not a complete row."""
    body = b"".join(map(backend.data_row, rows))
    run = scan_rows(before + body + after, len(before))
    assert run == RowRun(len(rows), len(before), len(before) + len(body))


@given(stream=st.binary(max_size=60) | st.lists(st.sampled_from([68, 0, 0, 0, 6, 7]), max_size=60).map(bytes))
def test_a_run_is_what_frame_by_frame_reading_finds(stream: bytes) -> None:
    """On any bytes the run is as long as reading one message at a time finds it, or the first bad row is refused."""
    buffer, count, stop = FrameBuffer(MAX_BACKEND_FRAME), 0, 0
    buffer.feed(stream)
    try:
        run = scan_rows(stream, 0)
    except ProtocolViolation:
        return
    while stream[stop : stop + 1] == b"D" and (frame := buffer.next_frame()) is not None:
        assert frame.kind == DATA_ROW
        count, stop = count + 1, stop + 5 + len(frame.body)
    assert run == RowRun(count, 0, stop)


@pytest.mark.parametrize("length", [0, 4, 5, 101, 2**31, 2**32 - 1])
def test_row_with_a_bad_length_is_refused_with_its_header(length: int) -> None:
    """A row's length is bounded below and above, also when the row is not complete and others stand before it."""
    with pytest.raises(ProtocolViolation, match="outside 6 to 100"):
        scan_rows(backend.data_row([b"x"]) + b"D" + fields.uint32(length), 0, 100)


@pytest.mark.parametrize("missing", [1, 2, 6, 7])
def test_row_without_its_last_bytes_is_not_in_the_run(missing: int) -> None:
    """A row counts only when its last byte is there."""
    row = backend.data_row([b"abc"])
    assert scan_rows((row + row)[:-missing], 0) == RowRun(1, 0, len(row))


@pytest.mark.parametrize("start", [-1, 4])
def test_run_outside_the_buffer_is_a_mistake(start: int) -> None:
    """A start outside the buffer is our own error, never read as counted from the end."""
    with pytest.raises(ValueError, match="cannot start"):
        scan_rows(b"abc", start)


def test_rows_leave_the_buffer_in_one_piece() -> None:
    """``next_rows`` takes complete rows only; other messages are left for ``next_frame``."""
    rows = backend.data_row([b"1"]) + backend.data_row([None])
    done = backend.command_complete("SELECT 2")
    buffer = FrameBuffer(LIMIT)
    buffer.feed(rows + done[:3])
    assert buffer.next_rows() == (rows, RowRun(2, 0, len(rows)))
    assert buffer.next_rows() == (b"", RowRun(0, 0, 0))
    buffer.feed(done[3:])
    assert buffer.next_rows() == (b"", RowRun(0, 0, 0))
    assert drained(buffer) == [Frame(ord("C"), b"SELECT 2\0")]
