"""A replay answers what the new policy would have, with the facts as they were, or says that nobody can tell."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from ostiary.model.bundle import Bundle
from ostiary.model.request import Deny, Reason, Request
from ostiary.model.rules import VOUCHED
from ostiary.policy.load import load_bundle
from ostiary.policy.reference import decide
from ostiary.promises.replay import counting
from ostiary.promises.replay.counting import Scope
from ostiary.promises.replay.judging import Outcome
from policy_worlds import PEOPLE, STEADY, ask, bundles, requests, small_files
from promises.replay_world import DAY, OLD_FORM, changed, entry_of, outcome, replayed, with_context

OPEN = """
[[permit]]
id = "P"
cite = "s. 1"
when.record_class = ["persons", "codes"]
"""
NO_FEDERAL = """
[[prohibit]]
id = "X"
cite = "s. 2"
when.agency.level = "federal"
when.record_class = "persons"
"""
NO_BUREAU = """
[[prohibit]]
id = "X"
cite = "s. 2"
when.agency = "bureau"
when.record_class = "persons"
"""
APPROVED = OPEN + 'when.needs = ["approval"]\n'
AGREED = OPEN + 'when.needs = ["agreement"]\n'
BUREAU = ask("bureau", "robbery", "persons", "surname")
CITY = ask("city-police", "robbery", "persons", "surname")
AGREEMENT = """
[[agreement]]
code = "mou"
agency = "bureau"
title = "An agreement"
cite = "s. 9"
effective = {effective}
"""


def small(rules: str, **others: str) -> Bundle:
    """The small bundle with these rules, and other files."""
    return load_bundle(small_files(rules, **others))


def as_city(rules: str) -> Bundle:
    """The small bundle whose bureau is an agency of the city."""
    code = 'code = "bureau"\nname = "Bureau"\nlevel = "{}"'
    return small(rules, people=PEOPLE.replace(code.format("federal"), code.format("city")))


@given(bundles(), requests())
@STEADY
def test_the_same_policy_gives_the_same_answer(bundle: Bundle, request: Request) -> None:
    """Whatever was asked, nothing changes, and there is nothing that nobody can tell."""
    assert outcome(bundle, bundle, entry_of(bundle, request)) in {"same", "not-by-rules"}


@given(bundles(), bundles(), requests())
@STEADY
def test_another_policy_gives_its_own_answer(old: Bundle, new: Bundle, request: Request) -> None:
    """It is what the reference evaluator says under the new one."""
    if request.record_class in old.catalogue.classes:
        new = replace(new, agreements=old.agreements)
        assert outcome(old, new, entry_of(old, request)) == changed(old, new, request)


@given(bundles(), bundles(), bundles(), requests())
@STEADY
def test_what_no_entry_tells_is_never_guessed(
    old: Bundle, new: Bundle, then: Bundle, request: Request
) -> None:
    """Without the facts the outcome is that with them, or nobody can tell."""
    then = replace(then, version="long ago", agreements=old.agreements)
    if request.record_class not in then.catalogue.classes or "nobody" in request.context.principals:
        return
    whole, bare = entry_of(then, request), entry_of(then, request, without=OLD_FORM)
    new = replace(new, agreements=old.agreements)
    assert outcome(old, new, bare) in {outcome(old, new, whole), "cannot-tell"}


def test_the_newly_refused_and_the_newly_allowed_are_counted_apart() -> None:
    """By agency, purpose and rule; an example has no statement, no parameter and no person."""
    old, new = small(OPEN), small(OPEN + NO_FEDERAL)
    found = replayed(old, new, [entry_of(old, BUREAU), entry_of(old, BUREAU), entry_of(old, CITY)])
    assert found.then["now-refused"].count == 2
    assert found.then["now-refused"].rules == {"X": 2}
    assert found.then["now-refused"].agencies == {"bureau": 2}
    assert found.then["same"].count == 1
    back = replayed(new, old, [entry_of(new, BUREAU)])
    assert back.then["now-allowed"].rules == {"P": 1}
    assert back.then["now-allowed"].examples[0].refused_by == ("X",)
    said = json.dumps(found.as_object())
    assert [word for word in ("secret", "Salter", "SELECT", "m-1", ": 7") if word in said] == []


def test_an_agency_counts_as_what_it_was() -> None:
    """Its level then, not what the directory says today."""
    today, new = small(OPEN), small(OPEN + NO_FEDERAL)
    assert outcome(today, new, entry_of(as_city(OPEN), BUREAU)) == "same"
    assert outcome(today, new, entry_of(today, BUREAU)) == "now-refused"


def test_what_the_new_policy_says_of_an_agency_is_part_of_the_change() -> None:
    """A directory that describes an agency otherwise is tried with the rest."""
    old = small(OPEN + NO_FEDERAL)
    entry = entry_of(old, BUREAU)
    assert outcome(old, as_city(OPEN + NO_FEDERAL), entry) == "now-allowed"
    ended = replace(
        old, agencies={**old.agencies, "city-police": replace(old.agencies["city-police"], status="ended")}
    )
    assert outcome(old, ended, entry_of(old, CITY)) == "now-refused"


def test_an_agency_that_was_not_listed_then_was_not() -> None:
    """That it is registered today does not help its question of then."""
    today = small(OPEN)
    before = replace(today, version="before", agencies={"city-police": today.agencies["city-police"]})
    assert outcome(today, today, entry_of(before, BUREAU)) == "same"
    gone = replace(today, agencies={"city-police": today.agencies["city-police"]})
    assert outcome(gone, gone, entry_of(today, BUREAU)) == "same"
    assert outcome(today, gone, entry_of(today, BUREAU)) == "now-refused"


@pytest.mark.parametrize(("effective", "then"), [("2026-01-01", "same"), ("2026-06-01", "now-refused")])
def test_agreements_count_as_they_were(effective: str, then: Outcome) -> None:
    """One that was in force when the question was asked, or was not, whatever is in force today."""
    paper = AGREEMENT.format(effective=effective)
    old, new = small(OPEN, papers=paper), small(AGREED, papers=paper)
    assert outcome(old, new, entry_of(old, BUREAU)) == then
    later = replayed(old, new, [entry_of(old, BUREAU)], Scope(date(2026, 7, 1)))
    assert later.as_if[then].count == 1
    signed = small(AGREED, papers=AGREEMENT.format(effective="2025-01-01"))
    assert outcome(old, signed, entry_of(old, BUREAU)) == "same"


def test_what_somebody_vouched_for_counts() -> None:
    """A case that was approved then is approved in the replay."""
    old, new = small(OPEN), small(APPROVED)
    approved = with_context(BUREAU, case="JK123456", vouched=frozenset({"approval"}))
    assert outcome(old, new, entry_of(old, approved)) == "same"
    assert outcome(old, new, entry_of(old, with_context(BUREAU, case="JK123456"))) == "now-refused"


def test_what_nobody_was_asked_about_is_not_known() -> None:
    """Under a policy without a case table nobody looked whether the case was open, or nobody could."""
    old, new = small(OPEN), small(OPEN + 'when.needs = ["open-case"]\n')
    asked = with_context(BUREAU, case="JK123456")
    assert outcome(old, new, entry_of(old, asked, vouched={"approval": False})) == "cannot-tell"
    assert outcome(old, new, entry_of(old, asked, vouched={"open-case": True})) == "same"
    assert outcome(old, new, entry_of(old, asked, vouched={"open-case": False})) == "now-refused"


def test_an_old_entry_is_told_where_the_rule_tests_nothing_else() -> None:
    """A rule that names agencies by their codes needs no more than the code."""
    old, then = small(OPEN), as_city(OPEN)
    entry = entry_of(then, BUREAU, without=OLD_FORM)
    assert outcome(old, small(OPEN + NO_BUREAU), entry) == "now-refused"
    assert outcome(old, small(OPEN + NO_FEDERAL), entry) == "cannot-tell"


def test_an_old_entry_of_a_version_at_hand_is_told() -> None:
    """The version is a hash of the directory too, so what it says of the agency is what was so."""
    old, new = small(OPEN), small(OPEN + NO_FEDERAL)
    assert outcome(old, new, entry_of(old, BUREAU, without=OLD_FORM)) == "now-refused"


@pytest.mark.parametrize("rules", [APPROVED, OPEN + "[[duty]]\nid='D'\ncite='s. 3'\nneeds=['approval']\n"])
def test_an_old_entry_does_not_tell_what_was_vouched_for(rules: str) -> None:
    """Whoever had a case may have been approved; whoever had none was not."""
    old, new = small(OPEN), small(rules)
    with_case = with_context(BUREAU, case="JK123456")
    assert outcome(old, new, entry_of(old, with_case, without=OLD_FORM)) == "cannot-tell"
    assert outcome(old, new, entry_of(old, BUREAU, without=OLD_FORM)) == "now-refused"
    assert VOUCHED == ("open-case", "approval")


def test_rules_count_by_their_own_day_and_as_if() -> None:
    """A rule that is in force from June on refuses nothing in May, and would have, as if."""
    old = small(OPEN)
    new = small(OPEN + NO_BUREAU + "effective = 2026-06-01\n")
    found = replayed(old, new, [entry_of(old, BUREAU)], Scope(date(2026, 6, 1)))
    assert (found.then["same"].count, found.as_if["now-refused"].count) == (1, 1)


def test_only_the_days_asked_for_are_counted() -> None:
    """From `since` on, before `until`."""
    old = small(OPEN)
    entries = [entry_of(old, replace(CITY, day=date(2026, 5, day))) for day in (1, 2, 3)]
    assert replayed(old, old, entries, Scope(DAY, date(2026, 5, 2), date(2026, 5, 3))).questions == 1


def test_a_name_that_was_in_no_catalogue_stays_refused_unless_names_are_new() -> None:
    """No entry says which name it was."""
    old = small(OPEN)
    entry = entry_of(old, ask("bureau", "robbery", "houses"))
    assert outcome(old, old, entry) == "same"
    wider = small(
        OPEN,
        houses='[[record_class]]\nname = "houses"\nschema = "city"\ntitle = "Houses"\n'
        'column = [{ name = "street", type = "text" }]\n',
    )
    assert outcome(old, wider, entry) == "cannot-tell"


def test_what_no_rule_decided_is_left_out() -> None:
    """A statement that was not understood, and a question about no records."""
    old = small(OPEN)
    deny = Deny((Reason("not-understood", "", "", "why"),))
    decision = {"allowed": False, "reasons": [{"kind": deny.reasons[0].kind, "rule": ""}]}
    assert outcome(old, old, entry_of(old, BUREAU, decision=decision)) == "not-by-rules"
    assert outcome(old, old, entry_of(old, BUREAU, record_classes=[], fields=[])) == "not-by-rules"


def test_all_that_was_asked_for_together_is_judged_together() -> None:
    """A join is refused when one of its tables is."""
    old, new = small(OPEN), small(OPEN + NO_FEDERAL)
    entry = entry_of(old, BUREAU, record_classes=["codes", "persons"], fields=["codes.code"])
    assert outcome(old, new, entry) == "now-refused"


def test_later_parts_of_a_stream_are_no_questions() -> None:
    """Only its beginning is."""
    old = small(OPEN)
    assert replayed(old, old, [entry_of(old, CITY, part="answered")]).questions == 0


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x00\xff not json",
        b"[]",
        b'{"at":"2026-05-01","part":"whole"}',
        b'{"at":"yesterday","part":"whole","policy":"v"}',
        b'{"at":"2026-05-01T","part":"whole","policy":"v","agency":7}',
        b'{"at":"2026-05-01T","part":"whole","policy":"v","agency":"\xff"}',
    ],
)
def test_an_entry_that_cannot_be_read_loses_nothing(payload: bytes) -> None:
    """It is counted and named, and everything else as well."""
    old = small(OPEN)
    found = replayed(old, old, [entry_of(old, CITY), payload, entry_of(old, CITY)])
    assert (found.unreadable, found.unreadable_entries) == (1, (1,))
    assert found.then["same"].count == 2


def test_counts_do_not_hang_on_how_many_are_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settling early gives the same result, with the same hash."""
    old, new = small(OPEN), small(OPEN + NO_FEDERAL)
    entries = [
        entry_of(old, replace(one, day=date(2026, 5, day))) for day in (1, 2) for one in (BUREAU, CITY)
    ] * 3
    found = replayed(old, new, entries)
    monkeypatch.setattr(counting, "MAX_DISTINCT", 1)
    assert replayed(old, new, entries).hash == found.hash


def test_the_hash_is_of_policies_log_and_counts() -> None:
    """Another count, another policy: another hash."""
    old, new = small(OPEN), small(OPEN + NO_FEDERAL)
    entry = entry_of(old, BUREAU)
    hashes = {
        replayed(old, new, [entry]).hash,
        replayed(old, new, [entry, entry]).hash,
        replayed(old, old, [entry]).hash,
        replayed(old, new, [entry], Scope(date(2026, 5, 2))).hash,
    }
    assert len(hashes) == 4
    assert decide(old, BUREAU) != decide(new, BUREAU)
