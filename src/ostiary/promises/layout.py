"""How the conditions of one bundle lie in a space.

Knows: which points a conjunct, a need and a span of days cover, and which points the bundle does not know.
Must not know: permits, prohibitions, promises.

A condition is judged for one principal at a time. Its box has that principal on the axis of askers and leaves the
affiliation open; `as_asker` and `as_affiliation` say where the principal stands in a request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ostiary.model.agency import Agreement
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Atom, Condition, Need, Source, Way
from ostiary.promises.boxes import Box, common
from ostiary.promises.newcomers import POSITIVE, positive
from ostiary.promises.space import HELD, Axis, Days, Principal, Space, fields_of

_AXES: Mapping[str, Axis] = {
    "agency": Axis.ASKER,
    "role": Axis.ROLE,
    "purpose": Axis.PURPOSE,
    "basis": Axis.BASES,
    "record_class": Axis.FIELD,
    "field": Axis.FIELD,
}


@dataclass(frozen=True)
class Layout:
    """A bundle in a space that tells its rules apart. ``whatever_status``: every agency counts as active."""

    space: Space
    bundle: Bundle
    whatever_status: bool = False

    def touched(self, condition: Condition, source: Source) -> Box | None:
        """What a prohibition, a duty or a promise covers: whatever is unknown counts as covered. None: nothing."""
        return self._box(condition.atoms, self.in_force(source), self._touched_by)

    def met(self, condition: Condition, source: Source) -> tuple[Box, ...]:
        """What a permit or an exception covers, needs met: whatever is unknown meets nothing."""
        found = self._box(condition.atoms, self.in_force(source), self._held_by)
        known = None if found is None else common(found, self._known)
        return () if known is None else tuple(self._with_needs(known, condition.needs))

    def left_out(self, condition: Condition, source: Source) -> tuple[Box, ...]:
        """What a promise leaves out: every fact that the case tests is known and in its set, and its needs are met."""
        found = self._box(condition.atoms, self.in_force(source), self._held_by)
        return () if found is None else tuple(self._with_needs(found, condition.needs))

    def having(self, needs: tuple[Need, ...]) -> tuple[Box, ...]:
        """Wherever these needs are met."""
        return tuple(self._with_needs(self._everybody, needs))

    def as_asker(self, box: Box) -> Box | None:
        """The principal asks. None: the principal is one that never can."""
        return common(box, self.space.everything)

    def as_affiliation(self, box: Box) -> Box:
        """The principal is who employs the asker, or whom the asker is assigned to."""
        return (self.space.everything[Axis.ASKER], box[Axis.ASKER], *box[Axis.ROLE :])

    def in_force(self, source: Source) -> int:
        """The days on which a rule is in force."""
        days = enumerate(self.space.days)
        return sum(1 << number for number, one in days if source.is_in_force(one.first))

    @cached_property
    def known_principals(self) -> int:
        """The agencies that the bundle knows, today or, whatever their status, ever."""
        principals = self.space.principals
        known = _mask(n for n, one in enumerate(principals.registered) if self._is_known(one))
        return known | principals.every_new

    @cached_property
    def _everybody(self) -> Box:
        """All requests of one principal, also of one that nobody knows."""
        asker, affiliation, *facts = self.space.everything
        return (asker | self.space.nobody >> 1, affiliation, *facts)

    def _box(self, atoms: Iterable[Atom], days: int, points: Callable[[Atom], int]) -> Box | None:
        box = list(self._everybody)
        box[Axis.DAY] &= days
        for atom in atoms:
            box[_AXES[atom.fact]] &= points(atom)
        return tuple(box) if all(box) else None

    def _touched_by(self, atom: Atom) -> int:
        unknown = self._unknown_facts[atom.fact]
        counts = atom.others or atom.fact not in {"record_class", "field"}
        return self._held_by(atom) & ~unknown | (unknown if counts else 0)

    def _held_by(self, atom: Atom) -> int:
        """The points at which a conjunct holds, of those whose fact the bundle knows."""
        if atom not in self._held:
            index, found = self._index[atom.fact], 0
            for value in atom.values:
                found |= index.get(value, 0)
            if atom.fact == "agency":
                found |= self._newcomers_covered(atom)
            self._held[atom] = found & ~self._unknown_facts[atom.fact]
        return self._held[atom]

    @cached_property
    def _held(self) -> dict[Atom, int]:
        return {}

    def _newcomers_covered(self, atom: Atom) -> int:
        way, found = positive(atom.way), 0
        for word in atom.words:
            found |= self._newcomers_that(way, word)
        found = self.space.principals.new(found)
        return self.space.principals.every_new & ~found if atom.way in POSITIVE else found

    def _newcomers_that(self, way: Way, word: str) -> int:
        if (way, word) not in self._found:
            self._found[way, word] = self.space.principals.newcomers.that(way, word, self._lines)
        return self._found[way, word]

    @cached_property
    def _lines(self) -> list[frozenset[str]]:
        return self.space.principals.newcomers.lines(self.bundle.agency_tree)

    @cached_property
    def _found(self) -> dict[tuple[Way, str], int]:
        return {}

    @cached_property
    def _index(self) -> Mapping[str, Mapping[str, int]]:
        """For each fact, the points that have a value."""
        space = self.space
        classes = [(name.partition(".")[0],) for name in space.fields]
        return {
            "agency": _index((one.code,) if one.code else () for one in space.principals.registered),
            "role": _index((role,) for role in space.roles),
            "purpose": _index((code,) for code in space.purposes),
            "basis": _index(space.bases),
            "record_class": _index(classes),
            "field": _index((name,) for name in space.fields),
        }

    @cached_property
    def _unknown_facts(self) -> Mapping[str, int]:
        """For each fact, the points whose value the bundle does not know."""
        space, bundle = self.space, self.bundle
        columns, classes = set(fields_of(bundle)), bundle.catalogue.classes
        return {
            "agency": self._everybody[Axis.ASKER] & ~self.known_principals,
            "role": 0,
            "purpose": _mask(n for n, code in enumerate(space.purposes) if code not in bundle.purposes),
            "basis": _mask(n for n, shown in enumerate(space.bases) if not shown <= bundle.known_bases),
            "record_class": _mask(
                n for n, name in enumerate(space.fields) if name.partition(".")[0] not in classes
            ),
            "field": _mask(n for n, name in enumerate(space.fields) if name not in columns),
        }

    def _is_known(self, registered: Principal) -> bool:
        agency = self.bundle.agencies.get(registered.code or "")
        return agency is not None and (self.whatever_status or agency.status == "active")

    @cached_property
    def _known(self) -> Box:
        box = list(self._everybody)
        for fact, points in self._unknown_facts.items():
            box[_AXES[fact]] &= ~points
        return tuple(box)

    def _with_needs(self, box: Box, needs: tuple[Need, ...]) -> Iterator[Box]:
        """The part of a box in which needs are met: one box for each set of agencies that have papers on the same days."""
        asked = frozenset(needs)
        proved = _mask(n for n, met in enumerate(self.space.needs) if asked - set(HELD) <= met)
        for principals, days in self._holders(asked & set(HELD)):
            part = list(box)
            part[Axis.ASKER] &= principals
            part[Axis.NEEDS] &= proved
            part[Axis.DAY] &= days
            if all(part):
                yield tuple(part)

    def _holders(self, papers: frozenset[Need]) -> list[tuple[int, int]]:
        """The principals that have all these papers, grouped by the days on which they have them."""
        if papers not in self._holders_found:
            principals, groups = self.space.principals, defaultdict[int, int](int)
            for number, one in enumerate(principals.registered):
                groups[self._days_with(one, papers)] |= 1 << number
            new = principals.new(principals.newcomers.holding(papers))
            groups[self.space.everything[Axis.DAY]] |= new | (0 if papers else self.space.nobody >> 1)
            self._holders_found[papers] = [(who, days) for days, who in groups.items() if days]
        return self._holders_found[papers]

    @cached_property
    def _holders_found(self) -> dict[frozenset[Need], list[tuple[int, int]]]:
        return {}

    @cached_property
    def _papers(self) -> Mapping[str | None, list[Agreement]]:
        found: dict[str | None, list[Agreement]] = defaultdict(list)
        for paper in self.bundle.agreements:
            found[paper.agency].append(paper)
        return found

    def _days_with(self, principal: Principal, papers: frozenset[Need]) -> int:
        every = self.space.everything[Axis.DAY]
        if principal.holds is not None:
            return every if papers <= principal.holds else 0
        ours = self._papers.get(principal.code, ())
        for kind in papers:
            every &= _mask(n for n, day in enumerate(self.space.days) if _is_held(ours, kind, day))
        return every


def _is_held(papers: Iterable[Agreement], kind: str, day: Days) -> bool:
    first = day.first.isoformat()
    return any(
        one.kind == kind and one.effective <= first and (one.expires is None or first < one.expires)
        for one in papers
    )


def _mask(numbers: Iterable[int]) -> int:
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def _index(values: Iterable[Iterable[str]]) -> Mapping[str, int]:
    """For each value, the points that have it."""
    found: dict[str, int] = defaultdict(int)
    for number, those in enumerate(values):
        for value in those:
            found[value] |= 1 << number
    return found
