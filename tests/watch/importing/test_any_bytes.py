"""Whatever bytes come, every row is accounted for, or the file is refused."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ostiary.errors import ImportRefused
from ostiary.watch.importing.formats import shipped
from ostiary.watch.importing.importer import Reading
from ostiary.watch.importing.records import records
from watch.importing.import_world import import_text, place_in_memory, rows_of, sums_up

HEAD = b"id,searchDate,reason,License Plate\n"
CELLS = st.sampled_from(
    [b"", b"a", b"b", b"***", b"redacted", b'"', b'"x', b'y"', b'"two\nlines"', b'"q""q"', b"\xff", b"\0", b"=1+1", b"x" * 70_000,
     b"2025-01-02 03:04:05", b"2025-01-02", b"1/2/2025 3:04 PM", b"7", b"-7", b"reason", b"id", b"\r", "é".encode(), b"A-1;B*2"]
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, max_size=6).map(b",".join), max_size=12)
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])


def imported(text: bytes) -> None:
    """Import it, and hold the account against what stands in the folder."""
    how = Reading(shipped("plate-reader-org"), time_zone="America/Chicago")
    with place_in_memory() as place:
        try:
            done = import_text(place, text, how)
        except ImportRefused:
            assert list((place / "watch").rglob("*.parquet*")) == []
            return
        assert sums_up(done)
        events = rows_of(place, "events")
        assert len(events) == done.counts.taken
        assert len({one["event_id"] for one in events}) == len(events)
        assert import_text(place, text, how).is_again


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, ENDS)
@example([b"a,2025-01-02 03:04:05,b,7"] * 3, b"\n")
def test_any_rows_under_a_header_are_accounted_for(rows: list[bytes], end: bytes) -> None:
    """Each taken once, a duplicate or refused, with as many events as were taken and no id twice."""
    imported(HEAD + end.join(rows))


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_any_bytes_are_refused_or_accounted_for(data: bytes) -> None:
    """With and without a header before them."""
    imported(data)
    imported(HEAD + data)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 5), max_size=6), st.lists(st.integers(0, 5), max_size=6))
def test_two_logs_of_the_same_searches_make_each_one_event(first: list[int], second: list[int]) -> None:
    """Whatever they share is a copy, and what one repeats a duplicate."""
    how = Reading(shipped("plate-reader-org"))
    with place_in_memory() as place:
        for name, ids in (("first", first), ("second", second)):
            # The mark in the reason keeps two equal logs from being one file.
            rows = b"".join(b"e-%d,2025-01-02 03:04:05,%s,\n" % (one, name.encode()) for one in ids)
            done = import_text(place, HEAD + rows, how, name=f"{name}.csv")
            assert sums_up(done)
            assert done.counts.taken + done.counts.copies == len(set(ids))
        assert sorted(one["event_id"] for one in rows_of(place, "events")) == sorted(
            f"e-{one}" for one in {*first, *second}
        )
        assert {one["event_id"] for one in rows_of(place, "copies")} == {
            f"e-{one}" for one in {*first} & {*second}
        }


@given(st.lists(st.text(alphabet='a,"\n', max_size=8), max_size=20))
def test_no_line_is_part_of_two_records_and_none_is_lost(parts: list[str]) -> None:
    """However the quotation marks stand: the records begin in rising lines, and the last ends with the last line."""
    lines = "".join(parts).splitlines(keepends=True)
    found = list(records(iter(lines), ","))
    starts = [record.line for record in found]
    assert starts == sorted(set(starts))
    assert not lines or starts[0] == 1
    # Records without a fault are what their lines hold: reading these alone gives the same cells.
    for at, record in enumerate(found):
        if not record.fault:
            end = starts[at + 1] - 1 if at + 1 < len(starts) else len(lines)
            assert [one.cells for one in records(iter(lines[record.line - 1 : end]), ",")] == [record.cells]
