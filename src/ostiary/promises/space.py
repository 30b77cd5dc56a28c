"""Every request that rules can tell apart, as points on eight axes.

Knows: which agencies, roles, purposes, bases, needs, fields and days the rules of some bundles tell apart.
Must not know: what the rules say about any of them.

**One asker, at most one affiliation and one field are enough** to find out whether a policy ever allows what it should
not. The reference evaluator allows a request when, for every column, every asker is permitted and against no principal a
prohibition stands or a duty has needs unmet. So whoever leaves the beneficiary, an affiliation or a column out of an
allowed request has an allowed request. What should not be is found with one principal and one column of it:

- with an asker: that agency asking for itself, without affiliations, is permitted already and nothing more stands
  against it;
- with an affiliation: the asker and this one affiliation;
- and the column, asked for alone. Where no column is asked, one that is allowed is enough, and that one is it.

An agency that the bundle does not know, or that is not active, is never permitted, but may be an affiliation: the last
registered points and `UNKNOWN` stand for these. Roles and bases that no rule names are all alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property
from itertools import chain, pairwise
from typing import overload

from ostiary.errors import TooManyCases
from ostiary.model.agency import Agency
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Need, Promise, Rule
from ostiary.promises.boxes import Box
from ostiary.promises.newcomers import Newcomers, atoms_of, conditions_of, subsets

MAX_BASES = 10
"""Every combination of bases is a point: 2 to the 10th makes 1,024, an int of 128 bytes."""

MAX_PRINCIPALS = 262_144
"""52 places, 6 levels, 5 kinds, 4 states, 3 labels and 2 papers make 199,680: 2 to the 18th, 32 kilobytes a set."""

HELD: tuple[Need, ...] = ("agreement", "declaration")
"""The needs that an agency meets for itself, by papers that are registered."""

ANY_ROLE = ""
"""Stands for every role that no rule names."""


class Axis(IntEnum):
    """What each place in a box is about."""

    ASKER = 0
    AFFILIATION = 1
    ROLE = 2
    PURPOSE = 3
    BASES = 4
    NEEDS = 5
    FIELD = 6
    DAY = 7


@dataclass(frozen=True, slots=True)
class Principal:
    """An agency that counts in a request.

    ``code`` is None for one that is not registered yet, which ``newcomer`` describes. ``holds`` are the kinds of papers
    that it has; None: those that the bundle lists, day by day. With neither code nor newcomer: one that nobody knows.
    """

    code: str | None = None
    newcomer: Agency | None = None
    holds: frozenset[Need] | None = None


UNKNOWN = Principal()


@dataclass(frozen=True)
class Principals(Sequence[Principal]):
    """All principals: the registered ones, those that are not registered yet, and last the one that nobody knows."""

    registered: tuple[Principal, ...]
    newcomers: Newcomers

    def __len__(self) -> int:
        return len(self.registered) + len(self.newcomers) + 1

    @overload
    def __getitem__(self, number: int) -> Principal: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Principal]: ...

    def __getitem__(self, number: int | slice) -> Principal | Sequence[Principal]:
        """The principal of a number."""
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        new = number - len(self.registered)
        if new < 0:
            return self.registered[number]
        if new == len(self.newcomers):
            return UNKNOWN
        return Principal(None, self.newcomers.agency(new), self.newcomers.papers_of(new))

    def new(self, newcomers: int) -> int:
        """A set of newcomers as a set of principals."""
        return newcomers << len(self.registered)

    @cached_property
    def every_new(self) -> int:
        """The set of all that are not registered yet."""
        return self.new((1 << len(self.newcomers)) - 1)


@dataclass(frozen=True, slots=True)
class Days:
    """From ``first`` until before ``end``; None: ever."""

    first: date
    end: date | None


@dataclass(frozen=True)
class Space:
    """The points of each axis. Affiliations are the principals, in the same order, and one point more: none."""

    principals: Principals
    roles: tuple[str, ...]
    purposes: tuple[str, ...]
    bases: tuple[frozenset[str], ...]
    needs: tuple[frozenset[Need], ...]
    fields: tuple[str, ...]
    days: tuple[Days, ...]

    @classmethod
    def of(
        cls, bundles: tuple[Bundle, ...], *, since: date = date.min, with_any_papers: bool = False
    ) -> Space:
        """The space in which the rules of all these bundles can be told apart, from a day on. Raises TooManyCases.

        ``with_any_papers``: what agreements and declarations are registered today is left open for every agency.
        """
        return cls(
            _principals(bundles, with_any_papers=with_any_papers),
            (*sorted(_named(bundles, "role")), ANY_ROLE),
            tuple(sorted({code for bundle in bundles for code in bundle.purposes})),
            _bases(bundles),
            _needs(bundles),
            tuple(sorted({name for bundle in bundles for name in fields_of(bundle)})),
            _days(bundles, since),
        )

    @cached_property
    def everything(self) -> Box:
        """The box of all requests: whoever asks is somebody, for whom nobody else may work."""
        counts = map(len, (self.roles, self.purposes, self.bases, self.needs, self.fields, self.days))
        principals = len(self.principals)
        return (_full(principals - 1), _full(principals + 1), *map(_full, counts))

    @property
    def nobody(self) -> int:
        """The set of affiliations with one point: none."""
        return 1 << len(self.principals)


def fields_of(bundle: Bundle) -> Iterable[str]:
    """Every field of a bundle's catalogue, as ``record_class.column``."""
    classes = bundle.catalogue.classes.items()
    return (f"{name}.{column.name}" for name, one in classes for column in one.columns)


