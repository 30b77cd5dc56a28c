"""What a policy means: laws that hold for every bundle, and each kind of rule on a small one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

import ostiary.policy.reference
from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Decision, Deny, Request
from ostiary.model.rules import Atom, Condition, Permit, Prohibition, Source
from ostiary.policy.load import load_bundle
from ostiary.policy.reference import decide
from policy_worlds import STEADY, ask, bundles, permits, prohibitions, requests, small_files

PERMIT = """
[[permit]]
id = "P1"
cite = "s. 1"
effective = 2026-01-01
expires = 2027-01-01
when.agency = ["city-police", "bureau"]
when.purpose.under = "investigation"
when.record_class = "persons"
when.needs = ["case-number", "agreement"]
"""
AGREEMENTS = """
[[agreement]]
code = "g1"
agency = "city-police"
title = "G"
cite = "s. 1"
effective = 2026-01-01
[[agreement]]
code = "g2"
agency = "bureau"
title = "G"
cite = "s. 1"
effective = 2026-03-01
expires = 2026-06-01
"""


def small(rules: str) -> Bundle:
    """The small bundle with one permit, two agreements, and more rules."""
    return load_bundle(small_files(PERMIT + rules, agreements=AGREEMENTS))


def kinds(decision: Decision) -> list[tuple[str, str]]:
    """The kinds and rules of a refusal's reasons."""
    assert isinstance(decision, Deny)
    return [(reason.kind, reason.rule) for reason in decision.reasons]


def police(*fields: str, beneficiary: str = "") -> Request:
    """A request of the city police that the permit covers."""
    return ask("city-police", "robbery", "persons", *fields, case="JK123456", beneficiary=beneficiary)


# Laws


@STEADY
@given(bundles(), prohibitions(9), requests())
def test_adding_a_prohibition_never_allows_more(bundle: Bundle, more: Prohibition, request: Request) -> None:
    """What was refused stays refused, and what stays allowed keeps its permits and duties; one that an exception releases is named besides."""
    before = decide(bundle, request)
    after = decide(replace(bundle, prohibitions=(*bundle.prohibitions, more)), request)
    if isinstance(after, Allow):
        assert isinstance(before, Allow)
        assert not request.fields or replace(after, released=before.released) == before


@STEADY
@given(bundles(), permits(9), requests())
def test_adding_a_permit_never_refuses_more(bundle: Bundle, more: Permit, request: Request) -> None:
    """Permits only add."""
    if isinstance(decide(bundle, request), Allow):
        assert isinstance(decide(replace(bundle, permits=(*bundle.permits, more)), request), Allow)


@STEADY
@given(bundles(), requests())
def test_without_permits_everything_is_refused(bundle: Bundle, request: Request) -> None:
    """Deny by default."""
    assert isinstance(decide(replace(bundle, permits=()), request), Deny)


@STEADY
@given(bundles(), requests())
def test_what_the_bundle_does_not_know_is_refused(bundle: Bundle, request: Request) -> None:
    """An unknown asker, purpose, basis, record class or field is never allowed."""
    context, record_class = request.context, bundle.catalogue.classes.get(request.record_class)
    is_unknown = (
        record_class is None
        or any(record_class.column(name) is None for name in request.fields)
        or "nobody" in {*context.askers, context.purpose, *context.basis}
    )
    if is_unknown:
        assert isinstance(decide(bundle, request), Deny)


@STEADY
@given(bundles(), requests())
def test_a_refusal_has_a_reason_and_the_order_of_rules_does_not_matter(
    bundle: Bundle, request: Request
) -> None:
    """Turning all lists of rules around changes nothing."""
    decision = decide(bundle, request)
    turned = replace(
        bundle,
        permits=bundle.permits[::-1],
        prohibitions=bundle.prohibitions[::-1],
        duties=bundle.duties[::-1],
    )
    assert decide(turned, request) == decision
    assert not isinstance(decision, Deny) or decision.reasons


