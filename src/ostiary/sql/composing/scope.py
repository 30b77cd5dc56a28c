"""Names in scope: which relation and column a name means.

Knows: relations of a FROM clause, their visible columns and hidden subject keys, and where each column comes from.
Must not know: SQL text beyond a column's own, the parser, profiles.

A column is tracked by what it *is* (its origin and what flowed into it), found once; nothing is looked up a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

from ostiary.errors import NotUnderstood, OstiaryError
from ostiary.model.catalogue import Column, RecordClass
from ostiary.sql.composing.keys import Key
from ostiary.sql.text import quoted
from ostiary.sql.tree import ColumnName, Constant, Expression, JoinKind, Parameter


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
class Reading:
    """A field as one mention of its table reads it; ``table`` numbers the mentions."""

    table: int
    name: str
    identifying: bool


@dataclass(frozen=True, slots=True, eq=False)
class Computed:
    """A computed column as one thing, however often it is named: what flows into it is looked at once."""

    parts: tuple[Leaf, ...]


Leaf: TypeAlias = Reading | Constant | Parameter | Computed
"""What a value is made of."""


@dataclass(frozen=True, slots=True)
class Visible:
    """A column that a query may name: its name, the SQL that reads it, its origin (None: computed), and its leaves.

    ``inlined`` is how many characters more than ``sql`` the planner has before it once the column is written out.
    ``plain`` says of a computed column that people may be put in order by it all the same. ``subject`` is the hidden key
    whose subject the column is: the key's SQL where the column is in scope, its name where a source shows it, empty for none.
    """

    name: str
    sql: str
    origin: Origin | None
    leaves: tuple[Leaf, ...] = ()
    inlined: int = 0
    plain: bool = False
    subject: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether people may be put in order by it."""
        return self.plain or self.origin is not None

    def within(self, relation: str) -> Visible:
        """The column as a relation of that name shows it."""
        subject = f"{quoted(relation)}.{quoted(self.subject)}" if self.subject else ""
        sql = f"{quoted(relation)}.{quoted(self.name)}"
        # Not with ``replace``, which takes four times as long: a statement shows hundreds of columns.
        return Visible(self.name, sql, self.origin, self.leaves, self.inlined, self.plain, subject)


@dataclass(frozen=True, slots=True)
class Relation:
    """One name of a FROM clause. ``stars`` are the columns that ``*`` means; ``known`` all that may be named.

    They differ for a table: ``*`` means what the profile shows, while any field of the catalogue may be named (and is
    then decided on). ``keys`` are its hidden keys. ``is_padded``: an outer join shows NULL where it finds none of its rows.
    """

    name: str
    known: tuple[Visible, ...]
    stars: tuple[Visible, ...]
    keys: tuple[Key, ...]
    is_padded: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What a source shows outwards: its columns and its hidden keys."""

    columns: tuple[Visible, ...]
    keys: tuple[Key, ...]

    def renamed(self, aliases: tuple[str, ...]) -> Shown:
        """With column aliases for the first columns. Raises NotUnderstood when there are more aliases than columns."""
        if len(aliases) > len(self.columns):
            raise NotUnderstood("more column aliases than visible columns")
        fresh = (replace(column, name=alias) for alias, column in zip(aliases, self.columns, strict=False))
        return Shown((*fresh, *self.columns[len(aliases) :]), self.keys)

    def named(self, relation: str) -> str:
        """A relation's name with the list of its columns and keys, as it follows AS."""
        columns, keys = (column.name for column in self.columns), (key.name for key in self.keys)
        names = ", ".join(quoted(name) for name in (*columns, *keys))
        return f"{quoted(relation)} ({names})" if names else quoted(relation)

    def relation(self, name: str) -> Relation:
        """As a relation of that name in a FROM clause."""
        visible = tuple(column.within(name) for column in self.columns)
        return Relation(name, visible, visible, tuple(key.within(name) for key in self.keys))


class UnknownName(OstiaryError):
    """A name that means nothing in its scope. It never leaves this package: it becomes ``NotAllowed``."""

    code = "S01"

    def __init__(self, name: str, position: int) -> None:
        super().__init__(f"`{name}` is not known here")
        self.name = name
        self.position = position


@dataclass(frozen=True, slots=True)
class Around:
    """What a query stands in: the WITH queries that it may name, and the scope whose row it may read (None: none).

    ``is_link``: it stands in an expression, or in FROM of a query that does. ``foreign`` are then the WITH queries about
    people that stand outside of that expression.
    """

    named: Mapping[str, Shown] = field(default_factory=dict)
    outer: Scope | None = None
    is_link: bool = False
    foreign: frozenset[str] = frozenset()

    def of_link(self, outer: Scope) -> Around:
        """What a query in an expression of a query with that scope stands in."""
        about_people = frozenset(name for name, shown in self.named.items() if shown.keys)
        return Around(self.named, outer, is_link=True, foreign=self.foreign if self.is_link else about_people)

    def naming(self, name: str, shown: Shown) -> Around:
        """The same with one WITH query more."""
        return replace(self, named={**self.named, name: shown}, foreign=self.foreign - {name})