def needs_of(bundle: Bundle) -> frozenset[Need]:
    """Every need that some condition or duty of a bundle names."""
    conditions = (one.needs for one in conditions_of(bundle))
    return frozenset(chain.from_iterable(chain(conditions, (one.needs for one in bundle.duties))))


def _full(count: int) -> int:
    return (1 << count) - 1


def _named(bundles: tuple[Bundle, ...], fact: str) -> set[str]:
    return {value for atom in atoms_of(bundles) if atom.fact == fact for value in atom.values}


def _principals(bundles: tuple[Bundle, ...], *, with_any_papers: bool) -> Principals:
    papers = frozenset(HELD) & frozenset(chain.from_iterable(map(needs_of, bundles)))
    codes = sorted({code for bundle in bundles for code in bundle.agencies})
    held = subsets(papers) if with_any_papers else [None]
    found = Principals(
        tuple(Principal(code, None, some) for code in codes for some in held), Newcomers.of(bundles, papers)
    )
    if len(found) > MAX_PRINCIPALS:
        raise TooManyCases(f"agencies that rules tell apart: {len(found)}, at most {MAX_PRINCIPALS}")
    return found


def _bases(bundles: tuple[Bundle, ...]) -> tuple[frozenset[str], ...]:
    """Every combination of the bases that some rule names, or that not every bundle knows."""
    known = [bundle.known_bases for bundle in bundles]
    named = _named(bundles, "basis") | (frozenset.union(*known) - frozenset.intersection(*known))
    if len(named) > MAX_BASES:
        raise TooManyCases(f"bases that rules name: {len(named)}, at most {MAX_BASES}")
    return tuple(subsets(named))


def _needs(bundles: tuple[Bundle, ...]) -> tuple[frozenset[Need], ...]:
    """What a request can have of the needs that rules name. Nobody vouches for a case that has no number."""
    named = frozenset(chain.from_iterable(map(needs_of, bundles))) - frozenset(HELD)
    number = named & {"case-number"}
    return tuple(dict.fromkeys([frozenset[Need](), *(some | number for some in subsets(named - number))]))


def _days(bundles: tuple[Bundle, ...], since: date) -> tuple[Days, ...]:
    turns = {day for bundle in bundles for day in _turning_days(bundle) if day > since}
    ends = sorted({since} | turns)
    return (*(Days(first, end) for first, end in pairwise(ends)), Days(ends[-1], None))


def _turning_days(bundle: Bundle) -> Iterable[date]:
    """The days on which a rule or an agreement begins to count, or counts no more."""
    rules: Iterable[Rule | Promise] = chain(
        bundle.permits, bundle.prohibitions, bundle.duties, bundle.promises
    )
    for source in (one.source for one in rules):
        yield from (day for day in (source.effective, source.expires) if day is not None)
    for paper in bundle.agreements:
        yield from (date.fromisoformat(day) for day in (paper.effective, paper.expires) if day is not None)
