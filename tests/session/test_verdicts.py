"""Decisions that are remembered are those that the evaluator would take again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from ostiary.model.request import Allow, Context, Duties
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.session import verdicts
from ostiary.session.deciding import verdict_on
from ostiary.session.verdicts import Verdict, Verdicts
from ostiary.sql.plan import Footprint
from ostiary.testing.example import CASE, NOON, example_snapshot

BUNDLE = example_snapshot().bundle
POLICY = example_snapshot().policy
OTHER = IndexedPolicy(replace(BUNDLE, version="another", permits=BUNDLE.permits[1:]))
FOOTPRINTS = (
    Footprint("persons", ("surname", "ssn")),
    Footprint("persons", ()),
    Footprint("codes", ("code",)),
    Footprint("nothing", ("at-all",)),
)
DAYS = (NOON.date(), NOON.date() + timedelta(days=400), date(2001, 1, 1))
CONTEXTS = tuple(
    Context("m", agency, "detective", purpose, beneficiary, affiliations, basis, case)
    for agency, purpose, beneficiary, affiliations, basis, case in product(
        ("city-police", "bureau", "removal"),
        ("robbery", "removal"),
        ("city-police", "removal-east"),
        (frozenset[str](), frozenset({"removal"})),
        (frozenset[str](), frozenset({"judicial-warrant"})),
        (None, CASE),
    )
)
ASKED = st.tuples(
    st.sampled_from((POLICY, OTHER)),
    st.sampled_from(CONTEXTS),
    st.sampled_from(DAYS),
    st.lists(st.sampled_from(FOOTPRINTS), max_size=3).map(tuple),
)


@given(st.lists(ASKED, max_size=12))
def test_what_is_remembered_is_what_the_evaluator_says(
    asked: list[tuple[IndexedPolicy, Context, date, tuple[Footprint, ...]]],
) -> None:
    """In any order and however often: each answer is that of the evaluator asked now."""
    held = Verdicts()
    for one in [*asked, *asked]:
        assert held.find(*one, verdict_on) == verdict_on(*one)


def test_each_part_of_the_question_counts() -> None:
    """Another policy version, context, day or footprint is another question, decided by the evaluator; the same is not."""
    footprints = (FOOTPRINTS[0],)
    first = (POLICY, CONTEXTS[0], DAYS[0], footprints)
    for one in (
        (OTHER, CONTEXTS[0], DAYS[0], footprints),
        (POLICY, CONTEXTS[1], DAYS[0], footprints),
        (POLICY, CONTEXTS[0], DAYS[1], footprints),
        (POLICY, CONTEXTS[0], DAYS[0], (FOOTPRINTS[1],)),
        (POLICY, CONTEXTS[0], DAYS[0], (FOOTPRINTS[0], FOOTPRINTS[0])),
    ):
        held = Verdicts()
        decided: list[object] = []

        def decide(*asked: object, to: list[object] = decided) -> Verdict:
            to.append(asked)
            return Verdict(Allow((), Duties()))

        for bundle, context, day, read in (first, first, one, one):
            held.find(bundle, context, day, read, decide)
        assert decided == [first, one]


def test_a_session_remembers_so_many_and_no_more() -> None:
    """Beyond the limit it starts anew, and decides right."""
    held = Verdicts()
    for number in range(verdicts.MAX_VERDICTS + 10):
        one = (POLICY, CONTEXTS[0], DAYS[0], (Footprint(f"class-{number}", ()),))
        assert held.find(*one, verdict_on) == verdict_on(*one)
        assert len(held) <= verdicts.MAX_VERDICTS
