"""Small worlds for tests of policy: one written in TOML, and Hypothesis strategies for random ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import combinations
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st

from ostiary.model.agency import Agency, Agreement
from ostiary.model.bundle import Bundle, Purpose
from ostiary.model.catalogue import Catalogue, Column, RecordClass
from ostiary.model.request import Context, Request
from ostiary.model.rules import (
    MASK_TYPES,
    NEEDS,
    Atom,
    Condition,
    Duty,
    Fact,
    Permit,
    Prohibition,
    RowPredicate,
    Source,
)
from ostiary.policy.compiled_form import with_version

# The machine that runs tests is shared: no test depends on time. 60 examples of each law on every run find what a
# thousand found once.
STEADY = settings(max_examples=60)

DAY = date(2026, 5, 1)
CHICAGO = Path(__file__).parents[1] / "policies" / "chicago-2019"
PACKS = sorted(path.parent for path in CHICAGO.parent.glob("*/policy.toml"))

POLICY = """\
[policy]
name = "small"
title = "A small policy"
custodian = "the clerk"
case_form = "[A-Z]{2}[0-9]{6}"
case_example = "JK123456"
"""
PEOPLE = """\
[[agency]]
code = "city-police"
name = "City Police"
level = "city"
kind = "police"
[[agency]]
code = "bureau"
name = "Bureau"
level = "federal"
kind = "police"
[[agency]]
code = "bureau-east"
name = "Bureau, East"
level = "federal"
kind = "police"
parent = "bureau"
[[purpose]]
code = "investigation"
title = "Investigation"
[[purpose]]
code = "robbery"
title = "Robbery"
parent = "investigation"
"""
CATALOGUE = """\
[[record_class]]
name = "persons"
schema = "city"
title = "Persons"
subject_key = "person_id"
labels = ["person"]
column = [
  { name = "person_id", type = "int8", identifying = true },
  { name = "surname", type = "text" },
  { name = "dob", type = "date" },
  { name = "ssn", type = "text", labels = ["sensitive"] },
  { name = "sealed", type = "bool" },
]
[[record_class]]
name = "codes"
schema = "city"
title = "Codes"
labels = ["public"]
[[record_class.column]]
name = "code"
type = "text"
"""


def small_files(rules: str = "", **others: str) -> dict[str, str]:
    """The files of the small bundle, with the given rules; other files replace or join them by name."""
    files = {"policy": POLICY, "people": PEOPLE, "catalogue": CATALOGUE, "rules": rules} | others
    return {f"{name}.toml": text for name, text in files.items()}


def ask(
    agency: str,
    purpose: str,
    record_class: str,
    *fields: str,
    beneficiary: str = "",
    role: str = "officer",
    case: str | None = None,
    basis: frozenset[str] = frozenset(),
    affiliations: frozenset[str] = frozenset(),
    day: date = DAY,
) -> Request:
    """A request in one line."""
    context = Context(
        member="m-1",
        agency=agency,
        role=role,
        purpose=purpose,
        beneficiary=beneficiary or agency,
        affiliations=affiliations,
        basis=basis,
        case=case,
    )
    return Request(context, record_class, frozenset(fields), day)


AGENCIES = {
    code: Agency(code, code, "city", "police", parent)
    for code, parent in [("a", None), ("b", "a"), ("c", None)]
}
PURPOSES = {code: Purpose(code, code, parent) for code, parent in [("p", None), ("q", "p")]}
CLASSES = {
    "one": RecordClass("one", "s", "One", (Column("x", "text"), Column("y", "date"), Column("z", "bool"))),
    "two": RecordClass("two", "s", "Two", (Column("x", "text"),)),
}
FIELDS = ["one.x", "one.y", "one.z", "two.x"]
VALUES: Mapping[Fact, list[str]] = {
    "agency": ["a", "b", "c"],
    "role": ["r", "s"],
    "purpose": ["p", "q"],
    "basis": ["consent", "subpoena"],
    "record_class": ["one", "two"],
    "field": FIELDS,
}


ATOMS = [
    Atom(fact, frozenset(values), others)
    for fact, every in VALUES.items()
    for size in range(1, len(every) + 1)
    for values in combinations(every, size)
    for others in (False, True)
]


def conditions(*, with_needs: bool, most: int = 2) -> st.SearchStrategy[Condition]:
    """A random condition of a few atoms."""
    some = st.lists(st.sampled_from(ATOMS), max_size=most).map(tuple)
    needs = st.sampled_from([(), (), *((need,) for need in NEEDS)]) if with_needs else st.just(())
    return st.builds(Condition, some, needs)


def sources(kind: str, index: int) -> st.SearchStrategy[Source]:
    """A source whose rule is mostly in force on DAY."""
    starts = st.sampled_from([None, None, date(2026, 1, 1), date(2026, 6, 1)])
    return starts.map(lambda start: Source(f"{kind}{index}", "a law", effective=start))


def permits(index: int) -> st.SearchStrategy[Permit]:
    """A random permit."""
    return st.builds(Permit, sources("P", index), conditions(with_needs=True, most=1 if index == 0 else 3))


def prohibitions(index: int) -> st.SearchStrategy[Prohibition]:
    """A random prohibition with at most one exception."""
    unless = st.lists(conditions(with_needs=True), max_size=1).map(tuple)
    return st.builds(Prohibition, sources("X", index), conditions(with_needs=False), unless)


def duties(index: int) -> st.SearchStrategy[Duty]:
    """A random duty."""
    masks = [("one", "x", mask) for mask in ("hidden", "initial", "last-4", "block")]
    masks += [("one", "y", mask) for mask in ("hidden", "year")]
    rows = [RowPredicate("one", "z", "=", value=False), RowPredicate("two", "x", "<>", "v")]
    return st.builds(
        Duty,
        sources("D", index),
        conditions(with_needs=False),
        st.lists(st.sampled_from([mask for mask in masks if mask[2] in MASK_TYPES]), max_size=2).map(tuple),
        st.lists(st.sampled_from(rows), max_size=2).map(tuple),
        st.sampled_from([None, 10, 20]),
        st.sampled_from([None, None, 2, 5]),
    )


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    """A random bundle of one to three permits, at most two prohibitions and three duties over the same small world."""
    agreed = draw(st.lists(st.sampled_from(["a", "b", "c"]), unique=True))
    return with_version(
        Bundle(
            name="random",
            title="Random",
            version="",
            custodian="the clerk",
            case_form="[0-9]+",
            case_example="1",
            agencies=AGENCIES,
            purposes=PURPOSES,
            agreements=tuple(Agreement(f"g-{code}", code, "A", "s. 1", "2026-01-01") for code in agreed),
            officials={},
            catalogue=Catalogue(CLASSES),
            permits=tuple(draw(permits(index)) for index in range(draw(st.integers(1, 3)))),
            prohibitions=tuple(draw(prohibitions(index)) for index in range(draw(st.integers(0, 2)))),
            duties=tuple(draw(duties(index)) for index in range(draw(st.integers(0, 3)))),
        )
    )


def contexts(*, unknown: bool = False) -> st.SearchStrategy[Context]:
    """A random context with at most one affiliation; with ``unknown`` also with agencies and purposes nobody declared."""
    extra = ["nobody"] if unknown else []
    agencies = st.sampled_from([*AGENCIES, *extra])
    pairs = st.one_of(agencies.map(lambda code: (code, code)), st.tuples(agencies, agencies))
    return st.builds(
        lambda pair, **facts: Context(member="m", agency=pair[0], beneficiary=pair[1], **facts),
        pairs,
        role=st.sampled_from(["r", "s", "t"]),
        purpose=st.sampled_from([*PURPOSES, *extra]),
        affiliations=st.frozensets(agencies, max_size=1),
        basis=st.frozensets(st.sampled_from(["consent", "subpoena", "statute", *extra])),
        case=st.sampled_from([None, "1"]),
    )


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """A random request; one in two also about what no bundle knows."""
    unknown = draw(st.booleans())
    name = draw(st.sampled_from([*CLASSES, "nothing"] if unknown else [*CLASSES]))
    columns = {"one": ["x", "y", "z"], "two": ["x"], "nothing": ["w"]}[name] + (["w"] if unknown else [])
    return Request(
        draw(contexts(unknown=unknown)), name, draw(st.frozensets(st.sampled_from(columns), max_size=2)), DAY
    )
