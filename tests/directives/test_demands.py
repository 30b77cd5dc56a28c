from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from directives.directive_world import ICE, KEYS, OFFICIALS, START, Chain, enrolled, enrolment
from ostiary.directives.demands import MAX_ALONE, RENEWAL_DAYS
from ostiary.directives.envelope import sign_step
from ostiary.directives.register import MAX_AHEAD, Register
from ostiary.errors import DirectiveRefused
from ostiary.model.agency import Member, Official
from ostiary.model.directive import (
    Approval,
    CutOff,
    Departure,
    Enrolment,
    Hold,
    Lift,
    Notice,
    PolicyChange,
    StatusChange,
    Step,
    UrgentCutOff,
)

RAID = UrgentCutOff("ice", "danger of delay", None, 24)
SHORT = CutOff("ice", "until the court has spoken", "2019-08-01")
FIRST, SECOND, THIRD = "1" * 64, "2" * 64, "3" * 64
TO_SECOND = PolicyChange(SECOND, FIRST, "R90", "asked for")
HOLD = Hold("JK123456", "order 7 of the circuit court", "2019-08-01")
APPROVAL = Approval("p-1", "JK123456", "2019-08-01", "the sergeant asked")


def test_a_lift_ends_a_cut_off_when_two_officials_have_signed() -> None:
    """Its order alone changes nothing, and the cut-off keeps who ended it."""
    chain = Chain().order(SHORT).confirm("D-1").order(Lift("D-1", "ruled on"))
    assert chain.register.cut_offs(START)
    with pytest.raises(DirectiveRefused, match="takes two people"):
        chain.confirm("L-1", by="mayor")
    chain.confirm("L-1")
    assert chain.register.cut_offs(START) == ()
    assert chain.register.find("D-1").ended_by == "L-1"
    assert chain.register.find("D-1").status == "confirmed"


def test_a_permanent_cut_off_has_no_lift() -> None:
    """Neither an order of one is taken, nor one that somebody has signed all the same."""
    chain = Chain().order(ICE).confirm("D-1")
    with pytest.raises(DirectiveRefused, match=r"`D-1` is permanent: .* there is no lift"):
        chain.order(Lift("D-1", "changed our mind"))
    head = chain.register.head
    act = Lift("D-1", "changed our mind")
    step = Step(head.sequence + 1, head.hash, "L-1", "ordered", "mayor", chain.now(), act)
    with pytest.raises(DirectiveRefused, match="there is no lift"):
        chain.register.apply(sign_step(step, KEYS["mayor"]))


def test_an_urgent_cut_off_that_was_confirmed_for_good_has_no_lift() -> None:
    """It is a cut-off like any other by then; until it is confirmed it is refused instead."""
    chain = Chain().order(RAID)
    with pytest.raises(DirectiveRefused, match="not confirmed") as caught:
        chain.order(Lift("D-1", "why"))
    assert "cutoff refuse D-1" in caught.value.hint
    with pytest.raises(DirectiveRefused, match="is permanent"):
        chain.confirm("D-1").order(Lift("D-1", "why"))


@pytest.mark.parametrize(
    ("chain", "why"),
    [
        (Chain().order(enrolment("p-1")).confirm("E-1"), "no directive `D-1`"),
        (Chain().order(SHORT), "not confirmed"),
        (Chain().order(SHORT).refuse("D-1"), "not in force"),
        (Chain().order(ICE).refuse("D-1"), "not in force"),
        (Chain().order(SHORT).confirm("D-1").wait(days=30), "not in force"),
        (Chain().order(SHORT).confirm("D-1").order(Lift("D-1", "x")).confirm("L-1"), "not in force"),
    ],
    ids=["unknown", "ordered", "refused", "refused for good", "ended", "lifted"],
)
def test_only_a_cut_off_in_force_is_lifted(chain: Chain, why: str) -> None:
    """A lift of anything else is refused, in words."""
    with pytest.raises(DirectiveRefused, match=why):
        chain.order(Lift("D-1", "why"))


def test_a_hold_ends_on_its_day_or_when_it_is_lifted() -> None:
    """It takes two officials both times; what is only ordered holds nothing back."""
    chain = Chain().order(HOLD)
    assert chain.register.holds(START) == ()
    with pytest.raises(DirectiveRefused, match=r"not confirmed"):
        chain.order(Lift("H-1", "why"))
    chain.confirm("H-1")
    assert chain.register.holds(START) == (("H-1", HOLD),)
    assert chain.register.holds(START + timedelta(days=40)) == ()
    chain.order(Lift("H-1", "the court has spoken")).confirm("L-1")
    assert chain.register.holds(START) == ()


