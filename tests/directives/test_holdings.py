from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directives.directive_world import AGENCIES, ICE, START, Chain, enrolled, enrolment
from ostiary.model.agency import Member
from ostiary.model.directive import (
    Approval,
    CutOff,
    Departure,
    Enrolled,
    Enrolment,
    Lift,
    PolicyChange,
    StatusChange,
    UrgentCutOff,
)

FIRST, SECOND, THIRD = "1" * 64, "2" * 64, "3" * 64
HOURS = 24
LAPSE = START + timedelta(hours=HOURS)
RAID = UrgentCutOff("ice", "danger of delay", None, HOURS)
APPROVAL = Approval("p-1", "JK123456", "2019-08-01", "the sergeant asked")
INSTANTS = st.integers(-(10**12), 10**12).map(
    lambda microseconds: LAPSE + timedelta(microseconds=microseconds)
)


@given(INSTANTS)
@example(LAPSE)
@example(LAPSE - timedelta(microseconds=1))
@example(START - timedelta(days=1))
def test_an_urgent_cut_off_holds_until_it_lapses(at: datetime) -> None:
    """On one signature, to the microsecond; also where the clock that asks is behind the one that signed."""
    register = Chain().order(RAID).register
    assert bool(register.cut_offs(at)) == (at < LAPSE)
    assert (register.barred_by(["ice-ero"], AGENCIES, at) is not None) == (at < LAPSE)
    # The same instant in another zone is the same instant.
    elsewhere = at.astimezone(timezone(timedelta(hours=-6)))
    assert bool(register.cut_offs(elsewhere)) == (at < LAPSE)


@given(INSTANTS)
@example(LAPSE)
def test_a_confirmed_urgent_cut_off_does_not_lapse(at: datetime) -> None:
    """It is a cut-off like any other: this one for good."""
    assert Chain().order(RAID).confirm("D-1").register.cut_offs(at)


@given(INSTANTS)
@example(LAPSE - timedelta(microseconds=1))
def test_a_refused_urgent_cut_off_has_ended(at: datetime) -> None:
    """At once, whoever refuses it."""
    assert not Chain().order(RAID).refuse("D-1", by="mayor").register.cut_offs(at)


@given(st.integers(0, 5 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds)), st.booleans())
def test_the_day_of_an_urgent_cut_off_counts_as_well(at: datetime, is_confirmed: bool) -> None:  # noqa: FBT001
    """Whichever comes first: the lapse, while nobody has confirmed it, or the beginning of its day in UTC."""
    chain = Chain().order(UrgentCutOff("ice", "why", "2019-07-12", 72))
    if is_confirmed:
        chain.confirm("D-1")
    assert bool(chain.register.cut_offs(at)) == (at < datetime(2019, 7, 12, tzinfo=UTC))


def test_urgent_cut_offs_count_with_the_others() -> None:
    """D-1, D-2, D-3, whatever their kind."""
    chain = Chain().order(ICE).order(UrgentCutOff("cbp", "why", None, 1)).order(CutOff("fbi", "why"))
    assert list(chain.register.directives) == ["D-1", "D-2", "D-3"]


def test_a_suspension_covers_what_a_cut_off_would() -> None:
    """The agency and all under it, from its confirmation until it is set active; its siblings go on."""
    chain = Chain().order(StatusChange("ice", "suspended", "audit"))

    def barred() -> set[str]:
        return {code for code in AGENCIES.parents if chain.register.barred_by([code], AGENCIES, START)}

    assert barred() == set()
    chain.confirm("S-1")
    assert barred() == {"ice", "ice-ero", "ice-hsi"}
    chain.order(StatusChange("ice", "active", "done"))
    assert barred() == {"ice", "ice-ero", "ice-hsi"}
    chain.confirm("S-2")
    assert barred() == set()
    assert chain.register.find("S-1").ended_by == "S-2"


