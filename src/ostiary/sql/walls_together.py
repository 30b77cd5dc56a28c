"""The walls of two policy versions at once, so that one can take the other's place without a gap.

Knows: that the same profile may stand on two catalogues, and when it is the same wall on both.
Must not know: connections, why there are two versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from ostiary.errors import WallMismatch
from ostiary.model.catalogue import Catalogue, RecordClass
from ostiary.model.profile import Profile
from ostiary.sql.wall import wall_hash


def walls_together(
    wanted: Sequence[tuple[Catalogue, Iterable[Profile]]],
) -> tuple[tuple[Profile, ...], Catalogue]:
    """All profiles, in the order of their ids, and one catalogue over which each has the wall that its own catalogue gives it.

    Raises WallMismatch where there is none: the versions describe a table that both read in two ways.
    """
    merged = Catalogue(_merged([catalogue for catalogue, _ in wanted]))
    found: dict[str, Profile] = {}
    for catalogue, profiles in wanted:
        for profile in profiles:
            if wall_hash(profile, catalogue) != wall_hash(profile, merged):
                tables = ", ".join(f"`{name}`" for name in sorted(profile.views))
                raise WallMismatch(
                    f"the two policies describe a table otherwise, among {tables}",
                    hint="Apply the walls of the other one when it is in force: until then it is refused.",
                )
            found[profile.id] = profile
    return tuple(profile for _, profile in sorted(found.items())), merged


def _merged(catalogues: Sequence[Catalogue]) -> dict[str, RecordClass]:
    """The record classes of all; one that several have has the columns of the first, then what the later ones add."""
    merged: dict[str, RecordClass] = {}
    for name, record_class in chain.from_iterable(one.classes.items() for one in catalogues):
        merged[name] = _with_columns(merged.get(name, record_class), record_class)
    return merged


def _with_columns(first: RecordClass, later: RecordClass) -> RecordClass:
    added = tuple(column for column in later.columns if first.column(column.name) is None)
    return RecordClass(
        first.name, first.schema, first.title, (*first.columns, *added), first.subject_key, first.labels
    )