def test_a_hold_that_would_be_over_is_not_confirmed() -> None:
    """It was ordered in time, and nobody confirmed it until its day had come."""
    chain = Chain().order(HOLD).wait(days=40)
    with pytest.raises(DirectiveRefused, match="a hold until 2019-08-01 would never hold"):
        chain.confirm("H-1")


def test_only_cut_offs_are_lifted() -> None:
    """An enrolment is ended by a departure, a suspension by setting the agency active."""
    chain = Chain().order(enrolment("p-1")).confirm("E-1")
    with pytest.raises(DirectiveRefused, match="`E-1` is no cut-off"):
        chain.order(Lift("E-1", "why"))


def test_of_two_lifts_the_second_finds_nothing() -> None:
    """What was true when it was ordered is looked at again."""
    chain = Chain().order(SHORT).confirm("D-1").order(Lift("D-1", "a")).order(Lift("D-1", "b"))
    chain.confirm("L-1")
    with pytest.raises(DirectiveRefused, match="not in force"):
        chain.confirm("L-2")


def test_an_urgent_cut_off_is_not_confirmed_after_it_has_lapsed() -> None:
    """To the microsecond: at the instant at which it lapses it is too late; refusing it is still possible."""
    chain = Chain().order(RAID).wait(hours=24, minutes=-1)
    with pytest.raises(DirectiveRefused, match="has lapsed: nobody confirmed it within 24 hours"):
        chain.confirm("D-1")
    assert chain.wait(microseconds=-1).confirm("D-1").register.find("D-1").status == "confirmed"


def test_one_official_cannot_confirm_an_urgent_cut_off_of_their_own() -> None:
    """Nor under another name with the same key: then it lapses like any other."""
    twin = Official("twin", "A. Twin", "Twin", OFFICIALS["mayor"].vkey)
    chain = Chain(register=Register.empty({**OFFICIALS, "twin": twin})).order(RAID)
    with pytest.raises(DirectiveRefused, match="takes two people"):
        chain.confirm("D-1", by="mayor")
    head = chain.register.head
    step = Step(head.sequence + 1, head.hash, "D-1", "confirmed", "twin", chain.now())
    with pytest.raises(DirectiveRefused, match="takes two keys"):
        chain.register.admit(step)


def test_an_urgent_cut_off_is_not_renewed_by_one_official_alone() -> None:
    """Not while it holds, nor when it was refused or has lapsed; another official, or another agency, is another matter."""
    chain = Chain().order(RAID)
    for _ in range(2):
        with pytest.raises(
            DirectiveRefused, match="`mayor` alone has cut `ice` off already, by `D-1`"
        ) as caught:
            chain.order(replace(RAID, hours=72))
        assert "cut-off that waits" in caught.value.hint
        chain.wait(days=RENEWAL_DAYS - 1)
    chain.wait(days=-RENEWAL_DAYS)
    chain.order(UrgentCutOff("cbp", "why", None, 1)).order(RAID, by="inspector").order(ICE)
    assert list(chain.register.directives) == ["D-1", "D-2", "D-3", "D-4"]


def test_one_official_alone_does_not_go_on_above_and_below() -> None:
    """The child after the parent keeps out the same people: there is an end to what one official does alone in a month."""
    chain = Chain()
    for agency in ("ice", "ice-ero", "dhs"):
        chain.wait(hours=72).order(UrgentCutOff(agency, "why", None, 72))
    with pytest.raises(DirectiveRefused, match=f"alone has cut off {MAX_ALONE} agencies"):
        chain.wait(hours=72).order(UrgentCutOff("ice-hsi", "why", None, 72))
    chain.order(UrgentCutOff("ice-hsi", "why", None, 72), by="inspector")
    chain.wait(days=RENEWAL_DAYS - 6).order(UrgentCutOff("ice-hsi", "why", None, 72))