@dataclass(frozen=True)
class Scope:
    """The relations of a query or a join, and their columns side by side as names without a relation mean them.

    A join with USING has merged columns in front, in place of those that it merged; these can still be named with
    their relation. ``follows`` are the keys that joins tie to each other (``ties``).
    """

    relations: tuple[Relation, ...] = ()
    known: tuple[Visible, ...] = ()
    columns: tuple[Visible, ...] = ()
    around: Around = field(default_factory=Around)
    follows: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, relation: Relation) -> Scope:
        """The scope of one relation."""
        return cls((relation,), relation.known, relation.stars)

    def find(self, name: ColumnName) -> Visible:
        """The column that a name means, here or else around here. Raises UnknownName when there is none, or more than one."""
        relation, column = name.relation, name.column
        found = self._by_name.get((relation, column), ())
        if not found and self.around.outer is not None and not self._has(relation):
            return self._from_outside(self.around.outer.find(name), name)
        if len(found) != 1:
            raise UnknownName(column if relation is None else f"{relation}.{column}", name.position)
        return found[0]

    def _from_outside(self, found: Visible, name: ColumnName) -> Visible:
        """A column of a query around. It is written with its relation, whose name must mean the same here."""
        if name.relation is None and any(f"{quoted(each.name)}." in found.sql for each in self.relations):
            raise NotUnderstood(
                "a relation has the name of one around it; give each its own", position=name.position
            )
        return found

    def is_local(self, name: ColumnName) -> bool:
        """Whether a name means a column here, and not one of a query around here."""
        return self._has(name.relation) or (name.relation, name.column) in self._by_name

    def _has(self, relation: str | None) -> bool:
        return any(each.name == relation for each in self.relations)

    @cached_property
    def _by_name(self) -> Mapping[tuple[str | None, str], Sequence[Visible]]:
        """What each name may mean: a statement can name thousands of columns among thousands."""
        named: list[tuple[str | None, Visible]] = [(None, visible) for visible in self.known]
        named += [(one.name, visible) for one in self.relations for visible in one.known]
        found: dict[tuple[str | None, str], list[Visible]] = {}
        for relation, visible in named:
            found.setdefault((relation, visible.name), []).append(visible)
        return found

    def stars(self, relation: str | None, position: int) -> tuple[Visible, ...]:
        """What ``*`` or ``relation.*`` means. Raises UnknownName for a relation that is not there.

        Raises NotUnderstood when a relation has two columns of one name: SQL has no way to tell them apart.
        """
        if relation is None:
            found = self.columns
        else:
            stars = [each.stars for each in self.relations if each.name == relation]
            if len(stars) != 1:
                raise UnknownName(relation, position)
            found = stars[0]
        if len({visible.sql for visible in found}) != len(found):
            raise NotUnderstood(
                "a sub-query has two columns of one name; give each its own", position=position
            )
        return found

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every hidden key in scope."""
        return tuple(key for each in self.relations for key in each.keys)

    @property
    def padded_keys(self) -> frozenset[str]:
        """The SQL of each key that is NULL where an outer join finds no row."""
        return frozenset(key.sql for each in self.relations if each.is_padded for key in each.keys)

    def without(self, tied: frozenset[str]) -> Scope:
        """The same without the keys whose SQL is given: the row around names these subjects."""

        def left(relation: Relation) -> Relation:
            return replace(relation, keys=tuple(key for key in relation.keys if key.sql not in tied))

        return replace(self, relations=tuple(map(left, self.relations)))

    def padded(self) -> Scope:
        """The same on the side of an outer join whose rows need not be found."""
        return replace(self, relations=tuple(replace(each, is_padded=True) for each in self.relations))

    def joined(
        self, other: Scope, merged: tuple[Visible, ...] = (), gone: frozenset[str] = frozenset()
    ) -> Scope:
        """Both scopes side by side, with merged columns in front in place of those whose SQL is in ``gone``."""

        def side_by_side(ours: tuple[Visible, ...], theirs: tuple[Visible, ...]) -> tuple[Visible, ...]:
            return merged + tuple(visible for visible in ours + theirs if visible.sql not in gone)

        return Scope(
            self.relations + other.relations,
            side_by_side(self.known, other.known),
            side_by_side(self.columns, other.columns),
            self.around,
            self.follows + other.follows,
        )


def numbers_of(names: Iterable[str]) -> Mapping[str, int]:
    """The number of the first column that has each name, from 1."""
    numbers: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        numbers.setdefault(name, number)
    return numbers


def output_number(by: Expression, names: Mapping[str, int], columns: int) -> int | None:
    """The number of the output column that an item of ORDER BY or GROUP BY means: by its number or its name."""
    match by:
        case Constant("number", text) if text.isdigit() and 1 <= int(text) <= columns:
            return int(text)
        case ColumnName(None, name, _):
            return names.get(name)
        case _:
            return None


def field_of(origin: Origin, table: int, subject: str = "") -> Visible:
    """A field of the catalogue, as the mention of its table with that number reads it; it has no SQL yet."""
    reading = Reading(table, origin.name, origin.column.identifying)
    return Visible(origin.column.name, "", origin, (reading,), subject=subject)


def merged_column(kind: JoinKind, left: Visible, right: Visible) -> Visible:
    """The column that USING makes of two, as PostgreSQL does: the side that is never padded, or the first not NULL.

    Where the types may differ, COALESCE gives it their common type, as the merged column has it.
    """
    first, second = (right, left) if kind == "RIGHT" else (left, right)
    leaves = tuple(dict.fromkeys(left.leaves + right.leaves))
    either = f"COALESCE({first.sql}, {second.sql})"
    if first.origin is None or second.origin is None:
        plain = left.is_plain and right.is_plain
        return Visible(left.name, either, None, leaves, left.inlined + right.inlined, plain)
    same_type = first.origin.column.type == second.origin.column.type
    sql, subject = (first.sql, first.subject) if same_type and kind != "FULL" else (either, "")
    inlined = max(left.inlined, right.inlined)
    return Visible(left.name, sql, first.origin, leaves, inlined, subject=subject)
