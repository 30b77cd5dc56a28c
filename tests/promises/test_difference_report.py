"""A difference and a comparison in words: what changes, by which rule, and what is proved of the rest."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from ostiary.model.rules import RowPredicate
from ostiary.policy.load import load_bundle
from ostiary.promises.difference.aspects import Bounded, Filtered, Masked
from ostiary.promises.difference.comparison import compare
from ostiary.promises.difference.comparison_report import comparison_as_values, comparison_report
from ostiary.promises.difference.finding import differ
from ostiary.promises.difference.report import aspect_in_words, report, summary
from ostiary.promises.difference.settling import settle_rest
from ostiary.promises.difference.values import difference_as_values
from ostiary.promises.proofs import DECLARED
from ostiary.store.bundle_files import read_bundle
from policy_worlds import CATALOGUE, PEOPLE, small_files
from promises.test_difference import BAN, OPEN, difference

PACKS = Path(__file__).resolve().parents[2] / "policies"
DUTY = '[[duty]]\nid = "D"\ncite = "s. 4"\nrow_limit = 5\n'
FOUND = difference(OPEN + BAN, OPEN + DUTY)
SETTLED = settle_rest(FOUND)


def test_a_region_is_said_with_its_rule_and_a_request() -> None:
    """Who, why, what; how many; one request with both answers; and that nothing else changes."""
    said = report(FOUND, SETTLED)
    assert "Newly allowed: 2 regions\n  1. 2 agencies x 2 purposes x 1 field: X (s. 2)\n" in said
    assert "What they see:    `persons.ssn`" in said
    assert "Before:           refused by X\n     Now:              allowed by P" in said
    assert "newly asked: an answer has at most 5 rows; " in said
    assert "Newly refused: nothing" in said
    assert "It is proved that nothing else changes: by set algebra and by a solver, 4 of 4 rules" in said
    assert said.endswith(DECLARED)


def test_what_is_not_settled_is_said_first_and_last() -> None:
    """Nobody takes it for a proof."""
    said = report(FOUND, replace(SETTLED, is_proved=False, why="the solver gave up"))
    assert "Everything else:           NOT SETTLED" in said
    assert "NOT SETTLED whether anything else changes: the solver gave up. Take it that it does." in said
    assert "It is proved" not in said


def test_what_is_proved_outside_changed_rules_names_them() -> None:
    """The claim is no larger than the proof."""
    said = summary(FOUND, replace(SETTLED, outside="changed rules", rules=("X", "D")))
    assert "It is proved that nothing changes outside what X and D cover: " in said
    assert "nothing else" not in said


def test_the_summary_has_a_line_for_each_region() -> None:
    """It stands beside something else, such as a replay."""
    said = summary(FOUND, SETTLED)
    assert "  1. 2 agencies x 2 purposes x 1 field: X (s. 2)" in said
    assert "One such request" not in said


def test_changes_that_decide_nothing_are_listed_apart() -> None:
    """Words of rules, a title, an agency's name."""
    old = load_bundle(small_files(OPEN))
    people = PEOPLE.replace('"City Police"', '"Town Police"')
    new = load_bundle(small_files(OPEN.replace("s. 1", "s. 11"), people=people))
    found = differ(old, new)
    said = report(found, settle_rest(found))
    assert "Words of rules alone: P (permit reworded)\nAlso changed: agency `city-police`" in said


def test_what_is_no_rule_is_said_to_have_changed() -> None:
    """An agreement that ends changes answers, and no rule did it."""
    paper = (
        '[[agreement]]\ncode = "mou"\nagency = "bureau"\ntitle = "A"\ncite = "s. 9"\neffective = 2026-01-01\n'
    )
    rules = OPEN + 'when.needs = ["agreement"]\n'
    old, new = (load_bundle(small_files(rules, papers=text)) for text in (paper, ""))
    found = differ(old, new)
    assert "1 field" not in report(found, settle_rest(found))
    assert "what is not in a rule has changed for P (s. 1)" in report(found, settle_rest(found))
    assert "Also removed: agreement `mou`" in report(found, settle_rest(found))


