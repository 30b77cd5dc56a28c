"""Agencies that are not registered yet, one for each combination of attributes that rules can tell apart.

Knows: what of an agency the conditions of rules test, and whether they cover an agency that no bundle lists.
Must not know: requests, boxes.

Whatever is proved for these holds for every agency that anybody may register later, whatever its code is: no rule can
list a code before it is there, and in every other respect the agency is like one of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations, product
from typing import TypeVar

from ostiary.errors import TooManyCases
from ostiary.model.agency import LEVELS, Agency
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Atom, Condition, Way
from ostiary.model.tree import Tree

Word = TypeVar("Word", bound=str)

OTHER = ""
"""The level, or the kind, of an agency whose level or kind no rule names."""

MAX_NEWCOMERS = 4_096
"""16 places, 4 levels, 4 kinds, 4 states and 2 labels make 4,096: more than any pack has, and half a kilobyte a set."""


def conditions_of(bundle: Bundle) -> Iterator[Condition]:
    """Every condition in a bundle: of rules, exceptions, promises and the cases that promises leave out."""
    yield from (one.when for one in bundle.permits)
    yield from (one.when for one in bundle.duties)
    for prohibition in bundle.prohibitions:
        yield from (prohibition.when, *prohibition.unless)
    for promise in bundle.promises:
        yield from (promise.never, *promise.unless)


def atoms_of(bundles: Iterable[Bundle]) -> Iterator[Atom]:
    """Every conjunct in the conditions of some bundles."""
    for bundle in bundles:
        for condition in conditions_of(bundle):
            yield from condition.atoms


def newcomers(bundles: tuple[Bundle, ...]) -> tuple[Agency, ...]:
    """The agencies that are not registered yet, without a code. Raises TooManyCases."""
    words = _words(atoms_of(bundles))
    places = _places(bundles, words["under"])
    levels = sorted(words["level"]) + ([] if words["level"] >= set(LEVELS) else [OTHER])
    kinds, states = [*sorted(words["kind"]), OTHER], [*sorted(words["state"]), None]
    number = len(places) * len(levels) * len(kinds) * len(states) << len(words["label"])
    if number > MAX_NEWCOMERS:
        raise TooManyCases(f"agencies that rules tell apart by attributes: {number}, at most {MAX_NEWCOMERS}")
    every = product(places, levels, kinds, states, subsets(words["label"]))
    return tuple(
        Agency("", "an agency that is not registered yet", level, kind, place, state=state, labels=labels)
        for place, level, kind, state, labels in every
    )


def covers(atom: Atom, newcomer: Agency, tree: Tree) -> bool:
    """Whether a conjunct about agencies holds of an agency that the bundle, whose tree this is, does not list."""
    found = any(has(newcomer, positive(atom.way), word, tree) for word in atom.words)
    return found != (atom.way in POSITIVE)


def has(newcomer: Agency, way: Way, word: str, tree: Tree) -> bool:
    """Whether an agency that is not listed is what one word says in one way, which leaves nothing out."""
    match way:
        case "under":
            return word in line_of(tree, newcomer.parent)
        case "level":
            return newcomer.level == word
        case "kind":
            return newcomer.kind == word
        case "state":
            return newcomer.state == word
        case "label":
            return word in newcomer.labels
        case _:
            return False


def positive(way: Way) -> Way:
    """The way that covers what this one leaves out; the way itself when it leaves nothing out."""
    return POSITIVE.get(way, way)


def line_of(tree: Tree, code: str | None) -> frozenset[str]:
    """A code and everything above it; nothing for None and for a code that the tree does not have."""
    return frozenset(tree.line(code)) if code is not None and code in tree else frozenset()


POSITIVE: Mapping[Way, Way] = {
    "not_under": "under",
    "not_level": "level",
    "not_kind": "kind",
    "not_state": "state",
    "not_label": "label",
}


def _words(atoms: Iterable[Atom]) -> Mapping[Way, set[str]]:
    words: dict[Way, set[str]] = {
        way: set() for way in ("listed", "under", "level", "kind", "state", "label")
    }
    for atom in atoms:
        if atom.fact == "agency":
            words[positive(atom.way)] |= set(atom.words)
    return words


def _places(bundles: tuple[Bundle, ...], words: set[str]) -> list[str | None]:
    """The agencies under which a new one stands differently for some rule, and None: it stands under nothing."""
    trees = [bundle.agency_tree for bundle in bundles]
    found: dict[tuple[frozenset[str], ...], str | None] = {}
    codes = {code: len(tree.line(code)) for tree in trees for code in tree.parents}
    for code in (None, *sorted(codes, key=lambda code: (codes[code], code))):
        found.setdefault(tuple(line_of(tree, code) & words for tree in trees), code)
    return list(found.values())


def subsets(words: Iterable[Word]) -> list[frozenset[Word]]:
    """Every subset, the smallest first."""
    ordered = sorted(words)
    sizes = (combinations(ordered, size) for size in range(len(ordered) + 1))
    return [frozenset(some) for some in chain.from_iterable(sizes)]
