"""Several duties become one, in whatever order they come."""

from __future__ import annotations

from itertools import permutations

from ostiary.model.request import Duties
from ostiary.model.rules import Condition, Duty, RowPredicate, Source
from ostiary.policy.settlement import settle

OPEN = RowPredicate("persons", "sealed", "=", value=False)
RECENT = RowPredicate("plates", "read_at", "within-days", 30)
ALWAYS = Condition()
DUTIES = [
    Duty(Source("D3", "c"), ALWAYS, (("persons", "ssn", "last-4"), ("persons", "dob", "year")), (OPEN,), 500),
    Duty(
        Source("D1", "c"),
        ALWAYS,
        (("persons", "ssn", "hidden"), ("plates", "plate", "initial")),
        (RECENT,),
        None,
    ),
    Duty(Source("D2", "c"), ALWAYS, (("persons", "ssn", "initial"),), (OPEN,), 200),
    Duty(Source("D4", "c"), ALWAYS, (("plates", "plate", "hidden"),)),
    Duty(Source("D5", "c"), ALWAYS, minimum_group=7),
]


def test_the_strictest_mask_all_rows_the_least_limit_and_the_largest_group_count() -> None:
    """Every order of the duties gives the same, and only duties that ask something are named."""
    for order in permutations(DUTIES):
        assert settle(order, "persons", ["ssn", "surname"]) == Duties(
            masks=(("ssn", "hidden"),),
            rows=(OPEN,),
            row_limit=200,
            minimum_groups=(("persons", 7),),
            rules=("D1", "D2", "D3", "D5"),
        )
    groups = [Duty(Source(f"D{least}", "c"), ALWAYS, minimum_group=least) for least in (3, 9, 5)]
    assert settle(groups, "persons", []).minimum_groups == (("persons", 9),)


def test_no_duties_ask_nothing() -> None:
    """Without duties an answer is whole."""
    assert settle([], "persons", ["ssn"]) == Duties()
