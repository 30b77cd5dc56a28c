"""``ostiary policy explain`` asks the evaluator before a policy is in force, and says what a client would be told."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from ostiary.cli.policy import policy
from ostiary.cli.policy_explain import CAVEAT
from ostiary.model.request import Deny
from ostiary.policy.explain import detail
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.ways_out import way_out
from ostiary.store.bundle_files import read_bundle
from policy_worlds import CHICAGO, ask


def run(*arguments: str) -> Result:
    return CliRunner().invoke(policy, ["explain", str(CHICAGO), *arguments])


def test_a_refusal_is_said_as_a_client_would_be_told() -> None:
    """Exit 1; message, DETAIL and HINT, then the rule beside its citation."""
    result = run("persons.surname", "--agency", "cpd", "--purpose", "detainer", "--case", "JK123456")
    indexed = IndexedPolicy(read_bundle(CHICAGO))
    request = ask("cpd", "detainer", "persons", "surname", case="JK123456", day=datetime.now(UTC).date())
    deny = indexed.decide(request)
    assert isinstance(deny, Deny)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[:3] == [
        "refused: `cpd` may not read `persons` for purpose `detainer`",
        f"because: {detail(deny)}",
        f"instead: {way_out(indexed, request, deny)}",
    ]
    assert lines[3].startswith(
        "  R03: No one may, for the purpose “Civil enforcement of federal immigration law”"
    )
    assert lines[-1] == CAVEAT


def test_what_is_allowed_names_permits_and_duties() -> None:
    """Exit 0."""
    result = run("persons.ssn", "--agency", "cpd", "--purpose", "homicide", "--case", "JK123456")
    assert result.exit_code == 0
    assert result.stdout.startswith("allowed\nbecause: R30 (")
    assert [line[2:5] for line in result.stdout.splitlines() if line.startswith("  R")] == [
        "R30",
        "R40",
        "R41",
        "R45",
    ]


def test_everything_that_is_declared_counts() -> None:
    """Beneficiary, affiliation, role, basis and day change the answer, and JSON says which it was for."""
    allowed = ("persons", "--agency", "cpd", "--purpose", "homicide", "--case", "JK123456", "--json")
    assert json.loads(run(*allowed).stdout)["allowed"] is True
    for more in (("--beneficiary", "ice-hsi"), ("--affiliation", "ice")):
        said = json.loads(run(*allowed, *more).stdout)
        assert (said["allowed"], said["rules"][0]["rule"]) == (False, "R01")
    audit = (
        "persons",
        "--agency",
        "cpd",
        "--purpose",
        "audit",
        "--json",
        "--basis",
        "statute",
        "--vouched",
        "approval",
    )
    assert json.loads(run(*audit).stdout)["allowed"] is False
    assert json.loads(run(*audit, "--role", "auditor").stdout)["allowed"] is True
    before = (
        "persons",
        "--agency",
        "fbi",
        "--purpose",
        "homicide",
        "--case",
        "JK123456",
        "--day",
        "2019-06-30",
        "--json",
    )
    said = json.loads(run(*before).stdout)
    assert (said["day"], said["allowed"]) == ("2019-06-30", False)
    assert said["instead"].startswith("An agreement of `fbi` must be in force first.")
    assert said["reasons"][0]["kind"] == "need-missing"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (
            ("persons", "--agency", "cpdd", "--purpose", "homicide"),
            "unknown agency `cpdd` (did you mean `cpd`?)",
        ),
        (
            ("persons", "--agency", "cpd", "--purpose", "homicde"),
            "unknown purpose `homicde` (did you mean `homicide`?)",
        ),
        (
            ("persons", "--agency", "cpd", "--purpose", "homicide", "--basis", "warrant"),
            "unknown basis `warrant`",
        ),
        (
            ("person", "--agency", "cpd", "--purpose", "homicide"),
            "unknown record class `person` (did you mean `persons`?)",
        ),
        (
            ("persons.surnam", "--agency", "cpd", "--purpose", "homicide"),
            "unknown column `persons.surnam` (did you mean `surname`?)",
        ),
        (
            ("persons.dob", "arrests.charge", "--agency", "cpd", "--purpose", "homicide"),
            "columns of 2 record classes are 2 questions",
        ),
        (
            ("persons", "--agency", "cpd", "--purpose", "homicide", "--case", "x"),
            "`x` is no case number of this policy",
        ),
    ],
)
def test_a_word_that_the_policy_does_not_know_is_no_question(
    arguments: tuple[str, ...], problem: str
) -> None:
    """What would be answered to a misspelling says nothing about the policy."""
    result = run(*arguments)
    assert result.exit_code == 1
    assert problem in result.stderr
    assert not result.stdout
