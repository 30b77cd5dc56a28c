"""Random bundles whose agencies differ in every attribute that a rule can test, and random requests about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from ostiary.model.agency import Agency, Agreement
from ostiary.model.bundle import Bundle, Purpose
from ostiary.model.catalogue import Catalogue, Column, RecordClass
from ostiary.model.request import Context, Request
from ostiary.model.rules import (
    NEEDS,
    Atom,
    Condition,
    Duty,
    Fact,
    Need,
    Permit,
    Prohibition,
    Promise,
    Source,
    Way,
)
from ostiary.model.tree import Tree

# What a bundle of this world costs to draw is most of what a test takes; tests/soak/soak_proofs.py draws a thousand.
FEW = settings(max_examples=30)

AGENCIES = {
    one.code: one
    for one in [
        Agency("town", "Town", "city", "police", state="IL"),
        Agency("bureau", "Bureau", "federal", "police"),
        Agency("east", "East", "federal", "removal", "bureau", state="NY"),
        Agency("firm", "Firm", "private", "vendor", labels=frozenset({"287g"})),
        Agency("gone", "Gone", "city", "police", state="IL", status="suspended"),
    ]
}
PURPOSES = {code: Purpose(code, code, parent) for code, parent in [("p", None), ("q", "p"), ("r", None)]}
CLASSES = {
    "one": RecordClass("one", "s", "One", (Column("x", "text"), Column("y", "date"))),
    "two": RecordClass("two", "s", "Two", (Column("x", "text"),)),
}
WORDS: Mapping[Way, list[str]] = {
    "listed": [*AGENCIES],
    "under": ["bureau", "east"],
    "level": ["city", "federal"],
    "kind": ["police"],
    "state": ["IL"],
    "label": ["287g"],
}
VALUES: Mapping[Fact, list[str]] = {
    "role": ["clerk", "officer"],
    "purpose": [*PURPOSES],
    "basis": ["consent", "subpoena"],
    "record_class": [*CLASSES],
    "field": ["one.x", "one.y", "two.x"],
}
DAYS = [date(2025, 6, 1), date(2026, 1, 1), date(2026, 6, 1), date(2027, 1, 1)]


def covered(way: Way, word: str) -> set[str]:
    """The registered agencies that a word covers, said again and not taken from what is tested."""
    tree = Tree({code: one.parent for code, one in AGENCIES.items()})
    found: dict[Way, set[str]] = {
        "listed": {word},
        "under": {code for code in AGENCIES if tree.is_under(code, word)},
        "level": {code for code, one in AGENCIES.items() if one.level == word},
        "kind": {code for code, one in AGENCIES.items() if one.kind == word},
        "state": {code for code, one in AGENCIES.items() if one.state == word},
        "label": {code for code, one in AGENCIES.items() if word in one.labels},
    }
    return found[way]


@st.composite
def agency_atoms(draw: st.DrawFn) -> Atom:
    """A conjunct about agencies, said in any of the ways."""
    way: Way = draw(st.sampled_from(list(WORDS)))
    words = draw(st.lists(st.sampled_from(WORDS[way]), min_size=1, max_size=2, unique=True))
    values = set[str]().union(*(covered(way, word) for word in words))
    if way != "listed" and draw(st.booleans()):
        negative: Way = {
            "under": "not_under",
            "level": "not_level",
            "kind": "not_kind",
            "state": "not_state",
        }.get(way, "not_label")  # type: ignore[assignment]
        return Atom(
            "agency", frozenset(set(AGENCIES) - values), others=True, way=negative, words=tuple(words)
        )
    return Atom("agency", frozenset(values), way=way, words=tuple(words))


@st.composite
def other_atoms(draw: st.DrawFn) -> Atom:
    """A conjunct about another fact."""
    fact = draw(st.sampled_from(list(VALUES)))
    values = draw(st.frozensets(st.sampled_from(VALUES[fact]), min_size=1, max_size=2))
    return Atom(fact, values, words=tuple(sorted(values)))


def needs() -> st.SearchStrategy[tuple[Need, ...]]:
    """Mostly none, sometimes one or two."""
    some = st.lists(st.sampled_from(NEEDS), min_size=1, max_size=2, unique=True).map(tuple)
    return st.one_of(st.just(()), st.just(()), some)


def conditions(*, with_needs: bool, most: int = 2) -> st.SearchStrategy[Condition]:
    """A conjunction of a few conjuncts."""
    some = st.lists(st.one_of(agency_atoms(), other_atoms()), max_size=most).map(tuple)
    return st.builds(Condition, some, needs() if with_needs else st.just(()))


def sources(kind: str, index: int) -> st.SearchStrategy[Source]:
    """A source that is in force always, from a day, or until a day."""
    dates = st.sampled_from(
        [(None, None), (None, None), (DAYS[1], None), (None, DAYS[2]), (DAYS[1], DAYS[2])]
    )
    return dates.map(lambda pair: Source(f"{kind}{index}", "a law", effective=pair[0], expires=pair[1]))


def exceptions() -> st.SearchStrategy[tuple[Condition, ...]]:
    """None, one or two cases."""
    return st.lists(conditions(with_needs=True), max_size=2).map(tuple)


def permits(index: int) -> st.SearchStrategy[Permit]:
    """A random permit."""
    return st.builds(Permit, sources("P", index), conditions(with_needs=True, most=1 if index == 0 else 3))


def prohibitions(index: int) -> st.SearchStrategy[Prohibition]:
    """A random prohibition."""
    return st.builds(Prohibition, sources("X", index), conditions(with_needs=False), exceptions())


def duties(index: int) -> st.SearchStrategy[Duty]:
    """A random duty that only asks for needs."""
    return st.builds(
        Duty, sources("D", index), conditions(with_needs=False), needs=needs(), row_limit=st.just(10)
    )


def promises(index: int) -> st.SearchStrategy[Promise]:
    """A random promise."""
    return st.builds(
        Promise, sources("Z", index), conditions(with_needs=False), exceptions(), is_permanent=st.booleans()
    )


@st.composite
def bundles(draw: st.DrawFn, most_promises: int = 2) -> Bundle:
    """A random bundle over the small world."""
    papers = draw(
        st.lists(
            st.tuples(
                st.sampled_from([*AGENCIES]), st.sampled_from(["agreement", "declaration"]), st.booleans()
            ),
            max_size=3,
            unique=True,
        )
    )
    return Bundle(
        name="random",
        title="Random",
        version="v",
        custodian="the clerk",
        case_form="[0-9]+",
        case_example="1",
        agencies=AGENCIES,
        purposes=PURPOSES,
        agreements=tuple(
            Agreement(f"g{n}", code, "A", "s. 1", "2026-01-01", "2027-01-01" if ends else None, kind)
            for n, (code, kind, ends) in enumerate(papers)
        ),
        officials={},
        catalogue=Catalogue(CLASSES),
        permits=tuple(draw(permits(index)) for index in range(draw(st.integers(1, 3)))),
        prohibitions=tuple(draw(prohibitions(index)) for index in range(draw(st.integers(0, 3)))),
        duties=tuple(draw(duties(index)) for index in range(draw(st.integers(0, 2)))),
        promises=tuple(draw(promises(index)) for index in range(draw(st.integers(0, most_promises)))),
    )


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """A random request: any beneficiary, affiliations also of agencies that nobody knows, any fields of one class."""
    agency = draw(st.sampled_from([*AGENCIES]))
    name = draw(st.sampled_from([*CLASSES]))
    columns = [column.name for column in CLASSES[name].columns]
    case = draw(st.sampled_from([None, "1"]))
    context = Context(
        member="m",
        agency=agency,
        beneficiary=draw(st.one_of(st.just(agency), st.sampled_from([*AGENCIES]))),
        affiliations=draw(st.frozensets(st.sampled_from([*AGENCIES, "nobody"]), max_size=2)),
        role=draw(st.sampled_from(["clerk", "officer", "other"])),
        purpose=draw(st.sampled_from([*PURPOSES])),
        basis=draw(st.frozensets(st.sampled_from(["consent", "subpoena", "statute"]))),
        case=case,
        vouched=draw(st.frozensets(st.sampled_from(["open-case", "approval"]))),
    )
    fields = draw(st.frozensets(st.sampled_from(columns)))
    return Request(context, name, fields, draw(st.sampled_from(DAYS)))
