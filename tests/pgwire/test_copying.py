"""Rows as what COPY TO STDOUT sends. That the bytes are PostgreSQL's own is shown beside a server (tests/session)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProtocolViolation
from ostiary.pgwire import kinds
from ostiary.pgwire.backend import command_complete, data_row
from ostiary.pgwire.copying import CopyForm, CopyWriter
from ostiary.pgwire.framing import MAX_BACKEND_FRAME, FrameBuffer

CSV = CopyForm("csv", delimiter=",", null="")


def lines(form: CopyForm, *rows: list[bytes | None]) -> bytes:
    """The data of a whole copy, without the messages around it."""
    frames, data = FrameBuffer(MAX_BACKEND_FRAME), b""
    frames.feed(CopyWriter(form, ["a"] * len(rows[0])).rows(b"".join(map(data_row, rows))))
    while (frame := frames.next_frame()) is not None:
        assert frame.kind == kinds.COPY_DATA
        data += frame.body
    return data


def test_awkward_values_are_dressed() -> None:
    """Some of each, by hand: what stands beside the server is many more."""
    assert lines(CopyForm(), [None, b"", b"a\tb\\\n"]) == b"\\N\t\ta\\tb\\\\\\n\n"
    assert lines(CSV, [None, b"", b'say "it"', b"a,b"]) == b',"","say ""it""","a,b"\n'
    assert lines(CSV, [b"\\."]) == b'"\\."\n'
    assert lines(CopyForm("binary"), [None, b"x"])[19:] == b"\0\2\xff\xff\xff\xff\0\0\0\1x"


@given(
    st.sampled_from([CopyForm(), CSV]),
    st.lists(st.one_of(st.none(), st.binary(max_size=12)), min_size=1, max_size=3),
)
def test_bytes_that_mean_nothing_pass_as_they_are(form: CopyForm, row: list[bytes | None]) -> None:
    """Whatever a value holds, UTF-8 or not: only ASCII is ever dressed, and a line ends once."""
    line = lines(form, row)
    others = [byte for byte in line if byte >= 0x80]
    assert others == [byte for value in row if value for byte in value if byte >= 0x80]
    assert form.format == "csv" or line.count(b"\n") == 1


def test_the_response_tells_format_and_columns() -> None:
    """One byte for the whole, a count, and the format of each column."""
    for form, code in ((CopyForm(), 0), (CopyForm("binary"), 1)):
        response = CopyWriter(form, ["a", "b"]).opening()
        assert response[5:12] == bytes((code, 0, 2, 0, code, 0, code))


def test_a_binary_copy_begins_once() -> None:
    """What opens it stands before the first row, however many runs of rows there are."""
    writer = CopyWriter(CopyForm("binary"), ["a"])
    first, second = writer.rows(data_row([b"x"])), writer.rows(data_row([b"y"]))
    assert first.count(b"PGCOPY") == 1
    assert b"PGCOPY" not in second + writer.closing()


@pytest.mark.parametrize("form", [CopyForm(), CopyForm("binary")], ids=["text", "binary"])
@pytest.mark.parametrize(
    "rows",
    [
        command_complete("SELECT 1"),
        data_row([b"x"])[:-1],
        data_row([b"x"])[:3],
        data_row([b"x", b"y"]),
        data_row([]),
    ],
    ids=["other", "short", "torn", "too many columns", "no column"],
)
def test_what_is_no_run_of_rows_is_not_copied(form: CopyForm, rows: bytes) -> None:
    """ProtocolViolation, whatever the form."""
    with pytest.raises(ProtocolViolation):
        CopyWriter(form, ["a"]).rows(rows)