def test_setting_one_active_leaves_what_was_suspended_by_itself() -> None:
    """An agency below that was suspended by a directive of its own stays so."""
    chain = Chain().order(StatusChange("ice", "suspended", "audit")).confirm("S-1")
    chain.order(StatusChange("ice-ero", "suspended", "its own")).confirm("S-2")
    chain.order(StatusChange("ice", "active", "done")).confirm("S-3")
    found = chain.register.barred_by(["ice-ero"], AGENCIES, START)
    assert found is not None
    assert found.id == "S-2"
    assert chain.register.barred_by(["ice-hsi"], AGENCIES, START) is None


def test_a_cut_off_is_named_before_a_suspension() -> None:
    """It is the graver one."""
    chain = Chain().order(StatusChange("ice", "suspended", "audit")).confirm("S-1").order(ICE).confirm("D-1")
    found = chain.register.barred_by(["ice"], AGENCIES, START)
    assert found is not None
    assert found.id == "D-1"


def test_a_lift_leaves_other_cut_offs_as_they_are() -> None:
    """It ends the one that it names."""
    chain = Chain().order(CutOff("ice", "a", "2019-08-01")).confirm("D-1")
    chain.order(CutOff("ice", "b", "2019-08-01")).confirm("D-2").order(Lift("D-1", "x")).confirm("L-1")
    assert [one.id for one in chain.register.cut_offs(START)] == ["D-2"]


def test_the_policy_is_the_one_that_was_confirmed_last() -> None:
    """None while no directive has changed it; an order changes nothing."""
    chain = Chain().order(PolicyChange(SECOND, FIRST, "R90", "why"))
    assert (chain.register.policy, chain.register.changed_by, chain.register.policy_change) == (
        None,
        "",
        None,
    )
    chain.confirm("P-1")
    assert (chain.register.policy, chain.register.changed_by) == (SECOND, "P-1")
    chain.order(PolicyChange(THIRD, SECOND, "R91", "why")).confirm("P-2")
    assert (chain.register.policy, chain.register.changed_by) == (THIRD, "P-2")
    assert chain.register.find("P-1").ended_by == "P-2"


def approved(chain: Chain, case: str = "JK123456", day: str = "2019-07-31") -> list[str]:
    found = chain.register.approvals("p-1", case, datetime.fromisoformat(day).date())
    return [one.id for one in found]


@pytest.fixture
def chain() -> Chain:
    """The member ``p-1`` has an approval."""
    return Chain().order(enrolment("p-1", "p-2")).confirm("E-1").order(APPROVAL).confirm("A-1")


def test_an_approval_is_for_one_member_one_case_and_until_its_day(chain: Chain) -> None:
    """The day itself is not included."""
    assert approved(chain) == ["A-1"]
    assert approved(chain, day="2019-08-01") == []
    assert approved(chain, case="JK123457") == []
    assert chain.register.approvals("p-2", "JK123456", START.date()) == ()


def test_an_approval_that_was_only_ordered_or_was_refused_is_none() -> None:
    """It takes two."""
    chain = Chain().order(enrolment("p-1")).confirm("E-1").order(APPROVAL)
    assert approved(chain) == []
    assert approved(chain.refuse("A-1")) == []


def test_an_approval_ends_with_the_enrolment_that_it_was_given_under(chain: Chain) -> None:
    """Nobody else who is given the code later has it; a member with a new password keeps it."""
    kept = Enrolled(enrolled("p-1").member, enrolled("p-1").verifier.replace("4096", "8192"))
    assert approved(chain.order(Enrolment((kept,))).confirm("E-2")) == ["A-1"]
    moved = Enrolled(Member("p-1", "fbi", "agent"), kept.verifier)
    assert approved(chain.order(Enrolment((moved,))).confirm("E-3")) == []
    assert chain.register.find("A-1").ended_by == "E-3"


def test_a_departure_ends_approvals_for_good(chain: Chain) -> None:
    """Also when the person is enrolled again later."""
    chain.order(Departure(("p-1",), "has left")).confirm("X-1")
    chain.order(enrolment("p-1")).confirm("E-2")
    assert approved(chain) == []
    assert chain.register.find("A-1").ended_by == "X-1"
