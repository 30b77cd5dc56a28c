"""What a bundle decides of a request, as one Boolean variable; and what its duties ask, as one for each aspect.

Knows: the order of the reference evaluator, said once more, from the bundle alone and in both directions.
Must not know: boxes, spaces, any solver.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import date

from ostiary.model.agency import Agreement
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Atom, Condition, Duty, Fact, Need, Permit
from ostiary.promises.difference.aspects import Asking, Aspect, Bounded, Filtered, Masked
from ostiary.promises.difference.gates import Gates
from ostiary.promises.difference.variables import PAPERS, PrincipalVariables, RequestVariables
from ostiary.promises.space import fields_of

_PLACES: tuple[Fact, ...] = ("record_class", "field")


class Sides:
    """The variables of one request of an asker who may work for one more agency."""

    def __init__(self, gates: Gates, bundles: tuple[Bundle, ...], since: date) -> None:
        self.request = RequestVariables(gates, bundles, since)
        self.asker = PrincipalVariables(gates, self.request, may_be_none=False)
        self.affiliation = PrincipalVariables(gates, self.request, may_be_none=True)
        # An agency that employs its own member is one agency, with one set of papers.
        for code, asks_it in self.asker.listed.items():
            employs = self.affiliation.listed[code]
            for kind in PAPERS:
                here, there = self.asker.papers[kind], self.affiliation.papers[kind]
                gates.say(-asks_it, -employs, -here, there)
                gates.say(-asks_it, -employs, here, -there)


class Answers:
    """The answers of one bundle. ``allowed`` holds exactly of the requests that it allows; ``rules`` is how many it took."""

    def __init__(self, gates: Gates, sides: Sides, bundle: Bundle) -> None:
        self._gates, self._request, self._bundle = gates, sides.request, bundle
        self._principals = (sides.asker, sides.affiliation)
        self._known: dict[Hashable, int] = {}
        self._asking = Asking(bundle)
        self._unknown = self._unknown_facts()
        self._strange = {one: self._unknown_agency(one) for one in self._principals}
        permitted = [self._permitted(one) for one in bundle.permits]
        barred = [*self._barred(), *self._owed()]
        self.allowed = gates.every([gates.some(permitted), *(-one for one in barred)])
        self.rules = len(bundle.permits) + len(bundle.prohibitions) + len(bundle.duties)

    def reached(self, aspect: Aspect) -> int:
        """Holds exactly where some duty asks for an aspect, or for more of it."""
        found = [one for duty in self._asking.duties(aspect) for one in self._touched_by(duty)]
        return self._gates.every([self._gates.some(found), self._fields(aspect)])

    def _permitted(self, permit: Permit) -> int:
        asker = self._principals[0]
        return self._gates.every([self._request.in_force(permit.source), self._met(permit.when, asker)])

    def _barred(self) -> Iterator[int]:
        for one in self._bundle.prohibitions:
            days = self._request.in_force(one.source)
            for principal in self._principals:
                excepted = (-self._met(case, principal) for case in one.unless)
                touched = self._touched(one.when, principal)
                yield self._gates.every([days, touched, -principal.absent, *excepted])

    def _owed(self) -> Iterator[int]:
        for duty in self._bundle.duties:
            if duty.needs:
                for touched, principal in zip(self._touched_by(duty), self._principals, strict=True):
                    yield self._gates.every([touched, -self._needs(duty.needs, principal)])

    def _touched_by(self, duty: Duty) -> list[int]:
        days = self._request.in_force(duty.source)
        return [
            self._gates.every([days, self._touched(duty.when, one), -one.absent]) for one in self._principals
        ]

    def _met(self, condition: Condition, principal: PrincipalVariables) -> int:
        """That a permit or an exception covers a request, needs met: nothing unknown meets anything."""
        unknown = [self._strange[principal], *self._unknown.values()]
        held = [self._held(atom, principal) for atom in condition.atoms]
        return self._gates.every([*(-one for one in unknown), *held, self._needs(condition.needs, principal)])

    def _touched(self, condition: Condition, principal: PrincipalVariables) -> int:
        """That a prohibition or a duty covers a request: whatever is unknown counts as covered."""
        return self._gates.every(self._touches(atom, principal) for atom in condition.atoms)

    def _touches(self, atom: Atom, principal: PrincipalVariables) -> int:
        unknown = (
            self._strange[principal]
            if atom.fact == "agency"
            else self._unknown.get(atom.fact, -self._gates.true)
        )
        known = self._gates.every([-unknown, self._held(atom, principal)])
        counts = atom.others or atom.fact not in _PLACES
        return self._gates.some([known, unknown]) if counts else known

    def _held(self, atom: Atom, principal: PrincipalVariables) -> int:
        """That one of the values of a conjunct is a value of the request. Most conjuncts stand in many rules."""
        key = (atom.fact, atom.values, (atom.way, atom.words, principal) if atom.fact == "agency" else ())
        if key not in self._known:
            self._known[key] = self._says(atom, principal)
        return self._known[key]

    def _says(self, atom: Atom, principal: PrincipalVariables) -> int:
        if atom.fact == "agency":
            listed = [one for code, one in principal.listed.items() if code in atom.values]
            return self._gates.some([*listed, self._like(atom, principal)])
        if atom.fact == "record_class":
            fields = self._request.fields.items()
            return self._gates.some(one for name, one in fields if name.partition(".")[0] in atom.values)
        values = {
            "role": self._request.roles,
            "purpose": self._request.purposes,
            "basis": self._request.bases,
            "field": self._request.fields,
        }[atom.fact]
        return self._gates.some(values[value] for value in atom.values if value in values)

    def _like(self, atom: Atom, principal: PrincipalVariables) -> int:
        """That the agency is not registered yet, and is what a conjunct says."""
        if atom.way == "listed":
            return -self._gates.true
        way = atom.way.removeprefix("not_")
        said = self._gates.some(principal.has(self._bundle, way, word) for word in atom.words)
        return self._gates.every([principal.is_new, -said if atom.way.startswith("not_") else said])

    def _needs(self, needs: Sequence[Need], principal: PrincipalVariables) -> int:
        papers = [self._holds(need, principal) for need in needs if need in principal.papers]
        return self._gates.every([*papers, *(self._request.needs[one] for one in needs if one not in PAPERS)])

    def _holds(self, need: Need, principal: PrincipalVariables) -> int:
        """That an agency has papers: those that the bundle lists for the day or, when it is new, whatever it will have."""
        listed = (
            self._gates.every([principal.listed[one.agency], self._on_days(one)])
            for one in self._bundle.agreements
            if one.kind == need and one.agency in principal.listed
        )
        return self._gates.some([*listed, self._gates.every([principal.is_new, principal.papers[need]])])

    def _on_days(self, paper: Agreement) -> int:
        end = -self._gates.true
        if paper.expires is not None:
            end = self._request.is_from(date.fromisoformat(paper.expires))
        return self._gates.every([self._request.is_from(date.fromisoformat(paper.effective)), -end])

    def _unknown_agency(self, principal: PrincipalVariables) -> int:
        agencies = self._bundle.agencies
        strange = (
            one
            for code, one in principal.listed.items()
            if code not in agencies or agencies[code].status != "active"
        )
        return self._gates.some([*strange, principal.stranger])

    def _unknown_facts(self) -> dict[Fact, int]:
        """For each fact of the request, that the bundle does not know its value. A role is known when it is one."""
        bundle, request, some = self._bundle, self._request, self._gates.some
        classes, fields = bundle.catalogue.classes, set(fields_of(bundle))
        return {
            "purpose": some(one for code, one in request.purposes.items() if code not in bundle.purposes),
            "basis": some(one for code, one in request.bases.items() if code not in bundle.known_bases),
            "record_class": some(
                one for name, one in request.fields.items() if name.partition(".")[0] not in classes
            ),
            "field": some(one for name, one in request.fields.items() if name not in fields),
        }

    def _fields(self, aspect: Aspect) -> int:
        """That the field is one that an aspect is about."""
        fields = self._request.fields
        match aspect:
            case Masked(field, _):
                return fields.get(field, -self._gates.true)
            case Filtered(row):
                return self._gates.some(
                    one for name, one in fields.items() if name.partition(".")[0] == row.record_class
                )
            case Bounded():
                return self._gates.true
