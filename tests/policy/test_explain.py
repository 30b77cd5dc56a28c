"""Policy in English: rules, reasons, and ways out that really are ways out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from ostiary.model.bundle import Bundle
from ostiary.model.request import Deny, Reason, ReasonKind, Request
from ostiary.model.rules import Rule
from ostiary.policy.explain import detail, open_purposes, sentence, way_out
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.load import load_bundle
from ostiary.policy.reference import decide
from policy_worlds import STEADY, ask, bundles, requests, small_files

RULES = """
[[permit]]
id = "P1"
cite = "s. 1"
effective = 2026-01-01
expires = 2030-01-01
when.agency = ["city-police", "bureau"]
when.role = "detective"
when.purpose.under = "investigation"
when.field.not_label = "sensitive"
when.record_class = "persons"
when.needs = ["case-number", "agreement"]
[[permit]]
id = "P2"
cite = "s. 2"
when.record_class.label = "public"
[[prohibit]]
id = "X1"
cite = "s. 3"
when.agency = { under = "bureau-east", level = "federal" }
when.record_class.not_label = "public"
[[prohibit.unless]]
basis = ["judicial-warrant", "court-order", "subpoena"]
[[duty]]
id = "D1"
cite = "s. 4"
mask.persons = { dob = "year", ssn = "last-4" }
rows = ["persons.sealed = false", "persons.dob within 30 days", "persons.surname is not null", "persons.surname <> 'X'"]
row_limit = 5
minimum_group = 4
"""
AGREEMENT = """
[[agreement]]
code = "g1"
agency = "city-police"
title = "G"
cite = "s. 1"
effective = 2026-01-01
"""


@pytest.fixture(name="bundle")
def small_bundle() -> Bundle:
    """The small bundle with two permits, a prohibition and a duty."""
    return load_bundle(small_files(RULES, agreements=AGREEMENT))


def hint(bundle: Bundle, request: Request) -> str:
    """The way out of a refused request."""
    decision = decide(bundle, request)
    assert isinstance(decision, Deny)
    return way_out(IndexedPolicy(bundle), request, decision)


def test_every_rule_is_one_sentence(bundle: Bundle) -> None:
    """The four kinds of rule, with dates, descriptions, needs, exceptions, masks and rows."""
    rules: tuple[Rule, ...] = (*bundle.permits, *bundle.prohibitions, *bundle.duties)
    assert [sentence(rule) for rule in rules] == [
        (
            "P1 allows bureau or city-police in role detective to read any field not labelled sensitive of persons for any"
            " purpose under investigation with a case number and an agreement in force, from 2026-01-01, until before"
            " 2030-01-01 (s. 1)."
        ),
        "P2 allows any agency to read any record class labelled public (s. 2).",
        (
            "X1 forbids any agency under bureau-east and any agency of level federal to read any record class not labelled"
            " public, unless any agency reads anything on the basis of court-order, judicial-warrant or subpoena (s. 3)."
        ),
        (
            "D1 comes when any agency reads anything: persons.dob shows its year only; persons.ssn shows its last four"
            " characters only; only rows where persons.sealed = false and persons.dob is within 30 days and"
            " persons.surname is not null and persons.surname <> X; an answer has at most 5 rows; each row of an answer stands for at least 4"
            " different people (s. 4)."
        ),
    ]


def test_detail_names_rule_and_citation() -> None:
    """One sentence a reason, whatever its kind."""
    kinds: tuple[ReasonKind, ...] = (
        "prohibited",
        "need-missing",
        "not-permitted",
        "evaluation-failed",
        "not-understood",
    )
    deny = Deny(tuple(Reason(kind, "R1", "s. 1", "so it is") for kind in kinds))
    assert detail(deny) == (
        "R1 (s. 1) prohibits this. R1 (s. 1) would then permit this. No permit covers this."
        " Refused in doubt. This is not understood."
    )


def test_detail_does_not_repeat_the_message() -> None:
    """The first reason's text is the message; what another reason says differently is said."""
    deny = Deny(
        (Reason("prohibited", "R1", "s. 1", "so it is"), Reason("prohibited", "R2", "s. 2", "this too"))
    )
    assert detail(deny) == "R1 (s. 1) prohibits this. R2 (s. 2) prohibits this: this too."


def test_open_purposes_are_those_under_which_people_may_be_read(bundle: Bundle) -> None:
    """Not those that everybody is refused, though lists of codes are open for every purpose; nothing for strangers."""
    archive = {"archive": replace(bundle.purposes["robbery"], code="archive", parent=None)}
    bundle = replace(bundle, purposes={**bundle.purposes, **archive})
    asking = ask("city-police", "", "", role="detective")
    assert open_purposes(IndexedPolicy(bundle), asking.context, asking.day) == ("investigation", "robbery")
    stranger = ask("nobody", "", "")
    assert open_purposes(IndexedPolicy(bundle), stranger.context, stranger.day) == ()


