"""Files written by hand, imported: what becomes of every row."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from ostiary.errors import ImportRefused
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Counts, Manifest
from ostiary.watch.importing.formats import shipped
from ostiary.watch.importing.importer import Reading
from watch.importing.import_world import import_text, rows_of, side_rows, sums_up

HEAD = "ID,Name,Org Name,Total Networks Searched,Time Frame,License Plate,Case #,Reason,Search Time,Search Type,Moderation\n"
FRAME = '"07/31/2025, 01:00:00 PM UTC\n08/01/2025, 01:00:00 PM UTC"'


def row(
    number: int, *, reason: str = "bolo", plate: str = "", at: str = '"08/01/2025, 03:00:00 PM UTC"'
) -> str:
    """One row of a network audit."""
    return f"id-{number},u-7,Elm County SO,12,{FRAME},{plate},***,{reason},{at},lookup - Mobile,\n"


NETWORK = Reading(shipped("plate-reader-network"), owner="Oak City PD", time_zone="America/Chicago")


def test_a_network_audit_is_read_with_all_its_states(tmp_path: Path) -> None:
    """Two-line cells, masks, blanks and absent columns become what the schema has for each."""
    done = import_text(
        tmp_path, HEAD + row(1, plate="ABC 123") + row(2, reason="") + row(3, reason="[redacted]"), NETWORK
    )
    assert sums_up(done)
    assert (done.counts.read, done.counts.taken) == (3, 3)
    first, second, third = rows_of(tmp_path, "events")
    assert first["event_id"] == "id-1"
    assert (first["agency"], first["owner"], first["networks"]) == ("Elm County SO", "Oak City PD", 12)
    assert first["at"] == 1754060400000
    assert first["window_until"] - first["window_from"] == 86_400_000
    # 15:00 UTC is 10:00 in Chicago in summer.
    assert (first["local_day"], first["local_minute"]) == (first["day"], 600)
    assert (first["case_no"], first["case_no_state"]) == (None, "vendor-mask")
    assert (first["purpose"], first["purpose_state"]) == (None, "absent")
    assert (second["reason"], second["reason_state"]) == (None, "blank")
    assert (third["reason"], third["reason_state"]) == (None, "redacted")
    assert (first["action"], first["decision"]) == ("lookup", "unknown")
    assert [(first["subjects"], second["subjects"])] == [(1, 0)]
    tokens = rows_of(tmp_path, "subjects")
    assert [one["event_id"] for one in tokens] == ["id-1"]
    assert all("ABC" not in str(value).upper() for value in tokens[0].values())


def test_a_plate_is_one_subject_however_it_is_written(tmp_path: Path) -> None:
    """And a pattern with wildcards is another one."""
    import_text(
        tmp_path,
        HEAD
        + row(1, plate="abc-123")
        + row(2, plate="ABC 123")
        + row(3, plate="ABC12*")
        + row(4, plate="***"),
        NETWORK,
    )
    events, tokens = rows_of(tmp_path, "events"), rows_of(tmp_path, "subjects")
    by_event = {one["event_id"]: one["subject"] for one in tokens}
    assert by_event["id-1"] == by_event["id-2"] != by_event["id-3"]
    assert "id-4" not in by_event
    assert [one["subjects"] for one in events] == [1, 1, 1, None]


def test_each_row_that_is_not_taken_stands_in_the_side_file(tmp_path: Path) -> None:
    """With its number, its line, its column and the reason, and with no cell of it."""
    text = (
        HEAD
        + row(1)
        + row(2, at="yesterday evening")
        + "too,few\n"
        + row(1)
        + row(1, reason="other")
        + HEAD
        + row(6)
    )
    done = import_text(tmp_path, text, NETWORK)
    assert sums_up(done)
    assert (done.counts.taken, done.counts.duplicates, done.counts.refused) == (2, 2, 3)
    found = [(one["row"], one["fate"], one["reason"], one["column"]) for one in side_rows(done)]
    assert found == [
        ("2", "refused", "time", "Search Time"),
        ("3", "refused", "width", ""),
        ("4", "duplicate", "identical", ""),
        ("5", "duplicate", "same-id", "Reason"),
        ("6", "refused", "header-again", ""),
    ]
    # A Time Frame takes two lines of the file, so that the second row begins in line 4.
    assert side_rows(done)[0]["line"] == "4"
    assert "yesterday" not in Path(done.side_file).read_text("utf-8")


def test_the_same_search_in_a_second_log_is_a_copy(tmp_path: Path) -> None:
    """It stays one event, and what the other log says of it is kept beside it."""
    import_text(tmp_path, HEAD + row(1, plate="ABC123"), NETWORK, name="first.csv")
    done = import_text(tmp_path, HEAD + row(1, reason="Investigation") + row(2), NETWORK, name="second.csv")
    assert (done.counts.taken, done.counts.copies) == (1, 1)
    assert [one["event_id"] for one in rows_of(tmp_path, "events")] == ["id-1", "id-2"]
    assert [(one["event_id"], one["reason"]) for one in rows_of(tmp_path, "copies")] == [
        ("id-1", "Investigation")
    ]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    """Also under another name; read in another way it is refused."""
    first = import_text(tmp_path, HEAD + row(1), NETWORK)
    again = import_text(tmp_path, HEAD + row(1), NETWORK, name="renamed.csv")
    assert again.is_again
    assert (again.source, again.counts) == (first.source, first.counts)
    assert len(rows_of(tmp_path, "events")) == 1
    with pytest.raises(ImportRefused, match="read with another owner"):
        import_text(tmp_path, HEAD + row(1), Reading(shipped("plate-reader-network"), owner="Another PD"))


def test_a_file_that_is_read_in_another_way_replaces_itself_when_told(tmp_path: Path) -> None:
    """Its rows are no copies of what they replace; nothing of the first reading stays."""
    import_text(tmp_path, HEAD + row(1), NETWORK)
    other = Reading(shipped("plate-reader-network"), owner="Another PD", replaces=True)
    done = import_text(tmp_path, HEAD + row(1), other)
    assert (done.counts.taken, done.counts.copies) == (1, 0)
    assert [one["owner"] for one in rows_of(tmp_path, "events")] == ["Another PD"]
    assert len(list((tmp_path / "watch").rglob("*.parquet"))) == 1


def test_a_folder_is_never_continued_under_another_key(tmp_path: Path) -> None:
    """Every subject would be a new one, and nobody would see it."""
    import_text(tmp_path, HEAD + row(1, plate="ABC123"), NETWORK)
    key = tmp_path / "watch.subject-key"
    kept = key.rename(tmp_path / "kept.key")
    with pytest.raises(ImportRefused, match="is not the key"):
        import_text(tmp_path, HEAD + row(2), NETWORK, name="second.csv")
    assert not key.exists()
    done = import_text(
        tmp_path, HEAD + row(2, plate="abc 123"), replace(NETWORK, subject_key=kept), name="second.csv"
    )
    assert done.counts.taken == 1
    assert len({one["subject"] for one in rows_of(tmp_path, "subjects")}) == 1


def test_nobody_adds_to_the_events_of_our_own_log(tmp_path: Path) -> None:
    """A stranger's row with the next id of our log would lay its subjects upon our next event."""
    import_text(tmp_path, HEAD + row(1), NETWORK)
    folder = WatchFolder.open(tmp_path / "watch")
    ours = Manifest("ours", "ostiary", Counts(), (), {"log": "log.example/gw1"})
    folder.admit(ours)
    theirs = row(2).replace("id-2", "log.example/gw1/7", 1) + row(3)
    done = import_text(tmp_path, HEAD + theirs, NETWORK, name="second.csv")
    assert done.reasons == {"id": 1}
    assert done.counts.taken == 1


