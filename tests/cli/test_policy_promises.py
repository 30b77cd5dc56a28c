"""``ostiary policy promises`` proves a policy's promises, or shows what breaks them, and its exit code says which."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from ostiary.cli.policy import policy
from ostiary.promises.proofs import DECLARED
from ostiary.store.bundle_files import read_bundle
from policy_worlds import CHICAGO, small_files

RULES = """
[[permit]]
id = "P1"
cite = "agreement, s. 6"
when.agency.under = "bureau"
when.purpose = "robbery"
when.record_class = "persons"
when.needs = ["case-number"]

[[prohibit]]
id = "F1"
cite = "code, s. 1"
expires = 2030-01-01
when.field.label = "sensitive"

[[prohibit.unless]]
basis = "consent"

[[duty]]
id = "D1"
cite = "code, s. 9"
when.agency = "city-police"
when.purpose = "investigation"
row_limit = 5
"""
PROMISES = """
[[promise]]
id = "Q1"
cite = "code, s. 1"
quote = "No number shall be shared."
strength = "permanent"
never.field.label = "sensitive"

[[promise.unless]]
basis = "judicial-warrant"
"""


def run(folder: Path, *options: str, rules: str = RULES + PROMISES) -> Result:
    """The command on the small bundle with these rules."""
    for name, text in small_files(rules).items():
        (folder / name).write_text(text, encoding="utf-8")
    return CliRunner().invoke(policy, ["promises", str(folder), *options])


def test_a_policy_that_keeps_its_promises_exits_0() -> None:
    """The report begins with the policy and its hash, and ends with what a proof is about."""
    result = CliRunner().invoke(policy, ["promises", str(CHICAGO)])
    version = read_bundle(CHICAGO).version
    assert result.exit_code == 0
    assert result.stdout.startswith(
        f"`chicago-2019`, policy version {version}\n5 promises, 23 of 23 rules encoded by both"
    )
    assert "P01 KEPT (City of Chicago announcement, 10 July 2019)\n" in result.stdout
    assert result.stdout.endswith(f"5 of 5 promises kept in the strength promised. {DECLARED}\n")


def test_a_broken_promise_is_shown_and_exits_1(tmp_path: Path) -> None:
    """Who, why, what with, what, one request, the chain of rules, and what mends it."""
    result = run(tmp_path)
    assert result.exit_code == 1
    assert result.stdout.split("\n", 4)[4] == (
        "Q1 BROKEN (code, s. 1)\n"
        '  "No number shall be shared."\n'
        "  This is allowed:\n"
        "  Who:              `bureau` and anything under it, registered or not yet\n"
        "  Why they ask:     `robbery`\n"
        "  What they show:   `consent`; no `judicial-warrant`\n"
        "  What they meet:   a case number\n"
        "  What they see:    `persons.ssn`\n"
        "  One such request: `bureau`, as `officer`, for `robbery`, showing `consent`, case JK123456, asks for"
        " `persons.ssn`, on 2029-12-31\n"
        "  Why:              P1 (agreement, s. 6) allows it; F1 (code, s. 1) would stop it, but its exception 1 releases it\n"
        "  To mend it:       drop P1 (checked: then KEPT TODAY); or add a prohibition in the words of the promise"
        " (checked: then KEPT)\n"
        "\n"
        f"0 of 1 promise kept in the strength promised. {DECLARED}\n"
    )


def test_days_that_do_not_count_can_be_left_out(tmp_path: Path) -> None:
    """From a day on; what is no day is a wrong call."""
    ending = RULES.replace("expires = 2030-01-01", "effective = 2026-01-01").replace(
        'basis = "consent"', 'basis = "judicial-warrant"'
    )
    assert run(tmp_path, rules=ending + PROMISES).exit_code == 1
    later = run(tmp_path, "--from", "2026-01-01", rules=ending + PROMISES)
    assert later.exit_code == 0
    assert "all days from 2026-01-01" in later.stdout
    assert run(tmp_path, "--from", "yesterday").exit_code == 2


def test_rules_that_do_nothing_are_listed_on_demand(tmp_path: Path) -> None:
    """Below the promises, one line each."""
    result = run(tmp_path, "--findings")
    assert result.stdout.endswith(
        "\n1 rule or exception does nothing, each by itself:\n  D1 comes with nothing that is allowed\n"
    )
    assert "does nothing" not in run(tmp_path).stdout


def test_json_holds_the_whole_report(tmp_path: Path) -> None:
    """One object, with the example as values and each undo with its verdict."""
    result = run(tmp_path, "--json", "--findings")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    (promise,) = found["promises"]
    assert (found["ok"], found["rules"], found["encoded"], found["note"]) == (False, 3, 3, DECLARED)
    assert (promise["verdict"], promise["strength"], promise["kept_as_promised"]) == (
        "BROKEN",
        "permanent",
        False,
    )
    assert promise["region"]["what they see"] == "`persons.ssn`"
    assert promise["example"] == {
        "agency": "bureau",
        "beneficiary": "bureau",
        "affiliations": [],
        "role": "officer",
        "purpose": "robbery",
        "basis": ["consent"],
        "case": "JK123456",
        "vouched": [],
        "record_class": "persons",
        "fields": ["ssn"],
        "day": "2029-12-31",
    }
    assert promise["permits"] == [{"rule": "P1", "cite": "agreement, s. 6"}]
    assert promise["released"] == [{"rule": "F1", "cite": "code, s. 1", "exception": 1}]
    assert promise["undos"][-1] == {
        "change": "add a prohibition in the words of the promise",
        "verdict": "KEPT",
    }
    assert found["findings"] == [{"rule": "D1", "exception": None, "kind": "idle-duty", "by": []}]


def test_a_policy_without_promises_says_so(tmp_path: Path) -> None:
    """There is nothing to prove, and that is no failure."""
    result = run(tmp_path, rules=RULES)
    assert result.exit_code == 0
    assert f"There is no promise to prove. {DECLARED}" in result.stdout


def test_what_is_no_bundle_is_said(tmp_path: Path) -> None:
    """Every problem, and exit 1, as of `check`."""
    result = run(tmp_path, rules='[[permit]]\nid = "P"\n')
    assert result.exit_code == 1
    assert "rules.toml:1: `cite` is missing" in result.stderr