@STEADY
@given(bundles(), requests())
def test_more_principals_never_allow_more(bundle: Bundle, request: Request) -> None:
    """Whoever has no affiliation gets at least what a member with one gets, and no stricter duties."""
    alone = replace(request, context=replace(request.context, affiliations=frozenset()))
    decision = decide(bundle, request)
    if isinstance(decision, Allow):
        other = decide(bundle, alone)
        assert isinstance(other, Allow)
        assert not request.fields or set(other.duties.rows) <= set(decision.duties.rows)


def test_the_reference_stays_short() -> None:
    """What is normative can be read in one sitting: at most 120 lines."""
    assert len(Path(ostiary.policy.reference.__file__).read_text(encoding="utf-8").splitlines()) <= 120


# Permits and needs


def test_a_permit_allows_what_it_covers() -> None:
    """All facts and needs met, inside its dates: allowed, with the permit named."""
    decision = decide(small(""), police("surname", "dob"))
    assert isinstance(decision, Allow)
    assert decision.permits == ("P1",)


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (ask("city-police", "robbery", "codes", case="JK123456"), ("not-permitted", "")),
        (ask("bureau-east", "robbery", "persons", case="JK123456"), ("not-permitted", "")),
        (ask("nobody", "robbery", "persons", case="JK123456"), ("not-permitted", "")),
        (ask("city-police", "nothing", "persons", case="JK123456"), ("not-permitted", "")),
        (ask("city-police", "robbery", "nothing", case="JK123456"), ("not-permitted", "")),
        (ask("city-police", "robbery", "persons", "nothing", case="JK123456"), ("not-permitted", "")),
        (ask("city-police", "robbery", "persons", role="", case="JK123456"), ("not-permitted", "")),
        (
            ask("city-police", "robbery", "persons", case="JK123456", day=date(2025, 12, 31)),
            ("not-permitted", ""),
        ),
        (
            ask("city-police", "robbery", "persons", case="JK123456", day=date(2027, 1, 1)),
            ("not-permitted", ""),
        ),
        (ask("city-police", "robbery", "persons"), ("need-missing", "P1")),
        (ask("bureau", "robbery", "persons", case="JK123456", day=date(2026, 2, 28)), ("need-missing", "P1")),
        (ask("bureau", "robbery", "persons", case="JK123456", day=date(2026, 6, 1)), ("need-missing", "P1")),
    ],
)
def test_what_a_permit_does_not_cover_is_refused(request_: Request, reason: tuple[str, str]) -> None:
    """One fact, date or need short, and the answer is no, with the permit that is near if only a need is missing."""
    assert kinds(decide(small(""), request_)) == [reason]


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 5, 31)])
def test_an_agreement_counts_from_its_first_to_its_last_day(day: date) -> None:
    """The first day is in, the day it expires is out."""
    assert isinstance(decide(small(""), ask("bureau", "robbery", "persons", case="JK123456", day=day)), Allow)


def test_reasons_say_who_lacks_what() -> None:
    """A missing case number and a missing agreement are said in words."""
    decision = decide(small(""), ask("bureau", "robbery", "persons", "dob", day=date(2026, 7, 1)))
    assert isinstance(decision, Deny)
    assert decision.reasons[0].text == (
        "`bureau` needs a case number and an agreement in force to read `persons` for purpose `robbery`"
    )


def test_member_and_beneficiary_must_each_be_permitted() -> None:
    """Asking for an agency that has no permit is refused in that agency's name."""
    decision = decide(small(""), police("dob", beneficiary="bureau-east"))
    assert isinstance(decision, Deny)
    assert [reason.text for reason in decision.reasons] == [
        "`bureau-east` is not permitted to read `persons` for purpose `robbery`"
    ]
    assert isinstance(decide(small(""), police("dob", beneficiary="bureau")), Allow)


def test_columns_may_be_covered_by_different_permits() -> None:
    """One permit a column is enough, and all of them are named."""
    rules = (
        '[[permit]]\nid = "A"\ncite = "c"\nwhen.field = "persons.dob"\n'
        '[[permit]]\nid = "B"\ncite = "c"\nwhen.field = "persons.ssn"\n'
    )
    bundle = load_bundle(small_files(rules))
    decision = decide(bundle, ask("bureau", "robbery", "persons", "dob", "ssn"))
    assert isinstance(decision, Allow)
    assert decision.permits == ("A", "B")
    refused = decide(bundle, ask("bureau", "robbery", "persons", "dob", "surname"))
    assert isinstance(refused, Deny)
    assert "`persons.surname`" in refused.reasons[0].text
    assert "dob" not in refused.reasons[0].text


