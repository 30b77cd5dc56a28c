from __future__ import annotations

import pytest

from directives.directive_world import ICE, KEYS, Chain, at
from ostiary.directives.acts import confirm, order, refuse
from ostiary.directives.envelope import sign_step
from ostiary.errors import DirectiveRefused
from ostiary.model.directive import CutOff


def test_an_order_begins_the_chain() -> None:
    """The first order is step 0, after 64 zeros, with the first number of its kind."""
    step = order(Chain().register, ICE, "mayor", at(0))
    assert (step.sequence, step.previous, step.directive, step.act) == (0, "0" * 64, "D-1", ICE)


def test_every_prepared_step_is_admitted() -> None:
    """What was prepared and signed by its official is applied without a refusal."""
    register = Chain().order(ICE).order(CutOff("cbp", "why")).register
    for step in (
        order(register, ICE, "inspector", at(2)),
        confirm(register, "D-1", "inspector", at(2)),
        refuse(register, "D-2", "mayor", at(2), "a mistake"),
    ):
        after = register.apply(sign_step(step, KEYS[step.by]))
        assert after.head.sequence == 2


def test_one_person_cannot_do_both() -> None:
    """Whoever ordered a directive is told that another official must confirm it."""
    with pytest.raises(DirectiveRefused, match="`mayor` ordered `D-1` and cannot confirm it") as caught:
        confirm(Chain().order(ICE).register, "D-1", "mayor", at(1))
    assert "another official" in caught.value.hint


def test_what_is_settled_is_settled() -> None:
    """A confirmed directive can be neither confirmed nor refused again."""
    register = Chain().order(ICE).confirm("D-1").register
    with pytest.raises(DirectiveRefused, match="`D-1` is already confirmed"):
        confirm(register, "D-1", "inspector", at(2))
    with pytest.raises(DirectiveRefused, match="`D-1` is already confirmed"):
        refuse(register, "D-1", "inspector", at(2), "too wide")


def test_an_unknown_directive_is_not_settled() -> None:
    """Whoever confirms what does not exist is told the nearest id."""
    with pytest.raises(DirectiveRefused) as caught:
        confirm(Chain().order(ICE).register, "D-11", "superintendent", at(1))
    assert caught.value.hint == "did you mean `D-1`?"


def test_a_clock_that_is_behind_is_noticed() -> None:
    """An official whose clock is behind the last step is told to check it."""
    with pytest.raises(DirectiveRefused, match="before the last one") as caught:
        confirm(Chain().order(ICE).register, "D-1", "superintendent", at(-5))
    assert caught.value.hint == "check the clock"
