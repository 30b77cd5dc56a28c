"""``ostiary policy history`` says which policy was in force, and what each says to one request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostiary.cli.policy import policy
from ostiary.store.bundle_files import read_bundle
from policy_worlds import small_files

POLICIES = Path(__file__).parents[2] / "policies"
CITY = [str(POLICIES / f"chicago-{year}") for year in (2021, 2012, 2019)]
NEW, OLD, MIDDLE = (read_bundle(Path(folder)) for folder in CITY)
REQUEST = [
    "--agency", "cpd", "--purpose", "detainer", "--record-class", "persons", "--field", "surname",
    "--case", "JK123456", "--basis", "felony-conviction",
]  # fmt: skip
TWO_DAYS = ["--day", "2021-02-22", "--day", "2021-02-24"]


def run(*arguments: str) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(policy, ["history", *arguments])


def test_periods_are_listed_in_order() -> None:
    """Whatever the order in which the folders are named."""
    result = run(*CITY)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"2012-12-31 to 2019-07-09  chicago-2012, version {OLD.version}\n"
        f"2019-07-10 to 2021-02-22  chicago-2019, version {MIDDLE.version}\n"
        f"2021-02-23 on             chicago-2021, version {NEW.version}\n"
    )


def test_the_same_request_has_two_answers() -> None:
    """Each with the rule, the citation, and the version of the policy that gave it."""
    result = run(*CITY, *TWO_DAYS, *REQUEST)
    assert result.exit_code == 0
    assert result.stdout == (
        "2021-02-22  allowed by R07; exception 2 of R03 holds.\n"
        f"            chicago-2019, version {MIDDLE.version}\n"
        "2021-02-24  refused: `cpd` may not read `persons` for purpose `detainer`. R03 (Municipal Code of Chicago "
        "2-173-020(a), without exceptions since O2021-117 (signed 23 February 2021)) prohibits this.\n"
        f"            chicago-2021, version {NEW.version}\n"
        "This is what each policy says of what is declared here. Cut-offs, and whether a declaration was true, are not in it.\n"
    )


def test_json_has_periods_and_answers() -> None:
    """With everything that the lines say."""
    said = json.loads(run(*CITY, *TWO_DAYS, *REQUEST, "--json").stdout)
    assert [(one["name"], one["first"], one["until"]) for one in said["periods"]] == [
        ("chicago-2012", "2012-12-31", "2019-07-10"),
        ("chicago-2019", "2019-07-10", "2021-02-23"),
        ("chicago-2021", "2021-02-23", None),
    ]
    before, after = said["answers"]
    assert (before["allowed"], before["permits"], before["released"]) == (True, ["R07"], [["R03", 2]])
    assert (before["version"], after["version"]) == (MIDDLE.version, NEW.version)
    assert (after["allowed"], [one["rule"] for one in after["reasons"]]) == (False, ["R03"])


def test_what_somebody_vouches_for_and_for_whom_one_asks_count() -> None:
    """An open case is asked for since 2021; on behalf of ICE nothing is answered."""
    asked = [
        *CITY,
        "--day",
        "2022-01-01",
        "--agency",
        "cpd",
        "--purpose",
        "homicide",
        "--record-class",
        "persons",
    ]
    asked += ["--case", "JK123456"]
    assert "R13 (" in run(*asked).stdout
    assert "allowed by R30." in run(*asked, "--vouched", "open-case").stdout
    assert "R01 (" in run(*asked, "--vouched", "open-case", "--beneficiary", "ice").stdout
    assert "R01 (" in run(*asked, "--vouched", "open-case", "--affiliation", "ice").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--day", "2021-01-01", "--agency", "cpd"], "missing: --purpose, --record-class"),
        (["--agency", "cpd"], "a request is decided on a day: give --day"),
        (["--day", "1.1.2021", *REQUEST], "1.1.2021"),
    ],
)
def test_half_a_question_is_a_wrong_call(arguments: list[str], message: str) -> None:
    """Exit 2, and what is missing."""
    result = run(*CITY, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--day", "2012-12-30", *REQUEST],
            "error: no bundle was in force on 2012-12-30\nhint: the first of these",
        ),
        (
            ["--day", "2021-01-01", *REQUEST, "--case", "1"],
            "error: `1` is no case number under `chicago-2019`\nhint: ",
        ),
        (
            [CITY[0]],
            "error: these bundles are no history\n`chicago-2021` and `chicago-2021` both begin on 2021-02-23",
        ),
        ([str(POLICIES / "eu-led")], "`eu-led` does not say its first day"),
    ],
)
def test_what_has_no_answer_is_refused(arguments: list[str], message: str) -> None:
    """Exit 1, and the way out."""
    result = run(*CITY, *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr


def test_a_bundle_that_is_not_sound_is_told_with_its_problems(tmp_path: Path) -> None:
    """Line by line, as `policy check` does."""
    for name, text in small_files('[[permit]]\nid = "P"\n').items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = run(str(tmp_path))
    assert result.exit_code == 1
    assert "rules.toml:1: `cite` is missing\n" in result.stderr