def test_the_case_number_in_a_hint_does_not_pass(bundle: Bundle) -> None:
    """Whoever pastes the line as it stands has declared nothing."""
    way = hint(bundle, ask("city-police", "robbery", "persons", "dob", role="detective"))
    pasted = re.search("SET ostiary.case = '([^']*)'", way)
    assert pasted is not None
    assert re.fullmatch(bundle.case_form, pasted[1]) is None


@pytest.mark.parametrize(
    ("request_", "way"),
    [
        (
            ask("city-police", "robbery", "persons", "dob", role="detective"),
            "Give the case number: SET ostiary.case = '<case number>', in the form of JK123456.",
        ),
        (
            ask("bureau", "robbery", "persons", "dob", role="detective", case="JK123456"),
            "An agreement of `bureau` must be in force first.",
        ),
        (
            ask("city-police", "robbery", "persons", "dob", "ssn", role="detective", case="JK123456"),
            "Of `persons` you may read `person_id`, `surname`, `dob`, `sealed`.",
        ),
        (
            ask("city-police", "robbery", "persons", "dob", "ssn", role="detective"),
            (
                "Of `persons` you may read `person_id`, `surname`, `dob`, `sealed`, once you give the case number:"
                " SET ostiary.case = '<case number>', in the form of JK123456."
            ),
        ),
        (
            ask("city-police", "archive", "persons", "dob", role="detective"),
            (
                "This is open to you for purpose `investigation`; if that is why you ask:"
                " SET ostiary.purpose = 'investigation'."
            ),
        ),
        (ask("bureau-east", "robbery", "persons", "dob"), "For purpose `robbery` you may read `codes`."),
        (ask("bureau-east", "robbery", "persons"), "For purpose `robbery` you may read `codes`."),
        (ask("nobody", "robbery", "persons"), ""),
    ],
)
def test_the_nearest_way_out_is_shown(bundle: Bundle, request_: Request, way: str) -> None:
    """Needs before columns, columns before purposes, purposes before other record classes, and always whom to ask."""
    archive = {"archive": replace(bundle.purposes["robbery"], code="archive", parent=None)}
    bundle = replace(bundle, purposes={**bundle.purposes, **archive})
    assert hint(bundle, request_) == f"{way} Whom to ask: the clerk.".strip()


def test_an_error_shows_no_way_but_the_custodian(bundle: Bundle) -> None:
    """When the rules cannot be evaluated nothing is promised."""
    deny = Deny((Reason("evaluation-failed", "", "", "x"),))
    assert (
        way_out(IndexedPolicy(bundle), ask("nobody", "robbery", "persons"), deny) == "Whom to ask: the clerk."
    )


def test_no_purpose_is_offered_against_a_prohibition(bundle: Bundle) -> None:
    """Whoever names a prohibited purpose is not taught which one would pass."""
    ban = '[[prohibit]]\nid = "X2"\ncite = "s. 5"\nwhen.purpose = "robbery"\n'
    banned = load_bundle(small_files(RULES + ban, agreements=AGREEMENT))
    request = ask("city-police", "robbery", "persons", "dob", role="detective", case="JK123456")
    assert "ostiary.purpose" not in hint(banned, request)


def test_unknown_and_never_permitted_record_classes_have_the_same_words() -> None:
    """Nothing that is said tells whether a table exists."""
    secret = '[[record_class]]\nname = "secret"\nschema = "city"\ntitle = "S"\ncolumn = [{ name = "a", type = "text" }]\n'
    rules = RULES.replace('"persons"\n', '["persons", "codes"]\n')
    bundle = load_bundle(small_files(rules, agreements=AGREEMENT, zsecret=secret))
    for agency in ("city-police", "bureau", "bureau-east", "nobody"):
        for fields in ((), ("a",)):
            words = []
            for name in ("secret", "sesame"):
                request = ask(agency, "robbery", name, *fields, role="detective", case="JK123456")
                decision = decide(bundle, request)
                assert isinstance(decision, Deny)
                words.append(
                    (detail(decision) + way_out(IndexedPolicy(bundle), request, decision)).replace(
                        name, "NAME"
                    )
                )
            assert words[0] == words[1]


@STEADY
@given(bundles(), requests())
def test_something_can_be_said_of_every_refusal(bundle: Bundle, request: Request) -> None:
    """Detail and way out exist for every refusal, on one line, and name the custodian."""
    decision = decide(bundle, request)
    if isinstance(decision, Deny):
        assert detail(decision).isprintable()
        assert way_out(IndexedPolicy(bundle), request, decision).endswith("Whom to ask: the clerk.")
