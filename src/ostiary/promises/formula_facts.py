"""The facts of one request as Boolean variables, said from the bundle alone.

Knows: who may ask and for whom the asker may work, what can be shown, met, asked for, and when; how a conjunct and a need
are said of them.
Must not know: boxes, and the points that boxes are made of: this is the second opinion about the same rules.

``ever`` holds where the question is what rules say whatever is registered: every agency counts as active, and any may
have any papers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise

from ostiary.model.agency import AGREEMENT_KINDS, LEVELS
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Atom, Condition, Need, Promise, Rule, Source
from ostiary.promises.clauses import Clauses

_WAYS = ("under", "level", "kind", "state", "label")


class RequestFacts:
    """The variables of a request that do not depend on which agency counts."""

    def __init__(self, bundle: Bundle, since: date) -> None:
        self.bundle, self.clauses = bundle, Clauses()
        self.ever = self.clauses.variable()
        self._days = self._ordered(bundle, since)
        self.purposes = self._one_of(bundle.purposes)
        classes = bundle.catalogue.classes.values()
        self.fields = self._one_of(f"{one.name}.{column.name}" for one in classes for column in one.columns)
        self.classes = self._some_of(bundle.catalogue.classes)
        self._say_classes()
        self.roles = self._some_of(_words(bundle, "role"))
        self.clauses.at_most_one(list(self.roles.values()))
        self.bases = self._some_of(_words(bundle, "basis"))
        self.needs = self._some_of(["case-number", "open-case", "approval"])
        self.clauses.add(-self.needs["open-case"], self.needs["case-number"])
        self.clauses.add(-self.needs["approval"], self.needs["case-number"])
        self._held: dict[tuple[str, frozenset[str], bool], int] = {}

    def is_from(self, day: date | None) -> int:
        """That the request is made on a day or later."""
        return self.clauses.true if day is None else self._days.get(day, self.clauses.true)

    def in_force(self, source: Source) -> list[int]:
        """That a rule is in force on the day of the request."""
        ends = [] if source.expires is None else [-self.is_from(source.expires)]
        return [*([] if source.effective is None else [self.is_from(source.effective)]), *ends]

    def held(self, atom: Atom, *, if_so: bool) -> int:
        """That a conjunct about no agency holds: only if it does or, with ``if_so``, if it does."""
        key = (atom.fact, atom.values, if_so)
        if key not in self._held:
            gate = self.clauses.if_any if if_so else self.clauses.any_of
            self._held[key] = gate(self._values(atom))
        return self._held[key]

    def _values(self, atom: Atom) -> list[int]:
        found = {
            "role": self.roles,
            "purpose": self.purposes,
            "basis": self.bases,
            "record_class": self.classes,
            "field": self.fields,
        }
        return [found[atom.fact][value] for value in sorted(atom.values)]

    def _say_classes(self) -> None:
        """A request is about the record class of the field that it asks for, and about no other."""
        for name, field in self.fields.items():
            self.clauses.add(-field, self.classes[name.partition(".")[0]])
        self.clauses.at_most_one(list(self.classes.values()))

    def _one_of(self, words: Iterable[str]) -> Mapping[str, int]:
        found = self._some_of(words)
        self.clauses.exactly_one(list(found.values()))
        return found

    def _some_of(self, words: Iterable[str]) -> Mapping[str, int]:
        return {word: self.clauses.variable() for word in words}

    def _ordered(self, bundle: Bundle, since: date) -> Mapping[date, int]:
        """For each day on which something turns, after the first that counts, that the request is not before it."""
        days = {day: self.clauses.variable() for day in sorted(set(_turns(bundle))) if day > since}
        order = list(days.values())
        for earlier, later in pairwise(order):
            self.clauses.add(-later, earlier)
        return days


class PrincipalFacts:
    """The variables of one agency that counts: which it is, or what it is like when it is not registered yet."""

    def __init__(self, facts: RequestFacts, *, may_be_unknown: bool) -> None:
        self._facts, self._clauses = facts, facts.clauses
        self.absent = self._clauses.variable() if may_be_unknown else -self._clauses.true
        self.registered = {code: self._clauses.variable() for code in facts.bundle.agencies}
        self.is_new = self._clauses.variable()
        self._stranger = self._clauses.variable() if may_be_unknown else -self._clauses.true
        self._clauses.exactly_one([*self.registered.values(), self.is_new, self.absent, self._stranger])
        self.traits = self._traits()
        self.papers: Mapping[str, int] = {kind: self._clauses.variable() for kind in AGREEMENT_KINDS}
        self._say_papers()
        self._held: dict[tuple[Atom, bool], int] = {}

    @cached_property
    def unknown(self) -> int:
        """That the bundle does not know the agency, or that it is not active. Said in both directions."""
        idle = [
            self.registered[code]
            for code, one in self._facts.bundle.agencies.items()
            if one.status != "active"
        ]
        unknown = self._clauses.variable()
        self._clauses.add(-self._stranger, unknown)
        for one in idle:
            self._clauses.add(-one, self._facts.ever, unknown)
            self._clauses.add(-one, -self._facts.ever, -unknown)
        self._clauses.add(-unknown, self._stranger, *idle)
        return unknown

    def held(self, atom: Atom, *, if_so: bool) -> int:
        """That a conjunct holds of this agency or of the request: only if it does or, with ``if_so``, if it does."""
        if atom.fact != "agency":
            return self._facts.held(atom, if_so=if_so)
        key = (atom, if_so)
        if key not in self._held:
            gate = self._clauses.if_any if if_so else self._clauses.any_of
            cases = [*(self.registered[code] for code in sorted(atom.values)), self._like(atom, if_so=if_so)]
            self._held[key] = gate(cases)
        return self._held[key]

    def met(self, needs: Sequence[Need]) -> list[int]:
        """That needs are met."""
        return [self.papers[need] if need in self.papers else self._facts.needs[need] for need in needs]

    def _like(self, atom: Atom, *, if_so: bool) -> int:
        """That the agency is not registered yet, and is what the conjunct says."""
        if atom.way == "listed":
            return -self._clauses.true
        traits = [self.traits[atom.way.removeprefix("not_"), word] for word in atom.words]
        if atom.way.startswith("not_"):
            parts = [self.is_new, *(-one for one in traits)]
            return self._if_all(parts) if if_so else self._clauses.all_of(parts)
        if if_so:
            return self._if_all([self.is_new, self._clauses.if_any(traits)])
        return self._clauses.all_of([self.is_new, self._clauses.any_of(traits)])

    def _if_all(self, literals: Sequence[int]) -> int:
        return -self._clauses.any_of([-literal for literal in literals])

    def _traits(self) -> Mapping[tuple[str, str], int]:
        """What can be said of an agency that is not registered yet, and what goes together."""
        words: dict[str, set[str]] = defaultdict(set)
        for atom in _atoms(self._facts.bundle):
            if atom.fact == "agency":
                words[atom.way.removeprefix("not_")] |= set(atom.words)
        found = {(way, word): self._clauses.variable() for way in _WAYS for word in sorted(words[way])}
        for way in ("level", "kind", "state"):
            self._clauses.at_most_one([one for (other, _), one in found.items() if other == way])
        if words["level"] >= set(LEVELS):
            self._clauses.add(*(one for (way, _), one in found.items() if way == "level"))
        self._say_places(sorted(words["under"]), found)
        return found

    def _say_places(self, places: Sequence[str], found: Mapping[tuple[str, str], int]) -> None:
        """Whoever stands under an agency stands under all that it stands under, and under nothing beside these."""
        tree = self._facts.bundle.agency_tree
        for number, one in enumerate(places):
            for other in places[:number]:
                here, there = found["under", one], found["under", other]
                if tree.is_under(one, other):
                    self._clauses.add(-here, there)
                elif tree.is_under(other, one):
                    self._clauses.add(-there, here)
                else:
                    self._clauses.add(-here, -there)

    def _say_papers(self) -> None:
        """Today a registered agency has the papers that are listed for the day; one that nobody knows has none, ever."""
        for kind, paper in self.papers.items():
            self._clauses.add(-self._stranger, -paper)
            for code, is_it in self.registered.items():
                days = self._days_with(code, kind)
                self._clauses.add(-is_it, self._facts.ever, -paper, *days)
                for day in days:
                    self._clauses.add(-is_it, self._facts.ever, paper, -day)

    def _days_with(self, code: str, kind: str) -> list[int]:
        """That an agreement of this kind is in force, for each that the agency has: said in both directions."""
        found = []
        for paper in self._facts.bundle.agreements:
            if (paper.agency, paper.kind) == (code, kind):
                start = self._facts.is_from(date.fromisoformat(paper.effective))
                end = -self._clauses.true
                if paper.expires is not None:
                    end = self._facts.is_from(date.fromisoformat(paper.expires))
                holds = self._clauses.all_of([start, -end])
                self._clauses.add(holds, -start, end)
                found.append(holds)
        return found


def _atoms(bundle: Bundle) -> Iterable[Atom]:
    yield from _of(*(one.when for one in bundle.permits), *(one.when for one in bundle.duties))
    for prohibition in bundle.prohibitions:
        yield from _of(prohibition.when, *prohibition.unless)
    for promise in bundle.promises:
        yield from _of(promise.never, *promise.unless)


def _of(*conditions: Condition) -> Iterable[Atom]:
    return (atom for condition in conditions for atom in condition.atoms)


def _words(bundle: Bundle, fact: str) -> list[str]:
    return sorted({value for atom in _atoms(bundle) if atom.fact == fact for value in atom.values})


def _turns(bundle: Bundle) -> Iterable[date]:
    rules: list[Rule | Promise] = [*bundle.permits, *bundle.prohibitions, *bundle.duties, *bundle.promises]
    for rule in rules:
        yield from filter(None, (rule.source.effective, rule.source.expires))
    for paper in bundle.agreements:
        yield from (date.fromisoformat(day) for day in (paper.effective, paper.expires) if day)
