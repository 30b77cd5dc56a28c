"""Hidden lists of keys are cut from rows, and small groups left out."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProtocolViolation
from ostiary.pgwire.backend import data_row
from ostiary.pgwire.framing import RowRun, scan_rows
from ostiary.pgwire.rowgroups import CutGroups, HiddenColumn, cut_groups
from ostiary.pgwire.rowkeys import cut_rows

LIST = HiddenColumn(is_list=True)
KEYS = st.integers(-(2**63), 2**63 - 1)


def packed(keys: Sequence[int]) -> bytes:
    """Keys as the database sends a list of them."""
    return struct.pack(f"!{len(keys)}q", *keys)


def cut(rows: Sequence[Sequence[bytes | None]], *hidden: HiddenColumn) -> CutGroups:
    """The rows, cut."""
    data = b"".join(map(data_row, rows))
    return cut_groups(data, scan_rows(data, 0), hidden)


def test_a_row_names_everybody_in_its_list_once() -> None:
    """Duplicates cost nothing; rows lose their hidden columns."""
    found = cut([[b"x", packed([7, 8, 7])], [b"y", packed([])], [b"z", None]], LIST)
    assert found.rows == data_row([b"x"]) + data_row([b"y"]) + data_row([b"z"])
    assert (found.keys, found.count, found.contributors, found.longest) == ([7, 8], 3, 5, 3)


@pytest.mark.parametrize(
    ("value", "stays"),
    [
        (packed([1, 2, 3]), True),
        (packed([1, 2, 1, 2]), False),
        (packed([]), False),
        (None, True),
    ],
    ids=["enough", "the same two twice", "nobody", "took no part"],
)
def test_a_minimum_counts_different_subjects(value: bytes | None, *, stays: bool) -> None:
    """A group that is too small leaves neither a row nor a name behind; a column that is NULL is not asked."""
    found = cut([[b"x", value]], HiddenColumn(is_list=True, minimum=3))
    assert (found.count, found.rows) == ((1, data_row([b"x"])) if stays else (0, b""))
    assert stays or found.keys == []


def test_each_record_class_has_its_own_minimum() -> None:
    """One column that is too small is enough to leave the row out."""
    columns = HiddenColumn(is_list=True, minimum=2), HiddenColumn(is_list=True, minimum=1)
    assert cut([[packed([1, 2]), packed([])]], *columns).count == 0
    assert cut([[packed([1, 2]), packed([5])]], *columns).count == 1


def test_a_single_subject_is_a_group_of_one() -> None:
    """Where a minimum is asked of rows of single records, none is left."""
    assert cut([[b"x", packed([1])]], HiddenColumn(minimum=2)).count == 0


@pytest.mark.parametrize(
    ("value", "column"),
    [(b"short", LIST), (b"123456789", LIST), (packed([1, 2]), HiddenColumn()), (b"", HiddenColumn())],
)
def test_what_holds_no_whole_keys_is_a_violation(value: bytes, column: HiddenColumn) -> None:
    """Eight bytes each, exactly one where one is meant."""
    with pytest.raises(ProtocolViolation):
        cut([[b"x", value]], column)


def test_fewer_columns_than_are_hidden_are_a_violation() -> None:
    """As is a run that is no run of rows."""
    with pytest.raises(ProtocolViolation):
        cut([[packed([1])]], LIST, LIST)
    with pytest.raises(ProtocolViolation):
        cut_groups(data_row([b"x"]) + b"Z", RowRun(2, 0, 12), [LIST])


@given(st.lists(st.tuples(st.none() | st.binary(max_size=9), st.none() | KEYS), max_size=5))
def test_single_keys_are_cut_as_by_the_other_cutter(rows: list[tuple[bytes | None, int | None]]) -> None:
    """Without lists and minimums both cutters say the same of every row."""
    data = b"".join(data_row([value, None if key is None else packed([key])]) for value, key in rows)
    run = scan_rows(data, 0)
    found, expected = cut_groups(data, run, [HiddenColumn()]), cut_rows(data, run, 1)
    assert (found.rows, found.keys, found.count) == (expected.rows, expected.keys, len(rows))


@given(st.binary(max_size=60), st.integers(0, 3), st.integers(0, 3))
def test_no_bytes_do_more_than_violate(data: bytes, count: int, hidden: int) -> None:
    """Whatever stands in a run, it is cut, or it is a ProtocolViolation."""
    try:
        cut_groups(data, RowRun(count, 0, len(data)), [LIST] * hidden)
    except ProtocolViolation:
        return
    assert count == 0 or len(data) > 0