def test_a_key_under_two_names_is_one_official_in_this_too() -> None:
    """The twin of whoever ordered it cannot go on in their place."""
    twin = Official("twin", "A. Twin", "Twin", OFFICIALS["mayor"].vkey)
    chain = Chain(register=Register.empty({**OFFICIALS, "twin": twin})).order(RAID)
    head = chain.register.head
    step = Step(head.sequence + 1, head.hash, "D-2", "ordered", "twin", chain.now(), RAID)
    with pytest.raises(DirectiveRefused, match="`mayor` alone has cut `ice` off already"):
        chain.register.admit(step)


def test_after_a_month_or_a_confirmation_it_may_be_urgent_again() -> None:
    """A confirmed one had two signatures, and what lies a month back is another danger."""
    chain = Chain().order(RAID).wait(days=RENEWAL_DAYS).order(RAID)
    assert chain.register.next_id(ICE) == "D-3"
    again = Chain().order(replace(RAID, until="2019-08-01")).confirm("D-1").order(RAID)
    assert again.register.next_id(ICE) == "D-3"


def test_nothing_is_suspended_twice_nor_set_active_that_was_not_suspended() -> None:
    """When it is ordered, and again when it is confirmed."""
    suspend, reinstate = StatusChange("ice", "suspended", "audit"), StatusChange("ice", "active", "done")
    with pytest.raises(DirectiveRefused, match="not suspended by any directive"):
        Chain().order(reinstate)
    chain = Chain().order(suspend).order(suspend).confirm("S-1")
    with pytest.raises(DirectiveRefused, match="suspended already, by `S-1`"):
        chain.confirm("S-2")
    with pytest.raises(DirectiveRefused, match="suspended already, by `S-1`"):
        chain.order(suspend)
    chain.order(reinstate).order(reinstate).confirm("S-3")
    with pytest.raises(DirectiveRefused, match="not suspended by any directive"):
        chain.confirm("S-4")


def test_a_policy_follows_the_one_in_force() -> None:
    """A change that was written against another version is stale, when it is ordered and when it is confirmed."""
    chain = Chain().order(TO_SECOND).order(replace(TO_SECOND, version=THIRD))
    chain.confirm("P-1")
    with pytest.raises(DirectiveRefused, match="the policy has changed since: 222222222222 is in force"):
        chain.confirm("P-2")
    with pytest.raises(DirectiveRefused, match="written against 111111111111"):
        chain.order(replace(TO_SECOND, version=THIRD))
    chain.order(PolicyChange(THIRD, SECOND, "R91", "why")).confirm("P-3")
    assert chain.register.policy == THIRD


def test_a_change_of_policy_is_not_confirmed_by_its_author() -> None:
    """As for every directive."""
    with pytest.raises(DirectiveRefused, match="takes two people"):
        Chain().order(TO_SECOND).confirm("P-1", by="mayor")


def test_nobody_approves_what_they_ask_for_themselves() -> None:
    """Neither orders nor confirms it: by the official's code, or by a name that is written like the member's code."""
    members = tuple(enrolled(code) for code in ("p-1", "mayor", "a-inspector"))
    chain = Chain().order(Enrolment(members)).confirm("E-1")
    with pytest.raises(DirectiveRefused, match="`mayor` cannot approve what `mayor` asks for"):
        chain.order(replace(APPROVAL, member="mayor"))
    chain.order(replace(APPROVAL, member="a-inspector"))
    with pytest.raises(DirectiveRefused, match="`inspector` cannot approve what `a-inspector` asks for"):
        chain.confirm("A-1", by="inspector")
    assert chain.confirm("A-1").register.approvals("a-inspector", "JK123456", START.date())


def test_only_members_are_approved() -> None:
    """Somebody who has departed in between is none any more."""
    chain = Chain().order(enrolment("p-1")).confirm("E-1")
    with pytest.raises(DirectiveRefused, match="`p-2` is no member"):
        chain.order(replace(APPROVAL, member="p-2"))
    chain.order(APPROVAL).order(Departure(("p-1",), "has left")).confirm("X-1")
    with pytest.raises(DirectiveRefused, match="`p-1` is no member"):
        chain.confirm("A-1")


def test_an_approval_that_has_ended_is_not_confirmed() -> None:
    """On the day on which it would end."""
    chain = Chain().order(enrolment("p-1")).confirm("E-1").order(replace(APPROVAL, until="2019-07-11"))
    with pytest.raises(DirectiveRefused, match="an approval until 2019-07-11 would never hold"):
        chain.wait(days=1).confirm("A-1")


