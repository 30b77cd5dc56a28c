"""One request as Boolean variables that two bundles share.

Knows: who may ask and for whom else the asker may work, what can be declared, met, asked for, and when.
Must not know: boxes, spaces, what any rule says. This is the second opinion: it is read off the bundles, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from ostiary.model.agency import LEVELS
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Fact, Need, Rule, Source, Way
from ostiary.promises.difference.gates import Gates
from ostiary.promises.newcomers import atoms_of, positive
from ostiary.promises.space import fields_of

PAPERS: tuple[Need, ...] = ("agreement", "declaration")
OTHER = ""
"""Whatever no rule names: a role, a kind, a state; no parent."""


class RequestVariables:
    """What a request says beside whose it is."""

    def __init__(self, gates: Gates, bundles: tuple[Bundle, ...], since: date) -> None:
        self._gates = gates
        self.bundles = bundles
        self.roles = self._one_of([OTHER, *_named(bundles, "role")])
        self.purposes = self._one_of(code for bundle in bundles for code in bundle.purposes)
        self.fields = self._one_of(name for bundle in bundles for name in fields_of(bundle))
        bases = {*_named(bundles, "basis"), *(code for bundle in bundles for code in bundle.known_bases)}
        self.bases = {code: gates.variable() for code in sorted(bases)}
        self.needs: dict[Need, int] = {
            need: gates.variable() for need in ("case-number", "open-case", "approval")
        }
        gates.say(-self.needs["open-case"], self.needs["case-number"])
        gates.say(-self.needs["approval"], self.needs["case-number"])
        self._days = self._ordered(since)

    def is_from(self, day: date | None) -> int:
        """That it is that day or later; the first day of all is never after any other."""
        return self._gates.true if day is None else self._days.get(day, self._gates.true)

    def in_force(self, source: Source) -> int:
        """That a rule is in force."""
        end = -self._gates.true if source.expires is None else self.is_from(source.expires)
        return self._gates.every([self.is_from(source.effective), -end])

    def _one_of(self, words: Iterable[str]) -> dict[str, int]:
        found = {word: self._gates.variable() for word in sorted(set(words))}
        self._gates.exactly_one(found.values())
        return found

    def _ordered(self, since: date) -> dict[date, int]:
        turns = sorted({day for bundle in self.bundles for day in _turns(bundle) if day > since})
        days = {day: self._gates.variable() for day in turns}
        for earlier, later in pairwise(days.values()):
            self._gates.say(-later, earlier)
        return days


class PrincipalVariables:
    """One agency that counts: one that is listed somewhere, one that is not registered yet, a stranger, or none.

    One that is not registered yet is so for both bundles: registered some day with the same attributes and papers.
    """

    def __init__(self, gates: Gates, request: RequestVariables, *, may_be_none: bool) -> None:
        self._gates = gates
        bundles = request.bundles
        codes = sorted({code for bundle in bundles for code in bundle.agencies})
        self.listed = {code: gates.variable() for code in codes}
        self.is_new = gates.variable()
        self.absent = gates.variable() if may_be_none else -gates.true
        self.stranger = gates.variable() if may_be_none else -gates.true
        gates.exactly_one([*self.listed.values(), self.is_new, self.absent, self.stranger])
        self.parents = self._one_of([OTHER, *codes])
        self.levels = self._one_of(LEVELS)
        self.kinds = self._one_of([OTHER, *words_of(bundles, "kind")])
        self.states = self._one_of([OTHER, *words_of(bundles, "state")])
        self.labels = {word: gates.variable() for word in words_of(bundles, "label")}
        self.papers = {kind: gates.variable() for kind in PAPERS}

    def has(self, bundle: Bundle, way: str, word: str) -> int:
        """That an agency which is not registered yet is what a word says, in the tree of a bundle."""
        if way == "under":
            tree = bundle.agency_tree
            return self._gates.some(one for code, one in self.parents.items() if tree.is_under(code, word))
        words = {"level": self.levels, "kind": self.kinds, "state": self.states, "label": self.labels}
        return words[way].get(word, -self._gates.true)

    def _one_of(self, words: Iterable[str]) -> dict[str, int]:
        found = {word: self._gates.variable() for word in dict.fromkeys(words)}
        self._gates.exactly_one(found.values())
        return found


def words_of(bundles: tuple[Bundle, ...], way: Way) -> list[str]:
    """The words that the rules and promises of some bundles say of agencies in one way, or in the one that denies it."""
    atoms = (atom for atom in atoms_of(bundles) if atom.fact == "agency")
    return sorted({word for atom in atoms if positive(atom.way) == way for word in atom.words})


def _named(bundles: tuple[Bundle, ...], fact: Fact) -> list[str]:
    return sorted({value for atom in atoms_of(bundles) if atom.fact == fact for value in atom.values})


def _turns(bundle: Bundle) -> Iterator[date]:
    rules: tuple[Rule, ...] = (*bundle.permits, *bundle.prohibitions, *bundle.duties)
    for rule in rules:
        yield from filter(None, (rule.source.effective, rule.source.expires))
    for paper in bundle.agreements:
        yield from (date.fromisoformat(day) for day in (paper.effective, paper.expires) if day)
