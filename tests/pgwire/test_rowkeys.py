from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ostiary.errors import ProtocolViolation
from ostiary.pgwire.backend import ColumnDescription, data_row
from ostiary.pgwire.framing import Buffer, RowRun, scan_rows
from ostiary.pgwire.rowkeys import CutRows, cut_description, cut_rows, cut_rows_by_walking

Value = bytes | None

# Pieces of a row that look like other pieces of a row: lengths of a key, NULLs, headers.
MIMICS = [
    b"\xff\xff\xff\xff",
    b"\0\0\0\x08",
    b"\0\0\0\0",
    b"\xff" * 8,
    b"D\0\0\0\x12",
    b"\0\0\0\x08\xff\xff\xff\xff",
]
ADVERSARIAL = st.lists(st.sampled_from(MIMICS) | st.binary(max_size=5), max_size=4).map(b"".join)
VISIBLE = st.lists(st.none() | ADVERSARIAL, max_size=4)
# Low halves of all ones end a row in the bytes of a NULL.
KEYS = (
    st.none()
    | st.sampled_from([-1, 0, 2**63 - 1, -(2**63), 0xFFFFFFFF, 8])
    | st.integers(-(2**63), 2**63 - 1)
)


def key_value(key: int | None) -> Value:
    return None if key is None else struct.pack("!q", key)


def whole_run(data: bytes) -> RowRun:
    """The run over everything, which must be nothing but rows."""
    run = scan_rows(data, 0)
    assert run.stop == len(data)
    return run


def outcome(cut: object, data: Buffer, run: RowRun, hidden: int) -> CutRows | None:
    """What a cutter returns, None for a violation."""
    assert callable(cut)
    try:
        result = cut(data, run, hidden)
    except ProtocolViolation:
        return None
    assert isinstance(result, CutRows)
    return result


@st.composite
def rows_with_keys(draw: st.DrawFn) -> tuple[int, list[tuple[list[Value], list[int | None]]]]:
    """A number of hidden columns, and rows of visible values and keys."""
    hidden = draw(st.integers(1, 3))
    row = st.tuples(VISIBLE, st.lists(KEYS, min_size=hidden, max_size=hidden))
    return hidden, draw(st.lists(row, max_size=4))


@given(case=rows_with_keys())
@example(case=(1, [([b"\0\0\0\x08\1\2\3\4"], [None])]))
@example(case=(1, [([b"x"], [-1])]))
@example(case=(2, [([b"\xff\xff\xff\xff"], [None, None]), ([], [0xFFFFFFFF, None])]))
def test_rows_lose_their_keys_and_nothing_else(
    case: tuple[int, list[tuple[list[Value], list[int | None]]]],
) -> None:
    """Both cutters give the rows as if the keys had never been asked for, and every key that is not NULL, in order."""
    hidden, rows = case
    data = b"".join(data_row([*visible, *map(key_value, keys)]) for visible, keys in rows)
    expected = CutRows(
        b"".join(data_row(visible) for visible, _ in rows),
        [key for _, keys in rows for key in keys if key is not None],
    )
    assert cut_rows_by_walking(data, whole_run(data), hidden) == expected
    assert cut_rows(data, whole_run(data), hidden) == expected


def damaged(data: bytes, at: int, octet: int) -> bytes:
    place = at % max(1, len(data))
    return data[:place] + bytes((octet,)) + data[place + 1 :]


@given(
    rows=st.lists(VISIBLE, max_size=3),
    keys=st.lists(KEYS, min_size=2, max_size=2),
    hidden=st.integers(1, 3),
    at=st.integers(0, 200),
    octet=st.sampled_from([0, 1, 2, 8, 68, 127, 128, 255]),
    shift=st.tuples(st.integers(-1, 1), st.integers(-1, 1), st.integers(-1, 1)),
)
def test_both_cutters_agree_on_damaged_rows(
    rows: list[list[Value]],
    keys: list[int | None],
    hidden: int,
    at: int,
    octet: int,
    shift: tuple[int, int, int],
) -> None:
    """Wherever a byte is changed or the run is misplaced, both cutters return the same or both refuse."""
    data = damaged(b"".join(data_row([*row, *map(key_value, keys)]) for row in rows), at, octet)
    run = RowRun(len(rows) + shift[0], max(0, shift[1]), len(data) + shift[2])
    assert outcome(cut_rows, data, run, hidden) == outcome(cut_rows_by_walking, data, run, hidden)


@given(
    body=st.lists(st.sampled_from(MIMICS) | st.binary(max_size=6), max_size=6).map(b"".join),
    hidden=st.integers(1, 3),
)
def test_both_cutters_agree_on_any_body(body: bytes, hidden: int) -> None:
    """On a row whose inside is arbitrary both cutters return the same or both refuse."""
    data = b"D" + struct.pack("!I", 4 + len(body)) + body
    run = RowRun(1, 0, len(data))
    assert outcome(cut_rows, data, run, hidden) == outcome(cut_rows_by_walking, data, run, hidden)


