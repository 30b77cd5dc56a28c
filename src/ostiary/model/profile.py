"""A profile: one set of readable columns, masks and row filters.

Knows: what both walls are generated from.
Must not know: SQL, who has the profile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ostiary.model.canonical import canonical_hash
from ostiary.model.rules import Mask, RowPredicate


@dataclass(frozen=True, slots=True)
class View:
    """How one record class looks in a profile: readable columns in the catalogue's order, each with its mask or None.

    ``minimum_group`` is how many subjects a row of an answer about it must stand for at least.
    """

    record_class: str
    columns: tuple[tuple[str, Mask | None], ...]
    rows: tuple[RowPredicate, ...] = ()
    minimum_group: int = 1


@dataclass(frozen=True)
class Profile:
    """Views by record class; a record class that is not here cannot be read at all."""

    views: Mapping[str, View]

    @cached_property
    def id(self) -> str:
        """The first 12 hexadecimal digits of the hash of everything in the profile: 48 bits.

        Profiles of one bundle number tens; at 1,000 of them two collide with a chance of 2e-9, and the wall refuses to
        be applied when two do.
        """
        return canonical_hash(
            [
                [
                    view.record_class,
                    [[name, mask] for name, mask in view.columns],
                    [[row.column, row.comparison, row.value] for row in view.rows],
                    view.minimum_group,
                ]
                for _, view in sorted(self.views.items())
            ]
        )[:12]
