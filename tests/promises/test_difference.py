"""The difference of two policies holds every request whose answer changes, and no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Request
from ostiary.policy.load import load_bundle
from ostiary.policy.reference import decide
from ostiary.promises import space as space_module
from ostiary.promises.boxes import Box, is_empty, meets, outside
from ostiary.promises.difference import regions
from ostiary.promises.difference.aspects import Bounded, is_asked
from ostiary.promises.difference.difference import Difference, Region
from ostiary.promises.difference.finding import differ
from ostiary.promises.difference.gates import Gates
from ostiary.promises.difference.points import Points
from ostiary.promises.difference.proof import Question
from ostiary.promises.difference.settling import settle_rest
from ostiary.promises.difference.twofold import Answers, Sides
from ostiary.promises.examples import example_of
from ostiary.promises.solver import Answer, Solver
from ostiary.promises.space import Space
from policy_worlds import small_files
from promises.difference_world import a_point, duties_of, pairs, policies
from promises.promise_worlds import requests
from promises.test_territory import point

# Each example is several hundred questions to both engines; thousands were asked by hand.
STEADY = settings(max_examples=20)

OPEN = """
[[permit]]
id = "P"
cite = "s. 1"
when.record_class = "persons"
when.purpose.under = "investigation"
"""
BAN = """
[[prohibit]]
id = "X"
cite = "s. 2"
when.agency.level = "federal"
when.field = "persons.ssn"
"""


def difference(old: str, new: str, since: date = date.min) -> Difference:
    return differ(load_bundle(small_files(old)), load_bundle(small_files(new)), since)


def single(request: Request, column: str, affiliation: str | None) -> Request:
    """The request of its asker alone, with one column and at most one affiliation."""
    context = replace(
        request.context,
        beneficiary=request.context.agency,
        affiliations=frozenset([affiliation] if affiliation else []),
    )
    return replace(request, context=context, fields=frozenset({column}))


def answer(bundle: Bundle, request: Request) -> object:
    """The answer with what comes with it: the same in both policies when nothing changes for a request."""
    decision = decide(bundle, request)
    return duties_of(decision) if isinstance(decision, Allow) else None


def in_regions(found: Difference, box: Box) -> bool:
    return any(meets(region.box, box) for region in found.regions)


@STEADY
@given(pairs(), st.lists(requests(), min_size=20, max_size=20))
def test_every_request_whose_answer_changes_lies_in_a_region(
    pair: tuple[Bundle, Bundle], asked: list[Request]
) -> None:
    """Also one with several principals or fields: then a part of it does. Where not all is listed, that is said."""
    old, new = pair
    found = differ(old, new)
    assert found.is_checked
    assert all(part.is_settled for part in found.parts)
    is_all = all(part.is_all for part in found.parts)
    for request in asked:
        parts = [
            (single(request, column, affiliation), column, affiliation)
            for column in sorted(request.fields)
            for affiliation in (None, *sorted(request.context.affiliations))
        ]
        boxes = [
            point(found.space, one, column, who)
            for one, column, who in parts
            if answer(old, one) != answer(new, one)
        ]
        if is_all:
            assert [box for box in boxes if not in_regions(found, box)] == []
        is_alone = request.context.askers == (request.context.agency,) and request.fields
        if is_alone and isinstance(decide(old, request), Allow) is not isinstance(
            decide(new, request), Allow
        ):
            assert boxes


@STEADY
@given(pairs(), st.integers(0, 2**32).map(Random))
def test_every_point_of_a_region_changes_as_is_said(pair: tuple[Bundle, Bundle], random: Random) -> None:
    """Of registered agencies and of those that are not."""
    found = differ(*pair)
    for region in found.regions:
        for _ in range(5):
            box = a_point(region.box, random)
            before, after = (example_of(found.space, one, box) for one in pair)
            assert is_as_said(
                region, decide(before.bundle, before.request), decide(after.bundle, after.request)
            )


def is_as_said(region: Region, before: object, after: object) -> bool:
    """Whether two decisions are what a region says, said again and not taken from what is tested."""
    allowed = (isinstance(before, Allow), isinstance(after, Allow))
    if region.aspect is None:
        return allowed == ((False, True) if region.kind == "newly-allowed" else (True, False))
    assert isinstance(before, Allow)
    assert isinstance(after, Allow)
    asked = (is_asked(region.aspect, before.duties), is_asked(region.aspect, after.duties))
    return asked == ((False, True) if region.kind == "more-asked" else (True, False))


@STEADY
@given(pairs())
def test_the_reverse_difference_is_the_reverse(pair: tuple[Bundle, Bundle]) -> None:
    """What is newly allowed one way is newly refused the other."""
    old, new = pair
    there, back = differ(old, new), differ(new, old)
    assert there.newly_allowed.is_all is back.newly_refused.is_all
    assert [one.box for one in there.newly_allowed.regions] == [one.box for one in back.newly_refused.regions]


@STEADY
@given(policies())
def test_a_policy_does_not_differ_from_itself(bundle: Bundle) -> None:
    """No region, no change of words."""
    found = differ(bundle, bundle)
    assert list(found.regions) == []
    assert (found.rules, found.others) == ((), ())
    assert all(part.is_all for part in found.parts)


def test_a_region_names_the_rule_that_did_it() -> None:
    """Dropping a ban opens what it stood against, for agencies that are registered and for those that are not."""
    found = difference(OPEN + BAN, OPEN)
    assert found.newly_allowed.is_all
    assert {region.rules for region in found.newly_allowed.regions} == {("X",)}
    assert [change.how for change in found.rules] == ["removed"]
    assert found.newly_refused.regions == ()
    ((first, second), *_) = [region.examples for region in found.newly_allowed.regions]
    assert first.request.fields == second.request.fields == {"ssn"}


def test_a_ban_that_expires_is_found_though_only_the_new_policy_knows_the_day() -> None:
    """Days come from both versions."""
    found = difference(OPEN + BAN, OPEN + BAN + "expires = 2030-01-01\n")
    assert {region.examples[1].request.day for region in found.newly_allowed.regions} == {date(2030, 1, 1)}
    assert [change.how for change in found.rules] == ["changed"]


def test_days_before_a_difference_begins_do_not_count() -> None:
    """What only was otherwise once is no difference from a later day on."""
    gone = BAN + "expires = 2020-01-01\n"
    assert difference(OPEN + gone, OPEN).newly_allowed.regions
    assert not difference(OPEN + gone, OPEN, since=date(2020, 1, 1)).newly_allowed.regions


def test_a_limit_that_grows_is_less_asked() -> None:
    """At the threshold that only the old policy keeps."""
    duty = '[[duty]]\nid = "D"\ncite = "s. 4"\nrow_limit = {}\n'
    found = difference(OPEN + duty.format(10), OPEN + duty.format(20))
    assert [(one.kind, one.aspect, one.rules) for one in found.duties.regions] == [
        ("less-asked", Bounded("row-limit", 10), ("D",))
    ]
    assert found.duties.is_all


def test_words_alone_are_told_apart() -> None:
    """Another citation decides nothing."""
    found = difference(OPEN, OPEN.replace("s. 1", "s. 11"))
    assert [(change.code, change.how) for change in found.rules] == [("P", "reworded")]
    assert list(found.regions) == []


def test_an_agreement_that_ends_changes_what_no_rule_says() -> None:
    """No rule was changed, so those that decided are named."""
    paper = (
        '[[agreement]]\ncode = "mou"\nagency = "bureau"\ntitle = "A"\ncite = "s. 9"\neffective = 2026-01-01\n'
    )
    rules = OPEN + 'when.needs = ["agreement"]\n'
    old, new = (
        load_bundle(small_files(rules, papers=text)) for text in (paper, paper + "expires = 2027-01-01\n")
    )
    found = differ(old, new)
    assert {region.rules for region in found.newly_refused.regions} == {("P",)}
    assert [(one.kind, one.code, one.how) for one in found.others] == [("agreement", "mou", "changed")]


def test_the_most_sensitive_fields_come_first() -> None:
    """The first example is about a field whose label says most, not about the first in the alphabet."""
    ban = BAN.replace('when.field = "persons.ssn"', 'when.record_class = ["persons", "codes"]')
    permit = OPEN.replace('"persons"', '["persons", "codes"]')
    found = difference(permit + ban, permit)
    assert found.newly_allowed.regions[0].examples[0].request.record_class == "persons"


def test_more_pieces_than_are_looked_at_leave_it_unsettled(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not known is said, and never taken for nothing."""
    monkeypatch.setattr(regions, "MAX_PIECES", 0)
    assert not difference(OPEN + BAN, OPEN).newly_allowed.is_settled


