"""One request of a box, as the reference evaluator takes it.

Knows: how an agency that is not registered yet is registered, so that a request of it can be decided.
Must not know: how boxes are found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, count

from ostiary.model.agency import Agency, Agreement
from ostiary.model.bundle import Bundle
from ostiary.model.request import Context, Request
from ostiary.model.rules import Atom, Condition, Need
from ostiary.promises.boxes import Box, points
from ostiary.promises.newcomers import covers
from ostiary.promises.space import ANY_ROLE, Axis, Days, Principal, Space

SOME_DAY = date(2020, 1, 1)
"""The example's day where no rule depends on the day."""

SOME_ROLE = "officer"
NEWCOMER = "newcomer"
NOBODY = "an-agency-that-nobody-knows"


@dataclass(frozen=True, slots=True)
class Example:
    """A request, and the bundle in which the agencies that it names are registered."""

    bundle: Bundle
    request: Request


def example_of(space: Space, bundle: Bundle, box: Box) -> Example:
    """The plainest request of a box: without affiliation, in a role that no rule names, and else the first of each."""
    asker, affiliation, role, purpose, bases, needs, name, day = (
        _first(mask) for mask in _plainest(space, box)
    )
    agency, registered = _registered(bundle, space.principals[asker])
    others: list[str] = []
    if affiliation < len(space.principals):
        employer, registered = _registered(registered, space.principals[affiliation])
        others.append(employer)
    record_class, _, column = space.fields[name].partition(".")
    met = space.needs[needs]
    context = Context(
        member="somebody",
        agency=agency,
        role=space.roles[role] if space.roles[role] != ANY_ROLE else _unused(SOME_ROLE, space.roles),
        purpose=space.purposes[purpose],
        beneficiary=agency,
        affiliations=frozenset(others),
        basis=space.bases[bases],
        case=bundle.case_example if met else None,
        vouched=met - {"case-number"},
    )
    return Example(registered, Request(context, record_class, frozenset({column}), _a_day(space.days[day])))


def _plainest(space: Space, box: Box) -> Box:
    role = box[Axis.ROLE] & 1 << space.roles.index(ANY_ROLE) or box[Axis.ROLE]
    asker, others = _first(box[Axis.ASKER]), points(box[Axis.AFFILIATION])
    affiliation = next(1 << one for one in others if can_be(space, asker, one))
    nobody = box[Axis.AFFILIATION] & space.nobody or affiliation
    return (box[Axis.ASKER], nobody, role, *box[Axis.PURPOSE :])


def can_be(space: Space, asker: int, affiliation: int) -> bool:
    """Whether an asker can have an affiliation: an agency that employs its own member has one set of papers."""
    if affiliation == len(space.principals):
        return True
    one, other = space.principals[asker], space.principals[affiliation]
    return one.code is None or one.code != other.code or one.holds == other.holds


def _registered(bundle: Bundle, principal: Principal) -> tuple[str, Bundle]:
    """The code of an agency, and the bundle in which it is registered with the papers that it has."""
    if principal.code is not None:
        return principal.code, _with_papers(bundle, principal)
    if principal.newcomer is None:
        return _unused(NOBODY, bundle.agencies), bundle
    agency = replace(principal.newcomer, code=_unused(NEWCOMER, bundle.agencies))
    return agency.code, with_agency(bundle, agency, tuple(principal.holds or ()))


def _with_papers(bundle: Bundle, principal: Principal) -> Bundle:
    """The bundle with a registered agency active and with these papers, where its papers are left open."""
    if principal.code is None or principal.holds is None:
        return bundle
    agency = replace(bundle.agencies[principal.code], status="active")
    others = tuple(one for one in bundle.agreements if one.agency != agency.code)
    return replace(
        bundle,
        agencies={**bundle.agencies, agency.code: agency},
        agreements=(*others, *_papers(agency.code, principal.holds)),
    )


def _papers(code: str, kinds: Iterable[Need]) -> list[Agreement]:
    return [Agreement(f"{code}-{kind}", code, kind, "", "0001-01-01", None, kind) for kind in kinds]


def with_agency(bundle: Bundle, agency: Agency, papers: tuple[Need, ...] = ()) -> Bundle:
    """The bundle with one more agency, the papers it has, and every condition that covers the like of it covering it."""
    code = agency.code
    return replace(
        _covering(bundle, agency),
        agencies={**bundle.agencies, code: agency},
        agreements=(*bundle.agreements, *_papers(code, papers)),
    )


def _covering(bundle: Bundle, agency: Agency) -> Bundle:
    """The bundle whose conditions count a new agency among their values."""
    tree = bundle.agency_tree

    def atom(one: Atom) -> Atom:
        is_covered = one.fact == "agency" and covers(one, agency, tree)
        return replace(one, values=one.values | {agency.code}) if is_covered else one

    def condition(one: Condition) -> Condition:
        return replace(one, atoms=tuple(map(atom, one.atoms)))

    def several(those: Iterable[Condition]) -> tuple[Condition, ...]:
        return tuple(map(condition, those))

    return replace(
        bundle,
        permits=tuple(replace(one, when=condition(one.when)) for one in bundle.permits),
        prohibitions=tuple(
            replace(one, when=condition(one.when), unless=several(one.unless)) for one in bundle.prohibitions
        ),
        duties=tuple(replace(one, when=condition(one.when)) for one in bundle.duties),
        promises=tuple(
            replace(one, never=condition(one.never), unless=several(one.unless)) for one in bundle.promises
        ),
    )


def _unused(word: str, taken: Collection[str]) -> str:
    names = chain([word], (f"{word}-{number}" for number in count(2)))
    return next(one for one in names if one not in taken)


def _a_day(days: Days) -> date:
    if days.first != date.min:
        return days.first
    return SOME_DAY if days.end is None else days.end - timedelta(days=1)


def _first(mask: int) -> int:
    return (mask & -mask).bit_length() - 1
