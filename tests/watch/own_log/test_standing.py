"""What directives prove over time: who was a member when, who was cut off when, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest

from directives.directive_world import ICE, OFFICIALS, START, Chain, enrolled, enrolment
from ostiary.errors import DirectiveRefused, LogDamaged
from ostiary.model.agency import Agency, Agreement
from ostiary.model.bundle import Bundle
from ostiary.model.directive import (
    Act,
    Approval,
    CutOff,
    Departure,
    Enrolment,
    Hold,
    Lift,
    PolicyChange,
    StatusChange,
    UrgentCutOff,
)
from ostiary.testing.example import example_bundle
from ostiary.watch.own_log.knowing import take_steps
from ostiary.watch.own_log.standing import Standing
from watch.own_log_world import no_policy

MINUTE = 60_000
BEGAN = int(START.timestamp() * 1000)


def agency(code: str, parent: str | None = None, status: str = "active") -> Agency:
    """An agency of that code."""
    return Agency(code, code.upper(), "federal", "police", parent, status=status)


def bundle(*more: Agency, version: str = "f" * 64) -> Bundle:
    """A policy with the officials of the chain and agencies under agencies."""
    known = [agency("cpd"), agency("ice"), agency("ice-ero", "ice"), agency("gone", status="ended"), *more]
    paper = Agreement("MOU-1", "ice", "memorandum", "cite", "2019-01-01", "2020-01-01")
    return replace(
        example_bundle(),
        officials=OFFICIALS,
        agencies={one.code: one for one in known},
        agreements=(paper,),
        version=version,
    )


def at(step: int) -> int:
    """The instant of a step of the chain, in ms."""
    return BEGAN + step * MINUTE


def day(text: str) -> int:
    """The beginning of a day, in ms."""
    return int(datetime.combine(datetime.fromisoformat(text).date(), time(), UTC).timestamp() * 1000)


def ordered(chain: Chain, *acts: Act) -> Chain:
    """The chain after each act was ordered by one official and confirmed by another."""
    for act in acts:
        chain.order(act)
        chain.confirm(list(chain.register.directives)[-1])
    return chain


def rows(chain: Chain, table: str, *columns: str, policies: tuple[Bundle, ...] = ()) -> list[tuple[Any, ...]]:
    """Some columns of a table, in order."""
    known = {one.version: one for one in policies}
    standing = Standing(bundle(), known.get, BEGAN, "City Police")
    take_steps(standing, chain.raws)
    return [tuple(row[name] for name in columns) for row in standing.rows()[table]]


def test_a_member_has_an_account_from_the_confirmation_to_the_departure() -> None:
    """Whoever was enrolled anew with another role has two spans; a new password begins none."""
    clerk = Enrolment((enrolled("b-2", role="clerk"),))
    chain = ordered(Chain(), enrolment("a-1", "b-2"), enrolment("b-2"), clerk, Departure(("a-1",), "left"))
    found = rows(chain, "accounts", "user", "role", "since", "until", "enabled")
    assert sorted(found, key=repr) == [
        ("a-1", "detective", at(1), at(7), False),
        ("b-2", "clerk", at(5), None, True),
        ("b-2", "detective", at(1), at(5), False),
    ]


def test_a_cut_off_covers_what_stands_under_it_from_its_confirmation() -> None:
    """One that was only ordered cuts off nobody."""
    chain = Chain().order(ICE)
    assert rows(chain, "cutoffs", "agency") == []
    chain.confirm("D-1")
    assert rows(chain, "cutoffs", "agency", "since", "until", "directive") == [
        ("ice", at(1), None, "D-1"),
        ("ice-ero", at(1), None, "D-1"),
    ]


def test_a_cut_off_ends_at_its_day_or_when_it_is_lifted() -> None:
    """Whichever comes first."""
    chain = ordered(Chain(), CutOff("cpd", "for a time", "2019-08-01"))
    assert rows(chain, "cutoffs", "since", "until") == [(at(1), day("2019-08-01"))]
    ordered(chain, Lift("D-1", "settled"))
    assert rows(chain, "cutoffs", "since", "until") == [(at(1), at(3))]


def test_an_urgent_cut_off_holds_from_its_order_and_lapses() -> None:
    """Confirmed, it does not lapse; refused, it ends at once."""
    urgent = UrgentCutOff("cpd", "now", None, 24)
    chain = Chain().order(urgent)
    assert rows(chain, "cutoffs", "since", "until") == [(at(0), at(0) + 24 * 60 * MINUTE)]
    assert rows(ordered(Chain(), urgent), "cutoffs", "since", "until") == [(at(0), None)]
    assert rows(Chain().order(urgent).refuse("D-1"), "cutoffs", "since", "until") == [(at(0), at(1))]


def test_a_suspension_is_a_cut_off_until_it_is_taken_back() -> None:
    """And accounts of a suspended agency may not search meanwhile."""
    chain = ordered(Chain(), enrolment("a-1"), StatusChange("cpd", "suspended", "audit"))
    assert rows(chain, "cutoffs", "agency", "since", "until", "directive") == [
        ("cpd", at(3), None, chain.register.suspended["cpd"])
    ]
    assert rows(chain, "accounts", "enabled") == [(False,)]
    ordered(chain, StatusChange("cpd", "active", "done"))
    assert rows(chain, "cutoffs", "since", "until") == [(at(3), at(5))]
    assert rows(chain, "accounts", "enabled") == [(True,)]


def test_grants_follow_the_policy_in_force() -> None:
    """An agency that a later policy adds may ask from then on; one that is not active never could."""
    other = bundle(agency("fbi"), version="a" * 64)
    chain = ordered(Chain(), PolicyChange("a" * 64, "f" * 64, "next", "why"))
    granted = rows(chain, "grants", "agency", "since", "until", policies=(other,))
    assert granted == [
        ("cpd", None, None),
        ("fbi", at(1), None),
        ("ice", None, None),
        ("ice-ero", None, None),
    ]
    assert rows(chain, "agreements", "agency", "kind", "since", "until", policies=(other,)) == [
        ("ice", "agreement", day("2019-01-01"), day("2020-01-01"))
    ]


def test_holds_and_approvals_have_their_spans() -> None:
    """A hold says of which case people are not told yet; an approval for whom and which case."""
    hold, approval = (
        Hold("JK123456", "2019 CR 1", "2019-12-01"),
        Approval("a-1", "JK123456", "2019-07-20", "needed"),
    )
    chain = ordered(Chain(), enrolment("a-1"), hold, approval)
    assert rows(chain, "holds", "case_no", "since", "until") == [("JK123456", at(3), day("2019-12-01"))]
    assert rows(chain, "approvals", "user", "case_no", "since", "until") == [
        ("a-1", "JK123456", at(5), day("2019-07-20"))
    ]


def test_a_chain_is_taken_in_once_in_its_order_and_whole() -> None:
    """Several gateways log each step; a step that is missing is told, and so are two of one number."""
    chain = ordered(Chain(), ICE)
    standing = Standing(bundle(), no_policy, BEGAN, "City Police")
    take_steps(standing, [chain.raws[1], chain.raws[0], chain.raws[1]])
    assert standing.register.head.sequence == 1
    with pytest.raises(DirectiveRefused):
        take_steps(Standing(bundle(), no_policy, BEGAN, "City Police"), chain.raws[1:])
    forked = Chain().order(CutOff("fbi", "another"))
    with pytest.raises(LogDamaged, match="two different steps"):
        take_steps(Standing(bundle(), no_policy, BEGAN, "City Police"), [*chain.raws, *forked.raws])


def test_a_policy_that_is_not_to_be_had_is_named() -> None:
    """What it granted is not among the grants, and the manifest says so."""
    chain = ordered(Chain(), PolicyChange("a" * 64, "f" * 64, "next", "why"))
    standing = Standing(bundle(), no_policy, BEGAN, "City Police")
    take_steps(standing, chain.raws)
    assert standing.policies_missing == {"a" * 64}
