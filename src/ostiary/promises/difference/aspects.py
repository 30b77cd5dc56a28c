"""Where two policies allow the same and ask for something else with it: masks, rows, limits, groups, notices.

Knows: that what duties come to is settled by thresholds: a mask at least as strict, a limit at most as high.
Must not know: permits, prohibitions, words.

Settled duties differ at a request exactly when for some aspect a duty of one policy reaches it there and none of the
other does. So each aspect is a union of boxes, and the difference of two policies in it a difference of two unions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ostiary.model.bundle import Bundle
from ostiary.model.request import Duties
from ostiary.model.rules import MASKS, Duty, Mask, RowPredicate
from ostiary.promises.boxes import Box, common, outside
from ostiary.promises.difference.regions import Source
from ostiary.promises.layout import Layout
from ostiary.promises.space import Axis
from ostiary.promises.territory import Territory


@dataclass(frozen=True, slots=True)
class Masked:
    """A field is masked at least as strictly as this."""

    field: str
    mask: Mask


@dataclass(frozen=True, slots=True)
class Filtered:
    """Only rows of which this is true are shown."""

    row: RowPredicate


@dataclass(frozen=True, slots=True)
class Bounded:
    """An answer has at most so many rows; each stands for at least so many people; whom it is about is told within so many days."""

    what: Literal["row-limit", "minimum-group", "notice"]
    number: int


Aspect: TypeAlias = Masked | Filtered | Bounded


def aspects_of(*layouts: Layout) -> list[Aspect]:
    """Every aspect that a duty of some bundle can ask for, each at every threshold that some duty sets."""
    duties = [duty for layout in layouts for duty in layout.bundle.duties]
    masked = {Masked(f"{name}.{column}", mask) for one in duties for name, column, mask in one.masks}
    filtered = {Filtered(row) for one in duties for row in one.rows}
    bounded = {bound for one in duties for bound in _bounds(one)}
    found: list[Aspect] = [*masked, *filtered, *bounded]
    return sorted(found, key=repr)


class Asking:
    """The duties of a bundle by what they ask."""

    def __init__(self, bundle: Bundle) -> None:
        self._by_what: dict[Hashable, list[Duty]] = defaultdict(list)
        for duty in bundle.duties:
            fields = {f"{name}.{column}" for name, column, _ in duty.masks}
            bounds = {bound.what for bound in _bounds(duty)}
            for what in (*fields, *dict.fromkeys(duty.rows), *bounds):
                self._by_what[what].append(duty)

    def duties(self, aspect: Aspect) -> list[Duty]:
        """Those that ask for an aspect, or for more of it."""
        match aspect:
            case Masked(what, _) | Filtered(what) | Bounded(what, _):
                return [duty for duty in self._by_what.get(what, ()) if asks(duty, aspect)]


@dataclass(frozen=True, slots=True)
class Reached:
    """What both policies allow, and for which a duty of one asks for an aspect and none of the other does."""

    asking: Territory
    other: Territory
    here: tuple[Source, ...]
    there: tuple[Source, ...]

    @classmethod
    def both(cls, one: Reaching, other: Reaching, aspect: Aspect) -> tuple[Reached, Reached]:
        """The requests for which the first policy asks for an aspect and the second does not, and the reverse."""
        here, there = one.reach(aspect), other.reach(aspect)
        return (
            cls(one.territory, other.territory, here, there),
            cls(other.territory, one.territory, there, here),
        )

    def pieces_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box that are so, as boxes that may overlap."""
        for piece in outside(box, (one.box for one in self.there)):
            for allowed in self.asking.allowed_in(piece):
                yield from self.other.allowed_in(allowed)

    def others_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box that are not so, likewise."""
        yield from outside(box, (one.box for one in self.here))
        yield from filter(None, (common(box, one.box) for one in self.there))
        yield from self.asking.refused_in(box)
        yield from self.other.refused_in(box)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where all of this lies: what a duty reaches here, and no duty reaches exactly so there."""
        known = {one.box for one in self.there}
        return tuple(one for one in self.here if one.box not in known)


