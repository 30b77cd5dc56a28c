from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from directives.test_policy_change import BEFORE, PERMIT, PROMISES, bundle
from ostiary.errors import TooManyCases
from ostiary.model.bundle import Bundle
from ostiary.office import reviewer
from ostiary.office.replaying import ReplayedLog
from ostiary.office.reviewing import review_lines, review_object
from ostiary.testing.example import RULES

NO_LOG = ReplayedLog(Path("/nonexistent"), None, lambda _label: nullcontext(lambda _done, _total: None))


def test_a_review_has_the_difference_and_the_proofs() -> None:
    """In words and as an object; what cannot be replayed here is said not to have been."""
    review = reviewer.reviewer_for(NO_LOG)(BEFORE, bundle(more=PERMIT))
    said = "\n".join(review_lines(review))
    assert "P9 (permit added)" in said
    assert "PR-1: " in said
    assert "4 of 4 rules" not in said
    assert "5 of 5 rules encoded by both engines" in said
    assert "nothing was replayed\nthe log was not replayed: " in said
    assert not any(line != line.rstrip() for line in said.splitlines())
    plain = review_object(review)
    assert plain["replay"] is None
    assert isinstance(plain["promises"], list)
    assert [one["promise"] for one in plain["promises"]] == ["PR-1", "PR-2"]


def test_a_difference_that_is_too_large_is_told_by_its_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with its citation; that no more was worked out is said."""

    def too_many(_old: Bundle, _new: Bundle, _since: object) -> None:
        raise TooManyCases("more than anybody counts")

    monkeypatch.setattr(reviewer, "differ", too_many)
    rules = RULES.replace('id = "D1"\ncite = "s. 4"', 'id = "D7"\ncite = "s. 7"').replace(
        "row_limit = 3", "row_limit = 4"
    )
    review = reviewer.reviewer_for(NO_LOG)(
        BEFORE, bundle(PROMISES.replace("2030", "2031"), rules=rules, more=PERMIT)
    )
    assert review.difference == (
        "new permit P9 (s. 9)",
        "no more duty D1 (s. 4)",
        "new duty D7 (s. 7)",
        "promise PR-2 is another one (Ordinance 2)",
    )
    assert review.unsettled == "the difference was not worked out: more than anybody counts"
