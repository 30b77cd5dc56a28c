"""Agencies that are not registered yet: what is proved for the kinds of them holds for each that may come."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ostiary.model.agency import LEVELS, Agency
from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Request
from ostiary.model.rules import Atom
from ostiary.policy.reference import decide
from ostiary.promises.boxes import is_empty, points
from ostiary.promises.examples import with_agency
from ostiary.promises.newcomers import Newcomers, atoms_of, covers, positive
from ostiary.promises.space import Axis
from ostiary.promises.territory import Territory
from promises.promise_worlds import AGENCIES, FEW, bundles, requests
from promises.test_territory import point

comers = st.builds(
    Agency,
    st.just("comer"),
    st.just("A comer"),
    st.sampled_from(LEVELS),
    st.sampled_from(["police", "removal", "choir"]),
    st.sampled_from([None, *AGENCIES]),
    state=st.sampled_from([None, "IL", "NY", "WI"]),
    labels=st.frozensets(st.sampled_from(["287g", "other"])),
)


@FEW
@given(bundles())
def test_a_set_of_kinds_holds_those_that_a_word_covers(bundle: Bundle) -> None:
    """Sets are made of patterns, one after another; each number says the same of its agency."""
    newcomers, tree = Newcomers.of((bundle,), ["agreement"]), bundle.agency_tree
    for atom in atoms_of([bundle]):
        for word in atom.words if atom.fact == "agency" else ():
            way = positive(atom.way)
            found = set(points(newcomers.that(way, word, newcomers.lines(tree))))
            plain = Atom("agency", frozenset(), way=way, words=(word,))
            assert found == {n for n in range(len(newcomers)) if covers(plain, newcomers.agency(n), tree)}
    with_paper = set(points(newcomers.holding(frozenset({"agreement"}))))
    assert with_paper == {n for n in range(len(newcomers)) if newcomers.papers_of(n)}


def like(bundle: Bundle, newcomers: Newcomers, comer: Agency, number: int) -> bool:
    """Whether rules cannot tell an agency from one of the kinds."""
    tree = bundle.agency_tree
    return all(
        covers(atom, comer, tree) == covers(atom, newcomers.agency(number), tree)
        for atom in atoms_of([bundle])
        if atom.fact == "agency"
    )


@FEW
@given(bundles(), comers, requests())
def test_whoever_is_registered_later_is_decided_as_the_like_of_it(
    bundle: Bundle, comer: Agency, request: Request
) -> None:
    """Any agency at all, registered, is allowed what the boxes say of a kind that it is like; there always is one."""
    territory = Territory.alone(bundle)
    principals = territory.space.principals
    kinds = [n for n in range(len(principals.newcomers)) if like(bundle, principals.newcomers, comer, n)]
    context = replace(request.context, agency="comer", beneficiary="comer", affiliations=frozenset())
    registered = with_agency(bundle, comer)
    without_papers = next(n for n in kinds if not principals.newcomers.papers_of(n))
    number = len(principals.registered) + without_papers
    for column in request.fields:
        asked = replace(request, context=context, fields=frozenset({column}))
        box = point(territory.space, replace(asked, context=request.context), column, None)
        here = (1 << number, *box[Axis.AFFILIATION :])
        assert isinstance(decide(registered, asked), Allow) == (not is_empty(territory.allowed_in(here)))