def test_every_aspect_has_words() -> None:
    """Masks, rows and bounds."""
    row = RowPredicate("persons", "sealed", "=", value=False)
    assert [
        aspect_in_words(one, FOUND.new)
        for one in (
            Masked("persons.ssn", "last-4"),
            Filtered(row),
            Filtered(replace(row, comparison="is-null", value=None)),
            Bounded("minimum-group", 5),
            Bounded("notice", 3),
        )
    ] == [
        "`persons.ssn` is masked as `last-4` or more strictly",
        "only those rows of `persons` are shown in which sealed is false",
        "only those rows of `persons` are shown in which sealed is empty",
        "each row stands for at least 5 different people",
        "whom it is about is told within 3 days",
    ]


def test_values_are_plain_and_say_the_same() -> None:
    """One JSON object."""
    values = json.loads(json.dumps(difference_as_values(FOUND, SETTLED)))
    region, employed = values["newly_allowed"]["regions"]
    assert "employed by" in employed["region"]
    assert (region["rules"], region["fields"]) == ([{"rule": "X", "cite": "s. 2"}], 1)
    assert region["before"] == "refused by X"
    assert values["nothing_else"]["proved"] is True
    assert values["rules"] == [
        {"kind": "duty", "code": "D", "how": "added", "cite": "s. 4"},
        {"kind": "prohibition", "code": "X", "how": "removed", "cite": "s. 2"},
    ]


def test_two_towns_side_by_side() -> None:
    """What one lets federal immigration agencies see and the other does not, and that they differ in nothing else."""
    aurora, oak_lawn = (read_bundle(PACKS / name) for name in ("aurora-2019", "oak-lawn-2019"))
    found = compare(aurora, oak_lawn)
    said = comparison_report(found, settle_rest(found.difference))
    assert (
        "Federal immigration:\n"
        "  for anything under `civil-immigration-enforcement`:\n"
        "    nothing (both alike)\n"
        "  for `criminal-investigation`:\n"
        "    aurora-2019:    nothing\n"
        "    oak-lawn-2019:  everything that both know\n"
    ) in said
    assert "`oak-lawn-2019` allows and `aurora-2019` does not: " in said
    assert "they differ in nothing else" in said


def test_what_only_one_knows_is_not_compared() -> None:
    """An agency, a purpose and a field that the other does not have are named, and in no region."""
    people = PEOPLE + (
        '[[agency]]\ncode = "sheriff"\nname = "Sheriff"\nlevel = "county"\nkind = "police"\n'
        '[[purpose]]\ncode = "fraud"\ntitle = "Fraud"\nparent = "investigation"\n'
    )
    catalogue = CATALOGUE.replace(
        '  { name = "sealed", type = "bool" },\n',
        '  { name = "sealed", type = "bool" },\n  { name = "height", type = "int4" },\n',
    )
    one, other = (
        load_bundle(small_files(OPEN)),
        load_bundle(small_files(OPEN, people=people, catalogue=catalogue)),
    )
    found = compare(one, other)
    assert list(found.difference.regions) == []
    settled = settle_rest(found.difference)
    assert settled.is_proved
    assert (
        "Only `small` knows, so that nothing is said of it here and `small` refuses it: "
        "agency `sheriff`; purpose `fraud`; field `persons.height`."
    ) in comparison_report(found, settled)
    values = comparison_as_values(found, settled)
    assert values["known_to_one_alone"] == [
        {},
        {"agencies": ["sheriff"], "purposes": ["fraud"], "fields": ["persons.height"]},
    ]
    assert differ(one, other).newly_allowed.regions


def test_the_same_fields_for_other_requests_are_no_likeness() -> None:
    """A need that only one asks for does not show in the fields, so the row says that requests differ."""
    one, other = (load_bundle(small_files(OPEN + more)) for more in ("", 'when.needs = ["case-number"]\n'))
    found = compare(one, other)
    assert {row.is_alike for row in found.rows if any(row.fields)} == {False}
    assert "(the same fields, but not for the same requests; see below)" in comparison_report(
        found, settle_rest(found.difference)
    )


def test_two_policies_of_one_city() -> None:
    """From 2012 to 2021 nothing was opened, and the exceptions of the ordinance went: the law is cited."""
    old, new = (read_bundle(PACKS / name) for name in ("chicago-2012", "chicago-2021"))
    found = differ(old, new, date(2021, 2, 23))
    settled = settle_rest(found)
    said = report(found, settled)
    assert "Newly allowed: nothing" in said
    assert "allowed by R07, exception" in said
    assert "O2021-117" in said
    assert settled.is_proved
    assert [line for line in said.splitlines() if line.endswith((" ", ":  "))] == []