@STEADY
@given(pairs(), st.integers(0, 2**32).map(Random))
def test_both_engines_agree_that_nothing_else_changes(pair: tuple[Bundle, Bundle], random: Random) -> None:
    """And the solver finds what one region less leaves outside, so that its answer is not empty."""
    found = differ(*pair)
    settled = settle_rest(found)
    assert settled.why == ""
    assert settled.encoded == settled.count
    listed = [region.box for region in found.regions]
    if listed and settled.outside == "regions":
        left = random.choice(listed)
        others = [box for box in listed if box is not left]
        if not is_empty(outside(left, others)):
            question = Question(*pair, found.space, found.aspects)
            assert question.differs_outside(others) == "yes"


@STEADY
@given(policies(), policies(), st.integers(0, 2**32).map(Random))
def test_the_formula_decides_every_point_as_the_reference(old: Bundle, new: Bundle, random: Random) -> None:
    """Each of two bundles that share their variables, also of agencies that are not registered."""
    space = Space.of((old, new))
    gates = Gates()
    sides = Sides(gates, (old, new), date.min)
    answers = [Answers(gates, sides, bundle) for bundle in (old, new)]
    places = Points(gates, sides, space, (old, new))
    boxes = [a_point(space.everything, random) for _ in range(5)]
    literals = [places.box(box) for box in boxes]
    solver = Solver(gates.clauses)
    for box, literal in zip(boxes, literals, strict=True):
        for bundle, one in zip((old, new), answers, strict=True):
            example = example_of(space, bundle, box)
            allowed = isinstance(decide(example.bundle, example.request), Allow)
            assert solver.can_hold([literal, one.allowed]) == ("yes" if allowed else "no")
            assert solver.can_hold([literal, -one.allowed]) == ("no" if allowed else "yes")


