"""Which profiles a bundle gives: what anybody can read at all.

Knows: the profile of one context, and every distinct profile that contexts can have.
Must not know: SQL, who is connected. Row limits are no part of a profile.

A profile is wider than a decision: each statement is decided on its own, with the fields that it asks for. Its masks and
row predicates are those of reading everything that may be read, so they are at least as strict as a decision's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from typing import NamedTuple, TypeVar

from ostiary.errors import BundleError
from ostiary.model.bundle import Bundle
from ostiary.model.profile import Profile, View
from ostiary.model.request import Allow, Context, Duties, Request
from ostiary.model.rules import VOUCHED, Atom, Condition, Duty, Fact, Need, Permit, Prohibition, Rule, Source
from ostiary.policy.clerk import clerk_profile, needs_of
from ostiary.policy.facts import lacks
from ostiary.policy.reference import decide, duties_for, permits_for, prohibitions_for
from ostiary.policy.settlement import settle

T = TypeVar("T")
AnyRule = TypeVar("AnyRule", Permit, Prohibition, Duty)

# A profile is one schema of views and one login in the database; a bundle that needs more is written too finely.
MAX_PROFILES = 200
# One kind of agency in one situation means a look at every rule for every column: 2.3 ms with 53 columns and 17 rules
# (Chicago has 192 of them), so 2,000 take about 5 s.
MAX_SITUATIONS = 2_000
# One meeting of three agencies is four unions of small sets, about 0.1 ms, so 50,000 take about 5 s (Chicago: 12,288).
MAX_MEETINGS = 50_000

# A client can declare many combinations of bases and beneficiaries; a profile of Chicago takes 9 kB: some MB.
MAX_KNOWN = 500

# A role that no rule names, for all those that rules cannot tell apart.
_ANY_ROLE = "any-other"
_CASE = "any case"
_NAMELESS = Source("", "")


class _Share(NamedTuple):
    """What one agency brings into a situation: fields permitted, fields prohibited, duties, each by class and column.

    A field on which a duty is unmet counts as prohibited.
    """

    permitted: frozenset[tuple[str, str]]
    prohibited: frozenset[tuple[str, str]]
    duties: frozenset[tuple[str, str, Duty]]


def profile_of(bundle: Bundle, context: Context, day: date) -> Profile:
    """What a context can read on a day; record classes without an allowed column are absent."""
    views = {}
    telling = _telling(bundle, context.principals)
    for name in bundle.catalogue.classes:
        columns = frozenset(_allowed(telling, context, day, name))
        decision = decide(telling, Request(context, name, columns, day))
        if isinstance(decision, Allow):
            views[name] = _view(bundle, name, columns, decision.duties)
    return Profile(views)


class KnownProfiles:
    """The profiles that were asked for, each worked out once: some milliseconds that many sessions would spend again.

    Rules test of a context who counts in it, why, with what paper, and whether there is a case. They cannot test which
    case it is, nor who the member is, so contexts that differ in nothing else share a profile.
    """

    __slots__ = ("_clerk", "_known")

    def __init__(self) -> None:
        self._known: dict[tuple[str, Context, date], Profile] = {}
        self._clerk: tuple[str, Profile | None] = ("", None)

    def clerk(self, bundle: Bundle) -> Profile | None:
        """What ``clerk_profile`` gives."""
        if self._clerk[0] != bundle.version:
            self._clerk = (bundle.version, clerk_profile(bundle))
        return self._clerk[1]

    def of(self, bundle: Bundle, context: Context, day: date) -> Profile:
        """What ``profile_of`` gives."""
        alike = replace(context, member="", case=None if context.case is None else _CASE)
        key = (bundle.version, alike, day)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MAX_KNOWN:
                self._known.pop(next(iter(self._known)))
            found = self._known[key] = profile_of(bundle, alike, day)
        return found


def all_profiles(bundle: Bundle, day: date) -> tuple[Profile, ...]:
    """Every distinct profile that a context can have on a day, and the clerk's, in the order of their ids.

    The empty one is left out.

    Agencies, purposes, roles, bases and the presence of a case that no rule tells apart are tried once. A context has at
    most one affiliation here: more can only take columns away, add masks and add row predicates.
    Raises BundleError when a bundle needs more than ``MAX_PROFILES``, or more work than the other limits.
    """
    found: dict[str, Profile] = {}
    for profile in _each_profile(bundle, day):
        found[profile.id] = profile
        if len(found) > MAX_PROFILES:
            raise BundleError(
                f"the policy bundle gives more than {MAX_PROFILES} profiles", hint="use fewer distinctions"
            )
    clerk = clerk_profile(bundle)
    found |= {} if clerk is None else {clerk.id: clerk}
    return tuple(profile for _, profile in sorted(found.items()))


def _allowed(bundle: Bundle, context: Context, day: date, name: str) -> Iterator[str]:
    for column in bundle.catalogue.classes[name].columns:
        if isinstance(decide(bundle, Request(context, name, frozenset({column.name}), day)), Allow):
            yield column.name


def _view(bundle: Bundle, name: str, columns: Collection[str], duties: Duties) -> View:
    masks = dict(duties.masks)
    order = [column.name for column in bundle.catalogue.classes[name].columns if column.name in columns]
    shown = tuple((column, masks.get(column)) for column in order)
    return View(name, shown, duties.rows, dict(duties.minimum_groups).get(name, 1))


def _each_profile(bundle: Bundle, day: date) -> Iterator[Profile]:
    agencies = _kinds_of_agency(bundle, day)
    situations = list(_situations(bundle))
    _refuse_more(len(agencies) * len(situations), MAX_SITUATIONS, "kinds of agency and situation")
    _refuse_more(len(agencies) ** 3 * len(situations), MAX_MEETINGS, "meetings of agencies")
    telling = _telling(bundle, agencies)
    seen: set[tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str, Duty]]]] = set()
    for situation in situations:
        shares = {_share(telling, situation, agency, day) for agency in agencies}
        for asker, beneficiary, other in product(shares, shares, shares):
            outcome = _meet(asker, beneficiary, other)
            if outcome[0] and outcome not in seen:
                seen.add(outcome)
                yield _profile(bundle, *outcome)


def _refuse_more(count: int, limit: int, what: str) -> None:
    if count > limit:
        raise BundleError(f"the policy bundle distinguishes {count} {what}; at most {limit} are tried")


def _meet(
    asker: _Share, beneficiary: _Share, other: _Share
) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str, Duty]]]:
    """The columns that remain when an agency asks for another through a member of a third, and the duties on them."""
    prohibited = asker.prohibited | beneficiary.prohibited | other.prohibited
    columns = (asker.permitted & beneficiary.permitted) - prohibited
    duties = asker.duties | beneficiary.duties | other.duties
    return columns, frozenset(one for one in duties if one[:2] in columns)


def _profile(
    bundle: Bundle, fields: Iterable[tuple[str, str]], duties: Iterable[tuple[str, str, Duty]]
) -> Profile:
    columns: dict[str, set[str]] = {}
    for name, column in fields:
        columns.setdefault(name, set()).add(column)
    views = {}
    for name in sorted(columns):
        settled = settle({duty for owner, _, duty in duties if owner == name}, name, columns[name])
        views[name] = _view(bundle, name, columns[name], settled)
    return Profile(views)


def _share(bundle: Bundle, situation: Context, agency: str, day: date) -> _Share:
    permitted, prohibited, duties = set(), set(), set()
    for name, record_class in bundle.catalogue.classes.items():
        request = Request(situation, name, frozenset(), day)
        for column in (column.name for column in record_class.columns):
            if permits_for(bundle, request, agency, column):
                permitted.add((name, column))
            if prohibitions_for(bundle, request, agency, column):
                prohibited.add((name, column))
            asked = duties_for(bundle, request, agency, column)
            duties |= {(name, column, duty) for duty in asked}
            if any(lacks(bundle, request, agency, duty.needs) for duty in asked):
                prohibited.add((name, column))
    return _Share(frozenset(permitted), frozenset(prohibited), frozenset(duties))


def _situations(bundle: Bundle) -> Iterator[Context]:
    """One context for each combination of purpose, role, bases, case and what is vouched for; the agency is to come."""
    atoms = _atoms(bundle)
    purposes = _distinct(bundle.purposes, lambda code: _met(atoms, "purpose", {code}))
    roles = _distinct([*_named(atoms, "role"), _ANY_ROLE], lambda role: _met(atoms, "role", {role}))
    shown = _named(atoms, "basis")
    bases = _distinct(_subsets(shown), lambda chosen: _met(atoms, "basis", chosen))
    named = {need for need in needs_of(bundle) if need in VOUCHED}
    cases = [(None, frozenset[Need]()), *((_CASE, vouched) for vouched in _subsets(sorted(named)))]
    for purpose, role, basis, (case, vouched) in product(purposes, roles, bases, cases):
        yield Context("", "", role, purpose, "", basis=basis, case=case, vouched=vouched)


def _subsets(values: Sequence[T]) -> list[frozenset[T]]:
    return [frozenset(chosen) for size in range(len(values) + 1) for chosen in combinations(values, size)]


def _kinds_of_agency(bundle: Bundle, day: date) -> list[str]:
    """One agency of each kind: those of a kind are under rules that say the same, and have an agreement or have none.

    Rules that differ in nothing but their number, citation and the agency that they name say the same, so that two hundred
    agencies with a permit each are one kind.
    """
    rules: tuple[Rule, ...] = (*bundle.permits, *bundle.prohibitions, *bundle.duties)
    today = day.isoformat()

    def signature(code: str) -> tuple[object, ...]:
        in_force = [one for one in bundle.agreements if one.agency == code and one.effective <= today]
        agreed = any(one.expires is None or today < one.expires for one in in_force)
        return frozenset(_says(rule, code) for rule in rules if _names(rule.when, code)), agreed

    return _distinct(bundle.agencies, signature)


def _names(condition: Condition, agency: str) -> bool:
    return all(agency in atom.values for atom in condition.atoms if atom.fact == "agency")


def _telling(bundle: Bundle, agencies: Collection[str]) -> Bundle:
    """The bundle without the rules that cannot mean anything for these agencies, of which most are about others.

    Of an agency that the bundle does not know, or that is not active, every prohibition and duty counts.
    """
    if any(code not in bundle.agencies or bundle.agencies[code].status != "active" for code in agencies):
        return bundle
    return replace(
        bundle,
        permits=_naming(bundle.permits, agencies),
        prohibitions=_naming(bundle.prohibitions, agencies),
        duties=_naming(bundle.duties, agencies),
    )


def _naming(rules: tuple[AnyRule, ...], agencies: Collection[str]) -> tuple[AnyRule, ...]:
    return tuple(rule for rule in rules if any(_names(rule.when, agency) for agency in agencies))


def _says(rule: Rule, agency: str) -> tuple[object, ...]:
    """What a rule that names an agency means for it."""
    dates = (rule.source.effective, rule.source.expires)
    match rule:
        case Permit(_, when):
            return ("permit", dates, _but_for_agencies(when))
        case Prohibition(_, when, unless):
            exceptions = frozenset(_but_for_agencies(one) for one in unless if _names(one, agency))
            return ("prohibition", dates, _but_for_agencies(when), exceptions)
        case Duty(_, when):
            return ("duty", dates, replace(rule, source=_NAMELESS, when=Condition()), _but_for_agencies(when))


def _but_for_agencies(condition: Condition) -> tuple[object, ...]:
    atoms = frozenset((one.fact, one.values, one.others) for one in condition.atoms if one.fact != "agency")
    return atoms, condition.needs


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
