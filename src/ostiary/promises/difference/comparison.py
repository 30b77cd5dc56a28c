"""Two policies side by side: what each lets whom see why, as far as both know it.

Knows: rows of a table, one for each kind of agency and set of purposes that get the same of both policies.
Must not know: words, files, which of the two came first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ostiary.model.bundle import Bundle
from ostiary.promises.boxes import Box, is_empty, points
from ostiary.promises.difference.answers import Opening
from ostiary.promises.difference.changes import other_changes
from ostiary.promises.difference.difference import Difference
from ostiary.promises.difference.finding import differ
from ostiary.promises.space import Axis
from ostiary.promises.territory import Territory
from ostiary.promises.work import bounded

NOT_REGISTERED = "not registered yet"
"""The kind of all agencies that neither policy lists."""


@dataclass(frozen=True, slots=True)
class Row:
    """What agencies of a kind see for some purposes under each policy: sets of fields of the space.

    ``is_alike``: exactly the same requests are allowed by both; where fields are the same and this is not so, other papers,
    cases, roles or affiliations are asked for.
    """

    kind: str
    purposes: tuple[str, ...]
    fields: tuple[int, int]
    is_alike: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The table, the regions in which the two differ, and what only one of them knows, by kind."""

    difference: Difference
    rows: tuple[Row, ...]
    alone: tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]


def compare(one: Bundle, other: Bundle, since: date = date.min) -> Comparison:
    """Both policies, on all days from ``since`` on. Raises TooManyCases."""
    found = differ(one, other, since, known_to_both=True)
    sides = (Territory.of(found.space, one), Territory.of(found.space, other))
    with bounded():
        rows = tuple(_rows(found, sides))
    return Comparison(found, rows, (_alone(one, other), _alone(other, one)))


def _rows(found: Difference, sides: tuple[Territory, Territory]) -> list[Row]:
    """One row for all purposes that give an agency of a kind the same, the most general purposes first."""
    rows: list[Row] = []
    for kind, askers in _kinds(found).items():
        alike: dict[tuple[int, int, bool], list[str]] = defaultdict(list)
        for number in points(found.within[Axis.PURPOSE]):
            box = (
                askers,
                *found.within[Axis.AFFILIATION : Axis.PURPOSE],
                1 << number,
                *found.within[Axis.BASES :],
            )
            alike[_cell(sides, box)].append(found.space.purposes[number])
        rows += [
            Row(kind, tuple(codes), (one, other), is_alike) for (one, other, is_alike), codes in alike.items()
        ]
    return rows


def _cell(sides: tuple[Territory, Territory], box: Box) -> tuple[int, int, bool]:
    one, other = sides
    openings = (Opening(one, other), Opening(other, one))
    is_alike = all(is_empty(opening.pieces_in(box)) for opening in openings)
    return _fields(one, box), _fields(other, box), is_alike


def _fields(territory: Territory, box: Box) -> int:
    """The fields of which some request of a box is allowed."""
    seen, left = 0, box[Axis.FIELD]
    while left:
        rest = (*box[: Axis.FIELD], left, *box[Axis.FIELD + 1 :])
        piece = next(territory.allowed_in(rest), None)
        if piece is None:
            return seen
        seen |= piece[Axis.FIELD]
        left &= ~piece[Axis.FIELD]
    return seen


def _kinds(found: Difference) -> dict[str, int]:
    """The agencies that may ask by level and kind, and those that neither policy lists. Each says it as the first does."""
    principals, kinds = found.space.principals, dict[str, int]()
    for number, principal in enumerate(principals.registered):
        if principal.code is not None and found.within[Axis.ASKER] >> number & 1:
            agency = found.old.agencies[principal.code]
            kind = f"{agency.level} {agency.kind}"
            kinds[kind] = kinds.get(kind, 0) | 1 << number
    return {**kinds, NOT_REGISTERED: principals.every_new & found.within[Axis.ASKER]}


def _alone(bundle: Bundle, other: Bundle) -> dict[str, tuple[str, ...]]:
    """What only this one knows."""
    found: dict[str, list[str]] = defaultdict(list)
    for change in other_changes(other, bundle):
        if change.how == "added" and change.kind in {"agency", "purpose", "basis", "record class"}:
            found[change.kind].append(change.code)
    for name, record_class in bundle.catalogue.classes.items():
        known = other.catalogue.classes.get(name)
        if known is not None:
            fields = (column.name for column in record_class.columns if known.column(column.name) is None)
            found["field"] += [f"{name}.{column}" for column in fields]
    return {kind: tuple(codes) for kind, codes in found.items() if codes}
