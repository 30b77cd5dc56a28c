"""For each fact and value, the rules that accept it.

Knows: how what meets and what touches reads known and unknown values.
Must not know: dates, needs, decisions.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

from ostiary.model.rules import FACTS, Atom, Fact
from ostiary.policy.index.numbering import Numbering, together

Tests: TypeAlias = Mapping[tuple[Atom, ...], int]
"""The rules by what they test of one fact: in a large policy most test the same as others."""

# What an unknown one of these is called, no prohibition can say: only who says what is left out covers it.
_NAMED_ONLY: tuple[Fact, ...] = ("record_class", "field")


@dataclass(frozen=True, slots=True)
class Accepting:
    """The rules that accept each value of a fact: by name where a rule names it; ``rest`` accept every other known value.

    ``unknown`` accept a value that the bundle does not know.
    """

    named: Mapping[str, int]
    rest: int
    unknown: int

    def known(self, value: str) -> int:
        """The rules that accept a value which the bundle knows."""
        return self.named.get(value, self.rest)


def accepting(numbering: Numbering, fact: Fact) -> Accepting:
    """The rules by the values of a fact, of which a request has one. Raises TypeError for a rule that cannot be."""
    tests = tests_of(numbering, fact)
    rest = tests.get((), 0)
    named: dict[str, int] = {}
    for atoms, bits in tests.items():
        for value in reduce(frozenset.intersection, (atom.values for atom in atoms)) if atoms else ():
            named[value] = named.get(value, rest) | bits
    return Accepting(named, rest, unknown(numbering, tests, fact))


class AcceptingAny:
    """The rules that accept a fact of which a request has any number of values: one of them suffices for each test."""

    __slots__ = ("_named", "_rest", "_several", "unknown")

    def __init__(self, numbering: Numbering, fact: Fact) -> None:
        tests = tests_of(numbering, fact)
        self.unknown = unknown(numbering, tests, fact)
        self._rest = tests.get((), 0)
        self._several = {atoms: bits for atoms, bits in tests.items() if len(atoms) > 1}
        self._named: dict[str, int] = {}
        for atoms, bits in tests.items():
            for value in atoms[0].values if len(atoms) == 1 else ():
                self._named[value] = self._named.get(value, 0) | bits

    def known(self, values: Collection[str]) -> int:
        """The rules that accept values which the bundle knows."""
        accepts = self._rest
        for value in values:
            accepts |= self._named.get(value, 0)
        for atoms, bits in self._several.items():
            if all(not atom.values.isdisjoint(values) for atom in atoms):
                accepts |= bits
        return accepts


def unknown(numbering: Numbering, tests: Tests, fact: Fact) -> int:
    """The rules that accept what the bundle does not know: nothing that meets, and what touches."""
    if fact not in _NAMED_ONLY:
        return numbering.touching
    covering = (bits for atoms, bits in tests.items() if all(atom.others for atom in atoms))
    return reduce(int.__or__, covering, 0) & numbering.touching


def tests_of(numbering: Numbering, fact: Fact) -> Tests:
    """The tests of one fact."""
    found: dict[tuple[Atom, ...], list[int]] = {}
    for bit, line in enumerate(numbering.lines):
        found.setdefault(tuple(atom for atom in line.condition.atoms if atom.fact == fact), []).append(bit)
    return {atoms: together(bits) for atoms, bits in found.items()}


def verify_facts(numbering: Numbering) -> None:
    """Raises ValueError for a rule that tests a fact which nobody has."""
    strange = {atom.fact for line in numbering.lines for atom in line.condition.atoms} - set(FACTS)
    if strange:
        raise ValueError(f"there is no fact {strange}")
