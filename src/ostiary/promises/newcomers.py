"""Agencies that are not registered yet, one for each combination of attributes that rules can tell apart.

Knows: what of an agency the conditions of rules test, and whether they cover an agency that no bundle lists.
Must not know: requests, boxes.

Whatever is proved for these holds for every agency that anybody may register later, whatever its code is: no rule can
list a code before it is there, and in every other respect the agency is like one of these.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from math import prod
from typing import TypeAlias, TypeVar

from ostiary.model.agency import LEVELS, Agency
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Atom, Condition, Need, Way
from ostiary.model.tree import Tree

Word = TypeVar("Word", bound=str)

OTHER = ""
"""The level, or the kind, of an agency whose level or kind no rule names."""

Papers: TypeAlias = frozenset[Need]


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


@dataclass(frozen=True)
class Newcomers:
    """The agencies that are not registered yet: each place, level, kind, state, set of labels and set of papers with each.

    They are numbered, and sets of them are bits of an int. There may be very many, so that none is made before it is asked
    for, and a set is made out of a pattern that repeats.
    """

    places: tuple[str | None, ...]
    levels: tuple[str, ...]
    kinds: tuple[str, ...]
    states: tuple[str | None, ...]
    labels: tuple[frozenset[str], ...]
    papers: tuple[Papers, ...]

    @classmethod
    def of(cls, bundles: tuple[Bundle, ...], papers: Iterable[Need]) -> Newcomers:
        """Those that the rules of these bundles can tell apart, when some kinds of papers count."""
        words = _words(atoms_of(bundles))
        levels = sorted(words["level"]) + ([] if words["level"] >= set(LEVELS) else [OTHER])
        return cls(
            tuple(_places(bundles, words["under"])),
            tuple(levels),
            (*sorted(words["kind"]), OTHER),
            (*sorted(words["state"]), None),
            tuple(subsets(words["label"])),
            tuple(subsets(papers)),
        )

    @property
    def factors(self) -> tuple[tuple[object, ...], ...]:
        """The values of each attribute; the last attribute turns fastest as numbers go up."""
        return (self.places, self.levels, self.kinds, self.states, self.labels, self.papers)

    def __len__(self) -> int:
        return prod(len(values) for values in self.factors)

    def agency(self, number: int) -> Agency:
        """What one of them is like, without a code."""
        place, level, kind, state, labels, _ = self._digits(number)
        return Agency(
            "",
            "an agency that is not registered yet",
            self.levels[level],
            self.kinds[kind],
            self.places[place],
            state=self.states[state],
            labels=self.labels[labels],
        )

    def papers_of(self, number: int) -> Papers:
        """Which papers one of them has."""
        return self.papers[self._digits(number)[-1]]

    def that(self, way: Way, word: str, lines: Sequence[frozenset[str]]) -> int:
        """The set of those that are what one word says in one way, which leaves nothing out; ``lines`` of their tree."""
        found: Mapping[Way, tuple[int, Sequence[Container[str | None]]]] = {
            "under": (0, lines),
            "level": (1, [{level} for level in self.levels]),
            "kind": (2, [{kind} for kind in self.kinds]),
            "state": (3, [{state} for state in self.states]),
            "label": (4, self.labels),
        }
        factor, values = found.get(way, (0, ()))
        return self.having(factor, [word in value for value in values]) if values else 0

    def lines(self, tree: Tree) -> list[frozenset[str]]:
        """For each place, what stands above it in a tree, and it."""
        return [line_of(tree, place) for place in self.places]

    def holding(self, papers: Papers) -> int:
        """The set of those that have all these papers."""
        return self.having(5, [papers <= some for some in self.papers])

    def having(self, factor: int, chosen: Sequence[bool]) -> int:
        """The set of those of which one attribute has one of the values that are chosen."""
        stride = prod(len(values) for values in self.factors[factor + 1 :])
        pattern = sum(((1 << stride) - 1) << number * stride for number, one in enumerate(chosen) if one)
        width, every = len(chosen) * stride, len(self)
        while width < every:
            pattern |= pattern << width
            width *= 2
        return pattern & ((1 << every) - 1)

    def _digits(self, number: int) -> list[int]:
        digits = []
        for values in reversed(self.factors):
            number, digit = divmod(number, len(values))
            digits.append(digit)
        return digits[::-1]


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