def test_rows_alone_may_be_counted_where_a_column_may_be_read() -> None:
    """With no field asked, one column that would be allowed is enough, and no mask applies."""
    duty = '[[duty]]\nid = "D"\ncite = "c"\nmask.persons.dob = "year"\nrows = "persons.sealed = false"\n'
    bundle = load_bundle(small_files('[[permit]]\nid = "A"\ncite = "c"\nwhen.field = "persons.dob"\n' + duty))
    decision = decide(bundle, ask("bureau", "robbery", "persons"))
    assert isinstance(decision, Allow)
    assert decision.duties.masks == ()
    assert len(decision.duties.rows) == 1
    assert kinds(decide(bundle, ask("bureau", "robbery", "codes"))) == [("not-permitted", "")]


# Prohibitions and exceptions

BAN = """
[[prohibit]]
id = "X1"
cite = "s. 9"
when.agency.under = "bureau"
when.record_class.not_label = "public"
[[prohibit.unless]]
basis = "judicial-warrant"
needs = "agreement"
"""


def test_a_prohibition_overrides_a_permit() -> None:
    """The permit covers it, the prohibition wins, and only the prohibition is named."""
    assert isinstance(decide(small(""), ask("bureau", "robbery", "persons", case="JK123456")), Allow)
    assert kinds(decide(small(BAN), ask("bureau", "robbery", "persons", case="JK123456"))) == [
        ("prohibited", "X1")
    ]


def test_an_exception_lifts_a_prohibition_but_permits_nothing() -> None:
    """With the warrant and the agreement the permit counts again; without a permit the answer stays no."""
    warrant = frozenset({"judicial-warrant"})
    assert isinstance(
        decide(small(BAN), ask("bureau", "robbery", "persons", case="JK123456", basis=warrant)), Allow
    )
    assert kinds(decide(small(BAN), ask("bureau-east", "robbery", "persons", basis=warrant))) == [
        ("prohibited", "X1")
    ]
    administrative = ask("bureau", "robbery", "persons", basis=frozenset({"administrative-warrant"}))
    assert kinds(decide(small(BAN), administrative)) == [("prohibited", "X1")]


def test_an_exception_must_hold_for_the_same_principal() -> None:
    """The beneficiary's agreement does not lift what stands against the member's second employer."""
    request = ask(
        "city-police",
        "robbery",
        "persons",
        case="JK123456",
        beneficiary="bureau",
        basis=frozenset({"judicial-warrant"}),
        affiliations=frozenset({"bureau-east"}),
    )
    decision = decide(small(BAN), request)
    assert isinstance(decision, Deny)
    assert decision.reasons[0].text == "`bureau-east` may not read `persons` for purpose `robbery`"


def test_only_the_columns_that_a_rule_stands_against_are_named() -> None:
    """A rule about one column says so though nothing else was asked; what stands against all is said of the whole."""
    ban = '[[prohibit]]\nid = "X2"\ncite = "s. 9"\nwhen.field = "persons.ssn"\n'
    texts = []
    for rules in (ban, BAN):
        agency = "bureau" if rules is BAN else "city-police"
        decision = decide(small(rules), ask(agency, "robbery", "persons", "ssn", case="JK123456"))
        assert isinstance(decision, Deny)
        texts.append(decision.reasons[0].text)
    assert texts == [
        "`city-police` may not read `persons.ssn` for purpose `robbery`",
        "`bureau` may not read `persons` for purpose `robbery`",
    ]


def test_an_affiliation_that_nobody_knows_triggers_a_prohibition() -> None:
    """Who is unknown may be anybody, so a prohibition about agencies stands."""
    request = replace(police("dob"), context=replace(police().context, affiliations=frozenset({"nobody"})))
    assert isinstance(decide(small(""), request), Allow)
    assert kinds(decide(small(BAN), request)) == [("prohibited", "X1")]


