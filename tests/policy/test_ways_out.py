"""Ways out of a refusal that really are ways out, and teach nobody what to pretend."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from ostiary.model.bundle import Bundle
from ostiary.model.request import BASES, Deny, Reason, Request
from ostiary.policy.explain import detail
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.load import load_bundle
from ostiary.policy.reference import decide
from ostiary.policy.ways_out import open_purposes, way_out
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


NEEDY = """
[[permit]]
id = "P3"
cite = "s. 1"
when.agency = "city-police"
when.record_class = "persons"
when.needs = {needs}
[[prohibit]]
id = "X3"
cite = "s. 2"
when.agency = "city-police"
when.purpose = "robbery"
[[prohibit.unless]]
{unless}
"""
CASE = "Give the case number: SET ostiary.case = '<case number>', in the form of JK123456."


@pytest.mark.parametrize(
    ("purpose", "case", "needs", "unless", "way"),
    [
        ("investigation", None, '["case-number"]', 'role = "judge"', CASE),
        (
            "investigation",
            None,
            '["open-case"]',
            'role = "judge"',
            f"{CASE} The case must be known to be open: name one that is.",
        ),
        (
            "investigation",
            "JK123456",
            '["open-case"]',
            'role = "judge"',
            "The case must be known to be open: name one that is.",
        ),
        (
            "investigation",
            "JK123456",
            '["approval"]',
            'role = "judge"',
            "A supervisor must approve it first.",
        ),
        (
            "investigation",
            None,
            '["case-number", "agreement", "declaration"]',
            'role = "judge"',
            (
                f"{CASE} An agreement of `city-police` must be in force first."
                " A written declaration of `city-police` must be in force first."
            ),
        ),
        (
            "robbery",
            "JK123456",
            '["case-number"]',
            'needs = ["approval"]',
            "A supervisor must approve it first.",
        ),
        ("robbery", "JK123456", '["case-number"]', 'role = "judge"', ""),
        ("robbery", None, '["agreement"]', 'needs = ["case-number"]', ""),
        (
            "robbery",
            None,
            '["case-number"]',
            'basis = "judicial-warrant"',
            "A legal basis may open this: whoever has one shows it to the custodian first.",
        ),
    ],
)
def test_needs_are_offered_and_papers_are_not(
    purpose: str, case: str | None, needs: str, unless: str, way: str
) -> None:
    """The fewest needs that are enough; against a prohibition none that can simply be declared; never a basis by name."""
    bundle = load_bundle(small_files(NEEDY.format(needs=needs, unless=unless)))
    assert (
        hint(bundle, ask("city-police", purpose, "persons", case=case))
        == f"{way} Whom to ask: the clerk.".strip()
    )


def test_a_duty_that_is_unmet_says_what_meets_it() -> None:
    """Whoever is otherwise permitted is told what is still missing."""
    rules = (
        '[[permit]]\nid = "P"\ncite = "c"\nwhen.record_class = "persons"\n'
        '[[duty]]\nid = "D"\ncite = "c"\nneeds = ["approval"]\n'
    )
    way = hint(load_bundle(small_files(rules)), ask("city-police", "robbery", "persons", case="JK123456"))
    assert way == "A supervisor must approve it first. Whom to ask: the clerk."


@STEADY
@given(bundles(), requests())
def test_no_hint_names_a_basis(bundle: Bundle, request: Request) -> None:
    """Nobody learns from a refusal which paper to pretend."""
    decision = decide(bundle, request)
    if isinstance(decision, Deny):
        way = way_out(IndexedPolicy(bundle), request, decision)
        assert not [basis for basis in BASES if basis in way or "ostiary.basis" in way]


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