class Reaching:
    """What the duties of a policy reach in a space."""

    def __init__(self, territory: Territory) -> None:
        self.territory = territory
        self._asking = Asking(territory.layout.bundle)
        self._touched: dict[Duty, tuple[Box, ...]] = {}

    def reach(self, aspect: Aspect) -> tuple[Source, ...]:
        """The requests for which some duty asks for an aspect, or for more of it."""
        fields = _fields(self.territory.layout, aspect)
        return tuple(
            Source(duty.source.id, box)
            for duty in self._asking.duties(aspect)
            for each in self._boxes(duty)
            if (box := _at(each, fields)) is not None
        )

    def _boxes(self, duty: Duty) -> tuple[Box, ...]:
        if duty not in self._touched:
            self._touched[duty] = tuple(_touched(self.territory.layout, duty))
        return self._touched[duty]


def _bounds(duty: Duty) -> Iterator[Bounded]:
    if duty.row_limit is not None:
        yield Bounded("row-limit", duty.row_limit)
    if duty.minimum_group is not None:
        yield Bounded("minimum-group", duty.minimum_group)
    if duty.notify_within_days is not None:
        yield Bounded("notice", duty.notify_within_days)


def asks(duty: Duty, aspect: Aspect) -> bool:
    """Whether a duty asks for an aspect, or for more of it."""
    match aspect:
        case Masked(field, mask):
            return any(
                f"{name}.{column}" == field and MASKS.index(one) <= MASKS.index(mask)
                for name, column, one in duty.masks
            )
        case Filtered(row):
            return row in duty.rows
        case Bounded(what, number):
            return any(_is_at_least(bound, number) for bound in _bounds(duty) if bound.what == what)


def _is_at_least(bound: Bounded, number: int) -> bool:
    """Whether a bound is as strict as one with this number: limits are stricter when smaller, groups when larger."""
    return bound.number >= number if bound.what == "minimum-group" else bound.number <= number


def _touched(layout: Layout, duty: Duty) -> Iterator[Box]:
    """Where a duty comes with what an asker reads, and where with what is read by somebody who also works for another."""
    touched = layout.touched(duty.when, duty.source)
    if touched is not None:
        asked = layout.as_asker(touched)
        if asked is not None:
            yield asked
        yield layout.as_affiliation(touched)


def _fields(layout: Layout, aspect: Aspect) -> int:
    """The fields that an aspect is about."""
    match aspect:
        case Masked(field, _):
            return _mask(layout, lambda name: name == field)
        case Filtered(row):
            return _mask(layout, lambda name: name.partition(".")[0] == row.record_class)
        case Bounded():
            return layout.space.everything[Axis.FIELD]


def _mask(layout: Layout, is_meant: Callable[[str], bool]) -> int:
    return sum(1 << number for number, name in enumerate(layout.space.fields) if is_meant(name))


def _at(box: Box, fields: int) -> Box | None:
    """The part of a box on some fields."""
    kept = box[Axis.FIELD] & fields
    return (*box[: Axis.FIELD], kept, *box[Axis.FIELD + 1 :]) if kept else None


def is_asked(aspect: Aspect, duties: Duties) -> bool:
    """Whether settled duties of one field ask for an aspect, or for more of it."""
    match aspect:
        case Masked(field, mask):
            column = field.partition(".")[2]
            return any(name == column and MASKS.index(one) <= MASKS.index(mask) for name, one in duties.masks)
        case Filtered(row):
            return row in duties.rows
        case Bounded("row-limit", number):
            return duties.row_limit is not None and duties.row_limit <= number
        case Bounded("notice", number):
            return duties.notify_within_days is not None and duties.notify_within_days <= number
        case Bounded(_, number):
            return any(minimum >= number for _, minimum in duties.minimum_groups)
