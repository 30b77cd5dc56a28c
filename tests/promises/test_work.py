"""Work is counted, and a question that asks for more of it is given up and said to be not settled."""

from __future__ import annotations

import pytest

from ostiary.errors import TooManyCases
from ostiary.policy.load import load_bundle
from ostiary.promises import work
from ostiary.promises.difference.comparison import compare
from ostiary.promises.difference.finding import differ
from ostiary.promises.findings import find
from ostiary.promises.proving import prove
from ostiary.promises.work import bounded, take
from policy_worlds import small_files
from promises.test_difference import BAN, OPEN

PROMISE = '[[promise]]\nid = "Z"\ncite = "s. 3"\nstrength = "permanent"\nnever.field = "persons.ssn"\n'
OLD, NEW = load_bundle(small_files(OPEN + BAN + PROMISE)), load_bundle(small_files(OPEN + PROMISE))


@pytest.fixture(name="_little")
def little_fixture(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hardly any work is allowed."""
    monkeypatch.setattr(work, "MAX_WORK", 2)


@pytest.mark.usefixtures("_little")
def test_a_promise_that_takes_too_much_work_is_not_settled() -> None:
    """It is never called kept."""
    (proof,) = prove(NEW).proofs
    assert (proof.verdict, proof.is_kept_as_promised) == ("NOT SETTLED", False)
    assert proof.why.startswith("cases that rules tell apart: more than can be looked at")


@pytest.mark.usefixtures("_little")
def test_what_takes_too_much_work_is_refused() -> None:
    """A comparison and the search for rules that do nothing."""
    with pytest.raises(TooManyCases):
        compare(OLD, NEW)
    with pytest.raises(TooManyCases):
        find(OLD, prove(OLD))


def test_a_difference_for_which_work_ran_out_is_refused_or_not_settled() -> None:
    """However much was left: what was not looked at is never called unchanged."""
    whole = differ(OLD, NEW)
    for most in range(0, 400, 7):
        try:
            with bounded(most):
                found = differ(OLD, NEW)
        except TooManyCases:
            continue
        for part, every in zip(found.parts, whole.parts, strict=True):
            assert part == every or not part.is_all
    assert whole.newly_allowed.is_all


def test_work_within_work_is_counted_once() -> None:
    """So that no part of a question starts anew; and nothing is left over for the next one."""
    with bounded(3):
        take(2)
        with bounded(100), pytest.raises(TooManyCases):
            take(2)
    with bounded(3):
        take(3)
    take(10**12)
