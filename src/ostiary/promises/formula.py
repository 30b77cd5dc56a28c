"""The rules and promises of a bundle as clauses: what must hold of a request that breaks a promise.

Knows: the order of the reference evaluator, said once more and from the bundle alone.
Must not know: boxes, any solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Condition, Duty, Permit, Prohibition, Promise
from ostiary.promises.clauses import Clauses
from ostiary.promises.formula_facts import PrincipalFacts, RequestFacts


@dataclass(frozen=True, slots=True)
class Formula:
    """Clauses that hold of every request that is allowed.

    With ``ever``: of every request against which no prohibition stands, whoever is registered and whatever is permitted.
    ``broken`` is, for each promise, a literal that holds only of requests that the promise says are never allowed.
    """

    clauses: Clauses
    ever: int
    broken: tuple[int, ...]
    rules: int


def formula_of(bundle: Bundle, since: date = date.min) -> Formula:
    """All rules and promises of a bundle, for requests from a day on."""
    facts = RequestFacts(bundle, since)
    asker = PrincipalFacts(facts, may_be_unknown=False)
    affiliation = PrincipalFacts(facts, may_be_unknown=True)
    _say_same_papers(facts, asker, affiliation)
    encoder = _Encoder(facts, asker, affiliation)
    broken = tuple(encoder.promise(one) for one in bundle.promises)
    return Formula(facts.clauses, facts.ever, broken, encoder.rules(bundle))


def _say_same_papers(facts: RequestFacts, asker: PrincipalFacts, affiliation: PrincipalFacts) -> None:
    """An agency that employs its own member has one set of papers."""
    for code, asks in asker.registered.items():
        for kind, paper in asker.papers.items():
            employs, other = affiliation.registered[code], affiliation.papers[kind]
            facts.clauses.add(-asks, -employs, -paper, other)
            facts.clauses.add(-asks, -employs, paper, -other)


@dataclass(frozen=True, slots=True)
class _Encoder:
    facts: RequestFacts
    asker: PrincipalFacts
    affiliation: PrincipalFacts

    def rules(self, bundle: Bundle) -> int:
        """Says of the request that it is allowed; gives how many rules that took."""
        clauses, taken = self.facts.clauses, 0
        clauses.add(-self.asker.unknown)
        permits = [self._permitted(one) for one in bundle.permits]
        clauses.add(self.facts.ever, *permits)
        # Counted as each is taken in: a number of the bundle's own would say nothing about this.
        for prohibition in bundle.prohibitions:
            for principal in (self.asker, self.affiliation):
                self._not_prohibited(prohibition, principal)
            taken += 1
        for duty in bundle.duties:
            for principal in (self.asker, self.affiliation):
                self._nothing_owed(duty, principal)
            taken += 1
        return len(permits) + taken

    def promise(self, promise: Promise) -> int:
        """Holds only where the asker or the affiliation is what the promise is about, in no case that it leaves out."""
        each = [self._broken_by(promise, one) for one in (self.asker, self.affiliation)]
        return self.facts.clauses.any_of(each)

    def _permitted(self, permit: Permit) -> int:
        conjuncts = [self.asker.held(atom, if_so=False) for atom in permit.when.atoms]
        needs = self.asker.met(permit.when.needs)
        return self.facts.clauses.all_of(
            [*conjuncts, *needs, *self.facts.in_force(permit.source), self.facts.clauses.true]
        )

    def _not_prohibited(self, prohibition: Prohibition, principal: PrincipalFacts) -> None:
        cases = [self._excepted(case, principal) for case in prohibition.unless]
        touched = self._touched(prohibition.when, principal)
        days = self.facts.in_force(prohibition.source)
        self.facts.clauses.add(principal.absent, *(-one for one in (*touched, *days)), *cases)

    def _excepted(self, case: Condition, principal: PrincipalFacts) -> int:
        conjuncts = [principal.held(atom, if_so=False) for atom in case.atoms]
        return self.facts.clauses.all_of([-principal.unknown, *conjuncts, *principal.met(case.needs)])

    def _nothing_owed(self, duty: Duty, principal: PrincipalFacts) -> None:
        touched = self._touched(duty.when, principal)
        days = self.facts.in_force(duty.source)
        for need in principal.met(duty.needs):
            self.facts.clauses.add(
                self.facts.ever, principal.absent, *(-one for one in (*touched, *days)), need
            )

    def _touched(self, condition: Condition, principal: PrincipalFacts) -> list[int]:
        """Literals that hold if the conjuncts do; an agency that is unknown counts as covered."""
        held = [(atom.fact, principal.held(atom, if_so=True)) for atom in condition.atoms]
        return [
            self.facts.clauses.if_any([one, principal.unknown]) if fact == "agency" else one
            for fact, one in held
        ]

    def _broken_by(self, promise: Promise, principal: PrincipalFacts) -> int:
        clauses = self.facts.clauses
        conjuncts = [
            clauses.any_of([held, principal.unknown]) if atom.fact == "agency" else held
            for atom in promise.never.atoms
            for held in [principal.held(atom, if_so=False)]
        ]
        broken = clauses.variable_for([-principal.absent, *conjuncts, *self.facts.in_force(promise.source)])
        for case in promise.unless:
            # What a promise leaves out it leaves out for an agency that nobody knows as well, unless it names agencies.
            tested = [principal.unknown] if any(atom.fact == "agency" for atom in case.atoms) else []
            held = [principal.held(atom, if_so=True) for atom in case.atoms]
            clauses.add(-broken, *tested, *(-one for one in (*held, *principal.met(case.needs))))
        return broken
