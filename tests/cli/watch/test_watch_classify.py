"""``ostiary watch classify``."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostiary.cli.main import main
from ostiary.watch.reasons.told import COLUMNS


def _run(*arguments: str, typed: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["watch", "classify", *arguments], input=typed)


def test_each_row_has_a_line_in_the_order_of_the_file(tmp_path: Path) -> None:
    """A row's class stands in the order of the file, and the counts go to standard error."""
    file = tmp_path / "reasons.csv"
    file.write_text("id,Reason\n1,ICE warrant\n2,\n3,HSI\n4,service\n5\n", encoding="utf-8")
    found = _run(str(file))
    assert found.exit_code == 0
    assert [line.split()[1] for line in found.stdout.splitlines()] == [
        "explicit",
        "none",
        "hsi_only",
        "none",
        "none",
    ]
    assert "(blank)" in found.stdout
    assert "(absent)" in found.stdout
    assert "5 reasons: 1 explicit, 1 hsi_only, 0 ambiguous, 3 none" in found.stderr


def test_csv_has_the_documented_columns() -> None:
    """The columns are those of the documentation; a cell that a spreadsheet would run gets an apostrophe."""
    found = _run("-", "--csv", typed='reason\nassist I.C.E.\n"=ICE()"\n')
    header, first, second = csv.reader(found.stdout.splitlines())
    assert tuple(header) == tuple(COLUMNS)
    row = dict(zip(header, first, strict=True))
    assert (row["class"], row["pattern"], row["start"], row["end"]) == ("explicit", "ice", "7", "12")
    assert second[1] == "'=ICE()"


def test_every_pack_that_speaks_is_printed() -> None:
    """The class is that of the strongest words; the others stand beside it."""
    typed = "reason\nabortion at HSI, HSI\nHSI\n"
    (row, one) = json.loads(_run("-", "--json", typed=typed.replace(",", "")).stdout)["rows"]
    assert (row["class"], row["packs"], row["classes"]) == (
        "explicit",
        "reproductive immigration",
        "explicit hsi_only",
    )
    assert (one["packs"], one["classes"]) == ("immigration", "hsi_only")
    assert "(also hsi_only: immigration)" in _run("-", typed=typed.replace(",", "")).stdout


def test_json_has_the_cell_as_it_is() -> None:
    """JSON escapes by itself, and names the words by their digest."""
    said = json.loads(_run("-", "--json", "--column", "why", typed="why\n=HSI\n").stdout)
    assert said["rows"][0]["reason"] == "=HSI"
    assert said["counts"] == {"explicit": 0, "hsi_only": 1, "ambiguous": 0, "none": 0}
    assert len(said["words"]) == 64


@pytest.mark.parametrize("form", [(), ("--csv",), ("--json",)])
def test_explain_says_which_pattern_spoke(form: tuple[str, ...]) -> None:
    """Pattern, span and context of one text."""
    found = _run("--explain", "HSI narcs", *form)
    assert found.exit_code == 0
    assert "hsi" in found.stdout
    assert "drugs" in found.stdout


def test_a_terminal_obeys_no_cell() -> None:
    """Escape sequences and line ends of a cell do not reach the terminal."""
    found = _run("-", typed='reason\n"\x1b[2JICE\nx"\n')
    assert "\x1b" not in found.stdout
    assert len(found.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("x,y\n1,2\n", "no column `reason`: the first has `x`, `y`"),
        ("", "the first has nothing"),
        ("reason,reason\na,b\n", "more than one column"),
        ('reason\nok\n"open\n', "row 2"),
        (b"reason\nok\n\xff\xfe\n", "row 2, column `reason`: bytes"),
        ("reason\n" + "x" * 1_048_577, "row 1"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(typed: str | bytes, said: str) -> None:
    """A wrong file ends with 1, the row, and the way out."""
    found = _run("-", typed=typed)
    assert found.exit_code == 1
    assert said in found.stderr
    assert "hint" in found.stderr


@pytest.mark.parametrize(
    "arguments", [(), ("-", "--explain", "x"), ("-", "--csv", "--json"), ("-", "--encoding", "none-such")]
)
def test_a_wrong_call_ends_with_two(arguments: tuple[str, ...]) -> None:
    """A call that could mean two things is a wrong call."""
    assert _run(*arguments).exit_code == 2


def test_another_encoding_is_named_by_the_caller(tmp_path: Path) -> None:
    """A file of another encoding is read when somebody says which."""
    file = tmp_path / "old.csv"
    file.write_bytes("reason\ninmigraci\u00f3n\n".encode("cp1252"))
    assert "explicit" in _run(str(file), "--encoding", "cp1252").stdout


def test_a_released_log_is_read_as_it_was_released(tmp_path: Path) -> None:
    """A title before the header, semicolons, UTF-16 and gzip are read as `watch import` reads them, with the same states."""
    text = "Network Audit\r\n\r\nid;Reason\r\n1;HSI, narcs\r\n2;###\r\n3;7923.600 GC\r\n4;***\r\n"
    for name, found in {"a.csv": text.encode("utf-16"), "b.csv.gz": gzip.compress(text.encode())}.items():
        (tmp_path / name).write_bytes(found)
        said = json.loads(_run(str(tmp_path / name), "--json").stdout)["rows"]
        assert [row["class"] for row in said] == ["hsi_only", "none", "none", "none"]
        assert [row["state"] for row in said] == ["given", "redacted", "redacted", "vendor-mask"]


def test_a_header_of_two_lines_is_one_header() -> None:
    """Its columns are counted from its own beginning."""
    said = json.loads(_run("-", "--json", typed='Title\nid,"Time\nFrame",Reason\n1,ICE,theft\n').stdout)
    assert [(row["reason"], row["class"]) for row in said["rows"]] == [("theft", "none")]


def test_a_spreadsheet_is_named_as_one(tmp_path: Path) -> None:
    """A workbook in place of text is told in words; so is a line that no log has."""
    file = tmp_path / "log.xlsx"
    file.write_bytes(b"PK\x03\x04...")
    assert "save it as CSV" in _run(str(file)).stderr
    file.write_bytes(b"reason\n" + b"x" * 1_048_580 + b"\n")
    assert "a line has more than" in _run(str(file)).stderr
