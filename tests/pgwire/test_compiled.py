"""The compiled hot path and its Python source are one: the same values, the same errors, the same words.

Where nothing is compiled, the source is compared with itself.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable
from dataclasses import astuple, is_dataclass
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import hatch_build
from ostiary.errors import ProtocolViolation
from ostiary.pgwire import following, framing, rowkeys, words
from ostiary.pgwire.backend import ErrorFields, data_row, error_response, ready_for_query

ROOM = Path(words.__file__).parent
IS_COMPILED = framing.__file__.endswith(".so")


def source_of(name: str) -> ModuleType:
    """The module as its source says, whatever was compiled."""
    spec = spec_from_file_location(f"source_of_{name}", ROOM / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    # Dataclasses look for the module of their annotations here.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


PURE_FRAMING, PURE_ROWKEYS, PURE_FOLLOWING = map(source_of, ("framing", "rowkeys", "following"))


def outcome(work: Callable[..., object], *given: object) -> object:
    """What comes of a call: its value in plain form, or its error with its words."""
    try:
        value = work(*given)
    except (ProtocolViolation, ValueError) as error:
        return type(error), str(error)
    return astuple(value) if is_dataclass(value) and not isinstance(value, type) else value


# Lengths at which a signed or a short number would turn.
LENGTHS = st.sampled_from(
    [0, 1, 3, 4, 5, 6, 7, 8, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFE, 0xFFFFFFFF]
)
WORDS = LENGTHS.map(lambda number: struct.pack("!I", number))
KEY = st.integers(-(2**63), 2**63 - 1).map(lambda key: struct.pack("!q", key))
VALUE = st.none() | st.binary(max_size=12) | KEY
ROW = st.lists(VALUE, max_size=5).map(data_row)
MESSAGE = (
    ROW
    | st.sampled_from(
        [ready_for_query("I"), ready_for_query("E"), b"Z\0\0\0\4", b"D\0\0\0\6\0\0", b"D\0\0\0\6\xff\xff"]
    )
    | st.just(error_response(ErrorFields("ERROR", "42501", "no")))
    | st.tuples(st.sampled_from([b"D", b"Z", b"E", b"T", b"\0"]), WORDS, st.binary(max_size=9)).map(b"".join)
    | st.binary(max_size=9)
)
STREAM = st.lists(MESSAGE, max_size=6).map(b"".join)
BUFFER = st.sampled_from([bytes, bytearray, memoryview])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Bytes of messages, some of them with a word in the middle that lies."""
    data = bytearray(draw(STREAM))
    for _ in range(draw(st.integers(0, 3))):
        if len(data) >= 4:
            at = draw(st.integers(0, len(data) - 4))
            data[at : at + 4] = draw(WORDS)
    return bytes(data[: draw(st.integers(0, len(data)))]) if draw(st.booleans()) else bytes(data)


@given(damaged(), st.integers(-2, 40), st.sampled_from([4, 6, 20, 2**24, 2**31, 2**33]), BUFFER)
@example(b"D\x80\0\0\0xx", 0, 2**33, bytes)
@example(b"D\xff\xff\xff\xff", 0, 2**24, bytes)
def test_scanning_is_one(data: bytes, start: int, limit: int, kind: Callable[[bytes], bytes]) -> None:
    """The same run, or the same words about what is wrong."""
    found = outcome(framing.scan_rows, kind(data), start, limit)
    assert found == outcome(PURE_FRAMING.scan_rows, kind(data), start, limit)


@given(damaged(), st.integers(0, 8), st.integers(-1, 4), st.integers(-1, 3), st.integers(-1, 3), BUFFER)
@example(data_row((b"x", struct.pack("!q", -1))), 1, 1, 0, 0, bytes)
@example(b"D\0\0\0\x0a\0\1\x80\0\0\0", 1, 1, 0, 0, bytes)
@example(b"D\0\0\0\x0a\0\1\x7f\xff\xff\xff", 1, 0, 0, 0, bytes)
def test_cutting_is_one(
    data: bytes, count: int, hidden: int, more: int, less: int, kind: Callable[[bytes], bytes]
) -> None:
    """The same rows and keys, or the same words, also for a run that lies about where rows are."""
    run = framing.RowRun(count, max(less, 0), len(data) + min(more, 1))
    for each in (run, framing.RowRun(count, 0, len(data))):
        found = outcome(rowkeys.cut_rows, kind(data), each, hidden)
        assert found == outcome(PURE_ROWKEYS.cut_rows, kind(data), each, hidden)


@given(st.lists(ROW, max_size=8), st.integers(1, 3), BUFFER)
def test_whole_rows_are_cut_alike(rows: list[bytes], hidden: int, kind: Callable[[bytes], bytes]) -> None:
    """And as the normative cutter says, one field at a time."""
    data = b"".join(rows)
    run = framing.scan_rows(data, 0)
    assert run.count == len(rows)
    found = outcome(rowkeys.cut_rows, kind(data), run, hidden)
    assert found == outcome(PURE_ROWKEYS.cut_rows, kind(data), run, hidden)
    expected = outcome(rowkeys.cut_rows_by_walking, data, run, hidden)
    if rows and isinstance(expected, tuple) and isinstance(expected[0], bytes):
        assert found == expected


@given(damaged(), st.lists(st.integers(1, 30), max_size=6))
def test_following_is_one(data: bytes, cuts: list[int]) -> None:
    """However the bytes come, both say the same of where the backend stands."""
    ours, source = following.Follower(), PURE_FOLLOWING.Follower()
    for one in (ours, source):
        one.sent()
        one.sent()
    at = 0
    for size in [*cuts, len(data)]:
        piece, at = data[at : at + size], at + size
        told = outcome(ours.feed, piece)
        assert told == outcome(source.feed, piece)
        if told is not None:
            return
        for fact in ("is_idle", "is_settled", "is_under_way", "has_failed"):
            assert getattr(ours, fact) == getattr(source, fact)


@given(damaged(), st.integers(0, 40))
def test_skipping_is_one(data: bytes, start: int) -> None:
    """The place of what is to be noted is the same."""
    found = outcome(following.skip_unnoted, data, start)
    assert found == outcome(PURE_FOLLOWING.skip_unnoted, data, start)


@pytest.mark.parametrize("name", hatch_build.COMPILED)
def test_the_whole_hot_path_is_of_one_kind(name: str) -> None:
    """All of it is compiled or none of it."""
    module = import_module(f"ostiary.{name.replace('/', '.')}")
    assert str(module.__file__).endswith(".so") == IS_COMPILED


def test_what_is_compiled_is_what_is_written() -> None:
    """A source that was changed after it was compiled would not be what runs: `make compiled`."""
    if IS_COMPILED:
        assert (ROOM.parent / hatch_build.STAMP).read_text("utf-8") == hatch_build.digest(hatch_build.ROOT)


def test_words_outside_their_buffer_are_not_read() -> None:
    """A place that a caller did not check raises, and never reads what lies behind the buffer."""
    source = memoryview(bytearray(8))
    for read, at in ((words.uint32, 5), (words.int32, 8), (words.int16, 7), (words.int64, 1)):
        with pytest.raises(struct.error):
            read(source, at)
    with pytest.raises(struct.error):
        words.put_uint32(source, 6, 1)
    with pytest.raises(ValueError, match="different"):
        words.copy(source, 6, source, 0, 4)
