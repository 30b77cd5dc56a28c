from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from directives.test_policy_change import BEFORE, bundle
from ostiary.directives.review import Finding, Review, Verdict, verify_confirmable, verify_orderable
from ostiary.errors import DirectiveRefused

# PR-1 is permanent, PR-2 is not.
FINDINGS: tuple[Finding, ...] = get_args(Finding)


def review(first: Finding, second: Finding) -> Review:
    return Review((), (Verdict("PR-1", first), Verdict("PR-2", second)))


@pytest.mark.parametrize(("first", "second"), list(product(FINDINGS, FINDINGS)))
def test_what_may_be_ordered_and_what_confirmed(first: Finding, second: Finding) -> None:
    """A permanent promise must follow from prohibitions alone, any other may be kept today; not settled is broken."""
    is_permanent_kept = first == "KEPT"
    is_other_kept = second in {"KEPT", "KEPT TODAY"}
    assert is_admitted(verify_orderable, review(first, second)) == is_permanent_kept
    assert is_admitted(verify_confirmable, review(first, second)) == (is_permanent_kept and is_other_kept)


def is_admitted(verify: object, found: Review) -> bool:
    try:
        verify(found, BEFORE)  # type: ignore[operator]  # one of the two functions above
    except DirectiveRefused:
        return False
    return True


def test_what_is_not_proved_is_not_signed() -> None:
    """Where nothing was proved nothing is confirmed, and nothing ordered where a promise is permanent."""
    nothing = Review(("new permit P9",))
    with pytest.raises(DirectiveRefused, match="nothing has been proved"):
        verify_confirmable(nothing, BEFORE)
    with pytest.raises(DirectiveRefused, match="nothing has been proved"):
        verify_orderable(nothing, BEFORE)
    without = bundle("")
    verify_orderable(nothing, without)
    with pytest.raises(DirectiveRefused, match="nothing has been proved"):
        verify_confirmable(nothing, without)


@pytest.mark.parametrize(
    "verdicts",
    [(), (Verdict("PR-2", "KEPT"),), (Verdict("PR-1", "KEPT"), Verdict("PR-1", "BROKEN"), Verdict("PR-2", "KEPT"))],
    ids=["none", "one is missing", "two disagree"],
)  # fmt: skip
def test_a_promise_without_one_sound_verdict_is_broken(verdicts: tuple[Verdict, ...]) -> None:
    """Missing verdicts and verdicts that disagree are no proof."""
    for verify in (verify_orderable, verify_confirmable):
        with pytest.raises(DirectiveRefused, match="would be broken: `PR-1`"):
            verify(Review((), verdicts), BEFORE)


def test_a_policy_without_promises_is_confirmed_when_that_was_looked_at() -> None:
    """Nothing to keep, and somebody has looked."""
    verify_confirmable(Review((), ()), bundle(""))


def test_a_change_that_is_not_proved_whole_is_not_confirmed() -> None:
    """It may be ordered, to be looked at; nobody puts it in force."""
    unsettled = Review((), (), unsettled="the engines disagree")
    verify_orderable(unsettled, bundle(""))
    with pytest.raises(DirectiveRefused, match="not proved what this policy changes: the engines disagree"):
        verify_confirmable(unsettled, bundle(""))