def test_a_reading_that_took_nothing_does_not_stand_in_the_way(tmp_path: Path) -> None:
    """The next one, in the right encoding, takes the rows."""
    text = (HEAD + row(1, reason="caf\xe9")).encode("cp1252")
    assert import_text(tmp_path, text, NETWORK).counts.refused == 1
    done = import_text(tmp_path, text, replace(NETWORK, encoding="cp1252"))
    assert done.counts.taken == 1
    assert rows_of(tmp_path, "events")[0]["reason"] == "caf\xe9"
    assert not done.side_file


def test_gzip_and_byte_order_marks_are_read_as_they_are(tmp_path: Path) -> None:
    """UTF-8 and UTF-16 with their marks, packed or not."""
    text = HEAD + row(1) + row(2, reason="vehículo")
    for index, data in enumerate(
        [gzip.compress(text.encode()), text.encode("utf-8-sig"), text.encode("utf-16")]
    ):
        (tmp_path / str(index)).mkdir()
        import_text(tmp_path / str(index), data, NETWORK)
        assert [one["reason"] for one in rows_of(tmp_path / str(index), "events")] == ["bolo", "vehículo"]


def test_a_packed_file_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    """Half a log is no log, and the folder stays as it was."""
    packed = gzip.compress((HEAD + "".join(map(row, range(500)))).encode())
    with pytest.raises(ImportRefused, match="damaged gzip"):
        import_text(tmp_path, packed[: len(packed) // 2], NETWORK)
    assert list((tmp_path / "watch").rglob("*.parquet*")) == []


def test_a_quotation_mark_that_never_closes_takes_one_row_along(tmp_path: Path) -> None:
    """Not the rest of the file."""
    broken = 'id-2,u-7,"Elm County SO,12,,,,bolo,,lookup,\n'
    done = import_text(
        tmp_path, HEAD + row(1) + broken + "".join(row(number) for number in range(3, 9)), NETWORK
    )
    assert sums_up(done)
    assert (done.counts.taken, done.counts.refused) == (7, 1)
    assert side_rows(done)[0]["reason"] == "quotes"


def test_a_cell_of_megabytes_is_refused_with_its_row(tmp_path: Path) -> None:
    """And so is what is no text, and a NUL."""
    done = import_text(
        tmp_path,
        (HEAD + row(1, reason="x" * 3_000_000) + row(2, reason="y" * 70_000) + row(3)).encode()
        + row(4, reason="caf\xe9").encode("latin-1")
        + row(5, reason="a\0b").encode(),
        NETWORK,
    )
    # The first row's own first line, and the overlong one that it went on with, are told apart from all others.
    assert [one["reason"] for one in side_rows(done)] == [
        "too-long",
        "too-long",
        "too-long",
        "encoding",
        "nul",
    ]
    assert [one["event_id"] for one in rows_of(tmp_path, "events")] == ["id-3"]
    assert done.is_doubtful


def test_a_row_whose_cells_are_shifted_by_one_is_refused_as_that(tmp_path: Path) -> None:
    """It would be taken for a search with another reason at no time."""
    shifted = f'id-2,u-7,Elm County SO,12,{FRAME},,***,,bolo,"08/01/2025, 03:00:00 PM UTC",lookup\n'
    done = import_text(tmp_path, HEAD + row(1) + shifted, NETWORK)
    assert [(one["reason"], one["column"]) for one in side_rows(done)] == [("shifted", "Search Time")]


def test_another_header_amid_a_file_refuses_the_file(tmp_path: Path) -> None:
    """From there on every cell would be taken for another."""
    other = HEAD.replace("Case #,Reason", "Reason,Case #")
    with pytest.raises(ImportRefused, match=r"row 2 .* is another header"):
        import_text(tmp_path, HEAD + row(1) + other + row(2), NETWORK)


def test_a_header_after_other_lines_is_found_and_said(tmp_path: Path) -> None:
    """Titles before it are no rows; tabs and semicolons are read as well as commas."""
    text = (
        'Network Audit\n\nPrepared for "the public"\n'
        + HEAD.replace(",", ";")
        + row(1).replace(",", ";").replace("; ", ", ")
    )
    done = import_text(
        tmp_path, text.replace('Prepared for "the public"', "Prepared for the public"), NETWORK
    )
    assert (done.counts.read, done.counts.taken) == (1, 1)
    assert any("The header stands in line 4" in note for note in done.notes)


def test_a_file_without_a_header_is_read_under_given_ones(tmp_path: Path) -> None:
    """And refused where nobody gives any."""
    with pytest.raises(ImportRefused, match="has no header"):
        import_text(tmp_path, row(1) + row(2), NETWORK)
    given = Reading(
        shipped("plate-reader-network"), owner="Oak City PD", titles=tuple(HEAD.strip().split(","))
    )
    assert import_text(tmp_path, row(1) + row(2), given).counts.taken == 2


def test_a_day_in_a_column_of_its_own_is_joined_with_the_time(tmp_path: Path) -> None:
    """As one city's split sheets have it."""
    import_text(
        tmp_path,
        "Org Name,Search Date,Search Time,Reason\nElm PD,2025-05-01,09:11:16,bolo\n",
        NETWORK,
    )
    assert rows_of(tmp_path, "events")[0]["at"] == 1746090676000


def test_a_network_audit_needs_to_know_whose_it_is(tmp_path: Path) -> None:
    """The file does not say it, and nobody guesses it from its name."""
    with pytest.raises(ImportRefused, match="does not say the `owner`"):
        import_text(tmp_path, HEAD + row(1), "plate-reader-network")


@pytest.mark.parametrize(
    ("head", "what"), [(b"PK\x03\x04rest", "spreadsheet"), (b"%PDF-1.7", "PDF"), (b'{"a": 1}', "JSON")]
)
def test_what_is_no_delimited_text_is_named(tmp_path: Path, head: bytes, what: str) -> None:
    """With what to do instead."""
    with pytest.raises(ImportRefused, match=what):
        import_text(tmp_path, head, NETWORK)


def test_what_is_known_about_a_plate_has_the_token_of_its_searches(tmp_path: Path) -> None:
    """Approvals, hits and relations can be joined with events, and none of them stores the plate."""
    import_text(tmp_path, HEAD + row(1, plate="ABC-123"), NETWORK)
    import_text(
        tmp_path,
        "User,License Plate,Kind\nu-7,abc 123,Kin\nu-8,,vip\nu-9,A1;B2,kin\n",
        "relations",
        name="relations.csv",
    )
    import_text(tmp_path, "Plate,Hit Time\nABC123,2025-08-01 10:00\n", "hits", name="hits.csv")
    token = rows_of(tmp_path, "subjects")[0]["subject"]
    assert [(one["user"], one["subject"], one["kind"]) for one in rows_of(tmp_path, "relations")] == [
        ("u-7", token, "kin")
    ]
    assert [one["subject"] for one in rows_of(tmp_path, "hits")] == [token]
    side = next((tmp_path / "watch" / "sources").glob("relations*.csv")).read_text("utf-8")
    assert "missing" in side
    assert "one subject a row" in side


def test_days_of_a_shift_end_with_their_last_moment(tmp_path: Path) -> None:
    """Of a whole day nothing is left out; the clock is the agency's where its zone is said."""
    import_text(
        tmp_path,
        "Member,From,To\nu-7,2025-08-01,2025-08-02\n",
        Reading(shipped("shifts"), time_zone="America/Chicago"),
    )
    assert [(one["since"], one["until"]) for one in rows_of(tmp_path, "shifts")] == [
        (1754024400000, 1754197199999)
    ]


def test_rows_of_a_log_without_ids_are_known_by_all_their_cells(tmp_path: Path) -> None:
    """Under the folder's key, so that the id gives no plate away; the same row is the same event."""
    head, one = "Org Name,License Plate,Search Time,Reason\n", "Elm PD,ABC123,2025-05-01 09:11:16,bolo\n"
    done = import_text(tmp_path, head + one + one.replace("bolo", "theft") + one, NETWORK)
    assert (done.counts.taken, done.counts.duplicates) == (2, 1)
    (tmp_path / "other").mkdir()
    import_text(tmp_path / "other", head + one, NETWORK)
    here = {event["event_id"] for event in rows_of(tmp_path, "events")}
    there = {event["event_id"] for event in rows_of(tmp_path / "other", "events")}
    assert here.isdisjoint(there)
