from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.demo.city.incidents import OPTIONAL, REQUIRED, Refused, parse_incidents, read_incidents
from ostiary.demo.city.rows import Incident
from ostiary.errors import SettingsError

EXTRACT = Path(__file__).parents[4] / "shared" / "data" / "chicago_crimes_2026_casenumbers.csv"
HEADER = "Case Number,Date,IUCR,Primary Type,Description,Arrest,Domestic"
ROW = "QA1,06/09/2026 12:00:00 AM,0486,BATTERY,DOMESTIC BATTERY SIMPLE,False,True"


def _parse(*lines: str) -> list[Incident | Refused]:
    return list(parse_incidents([f"{line}\n" for line in lines], "x.csv"))


def _one(header: str, row: str) -> Incident:
    (incident,) = _parse(header, row)
    assert isinstance(incident, Incident)
    return incident


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        HEADER.upper(),
        HEADER.lower().replace(" ", "_"),
        " , ".join(HEADER.split(",")) + "  ",
        "\ufeff" + HEADER,
        ",".join(f'"{name}"' for name in HEADER.split(",")),
    ],
)
def test_header_spellings_are_one(header: str) -> None:
    """Case, blanks, underscores, quotes and a byte order mark make no other column."""
    incident = _one(header, ROW)
    assert incident[:2] == (1, "QA1")
    assert incident.occurred_at.isoformat() == "2026-06-09T00:00:00"
    assert incident[4:7] == ("0486", "BATTERY", "DOMESTIC BATTERY SIMPLE")
    assert (incident.arrest, incident.domestic, incident.person_id, incident.sealed) == (
        False,
        True,
        None,
        False,
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("06/09/2026 12:00:00 AM", "2026-06-09T00:00:00"),
        ("06/09/2026 12:30:05 PM", "2026-06-09T12:30:05"),
        ("2026-06-09T00:00:00.000", "2026-06-09T00:00:00"),
        ("2026-06-09T23:59:59", "2026-06-09T23:59:59"),
        ("2026-06-09 23:59:59", "2026-06-09T23:59:59"),
    ],
)
def test_date_forms(text: str, moment: str) -> None:
    """American dates with AM and PM and ISO dates are read."""
    assert _one(HEADER, ROW.replace("06/09/2026 12:00:00 AM", text)).occurred_at.isoformat() == moment


@pytest.mark.parametrize(
    ("text", "value"), [("True", True), ("true", True), ("Y", True), ("1", True), ("N", False)]
)
def test_truth_forms(text: str, value: bool) -> None:  # noqa: FBT001 - the value is the point.
    """Truth values come in several spellings."""
    assert _one(HEADER, ROW.replace("False", text)).arrest is value


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ROW + ",more", "it has 8 cells, the header has 7"),
        (ROW.replace("QA1", " "), "`Case Number` is empty"),
        (ROW.replace("06/09", "13/45"), "`Date` is neither"),
        (ROW.replace("12:00:00 AM", "12:00:00Z"), "`Date` is neither"),
        (ROW.replace("False", "perhaps"), "`Arrest` is neither true nor false"),
        (ROW.replace("False", ""), "`Arrest` is neither true nor false"),
        (ROW.replace("BATTERY", "BAT\x00TERY", 1), "it is not plain UTF-8 text"),
        (ROW.replace("QA1", '"QA1'), "it is not one row of CSV"),
        (ROW.replace("QA1", "Q" * 140_000), "it is not one row of CSV"),
    ],
)
def test_an_unusable_row_is_refused_with_its_line(row: str, why: str) -> None:
    """A row that cannot be used costs nobody else a row, and is reported by line and reason."""
    first, refused, last = _parse(HEADER, "", ROW, row, ROW)
    assert isinstance(refused, Refused)
    assert refused.line == 4
    assert refused.why.startswith(why)
    assert isinstance(first, Incident)
    assert isinstance(last, Incident)
    assert (first.incident_id, last.incident_id) == (1, 2)


def test_no_reason_repeats_the_row() -> None:
    """A name in the wrong cell is not repeated in the report."""
    (refused,) = _parse(HEADER, "Jane Roe,Jane Roe,Jane Roe,Jane Roe,Jane Roe,Jane Roe,Jane Roe")
    assert isinstance(refused, Refused)
    assert "Roe" not in refused.why


def test_a_missing_column_names_the_nearest() -> None:
    """The error says what is there and which of it may be meant."""
    with pytest.raises(SettingsError, match=r"`x\.csv` has no column `Case Number`") as failure:
        _parse(HEADER.replace("Case Number", "Cse Nmber"), ROW)
    assert failure.value.hint.startswith("it has `Cse Nmber`, `Date`,")
    assert failure.value.hint.endswith("did you mean `Cse Nmber`?")


@pytest.mark.parametrize("column", REQUIRED)
def test_each_required_column_is_required(column: str) -> None:
    """A file without one of the required columns is not read at all."""
    header = ",".join(name for name in HEADER.split(",") if name != column)
    with pytest.raises(SettingsError, match=column):
        _parse(header, ROW)


@pytest.mark.parametrize("column", OPTIONAL)
def test_optional_columns_are_read_when_there(column: str) -> None:
    """An optional column counts wherever it stands; the others stay empty."""
    incident = _one(f"{column.upper()},{HEADER}", f"here,{ROW}")._asdict()
    named = {name: incident[name.lower().replace(" ", "_")] for name in OPTIONAL}
    assert named == {name: "here" if name == column else "" for name in OPTIONAL}


def test_a_doubled_column_is_refused() -> None:
    """Two columns of one name leave open which is meant."""
    with pytest.raises(SettingsError, match="more than one column `Date`"):
        _parse(f"{HEADER},DATE", f"{ROW},x")


def test_an_empty_file_is_refused() -> None:
    """A file without a header has no columns."""
    with pytest.raises(SettingsError, match="Case Number"):
        _parse()


def test_bytes_that_are_not_utf8_cost_their_own_row(tmp_path: Path) -> None:
    """A row in another encoding is refused; the rows around it, with CRLF ends, are read."""
    file = tmp_path / "mixed.csv"
    rows = [HEADER, ROW, ROW.replace("QA1", "Q\u00c41"), ROW]
    file.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(row.encode("latin-1") for row in rows))
    kinds = [type(row) for row in read_incidents(file)]
    assert kinds == [Incident, Refused, Incident]


def test_a_missing_file_is_a_settings_error(tmp_path: Path) -> None:
    """A file that is not there is the operator's mistake."""
    with pytest.raises(SettingsError, match="cannot be read"):
        list(read_incidents(tmp_path / "none.csv"))


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\n")), max_size=5))
def test_every_line_is_answered(lines: list[str]) -> None:
    """Whatever a line holds, each one that is not blank becomes an incident or a refusal, in order."""
    answers = _parse(HEADER, *lines, ROW)
    assert len(answers) == sum(1 for line in lines if line.strip()) + 1
    assert isinstance(answers[-1], Incident)


@pytest.mark.skipif(not EXTRACT.exists(), reason="chicago_crimes_2026_casenumbers.csv is not here")
def test_every_row_of_a_real_extract_is_read() -> None:
    """All 9,500 rows of a real extract are incidents, about nobody."""
    rows = list(read_incidents(EXTRACT))
    assert len(rows) == 9_500
    assert all(isinstance(row, Incident) and row.person_id is None and not row.sealed for row in rows)
