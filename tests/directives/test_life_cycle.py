from __future__ import annotations

from typing import get_args

import pytest

from directives.directive_world import DAY, ICE, START, at
from ostiary.directives.life_cycle import LIFE_CYCLE, Directive, Status, ordered, settled
from ostiary.errors import DirectiveRefused
from ostiary.model.directive import CutOff, Step, StepKind

PAIRS = [(status, kind) for status in (None, *get_args(Status)) for kind in get_args(StepKind)]


def step(kind: StepKind, act: CutOff | None = None) -> Step:
    return Step(0, "0" * 64, "D-1", kind, "mayor", at(0), act)


def directive(status: Status, until: str | None = None) -> Directive:
    return Directive("D-1", CutOff("ice", "why", until), status, "mayor", at(0), "superintendent", at(1))


@pytest.mark.parametrize(("status", "kind"), PAIRS)
def test_every_pair_is_in_the_table_or_refused(status: Status | None, kind: StepKind) -> None:
    """A step leads to what the table says, and a pair that the table does not have is refused."""
    after = LIFE_CYCLE.get((status, kind))
    if after is None:
        with pytest.raises(DirectiveRefused, match=f"cannot be {kind}"):
            ordered(step(kind, ICE)) if status is None else settled(directive(status), step(kind))
    elif status is None:
        assert ordered(step(kind, ICE)).status == after
    else:
        assert settled(directive(status), step(kind)).status == after


def test_nothing_follows_a_confirmation_or_a_refusal() -> None:
    """Confirmed and refused directives have no way out."""
    assert {status for status, _ in LIFE_CYCLE} == {None, "ordered"}


def test_an_order_says_what_to_do() -> None:
    """An ordering step without an act is refused."""
    with pytest.raises(DirectiveRefused, match="no act"):
        ordered(step("ordered"))


def test_a_confirmation_changes_nothing_of_the_act() -> None:
    """A confirming step that brings an act of its own is refused."""
    with pytest.raises(DirectiveRefused, match="may say what it does"):
        settled(directive("ordered"), step("confirmed", CutOff("fbi", "why")))


def test_the_end_of_a_cut_off_is_exclusive() -> None:
    """A cut-off until a day holds on the day before and not on that day; one for good holds always."""
    assert not directive("confirmed", until=DAY.isoformat()).is_in_force(START)
    assert directive("confirmed", until=DAY.replace(day=DAY.day + 1).isoformat()).is_in_force(START)
    assert directive("confirmed").is_in_force(START.replace(year=9999))


@pytest.mark.parametrize("status", ["ordered", "refused"])
def test_only_what_is_confirmed_is_in_force(status: Status) -> None:
    """An open or refused cut-off is not in force, and nobody counts as having confirmed it."""
    assert not directive(status).is_in_force(START)
    assert directive(status).confirmed_by is None
    assert directive(status).confirmed_at is None
    assert directive("confirmed").confirmed_by == "superintendent"
    assert directive("confirmed").confirmed_at == at(1)
