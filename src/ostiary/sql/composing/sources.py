"""FROM composed: tables as mask views, sub-queries, joins.

Knows: the catalogue and one profile, what a source shows outwards.
Must not know: the parser, targets, who asks, why anything is allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias, assert_never

from ostiary.errors import NotUnderstood
from ostiary.model.catalogue import Catalogue, RecordClass
from ostiary.model.profile import Profile
from ostiary.sql.composing.composed import Composed
from ostiary.sql.composing.gathered import Gathered
from ostiary.sql.composing.keys import Key
from ostiary.sql.composing.scope import Origin, Scope, Shown, UnknownName, field_of, merged_column
from ostiary.sql.composing.values import Values
from ostiary.sql.plan import Hidden
from ostiary.sql.text import quoted
from ostiary.sql.tree import AnyQuery, ColumnName, Join, Source, SubQuery, TableName
from ostiary.sql.wall_names import KEY_COLUMN, schema_of

NamedQueries: TypeAlias = Mapping[str, Shown]
Compose: TypeAlias = Callable[[AnyQuery, NamedQueries], Composed]


class Sources:
    """Composes the FROM clauses of one statement; ``compose`` composes the queries in them."""

    def __init__(
        self, catalogue: Catalogue, profile: Profile, gathered: Gathered, values: Values, compose: Compose
    ) -> None:
        self._catalogue = catalogue
        self._profile = profile
        self._gathered = gathered
        self._values = values
        self._compose = compose

    def clause(self, sources: tuple[Source, ...], named: NamedQueries) -> tuple[list[str], Scope]:
        """The texts of a FROM clause and the names that it puts in scope. Raises UnknownName and NotUnderstood."""
        texts: list[str] = []
        scope = Scope()
        for source in sources:
            text, found = self._source(source, named)
            texts.append(text)
            scope = scope.joined(found)
        names = [relation.name for relation in scope.relations]
        if len(set(names)) != len(names):
            raise NotUnderstood("a relation name is used twice; give each its own alias")
        return texts, scope

    def _source(self, source: Source, named: NamedQueries) -> tuple[str, Scope]:
        match source:
            case TableName(None, name, alias, aliases, _) if name in named:
                shown = named[name].renamed(aliases)
                self._gathered.count_outputs(len(shown.columns) + len(shown.keys))
                return f"{quoted(name)} AS {shown.named(alias or name)}", Scope.of(
                    shown.relation(alias or name)
                )
            case TableName():
                return self._table(source)
            case SubQuery(query, alias, aliases):
                composed = self._compose(query, named)
                shown = composed.shown.renamed(aliases)
                return f"({composed.text()}) AS {shown.named(alias)}", Scope.of(shown.relation(alias))
            case Join():
                return self._join(source, named)
            case _ as never:
                assert_never(never)

    def _table(self, table: TableName) -> tuple[str, Scope]:
        """A plain sub-select over the mask view, with the subject key under a name of its own."""
        record_class = self._catalogue.find(table.name, table.schema)
        if record_class is None:
            self._gathered.fields.setdefault(table.name, {})
            raise UnknownName(table.name, table.position)
        self._gathered.count_relation()
        self._gathered.fields.setdefault(record_class.name, {})
        view = self._profile.views.get(record_class.name)
        readable = [name for name, _ in view.columns] if view is not None else []
        columns = {
            column.name: field_of(Origin(record_class, column), self._gathered.relations)
            for column in record_class.columns
        }
        keys = self._keys(record_class)
        shown = Shown(tuple(columns[name] for name in readable), keys).renamed(table.column_aliases)
        name = table.alias or table.name
        relation = shown.relation(name)
        # Fields that the profile does not show may still be named: that is decided on, and refused with its reason.
        unread = [] if table.column_aliases else [each for each in columns if each not in readable]
        known = relation.known + tuple(columns[each].within(name) for each in unread)
        outputs = [quoted(each) for each in readable] + [f"{key.sql} AS {quoted(key.name)}" for key in keys]
        from_view = f"{quoted(schema_of(self._profile.id))}.{quoted(record_class.name)}"
        # Every part is a quoted identifier of the catalogue or of ours.
        text = f"(SELECT {', '.join(outputs)} FROM {from_view}) AS {shown.named(name)}"  # noqa: S608
        return text, Scope.of(replace(relation, known=known))

    def _keys(self, record_class: RecordClass) -> tuple[Key, ...]:
        if record_class.subject_key is None:
            return ()
        return (Key(self._gathered.fresh_key(), quoted(KEY_COLUMN), Hidden(record_class.name)),)

    def _join(self, join: Join, named: NamedQueries) -> tuple[str, Scope]:
        left, left_scope = self._source(join.left, named)
        right, right_scope = self._source(join.right, named)
        using = _common(left_scope, right_scope) if join.natural else join.using
        pairs = [
            (self._values.column(left_scope, name), self._values.column(right_scope, name))
            for name in (ColumnName(None, each, -1) for each in using)
        ]
        for pair in pairs:
            self._gathered.comparisons.together(leaf for side in pair for leaf in side.leaves)
        if join.kind in {"LEFT", "FULL"}:
            right_scope = right_scope.padded()
        if join.kind in {"RIGHT", "FULL"}:
            left_scope = left_scope.padded()
        merged = tuple(merged_column(join.kind, *pair) for pair in pairs)
        scope = left_scope.joined(right_scope, merged, frozenset(side.sql for pair in pairs for side in pair))
        if using:
            condition = f"USING ({', '.join(quoted(name) for name in using)})"
        elif join.on is not None:
            condition = f"ON {self._values.condition(join.on, scope)}"
        else:
            condition = "ON true"
        return f"({left} {join.kind} JOIN {right} {condition})", scope


def _common(left: Scope, right: Scope) -> tuple[str, ...]:
    """NATURAL joins the *visible* common columns; hidden ones and keys take no part."""
    there = {visible.name for visible in right.stars(None, -1)}
    return tuple(visible.name for visible in left.stars(None, -1) if visible.name in there)
