"""A review that could not be made just now is made again at the next look; one that was judged stays as it was judged."""

from __future__ import annotations

import time
from collections.abc import Callable

from directives.directive_world import Chain
from ostiary.errors import ControlDown, DirectiveRefused
from ostiary.model.directive import PolicyChange
from ostiary.office.desk import Desk
from ostiary.web.console.reviews import Judgement, Reviews


def looked(reviews: Reviews, chain: Chain) -> Judgement:
    """The judgement, as a page that is drawn again and again comes to it."""
    one = chain.register.directives["P-1"]
    while (found := reviews.maybe_judgement(one, chain.register)) is None:
        time.sleep(0.001)
    return found


def changed() -> Chain:
    chain = Chain()
    chain.order(PolicyChange("a" * 64, "b" * 64, "another", "why"), "mayor")
    return chain


def in_turn(*faults: Exception) -> Callable[[], Desk]:
    """Desks that do not open, each for its own reason."""
    left = list(faults)

    def open_desk() -> Desk:
        raise left.pop(0)

    return open_desk


def test_a_database_that_is_away_is_asked_again() -> None:
    """Or an official could confirm nothing until somebody else's step, or a restart."""
    reviews, chain = (
        Reviews(in_turn(ControlDown("away"), OSError(2, "gone"), DirectiveRefused("no"))),
        changed(),
    )
    assert looked(reviews, chain).why_not == "away"
    assert looked(reviews, chain).why_not == "it could not be reviewed: gone"
    assert looked(reviews, chain).why_not == "no"
    assert looked(reviews, chain).why_not == "no"