def test_a_step_that_is_dated_ahead_is_not_believed() -> None:
    """Else whoever dates an urgent cut-off years ahead would have it hold for years on one signature."""
    ahead = Chain().wait(days=3650).order(RAID).register
    with pytest.raises(DirectiveRefused, match="which is still to come") as caught:
        ahead.verify_dated(START)
    assert "check the clock" in caught.value.hint
    dated = START + timedelta(days=3650)
    ahead.verify_dated(dated - MAX_AHEAD)
    with pytest.raises(DirectiveRefused):
        ahead.verify_dated(dated - MAX_AHEAD - timedelta(microseconds=1))
    Chain().register.verify_dated(START)


def test_a_step_from_the_first_and_the_last_year_is_read() -> None:
    """No arithmetic on instants of a hostile official fails."""
    for year in (1, 9999):
        moment = START.replace(year=year, month=1 if year == 1 else 12, day=1 if year == 1 else 31)
        chain = Chain(waited=moment - START).order(RAID)
        assert chain.register.cut_offs(moment)


def test_members_may_share_what_is_no_name() -> None:
    """A member whose code is like no official's code or name is approved by any."""
    other = replace(enrolled("p-9"), member=Member("p-9", "cpd", "officer"))
    chain = Chain().order(Enrolment((other,))).confirm("E-1").order(replace(APPROVAL, member="p-9"))
    assert chain.confirm("A-1").register.find("A-1").status == "confirmed"


def test_an_approval_is_for_whom_it_was_ordered() -> None:
    """Whoever is enrolled under the same code afterwards is another person, and nobody ordered it for them."""
    chain = Chain().order(enrolment("p-1")).confirm("E-1").order(APPROVAL)
    gone = chain.wait(minutes=1).order(Departure(("p-1",), "left")).confirm("X-1")
    anew = gone.wait(minutes=1).order(enrolment("p-1")).confirm("E-2")
    with pytest.raises(
        DirectiveRefused, match="`p-1` was enrolled by `E-2`, which was confirmed after `A-1` was ordered"
    ):
        anew.confirm("A-1")
    anew.wait(minutes=1).order(APPROVAL).confirm("A-2")


def test_a_reinstatement_ends_the_suspension_that_it_was_ordered_for() -> None:
    """One that waited while the agency was suspended anew says nothing of that suspension."""
    suspend, reinstate = StatusChange("ice", "suspended", "audit"), StatusChange("ice", "active", "done")
    chain = Chain().order(suspend).confirm("S-1").order(reinstate).order(reinstate).confirm("S-2")
    again = chain.wait(minutes=1).order(suspend).confirm("S-4")
    with pytest.raises(DirectiveRefused, match="`ice` was suspended by `S-4`, which was confirmed after"):
        again.confirm("S-3")
    assert again.wait(minutes=1).order(reinstate).confirm("S-5").register.suspended == {}


NOTICE = Notice("Raids", "reported", "Raids are said to begin on Sunday.", "a newspaper of 11 July 2019")


def test_a_notice_is_corrected_by_a_further_one_and_both_stay() -> None:
    """The earlier one says which took its place, and keeps its words."""
    chain = Chain().order(NOTICE).confirm("B-1")
    chain.order(replace(NOTICE, status="postponed", corrects="B-1")).confirm("B-2")
    first = chain.register.find("B-1")
    assert (first.act, first.status, first.ended_by) == (NOTICE, "confirmed", "B-2")


def test_only_the_newest_confirmed_notice_is_corrected() -> None:
    """Two corrections of one notice would leave open what holds; the second one is refused, also when it is confirmed."""
    chain = Chain().order(NOTICE)
    correction = replace(NOTICE, status="ended", corrects="B-1")
    with pytest.raises(DirectiveRefused, match="no notice that was confirmed"):
        chain.order(correction)
    chain.confirm("B-1").order(correction).order(correction).confirm("B-2")
    with pytest.raises(DirectiveRefused, match="corrected already, by `B-2`"):
        chain.confirm("B-3")
    with pytest.raises(DirectiveRefused, match="corrected already, by `B-2`"):
        chain.order(correction)


def test_nothing_but_a_notice_is_corrected_by_one() -> None:
    """A cut-off is not a statement."""
    chain = Chain().order(ICE).confirm("D-1")
    with pytest.raises(DirectiveRefused, match="no notice"):
        chain.order(replace(NOTICE, corrects="D-1"))
