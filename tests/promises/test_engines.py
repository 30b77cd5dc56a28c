"""Two engines that know nothing of each other say the same of every promise, and of a tiny world what brute force says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.model.agency import Agency, Agreement
from ostiary.model.bundle import Bundle
from ostiary.model.catalogue import Catalogue
from ostiary.model.request import Allow, Context, Request
from ostiary.model.rules import Atom, Condition, Duty, Permit, Prohibition, Promise, Source
from ostiary.policy.reference import decide
from ostiary.promises.boxes import is_empty
from ostiary.promises.claims import Bulwark, Claim, breaches
from ostiary.promises.engines import Engines
from ostiary.promises.examples import with_agency
from ostiary.promises.formula import formula_of
from ostiary.promises.meaning import excludes
from ostiary.promises.proving import permitting_everything
from ostiary.promises.solver import Solver
from ostiary.promises.territory import Territory
from policy_worlds import STEADY
from promises.promise_worlds import AGENCIES, CLASSES, FEW, PURPOSES, bundles


@FEW
@given(bundles())
def test_boxes_and_solver_answer_both_questions_alike(bundle: Bundle) -> None:
    """Whether a promise is broken, and whether somebody could add a permit that breaks it."""
    territory, bulwark = Territory.alone(bundle), Bulwark.of(bundle, date.min)
    formula = formula_of(bundle)
    solver = Solver(formula.clauses)
    for promise, literal in zip(bundle.promises, formula.broken, strict=True):
        claim = Claim.of(territory.layout, promise)
        is_broken = not is_empty(breaches(territory, claim))
        assert solver.can_hold([literal, -formula.ever]) == ("yes" if is_broken else "no")
        has_gap = not is_empty(bulwark.gaps(promise))
        assert solver.can_hold([literal, formula.ever]) == ("yes" if has_gap else "no")
        assert has_gap or not is_broken


# A world so small that every request in it can be asked.
TINY_WAYS = [
    Atom("agency", frozenset({"bureau"}), way="under", words=("bureau",)),
    Atom("agency", frozenset({"town"}), words=("town",)),
    Atom("agency", frozenset({"town"}), others=True, way="not_under", words=("bureau",)),
    Atom("purpose", frozenset({"p"}), words=("p",)),
    Atom("basis", frozenset({"consent"}), words=("consent",)),
    Atom("field", frozenset({"two.x"}), words=("two.x",)),
]


def tiny_conditions(*, with_needs: bool) -> st.SearchStrategy[Condition]:
    """At most two conjuncts, and sometimes a need."""
    needs = st.sampled_from([(), (), ("case-number",), ("agreement",)] if with_needs else [()])
    return st.builds(Condition, st.lists(st.sampled_from(TINY_WAYS), max_size=2).map(tuple), needs)


@st.composite
def tiny_bundles(draw: st.DrawFn) -> Bundle:
    """Two agencies, two purposes, two fields, one basis, two needs, two spans of days."""
    bundle = draw(bundles())
    cases = st.lists(tiny_conditions(with_needs=True), max_size=1).map(tuple)
    until = st.sampled_from([None, date(2026, 6, 1)])
    sources = st.builds(lambda end, n: Source(f"R{n}", "a law", expires=end), until, st.integers(0, 9**9))
    return replace(
        bundle,
        agencies={code: AGENCIES[code] for code in ("town", "bureau")},
        purposes={code: PURPOSES[code] for code in ("p", "r")},
        catalogue=Catalogue(
            {name: replace(CLASSES[name], columns=CLASSES[name].columns[:1]) for name in CLASSES}
        ),
        agreements=tuple(one for one in bundle.agreements if one.agency in {"town", "bureau"}),
        permits=tuple(
            draw(st.lists(st.builds(Permit, sources, tiny_conditions(with_needs=True)), max_size=2))
        ),
        prohibitions=tuple(
            draw(
                st.lists(
                    st.builds(Prohibition, sources, tiny_conditions(with_needs=False), cases), max_size=2
                )
            )
        ),
        duties=tuple(
            draw(
                st.lists(
                    st.builds(
                        Duty, sources, tiny_conditions(with_needs=False), needs=st.just(("case-number",))
                    ),
                    max_size=1,
                )
            )
        ),
        promises=(
            Promise(
                Source("Z", "a law"),
                draw(tiny_conditions(with_needs=False)),
                draw(st.lists(tiny_conditions(with_needs=False), max_size=1).map(tuple)),
            ),
        ),
    )


def every_request(bundle: Bundle, days: tuple[date, ...]) -> Iterator[Request]:
    """Whoever asks, for whomever, employed by anybody, with and without everything, also by agencies that come later."""
    codes = [*bundle.agencies]
    employers = [(), *((code,) for code in [*codes, "nobody"])]
    pairs = [(code, other) for code in codes for other in {code, "town"}]
    for (agency, beneficiary), employer, purpose, basis, case, name, day in product(
        pairs,
        employers,
        bundle.purposes,
        [frozenset[str](), frozenset({"consent"})],
        [None, "1"],
        bundle.catalogue.classes,
        days,
    ):
        context = Context("m", agency, "r", purpose, beneficiary, frozenset(employer), basis, case)
        yield Request(context, name, frozenset({"x"}), day)


def by_brute_force(bundle: Bundle, days: tuple[date, ...]) -> bool:
    """Whether any request is allowed that the promise excludes."""
    (promise,) = bundle.promises
    return any(
        isinstance(decide(bundle, one), Allow) and excludes(bundle, promise, one)
        for one in every_request(bundle, days)
    )


@settings(STEADY, max_examples=6)
@given(tiny_bundles())
def test_the_engines_say_what_asking_every_request_says(bundle: Bundle) -> None:
    """One agency of each kind, with and without an agreement, is registered; then the reference answers everything."""
    days = (date(2026, 5, 1), date(2027, 6, 1))
    full = bundle
    for number, parent in enumerate([None, "bureau"]):
        for papers in ((), ("agreement",)):
            comer = Agency(f"new-{number}-{len(papers)}", "New", "city", "police", parent)
            full = with_agency(full, comer, papers)
    verdict = Engines.of(bundle, date(2026, 1, 2)).verdict(0)
    assert (verdict == "BROKEN") == by_brute_force(full, days)
    if verdict != "BROKEN":
        opened = permitting_everything(full)
        papers_open = [with_papers(opened, some) for some in ((), ("town",), ("bureau",), ("town", "bureau"))]
        assert (verdict == "KEPT TODAY") == any(by_brute_force(one, days) for one in papers_open)


def with_papers(bundle: Bundle, codes: tuple[str, ...]) -> Bundle:
    """The bundle in which, of the registered agencies, these have an agreement and no others."""
    others = tuple(one for one in bundle.agreements if one.agency not in {"town", "bureau"})
    ours = tuple(Agreement(code, code, "A", "", "0001-01-01") for code in codes)
    return replace(bundle, agreements=(*others, *ours))