def test_all_prohibitions_that_stand_are_named_in_order() -> None:
    """Each rule once, sorted by id."""
    more = '[[prohibit]]\nid = "W"\ncite = "s. 8"\nwhen.purpose.under = "investigation"\n'
    decision = decide(small(BAN + more), ask("bureau", "robbery", "persons", "dob", "ssn"))
    assert kinds(decision) == [("prohibited", "W"), ("prohibited", "X1")]


def test_an_unlisted_record_class_is_refused_like_one_that_nobody_is_permitted() -> None:
    """No prohibition about what is asked says that a name is unknown; one that leaves things out covers it."""
    secret = '[[record_class]]\nname = "secret"\nschema = "city"\ntitle = "S"\ncolumn = [{ name = "a", type = "text" }]\n'
    ban = BAN + '[[prohibit]]\nid = "X2"\ncite = "s. 9"\nwhen.field.label = "sensitive"\n'
    bundle = load_bundle(small_files(PERMIT + ban, zsecret=secret))
    for agency in ("bureau", "city-police"):
        known, unknown = (decide(bundle, ask(agency, "robbery", name, "a")) for name in ("secret", "sesame"))
        assert isinstance(known, Deny)
        assert isinstance(unknown, Deny)
        assert [replace(one, text=one.text.replace("secret", "sesame")) for one in known.reasons] == list(
            unknown.reasons
        )


# Errors


@pytest.mark.parametrize(
    "broken",
    [
        Condition((Atom("agency", None),)),  # type: ignore[arg-type]  # a rule that cannot be evaluated
        Condition((Atom("weather", frozenset({"rain"})),)),  # type: ignore[arg-type]  # a fact nobody has
    ],
)
def test_an_error_in_evaluation_denies(broken: Condition) -> None:
    """A rule that cannot be evaluated, of whichever kind, never opens anything and never escapes."""
    bundle = small("")
    source = Source("E", "c")
    for wrong in (
        replace(bundle, permits=(*bundle.permits, Permit(source, broken))),
        replace(bundle, prohibitions=(Prohibition(source, broken),)),
        replace(bundle, prohibitions=(Prohibition(source, Condition(), (broken,)),)),
        replace(bundle, catalogue=None),  # type: ignore[arg-type]  # a bundle that cannot be
    ):
        assert kinds(decide(wrong, police("dob"))) == [("evaluation-failed", "")]


def test_a_need_without_meaning_denies() -> None:
    """A need that the evaluator does not know is an error, not a formality."""
    wrong = Permit(Source("E", "c"), Condition((), ("blessing",)))  # type: ignore[arg-type]  # no such need
    assert kinds(decide(replace(small(""), permits=(wrong,)), police("dob"))) == [("evaluation-failed", "")]


# Duties


def test_duties_follow_every_principal() -> None:
    """A mask for the bureau applies when the police ask on its behalf, and not when they ask for themselves."""
    duty = (
        '[[duty]]\nid = "D"\ncite = "c"\nwhen.agency = "bureau"\nmask.persons.dob = "year"\nrow_limit = 5\n'
    )
    own, shared = decide(small(duty), police("dob")), decide(small(duty), police("dob", beneficiary="bureau"))
    assert isinstance(own, Allow)
    assert isinstance(shared, Allow)
    assert (own.duties.masks, own.duties.row_limit) == ((), None)
    assert (shared.duties.masks, shared.duties.row_limit, shared.duties.rules) == (
        (("dob", "year"),),
        5,
        ("D",),
    )


def test_a_duty_about_an_unknown_agency_applies() -> None:
    """For duties a missing fact means that the duty applies."""
    duty = '[[duty]]\nid = "D"\ncite = "c"\nwhen.agency = "bureau"\nrow_limit = 5\n'
    request = replace(police("dob"), context=replace(police().context, affiliations=frozenset({"nobody"})))
    decision = decide(small(duty), request)
    assert isinstance(decision, Allow)
    assert decision.duties.row_limit == 5
