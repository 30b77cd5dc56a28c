"""Another policy, seen by those who asked a question once: with the facts as they were decided with.

Knows: what an entry says of each principal, what two policies say of it, and what is taken from which.
Must not know: how a request is decided, days on which it was asked.

An agency's place, level, kind, state, status, labels and agreements are what they were when it asked. What the new policy
says of an agency otherwise than the old one does is a part of the change, so there the new policy counts. Record classes,
fields, purposes, labels of records and rules are always the new policy's: they are what is being tried.

What an entry does not say, and no policy at hand that has its version, is not known. Then there are two views: one in which
whatever is not known helps whoever asks, and one in which it never does. What both answer alike is sure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple, TypeVar

from ostiary.model.agency import Agency, AgencyFacts, Agreement
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Atom, Condition, Duty, Permit, Prohibition
from ostiary.policy.agency_facts import AGREED, covers, facts_of_agency
from ostiary.promises.replay.past import Past

Rule = TypeVar("Rule", Permit, Prohibition, Duty)

MAX_VIEWS: Final = 256
"""Views kept. A view shares its conditions with the policy; one of 2,000 rules takes some 200 kB, so all take 50 MB."""

_ALWAYS: Final = "0001-01-01"


class Principal(NamedTuple):
    """What counts of one agency: listed or not, its facts (None: not known), its kinds of agreement (None: not known)."""

    code: str
    is_listed: bool
    facts: AgencyFacts | None
    agreed: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class _Changed:
    """The agencies that two policies describe otherwise, and those whose agreements differ."""

    described: frozenset[str]
    agreed: frozenset[str]


class Views:
    """Views of the new policy for past questions, each made once."""

    def __init__(self, old: Bundle, new: Bundle) -> None:
        self._new = new
        self._versions = {old.version: old, new.version: new}
        self._changed = _changed(old, new)
        self._known: dict[tuple[frozenset[Principal], bool], Bundle] = {}

    def principals(self, past: Past, asked_on: date, rules_of: date) -> frozenset[Principal]:
        """What counts of everybody in a question that was asked on one day, by the rules of another or the same."""
        return frozenset(self._principal(past, code, asked_on, rules_of) for code in past.principals)

    def view(self, principals: frozenset[Principal], rules_of: date, *, hopeful: bool) -> Bundle:
        """The new policy for these. ``hopeful``: whatever is not known helps whoever asks."""
        if all(_is_as_listed(self._new, one, rules_of) for one in principals):
            return self._new
        found = self._known.get((principals, hopeful))
        if found is None:
            if len(self._known) >= MAX_VIEWS:
                self._known.clear()
            found = self._known[principals, hopeful] = _view(self._new, principals, hopeful=hopeful)
        return found

    def _principal(self, past: Past, code: str, asked_on: date, rules_of: date) -> Principal:
        recorded = self._recorded(past, code, asked_on)
        is_listed, facts = recorded is not None, recorded if isinstance(recorded, AgencyFacts) else None
        agreed = facts.agreed if facts is not None else None
        proposed = facts_of_agency(self._new, code, rules_of)
        if code in self._changed.described:
            is_listed, facts = proposed is not None, proposed
        if code in self._changed.agreed:
            agreed = proposed.agreed if proposed is not None else frozenset()
        # What was agreed stands in a place of its own, so that two principals are equal when the same counts of them.
        return Principal(code, is_listed, facts and replace(facts, agreed=frozenset()), agreed)

    def _recorded(self, past: Past, code: str, asked_on: date) -> AgencyFacts | bool | None:
        """The facts of an agency as decided, None when it was not listed, True when nothing but that it was is known."""
        if past.agencies is not None and code in past.agencies:
            return past.agencies[code]
        if past.policy in self._versions:
            return facts_of_agency(self._versions[past.policy], code, asked_on)
        # Before entries told, nobody could log in from, or name, an agency that was not listed and active.
        return True


def _changed(old: Bundle, new: Bundle) -> _Changed:
    codes = old.agencies.keys() | new.agencies.keys()
    # On the first of days nothing is agreed, so that these facts are what the directory says.
    described = frozenset(
        code for code in codes if facts_of_agency(old, code, date.min) != facts_of_agency(new, code, date.min)
    )
    return _Changed(described, frozenset(code for code in codes if _terms(old, code) != _terms(new, code)))


def _terms(bundle: Bundle, code: str) -> frozenset[tuple[str, str, str | None]]:
    return frozenset(
        (one.kind, one.effective, one.expires) for one in bundle.agreements if one.agency == code
    )


def _is_as_listed(bundle: Bundle, one: Principal, day: date) -> bool:
    listed = facts_of_agency(bundle, one.code, day)
    if listed is None or one.facts is None:
        return listed is None and not one.is_listed
    return one.agreed == listed.agreed and one.facts == replace(listed, agreed=frozenset())


def _view(bundle: Bundle, principals: frozenset[Principal], *, hopeful: bool) -> Bundle:
    codes = {one.code for one in principals}
    agencies = {code: agency for code, agency in bundle.agencies.items() if code not in codes}
    agencies |= {one.code: _agency(one) for one in principals if one.is_listed}
    agreements = [one for one in bundle.agreements if one.agency not in codes]
    agreements += [agreement for one in principals for agreement in _agreements(one, hopeful=hopeful)]
    told = _Told(principals, codes, hopeful)
    return replace(
        bundle,
        agencies=agencies,
        agreements=tuple(agreements),
        permits=tuple(replace(one, when=told.helps(one.when)) for one in bundle.permits),
        prohibitions=tuple(
            replace(one, when=told.hurts(one.when), unless=tuple(map(told.helps, one.unless)))
            for one in bundle.prohibitions
        ),
        duties=tuple(replace(one, when=told.hurts(one.when)) for one in bundle.duties),
    )


def _agency(one: Principal) -> Agency:
    facts = one.facts or AgencyFacts(level="", kind="", state=None, status="active")
    return Agency(
        one.code,
        one.code,
        facts.level,
        facts.kind,
        state=facts.state,
        status=facts.status,
        labels=facts.labels,
    )


def _agreements(one: Principal, *, hopeful: bool) -> Iterable[Agreement]:
    kinds = one.agreed if one.agreed is not None else AGREED if hopeful else ()
    return [Agreement(f"{one.code}-{kind}", one.code, "", "", _ALWAYS, kind=kind) for kind in sorted(kinds)]


class _Told(NamedTuple):
    """Conditions with the principals put in or taken out, whatever the policy's own directory says of them."""

    principals: frozenset[Principal]
    codes: set[str]
    hopeful: bool

    def helps(self, condition: Condition) -> Condition:
        """A condition that helps whoever asks when it holds: a permit's, an exception's."""
        return self._with(condition, in_doubt=self.hopeful)

    def hurts(self, condition: Condition) -> Condition:
        """One that never helps: a prohibition's, a duty's."""
        return self._with(condition, in_doubt=not self.hopeful)

    def _with(self, condition: Condition, *, in_doubt: bool) -> Condition:
        atoms = tuple(
            self._atom(one, in_doubt=in_doubt) if one.fact == "agency" else one for one in condition.atoms
        )
        return replace(condition, atoms=atoms)

    def _atom(self, atom: Atom, *, in_doubt: bool) -> Atom:
        covered = {one.code: covers(atom, one.code, one.facts) for one in self.principals}
        held = {
            code for code, is_covered in covered.items() if (in_doubt if is_covered is None else is_covered)
        }
        return replace(atom, values=(atom.values - self.codes) | held)
