"""A header that slipped, and one that is not there: moved or supposed where that is proven, and never otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import ImportRefused
from watch.importing.import_world import import_text, rows_of

IDS = [f"5869ce7e-98f2-47e7-a3c2-5e6bff4def{number:02d}" for number in range(40)]
TITLES = "ID,Org Name,Total Networks Searched,Search Time,Reason\n"
ROWS = "".join(
    f'{each},Elm PD,{12 + at},"08/01/2025, 03:00:{at:02d} PM UTC",bolo\n' for at, each in enumerate(IDS)
)


def pressed(rows: str, before: str) -> str:
    """Rows with something before their first cell."""
    return "".join(before + line + "\n" for line in rows.splitlines())


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (TITLES + pressed(ROWS, "7,"), "one cell further right"),
        ("," + TITLES + ROWS, "one cell further left"),
        (TITLES.replace("\n", ",\n") + pressed(ROWS, "7,"), "slipped by one cell"),
    ],
)  # fmt: skip
def test_a_header_that_slipped_is_moved_and_said(tmp_path: Path, text: str, how: str) -> None:
    """Ids stand before every text, so all after them slipped as they did."""
    done = import_text(tmp_path, text, "plate-reader-org")
    assert (done.counts.taken, done.counts.refused) == (40, 0)
    assert any(how in note for note in done.notes)
    event = rows_of(tmp_path, "events")[0]
    assert (event["event_id"], event["agency"], event["networks"], event["reason"]) == (
        IDS[0],
        "Elm PD",
        12,
        "bolo",
    )


def test_a_header_is_not_moved_where_a_text_comes_first(tmp_path: Path) -> None:
    """The agency may have slipped or not: nothing tells, and every row is refused."""
    titles, rows = (
        TITLES.removeprefix("ID,"),
        "".join(line.split(",", 1)[1] for line in ROWS.splitlines(keepends=True)),
    )
    done = import_text(tmp_path, titles + pressed(rows, "7,"), "plate-reader-org")
    assert (done.counts.taken, dict(done.reasons)) == (0, {"width": 40})
    assert done.is_doubtful


def test_a_file_without_a_header_is_read_where_one_known_order_fits(tmp_path: Path) -> None:
    """As one county's: the note names every column that was supposed."""
    frame = '"07/31/2025, 01:00:00 PM UTC","08/01/2025, 01:00:00 PM UTC"'
    rows = "".join(
        f'{each},Elm PD,12,80,{frame},bolo,"08/01/2025, 03:00:00 PM UTC",lookup,\n' for each in IDS
    )
    done = import_text(tmp_path, rows, "plate-reader-org")
    assert (done.counts.read, done.counts.taken) == (40, 40)
    assert any("has no header" in note and "Time_Frame_Start" in note for note in done.notes)
    assert rows_of(tmp_path, "events")[0]["reason"] == "bolo"


def test_a_file_without_a_header_is_refused_where_two_orders_fit(tmp_path: Path) -> None:
    """The number may count cameras or networks."""
    rows = "".join(f"{each},u-1,2025-08-01 15:00:00,12,bolo\n" for each in IDS)
    with pytest.raises(ImportRefused, match="has no header"):
        import_text(tmp_path, rows, "plate-reader-org")
