"""Names in scope: which relation and column a name means.

Knows: relations of a FROM clause, their visible columns and hidden subject keys, and where each column comes from.
Must not know: SQL text, the parser, profiles.

A column is tracked by what it *is* (its origin), found once; nothing is looked up a second time.
"""

from __future__ import annotations

from dataclasses import dataclass

from ostiary.errors import OstiaryError
from ostiary.model.catalogue import Column, RecordClass


@dataclass(frozen=True, slots=True)
class Origin:
    """The field of the catalogue that a column shows unchanged."""

    record_class: RecordClass
    column: Column

    @property
    def name(self) -> str:
        """``record_class.column``."""
        return f"{self.record_class.name}.{self.column.name}"


@dataclass(frozen=True, slots=True)
class Visible:
    """A column that a query may name: its name, the SQL that reads it, and its origin (None: computed)."""

    name: str
    sql: str
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Relation:
    """One name of a FROM clause. ``stars`` are the columns that ``*`` means; ``known`` all that may be named.

    They differ for a table: ``*`` means what the profile shows, while any field of the catalogue may be named (and is
    then decided on). ``keys`` is the SQL that reads each hidden subject key.
    """

    name: str
    known: tuple[Visible, ...]
    stars: tuple[Visible, ...]
    keys: tuple[str, ...]


class UnknownName(OstiaryError):
    """A name that means nothing in its scope. It never leaves this package: it becomes ``NotAllowed``."""

    code = "S01"

    def __init__(self, name: str, position: int) -> None:
        super().__init__(f"`{name}` is not known here")
        self.name = name
        self.position = position


@dataclass(frozen=True, slots=True)
class Scope:
    """The relations of one query, and columns merged by USING, which have no relation."""

    relations: tuple[Relation, ...]
    merged: tuple[Visible, ...] = ()

    def find(self, relation: str | None, column: str, position: int) -> Visible:
        """The column of that name. Raises UnknownName when there is none, or more than one."""
        if relation is None:
            found = [visible for visible in self.merged if visible.name == column]
            if not found:
                found = [
                    visible for each in self.relations for visible in each.known if visible.name == column
                ]
        else:
            found = [
                visible
                for each in self.relations
                if each.name == relation
                for visible in each.known
                if visible.name == column
            ]
        if len(found) != 1:
            raise UnknownName(column if relation is None else f"{relation}.{column}", position)
        return found[0]

    def stars(self, relation: str | None, position: int) -> tuple[Visible, ...]:
        """What ``*`` or ``relation.*`` means. Raises UnknownName for a relation that is not there."""
        if relation is None:
            names = {visible.name for visible in self.merged}
            return self.merged + tuple(
                visible for each in self.relations for visible in each.stars if visible.name not in names
            )
        for each in self.relations:
            if each.name == relation:
                return each.stars
        raise UnknownName(relation, position)

    @property
    def keys(self) -> tuple[str, ...]:
        """The SQL of every hidden subject key in scope."""
        return tuple(key for each in self.relations for key in each.keys)

    def joined(self, other: Scope, merged: tuple[Visible, ...] = ()) -> Scope:
        """Both scopes side by side, with the columns that the join merges in front."""
        names = {visible.name for visible in merged}
        before = tuple(visible for visible in self.merged + other.merged if visible.name not in names)
        return Scope(self.relations + other.relations, merged + before)
