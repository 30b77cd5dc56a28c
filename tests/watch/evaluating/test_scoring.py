"""Leads against the truth."""

from __future__ import annotations

from ostiary.watch.evaluating.case import Act, Case
from ostiary.watch.evaluating.playing import Played
from ostiary.watch.evaluating.scoring import Said, Truth, place_of, precision_at

ACT = Act("a", (0,), 0, 1, 60, ("new",), None, {})


def _case(name: str, kind: str, events: set[str]) -> Played:
    case = Case(name, (kind,), "typical", "", "", (ACT,), frozenset(), frozenset(), {}, ())
    return Played(case, frozenset({f"user-{name}"}), frozenset(), frozenset(), frozenset(events), 0)


TRUTH = Truth([_case("one", "M1", {"a", "b"}), _case("two", "M9", {"c"})])


def _lead(kind: str, entity: str, *events: str) -> Said:
    return Said(kind, entity, frozenset(events))


def test_a_lead_about_the_right_person_names_the_case() -> None:
    """One of its events is enough where the lead is about somebody of the case."""
    one, two = TRUTH.seen([_lead("M1", "user-one", "a", "x", "y", "z")], frozenset({"M1"}))
    assert (one.found, one.by, one.rank, one.judged) == (True, ("M1",), 1, True)
    assert (two.found, two.by, two.rank, two.judged) == (False, (), None, False)


def test_a_lead_that_swept_something_along_found_nothing() -> None:
    """A lead about others that happens to hold a planted access names no case; one that is mostly planted does."""
    assert TRUTH.right([_lead("M2", "agency", "a", "x", "y"), _lead("M2", "agency", "a", "c", "x")]) == [
        False,
        True,
    ]


def test_another_type_sees_without_finding() -> None:
    """A case that only another detector names is seen, and not found by the one that should."""
    one, _ = TRUTH.seen([_lead("M2", "user-one", "a")], frozenset({"M1", "M2"}))
    assert (one.found, one.by) == (False, ("M2",))


def test_precision_and_recall_are_of_what_a_reviewer_reads() -> None:
    """Within the budget, and of all leads where there are fewer."""
    queue = [_lead("M1", "user-one", "a"), _lead("M5", "nobody", "x"), _lead("M9", "user-two", "c")]
    hits = TRUTH.right(queue)
    assert [precision_at(hits, budget) for budget in (1, 2, 100)] == [1.0, 0.5, 2 / 3]
    assert [TRUTH.cumulative_recall(queue, budget) for budget in (1, 2, 3)] == [0.5, 0.5, 1.0]
    assert precision_at([], 20) is None
    assert Truth([]).cumulative_recall(queue, 20) is None


def test_the_first_alert_is_of_the_right_type() -> None:
    """Days from the beginning of a case to the end of the first run that names it as what it is."""
    day = 86_400_000
    runs = [
        (7 * day, [_lead("M2", "user-one", "a")]),
        (14 * day, [_lead("M1", "user-one", "a")]),
        (21 * day, [_lead("M1", "user-one", "a")]),
    ]
    assert TRUTH.first_alerts(runs) == {"one": 14.0}


def test_types_of_both_letters_have_an_order() -> None:
    """A lead about coverage counts against the queue like any other, and breaks no table."""
    assert sorted(("M10", "C6", "M2", "C1"), key=place_of) == ["C1", "C6", "M2", "M10"]
