"""What the language can say beyond permits and prohibitions by list: attributes, bases, needs, notices, promises, cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ostiary.errors import BundleError
from ostiary.model.bundle import Bundle, CaseTable
from ostiary.model.request import Allow, Context, Deny, Request
from ostiary.policy.load import load_bundle
from ostiary.policy.reference import decide
from policy_worlds import CATALOGUE, PEOPLE, POLICY, small_files

MORE = """\
[[agency]]
code = "next-town"
name = "Next Town"
level = "city"
kind = "police"
state = "IL"
labels = ["287g"]
[[agency]]
code = "far-town"
name = "Far Town"
level = "city"
kind = "police"
state = "IN"
[[agency]]
code = "shut-town"
name = "Shut Town"
level = "city"
kind = "police"
state = "IL"
status = "suspended"
[[basis]]
code = "felony-charge"
title = "A pending felony charge"
[[record_class]]
name = "cases"
schema = "city"
title = "Cases"
column = [
  { name = "number", type = "text" },
  { name = "opened_on", type = "date" },
  { name = "closed_on", type = "date" },
]
[case_table]
record_class = "cases"
number = "number"
opened = "opened_on"
closed = "closed_on"
[[agreement]]
code = "d1"
agency = "far-town"
title = "Declaration"
cite = "s. 9"
kind = "declaration"
effective = 2026-01-01
expires = 2026-06-01
"""
EVERYBODY = '[[permit]]\nid = "P1"\ncite = "s. 1"\nwhen.purpose.under = "investigation"\n'
DAY = date(2026, 5, 1)


def bundle(rules: str = "") -> Bundle:
    """The small bundle with more in it."""
    return load_bundle(small_files(rules, more=MORE))


def problems(rules: str, more: str = MORE) -> tuple[str, ...]:
    """What is wrong with it."""
    with pytest.raises(BundleError) as caught:
        load_bundle(small_files(rules, more=more))
    return caught.value.problems


def asked(agency: str, **also: Any) -> Request:
    """Somebody of an agency who asks for surnames, for an investigation."""
    day = also.pop("day", DAY)
    context = replace(Context("m", agency, "officer", "investigation", agency, case="AB123456"), **also)
    return Request(context, "persons", frozenset({"surname"}), day)


def reasons(found: Bundle, request: Request) -> list[tuple[str, str]]:
    """Kind and rule of each reason; none when it is allowed."""
    decision = decide(found, request)
    return [(one.kind, one.rule) for one in decision.reasons] if isinstance(decision, Deny) else []


@pytest.mark.parametrize(
    ("line", "covered"),
    [
        ('agency.state = "IL"', {"next-town", "shut-town"}),
        ('agency.not_state = "IL"', {"city-police", "bureau", "bureau-east", "far-town"}),
        ('agency.label = "287g"', {"next-town"}),
        ('agency.not_label = "287g"', {"city-police", "bureau", "bureau-east", "far-town", "shut-town"}),
        ('agency.not_level = "federal"', {"city-police", "next-town", "far-town", "shut-town"}),
        ('agency.not_kind = "police"', None),
        ('agency = { state = "IL", not_label = "287g" }', {"shut-town"}),
    ],
)
def test_agencies_are_described_by_what_they_are(line: str, covered: set[str] | None) -> None:
    """State, labels, level and kind, and what is not so; a description that covers nobody is a problem."""
    rule = f'[[prohibit]]\nid = "F1"\ncite = "s. 1"\nwhen.{line}\n'
    if covered is None:
        assert problems(rule) == ("rules.toml:4: `not_kind` covers nothing, so the rule would never apply",)
        return
    atoms = bundle(rule).prohibitions[0].when.atoms
    assert frozenset.intersection(*(atom.values for atom in atoms)) == covered


def test_a_condition_keeps_how_it_was_put() -> None:
    """Who is not registered yet can be judged by the way and the words alone."""
    (permit,) = bundle('[[permit]]\nid = "P1"\ncite = "s"\nwhen.agency.not_state = ["IN", "IL"]\n').permits
    (atom,) = permit.when.atoms
    assert (atom.way, atom.words) == ("not_state", ("IL", "IN"))


def test_an_agency_that_is_not_active_is_permitted_nothing() -> None:
    """Whatever a permit says of it; an active one beside it is permitted."""
    found = bundle(EVERYBODY)
    assert isinstance(decide(found, asked("next-town")), Allow)
    assert reasons(found, asked("shut-town")) == [("not-permitted", "")]
    assert reasons(found, asked("next-town", beneficiary="shut-town")) == [("not-permitted", "")]


def test_an_affiliation_that_is_not_active_triggers_every_prohibition() -> None:
    """As one that the bundle does not know."""
    found = bundle(EVERYBODY + '[[prohibit]]\nid = "F1"\ncite = "s"\nwhen.agency = "bureau"\n')
    assert reasons(found, asked("next-town", affiliations=frozenset({"shut-town"}))) == [("prohibited", "F1")]


def test_a_bundle_may_name_bases_of_its_own() -> None:
    """They count like the others; unknown ones meet nothing."""
    forbidden = '[[prohibit]]\nid = "F1"\ncite = "s"\nwhen.purpose = "investigation"\n'
    found = bundle(EVERYBODY + forbidden + '[[prohibit.unless]]\nbasis = "felony-charge"\n')
    assert reasons(found, asked("next-town")) == [("prohibited", "F1")]
    allowed = decide(found, asked("next-town", basis=frozenset({"felony-charge"})))
    assert isinstance(allowed, Allow)
    assert allowed.released == (("F1", 1),)
    assert reasons(found, asked("next-town", basis=frozenset({"felony-charge", "x"}))) == [
        ("prohibited", "F1")
    ]


def test_the_first_exception_that_holds_is_told() -> None:
    """Counted from 1; one that does not hold is not told."""
    found = bundle(
        EVERYBODY
        + '[[prohibit]]\nid = "F1"\ncite = "s"\nwhen.purpose = "investigation"\n'
        + '[[prohibit.unless]]\nbasis = "consent"\n[[prohibit.unless]]\nbasis = ["subpoena", "court-order"]\n'
    )
    allowed = decide(found, asked("next-town", basis=frozenset({"court-order"})))
    assert isinstance(allowed, Allow)
    assert allowed.released == (("F1", 2),)


@pytest.mark.parametrize("need", ["open-case", "approval"])
def test_what_others_vouch_for_is_needed(need: str) -> None:
    """A need of a permit that only somebody else can meet; without a case nobody can vouch for one."""
    found = bundle(EVERYBODY + f'when.needs = ["{need}"]\n')
    vouched = frozenset({need})
    assert reasons(found, asked("next-town")) == [("need-missing", "P1")]
    assert reasons(found, asked("next-town", vouched=vouched)) == []
    assert reasons(found, asked("next-town", vouched=vouched, case=None)) == [("need-missing", "P1")]


def test_a_duty_asks_for_needs_of_whoever_is_permitted() -> None:
    """It is unmet with its own number; who is not permitted at all hears nothing of it."""
    duty = '[[duty]]\nid = "D1"\ncite = "s. 7"\nwhen.agency.not_state = "IL"\nneeds = ["declaration"]\n'
    found = bundle(EVERYBODY + duty)
    assert reasons(found, asked("far-town")) == []
    assert reasons(found, asked("far-town", day=date(2026, 6, 1))) == [("duty-unmet", "D1")]
    assert reasons(found, asked("far-town", purpose="robbery", day=date(2026, 6, 1))) == [
        ("duty-unmet", "D1")
    ]
    assert reasons(found, asked("far-town", purpose="x")) == [("not-permitted", "")]
    assert reasons(found, asked("bureau")) == [("duty-unmet", "D1")]
    assert reasons(found, asked("next-town", beneficiary="bureau")) == [("duty-unmet", "D1")]


def test_an_agreement_is_no_declaration() -> None:
    """Each is needed by its own name."""
    found = bundle(EVERYBODY + 'when.needs = ["agreement"]\n')
    assert reasons(found, asked("far-town")) == [("need-missing", "P1")]


def test_the_shortest_notice_counts() -> None:
    """Duties to tell the person add up like the others."""
    notice = '[[duty]]\nid = "D{0}"\ncite = "s"\nnotify_person_within_days = {0}\n'
    allowed = decide(bundle(EVERYBODY + notice.format(30) + notice.format(3)), asked("next-town"))
    assert isinstance(allowed, Allow)
    assert allowed.duties.notify_within_days == 3
    assert allowed.duties.rules == ("D3", "D30")


def test_promises_are_read() -> None:
    """A promise decides nothing; it has a strength, and exceptions in their order."""
    promise = (
        '[[promise]]\nid = "V1"\ncite = "s"\nquote = "never"\nnever.agency.under = "bureau"\nstrength = "permanent"\n'
        '[[promise.unless]]\nbasis = "judicial-warrant"\n'
    )
    found = bundle(EVERYBODY + promise)
    (read,) = found.promises
    assert read.is_permanent
    assert read.never.atoms[0].values == {"bureau", "bureau-east"}
    assert [exception.atoms[0].words for exception in read.unless] == [("judicial-warrant",)]
    assert reasons(found, asked("bureau")) == []
    assert found.version != bundle(EVERYBODY).version
    assert found.version != bundle(EVERYBODY + promise.replace("permanent", "kept")).version


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ('[[promise]]\nid = "V1"\ncite = "s"\nstrength = "kept"', "1: `never` is missing"),
        (
            '[[promise]]\nid = "V1"\ncite = "s"\nnever.agency = "bureau"\nstrength = "permanant"',
            "5: unknown strength `permanant` (did you mean `permanent`?)",
        ),
        (
            '[[promise]]\nid = "V1"\ncite = "s"\nnever.agency = "bureau"\nnever.needs = "agreement"\nstrength = "kept"',
            "5: unknown key `needs`",
        ),
        (
            '[[promise]]\nid = "V1"\ncite = "s"\nnever.agency = "bureau"\nstrength = "permanent"\nexpires = 2030-01-01',
            "6: a permanent promise has no end: `expires` is not for it",
        ),
        (
            '[[duty]]\nid = "D1"\ncite = "s"\nneeds = ["open-cse"]',
            "4: unknown need `open-cse` (did you mean `open-case`?)",
        ),
        (
            '[[duty]]\nid = "D1"\ncite = "s"\nnotify_person_within_days = 0',
            "4: `notify_person_within_days` must be from 1 to 1826",
        ),
        (
            '[[permit]]\nid = "P1"\ncite = "s"\nwhen.agency.state = "IO"',
            "4: unknown state `IO`",
        ),
        (
            '[[permit]]\nid = "P1"\ncite = "s"\nwhen.agency.label = "287h"',
            "4: unknown label `287h` (did you mean `287g`?)",
        ),
        ('[[basis]]\ncode = "consent"\ntitle = "C"', "2: every bundle has the basis `consent` already"),
        ("[case_table]\n", "1: `case_table` is already said at more.toml:33"),
    ],
)
def test_a_wrong_word_is_a_problem_at_its_line(rules: str, problem: str) -> None:
    """With its file, its line and the nearest known word."""
    assert problems(rules)[-1] == f"rules.toml:{problem}"


@pytest.mark.parametrize(
    ("was", "now", "problem"),
    [
        ('state = "IL"\nlabels', 'state = "Il"\nlabels', "`state` must be two capital letters"),
        ('status = "suspended"', 'status = "suspendet"', "unknown status `suspendet` (did you mean `suspended`?)"),
        ('kind = "declaration"', 'kind = "letter"', "unknown kind `letter`"),
        ('number = "number"', 'number = "opened_on"', "`opened_on` must be of type text, not date"),
        ('closed = "closed_on"', 'closed = "closed"', "unknown column `closed` (did you mean `closed_on`?)"),
        ('[case_table]\nrecord_class = "cases"', '[case_table]\nrecord_class = "case"', "unknown record class `case`"),
    ],
)  # fmt: skip
def test_a_wrong_declaration_is_a_problem(was: str, now: str, problem: str) -> None:
    """Each at its line, in its words."""
    assert MORE.count(was) == 1
    assert any(problem in line for line in problems("", MORE.replace(was, now)))


def test_the_case_table_and_the_first_day_are_part_of_the_bundle() -> None:
    """Both change the version."""
    found = bundle()
    assert found.case_table == CaseTable("cases", "number", "opened_on", "closed_on")
    dated = load_bundle(
        {
            "policy.toml": POLICY + "effective = 2021-02-23\n",
            "people.toml": PEOPLE,
            "catalogue.toml": CATALOGUE,
            "more.toml": MORE,
        }
    )
    assert dated.effective == date(2021, 2, 23)
    assert (
        len(
            {
                dated.version,
                found.version,
                load_bundle(small_files(more=MORE.partition("[case_table]")[0])).version,
            }
        )
        == 3
    )
