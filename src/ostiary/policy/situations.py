"""Which contexts the rules of a bundle can tell apart.

Knows: that two agencies, purposes, roles or papers of which all rules say the same are one.
Must not know: what is allowed in any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from typing import Final, TypeVar

from ostiary.errors import BundleError
from ostiary.model.bundle import Bundle
from ostiary.model.request import Context
from ostiary.model.rules import VOUCHED, Atom, Condition, Duty, Fact, Need, Permit, Prohibition, Rule, Source
from ostiary.policy.clerk import needs_of

T = TypeVar("T")

# A role that no rule names, for all those that rules cannot tell apart.
_ANY_ROLE: Final = "any-other"
_NAMELESS: Final = Source("", "")

ANY_CASE: Final = "any case"
"""A case number, for all those that rules cannot tell apart."""

# They can be shown in any combination: 4,096 of them.
MAX_BASES: Final = 12
# Each is a context of some 300 bytes: 30 MB.
MAX_SITUATIONS: Final = 100_000


def refuse_more(count: int, limit: int, what: str) -> None:
    """Raises BundleError for what would take too long to try."""
    if count > limit:
        raise BundleError(f"the policy bundle distinguishes {count} {what}; at most {limit} are tried")


def situations(bundle: Bundle) -> list[Context]:
    """One context for each combination of purpose, role, bases, case and what is vouched for; the agency is to come.

    Raises BundleError when the rules name more than ``MAX_BASES`` bases, or there are more than ``MAX_SITUATIONS``.
    """
    atoms = _atoms(bundle)
    purposes = _distinct(bundle.purposes, lambda code: _met(atoms, "purpose", {code}))
    roles = _distinct([*_named(atoms, "role"), _ANY_ROLE], lambda role: _met(atoms, "role", {role}))
    bases = _distinct(_subsets(_bases(atoms)), lambda chosen: _met(atoms, "basis", chosen))
    named = {need for need in needs_of(bundle) if need in VOUCHED}
    cases = [(None, frozenset[Need]()), *((ANY_CASE, vouched) for vouched in _subsets(sorted(named)))]
    many = len(purposes) * len(roles) * len(bases) * len(cases)
    refuse_more(many, MAX_SITUATIONS, "situations")
    return [
        Context("", "", role, purpose, "", basis=basis, case=case, vouched=vouched)
        for purpose, role, basis, (case, vouched) in product(purposes, roles, bases, cases)
    ]


def kinds_of_agency(bundle: Bundle, day: date) -> list[str]:
    """One agency of each kind: those of a kind are under rules that say the same, and have the same kinds of agreement.

    Rules that differ in nothing but their number, citation and the agency that they name say the same, so that two hundred
    agencies with a permit each are one kind. All agencies that are not active are under the same rules.
    """
    sayings = _Sayings(bundle)

    def signature(code: str) -> tuple[object, ...]:
        is_active = bundle.agencies[code].status == "active"
        return is_active and sayings.about(code), _agreed(bundle, code, day)

    return _distinct(bundle.agencies, signature)


def _agreed(bundle: Bundle, agency: str, day: date) -> frozenset[str]:
    """The kinds of agreement that an agency has in force."""
    today = day.isoformat()
    ours = (one for one in bundle.agreements if one.agency == agency and one.effective <= today)
    return frozenset(one.kind for one in ours if one.expires is None or today < one.expires)


class _Sayings:
    """What rules mean for an agency that they name: a number, the same for rules that say the same."""

    def __init__(self, bundle: Bundle) -> None:
        rules: tuple[Rule, ...] = (*bundle.permits, *bundle.prohibitions, *bundle.duties)
        self._numbers: dict[tuple[object, ...], int] = {}
        self._rules = [
            (_named_by(rule.when), self._number(_says(rule)), self._exceptions(rule)) for rule in rules
        ]

    def about(self, agency: str) -> frozenset[tuple[int, frozenset[int]]]:
        """What all rules mean for an agency: each with its exceptions."""
        return frozenset(
            (number, frozenset(one for names, one in exceptions if names is None or agency in names))
            for names, number, exceptions in self._rules
            if names is None or agency in names
        )

    def _exceptions(self, rule: Rule) -> list[tuple[frozenset[str] | None, int]]:
        unless = rule.unless if isinstance(rule, Prohibition) else ()
        return [(_named_by(one), self._number(_but_for_agencies(one))) for one in unless]

    def _number(self, saying: tuple[object, ...]) -> int:
        return self._numbers.setdefault(saying, len(self._numbers))


def _named_by(condition: Condition) -> frozenset[str] | None:
    """The agencies that a condition names; None: it names none, and so means all."""
    named = [atom.values for atom in condition.atoms if atom.fact == "agency"]
    return frozenset.intersection(*named) if named else None


def _says(rule: Rule) -> tuple[object, ...]:
    """What a rule says of whoever it names, without its exceptions."""
    dates = (rule.source.effective, rule.source.expires)
    match rule:
        case Permit(_, when):
            return ("permit", dates, _but_for_agencies(when))
        case Prohibition(_, when):
            return ("prohibition", dates, _but_for_agencies(when))
        case Duty(_, when):
            return ("duty", dates, replace(rule, source=_NAMELESS, when=Condition()), _but_for_agencies(when))


def _but_for_agencies(condition: Condition) -> tuple[object, ...]:
    atoms = frozenset((one.fact, one.values, one.others) for one in condition.atoms if one.fact != "agency")
    return atoms, condition.needs


def _bases(atoms: Iterable[Atom]) -> list[str]:
    """The bases that rules name, of which every combination can be shown."""
    named = _named(atoms, "basis")
    refuse_more(len(named), MAX_BASES, "bases")
    return named


def _subsets(values: Sequence[T]) -> list[frozenset[T]]:
    return [frozenset(chosen) for size in range(len(values) + 1) for chosen in combinations(values, size)]


def _atoms(bundle: Bundle) -> list[Atom]:
    rules: tuple[Rule, ...] = (*bundle.permits, *bundle.prohibitions, *bundle.duties)
    conditions = [rule.when for rule in rules]
    conditions += [exception for one in bundle.prohibitions for exception in one.unless]
    return sorted(
        {atom for one in conditions for atom in one.atoms}, key=lambda atom: (atom.fact, sorted(atom.values))
    )


def _named(atoms: Iterable[Atom], fact: Fact) -> list[str]:
    return sorted({value for atom in atoms if atom.fact == fact for value in atom.values})


def _met(atoms: Iterable[Atom], fact: Fact, values: Collection[str]) -> tuple[bool, ...]:
    return tuple(not atom.values.isdisjoint(values) for atom in atoms if atom.fact == fact)


def _distinct(values: Iterable[T], signature: Callable[[T], tuple[object, ...]]) -> list[T]:
    """One value for each signature: the first that has it."""
    kinds: dict[tuple[object, ...], T] = {}
    for value in values:
        kinds.setdefault(signature(value), value)
    return list(kinds.values())
