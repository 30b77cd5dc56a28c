"""``ostiary watch import`` and ``ostiary watch formats``: what is printed, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from ostiary.cli.main import main
from ostiary.watch.importing.formats import SHIPPED

LOG = """\
id,searchDate,userId,reason
e-1,2025-06-18 00:02:04,u-1,=HYPERLINK("x")
e-2,2025-06-18 00:03:04,u-1,bolo
e-2,2025-06-18 00:03:04,u-1,theft
e-3,soon,u-1,theft
"""


def run(*arguments: str | Path) -> Result:
    """Run the program."""
    return CliRunner().invoke(main, ["watch", *map(str, arguments)], catch_exceptions=False)


def read(place: Path, text: str, *options: str, kind: str = "plate-reader-org") -> Result:
    """Import a text."""
    (place / "log.csv").write_text(text, "utf-8")
    return run("import", place / "log.csv", "--as", kind, "-o", place / "watch", *options)


def test_an_import_says_what_became_of_every_row(tmp_path: Path) -> None:
    """In words, and the second time that nothing was changed."""
    done = read(tmp_path, LOG, "--owner", "Elm PD", "--time-zone", "America/Chicago")
    assert done.exit_code == 0
    assert "4 rows: 2 taken, 0 copies of events that are already there, 1 duplicate, 1 refused" in done.stdout
    assert "from 2025-06-18 00:02:04 UTC to 2025-06-18 00:03:04 UTC" in done.stdout
    assert "duplicate, 1: another row of this file has its id and says something else" in done.stdout
    assert "refused, 1: the cell is no time of the form that its column has" in done.stdout
    assert ".refused.csv" in done.stdout
    again = read(tmp_path, LOG, "--owner", "Elm PD", "--time-zone", "America/Chicago")
    assert again.exit_code == 0
    assert "already here" in again.stdout


def test_the_same_as_json(tmp_path: Path) -> None:
    """One object whose numbers add up."""
    said = json.loads(read(tmp_path, LOG, "--json").stdout)
    assert said["read"] == said["taken"] + said["copies"] + said["duplicates"] + said["refused"] == 4
    assert said["reasons"] == {"time": 1, "same-id": 1}
    assert said["first"] == "2025-06-18 00:02:04 UTC"
    assert Path(said["side_file"]).exists()
    assert not said["again"]


def test_a_file_half_of_which_was_refused_ends_with_three(tmp_path: Path) -> None:
    """And warns on standard error, whether in words or as JSON."""
    done = read(tmp_path, "id,searchDate,reason\n1,2025-06-18 00:02:04,a\n2,then,b\n", "--json")
    assert done.exit_code == 3
    assert "1 of 2 rows were refused" in done.stderr
    assert json.loads(done.stdout)["doubtful"]
    (tmp_path / "other").mkdir()
    assert read(tmp_path / "other", "id,searchDate,reason\n").exit_code == 3


def test_a_refused_file_says_why_and_what_to_do(tmp_path: Path) -> None:
    """On standard error, with 1; a missing file is a wrong call."""
    done = read(tmp_path, "a,b\n1,2\n")
    assert done.exit_code == 1
    assert "has no header of `plate-reader-org`" in done.stderr
    assert "hint: " in done.stderr
    assert run("import", tmp_path / "none.csv", "--as", "roster", "-o", tmp_path / "w").exit_code == 2


def test_an_encoding_that_was_not_said_is_asked_for(tmp_path: Path) -> None:
    """A header that stands there, in bytes that are no UTF-8: the way out is --encoding, and not another format."""
    text = "Search Time,User,Org Name,Reason,Behörde\n2025-06-18 00:02:04,u-1,Köln,bolo,x\n"
    for encoding in ("cp1252", "utf-16-le"):
        file = tmp_path / f"{encoding}.csv"
        file.write_bytes(text.encode(encoding))
        how = ("import", file, "--as", "plate-reader-org", "-o", tmp_path / encoding)
        refused = run(*how)
        assert refused.exit_code == 1
        assert f"--encoding {encoding}" in refused.stderr
        assert "1 row: 1 taken" in run(*how, "--encoding", encoding).stdout


def test_whose_log_it_is_is_asked_for(tmp_path: Path) -> None:
    """Where no column says it and nobody did; not where somebody did."""
    assert "--owner NAME --replace says it" in read(tmp_path, LOG).stdout
    assert "--owner NAME" not in read(tmp_path, LOG, "--owner", "Elm PD", "--replace").stdout


def test_a_folder_that_cannot_be_written_is_no_riddle(tmp_path: Path) -> None:
    """It says which, and that nothing counts."""
    (tmp_path / "watch").write_text("in the way", "utf-8")
    (tmp_path / "log.csv").write_text(LOG, "utf-8")
    done = run(
        "import", tmp_path / "log.csv", "--as", "plate-reader-org", "-o", tmp_path / "watch" / "folder"
    )
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr
    assert "nothing of this import counts" in done.stderr


def test_a_header_that_is_a_formula_is_harmless_in_the_side_file(tmp_path: Path) -> None:
    """And on a terminal: headers are strangers' words too."""
    mapping = tmp_path / "mine.toml"
    mapping.write_text(
        'mapping = "ostiary/watch-mapping/v1"\nname = "mine"\ntable = "events"\n[fields.at]\nfrom = "=When()"\n[fields.user]\nfrom = "User"\n',
        "utf-8",
    )
    done = read(
        tmp_path,
        "=When(),User,\x1b[31mRed\nsoon,u,x\n2025-01-01 10:00:00,u,x\n2025-01-01 10:00:00,v,x\n",
        kind=f"mapping:{mapping}",
    )
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout
    side = next((tmp_path / "watch" / "sources").glob("*.refused.csv")).read_text("utf-8")
    assert "'=When()" in side
    assert "soon" not in side


def test_the_folder_and_all_in_it_are_for_its_owner_alone(tmp_path: Path) -> None:
    """Whoever may read it reads what an auditor reads."""
    read(tmp_path, LOG)
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "watch").rglob("*")}
    assert modes == {0o600, 0o700}


def test_formats_are_listed_with_their_columns() -> None:
    """All that are shipped, in words and as JSON; and each as the text that anybody can change."""
    listed = run("formats").stdout
    known = {one["name"]: one for one in json.loads(run("formats", "--json").stdout)["formats"]}
    for name in SHIPPED:
        assert f"{name}: " in listed
        assert known[name]["fields"]
    assert "mapping:FILE.toml" in listed
    assert "Search Time, Search Date/Time" in listed
    assert 'name = "roster"' in run("formats", "roster").stdout
    assert run("formats", "rooster").exit_code == 1