@pytest.mark.parametrize("cut", [cut_rows, cut_rows_by_walking])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\0",
        b"\0\1\0\0\0\4abcd",
        b"\0\1\0\0\0\x08abcdefg",
        b"\0\1\0\0\0\x07abcdefgh",
        b"\0\1\0\0\0\x08abcdefghi",
        b"\0\1\xff\xff\xff\xfe",
        b"\0\1\xff\xff\xff\xff\0",
        b"\0\2\xff\xff\xff\xfe\0\0\0\x08abcdefgh",
        b"\0\2\0\0\0\x63a\0\0\0\x08abcdefgh",
        b"\0\2\x7f\xff\xff\xff\0\0\0\x08abcdefgh",
        b"\0\2\x80\0\0\0\0\0\0\x08abcdefgh",
        b"\0\3\0\0\0\1a\0\0\0\x08abcdefgh",
        b"\xff\xff\0\0\0\x08abcdefgh",
    ],
)
def test_row_whose_lengths_lie_is_refused(cut: object, body: bytes) -> None:
    """Keys of another size, too few columns, and lengths that do not add up are violations, whatever the row ends in."""
    data = b"D" + struct.pack("!I", 4 + len(body)) + body
    assert outcome(cut, data, RowRun(1, 0, len(data)), 1) is None


@pytest.mark.parametrize("cut", [cut_rows, cut_rows_by_walking])
def test_two_keys_of_the_right_size_together_are_refused(cut: object) -> None:
    """Values of 4 and 12 bytes fill the room of two keys and are none."""
    data = data_row([b"a", bytes(4), bytes(12)])
    assert outcome(cut, data, whole_run(data), 2) is None


@pytest.mark.parametrize("cut", [cut_rows, cut_rows_by_walking])
@pytest.mark.parametrize(
    "run", [RowRun(0, 0, 1), RowRun(2, 0, 19), RowRun(1, 0, 18), RowRun(1, 0, 20), RowRun(1, 3, 2)]
)
def test_run_that_is_not_the_rows_is_refused(cut: object, run: RowRun) -> None:
    """A run that counts wrongly, ends elsewhere or leaves the buffer is a violation."""
    assert outcome(cut, data_row([key_value(1)]), run, 1) is None


@pytest.mark.parametrize("cut", [cut_rows, cut_rows_by_walking])
def test_a_message_that_is_no_row_is_refused(cut: object) -> None:
    """Only DataRow messages are cut."""
    data = b"C" + data_row([key_value(1)])[1:]
    assert outcome(cut, data, RowRun(1, 0, len(data)), 1) is None


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_rows_are_cut_inside_any_buffer(kind: type[bytes | bytearray | memoryview]) -> None:
    """A run in the middle of a buffer is cut without its surroundings, from bytes, bytearray and memoryview."""
    before, rows = data_row([b"not ours"]), data_row([b"a", key_value(5)]) + data_row([b"b", None])
    data = before + rows + b"C\0\0\0"
    run = RowRun(2, len(before), len(before) + len(rows))
    expected = CutRows(data_row([b"a"]) + data_row([b"b"]), [5])
    assert cut_rows(kind(data), run, 1) == cut_rows_by_walking(kind(data), run, 1) == expected


def test_nothing_hidden_changes_nothing() -> None:
    """Without hidden columns the bytes are returned as they are."""
    data = data_row([b"a", None])
    assert cut_rows(data, whole_run(data), 0) == CutRows(data, [])


def columns(names: Sequence[str]) -> tuple[ColumnDescription, ...]:
    return tuple(ColumnDescription(name, 0, 0, 20, 8, -1, 1) for name in names)


def test_description_loses_its_last_columns() -> None:
    """The description is cut as the rows are; with nothing hidden it stays whole."""
    assert cut_description(columns("abc"), 2) == columns("a")
    assert cut_description(columns("abc"), 0) == columns("abc")
    assert cut_description(columns("abc"), 3) == ()


def test_description_with_too_few_columns_is_refused() -> None:
    """A result that lacks the keys we asked for is a violation."""
    with pytest.raises(ProtocolViolation):
        cut_description(columns("abc"), 4)


def test_negative_number_of_columns_is_a_mistake() -> None:
    """A negative number of hidden columns is our own error."""
    with pytest.raises(ValueError, match="cannot be hidden"):
        cut_description(columns("abc"), -1)
    with pytest.raises(ValueError, match="cannot be hidden"):
        cut_rows(b"", RowRun(0, 0, 0), -1)