@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_anything_but_agreement_is_no_proof(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver finds more, or gives up."""
    monkeypatch.setattr(Question, "differs_outside", lambda _question, _boxes: answer)
    settled = settle_rest(difference(OPEN + BAN, OPEN))
    assert not settled.is_proved
    assert settled.why


def test_a_mistake_of_ours_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong, nothing is proved."""

    def fail(_question: Question, _boxes: object) -> Answer:
        raise RuntimeError

    monkeypatch.setattr(Question, "differs_outside", fail)
    assert settle_rest(difference(OPEN + BAN, OPEN)).why == "a mistake of ours: RuntimeError"


def test_an_example_that_the_reference_decides_otherwise_is_no_proof() -> None:
    """A region that is not what it says is a fault of ours, and is told."""
    found = difference(OPEN + BAN, OPEN)
    wrong = replace(found.newly_allowed.regions[0], is_checked=False)
    settled = settle_rest(replace(found, newly_allowed=replace(found.newly_allowed, regions=(wrong,))))
    assert settled.why


def test_what_is_not_all_listed_is_settled_outside_the_changed_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """More regions than are listed: the rules are named outside of which nothing changes."""
    monkeypatch.setattr(regions, "MAX_PIECES", 1)
    ban = BAN + '[[prohibit]]\nid = "Y"\ncite = "s. 3"\nwhen.role = "clerk"\n'
    found = difference(OPEN + ban, OPEN)
    assert not found.newly_allowed.is_all
    settled = settle_rest(found)
    assert (settled.is_proved, settled.outside, settled.rules) == (True, "changed rules", ("X", "Y"))


def test_the_solver_finds_what_boxes_overlook(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake that was made once: days of the old policy alone, so that the ban's end is nowhere."""
    whole = space_module._days
    monkeypatch.setattr(space_module, "_days", lambda bundles, since: whole(bundles[:1], since))
    found = difference(OPEN + BAN, OPEN + BAN + "expires = 2030-01-01\n")
    assert list(found.regions) == []
    assert settle_rest(found).why == "the engines disagree: the solver finds more that changes"
