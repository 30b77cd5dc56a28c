"""The statement that runs: the understood tree, composed anew over a profile's mask views.

Knows: names in scope, the footprint, subject keys (accounting class R).
Must not know: the parser, who asks, why anything is allowed.

Class R: each row of the answer carries one int8 key for every record class that is about somebody and took part in it,
appended after the client's own columns and passed outwards through sub-queries and WITH queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from ostiary.errors import NotUnderstood
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile
from ostiary.sql.asked import Comparisons, LeavesOf, leaves
from ostiary.sql.limits import MAX_INLINED, MAX_OUTPUTS, MAX_RELATIONS
from ostiary.sql.plan import AskedAbout, Footprint
from ostiary.sql.scope import Leaf, Origin, Scope, Shown, UnknownName, Visible, field_of, merged_column
from ostiary.sql.text import quoted, written
from ostiary.sql.tree import (
    ColumnName,
    Constant,
    Expression,
    Join,
    Order,
    Query,
    Source,
    Star,
    SubQuery,
    TableName,
    Target,
)
from ostiary.sql.wall_names import KEY_COLUMN, schema_of


@dataclass(slots=True)
class Gathered:
    """What a statement turned out to read, while it is composed."""

    fields: dict[str, dict[str, None]] = field(default_factory=dict)
    comparisons: Comparisons = field(default_factory=Comparisons)
    relations: int = 0
    inlined: int = 0
    keys: int = 0
    outputs: int = 0

    @property
    def footprints(self) -> tuple[Footprint, ...]:
        """Record classes and fields, in the order in which they were met."""
        return tuple(Footprint(name, tuple(fields)) for name, fields in self.fields.items())

    @property
    def asked_about(self) -> tuple[AskedAbout, ...]:
        """Constants compared with identifying columns. Raises NotUnderstood when there are too many."""
        return self.comparisons.asked_about()


@dataclass(frozen=True, slots=True)
class Composed:
    """A query's text and what it shows."""

    text: str
    shown: Shown


class Composer:
    """Composes one statement for one profile. Raises UnknownName and NotUnderstood."""

    def __init__(self, catalogue: Catalogue, profile: Profile) -> None:
        self.gathered = Gathered()
        self._catalogue = catalogue
        self._profile = profile

    def query(self, query: Query, named: Mapping[str, Shown]) -> Composed:
        """The query composed, with ``named`` WITH queries in scope."""
        withs, named = self._withs(query, named)
        sources, scope = self._from(query.sources, named)
        targets = tuple(self._targets(query.targets, scope))
        hidden = tuple((key, self._fresh_key()) for key in scope.keys)
        outputs = [(target.sql, target.name) for target in targets] + list(hidden)
        self._count_outputs(len(outputs))
        parts = [f"WITH {', '.join(withs)}"] if withs else []
        parts.append("SELECT " + ", ".join(f"{sql} AS {quoted(name)}" for sql, name in outputs))
        if sources:
            parts.append("FROM " + ", ".join(sources))
        if query.where is not None:
            parts.append("WHERE " + self._condition(query.where, scope))
        if query.order:
            parts.append("ORDER BY " + ", ".join(self._orders(query.order, targets, scope)))
        if query.offset is not None and scope.keys:
            # Rows that are counted and skipped would tell how many there are without any of them being answered for.
            raise NotUnderstood(
                "on records about people, OFFSET is refused",
                hint="Page by a column: WHERE person_id > the last one seen ORDER BY person_id LIMIT n.",
            )
        for word, bound in (("LIMIT", query.limit), ("OFFSET", query.offset)):
            if bound is not None:
                parts.append(f"{word} {self._value(bound, scope)}")
        return Composed(" ".join(parts), Shown(targets, tuple(name for _, name in hidden)))

    def _withs(self, query: Query, named: Mapping[str, Shown]) -> tuple[list[str], Mapping[str, Shown]]:
        texts: list[str] = []
        if len({name for name, _, _ in query.named}) != len(query.named):
            raise NotUnderstood("a WITH name is used twice; give each query its own")
        for name, aliases, inner in query.named:
            composed = self.query(inner, named)
            shown = composed.shown.renamed(aliases)
            named = {**named, name: shown}
            texts.append(f"{shown.named(name)} AS ({composed.text})")
        return texts, named

    def _fresh_key(self) -> str:
        self.gathered.keys += 1
        return f"__key{self.gathered.keys}"

    def _targets(self, targets: Iterable[Target | Star], scope: Scope) -> Iterable[Visible]:
        for target in targets:
            match target:
                case Star(relation, position):
                    for visible in scope.stars(relation, position):
                        self._read(visible)
                        yield visible
                case Target(ColumnName(relation, column, position), name):
                    found = self._column(scope, relation, column, position)
                    yield replace(found, name=name)
                case Target(expression, name):
                    before = self.gathered.inlined
                    sql = self._value(expression, scope)
                    inlined = self.gathered.inlined - before
                    yield Visible(name, sql, None, leaves(expression, _leaves_of(scope)), inlined)
                case _ as never:
                    assert_never(never)

    def _column(self, scope: Scope, relation: str | None, column: str, position: int) -> Visible:
        found = scope.find(relation, column, position)
        self._read(found)
        return found

    def _read(self, visible: Visible) -> None:
        if visible.origin is not None:
            fields = self.gathered.fields.setdefault(visible.origin.record_class.name, {})
            fields[visible.origin.column.name] = None

    def _condition(self, expression: Expression, scope: Scope) -> str:
        """A condition of WHERE or ON, as text."""
        text = self._written(expression, scope)
        self.gathered.comparisons.condition(expression, _leaves_of(scope))
        return text

    def _value(self, expression: Expression, scope: Scope) -> str:
        """A value that rows show, as text."""
        text = self._written(expression, scope)
        self.gathered.comparisons.value(expression, _leaves_of(scope))
        return text

    def _written(self, expression: Expression, scope: Scope) -> str:
        def column(name: ColumnName) -> str:
            found = self._column(scope, name.relation, name.column, name.position)
            self._count_inlined(found.inlined)
            return found.sql

        text = written(expression, column)
        self._count_inlined(len(text))
        return text

    def _count_inlined(self, characters: int) -> None:
        self.gathered.inlined += characters
        if self.gathered.inlined > MAX_INLINED:
            raise NotUnderstood(
                "computed columns of sub-queries are named too often", hint="Name each of them once or twice."
            )

    def _orders(self, orders: tuple[Order, ...], targets: tuple[Visible, ...], scope: Scope) -> Iterable[str]:
        for order in orders:
            match order.by:
                case Constant("number", text) if text.isdigit() and 1 <= int(text) <= len(targets):
                    by, sql = targets[int(text) - 1], text
                case ColumnName(None, column, _) if any(column == target.name for target in targets):
                    by = next(target for target in targets if target.name == column)
                    sql = quoted(column)
                case ColumnName(relation, column, position):
                    by = self._column(scope, relation, column, position)
                    sql = by.sql
                case other:
                    sql = self._value(other, scope)
                    by = Visible("", sql, None)
            # An expression there, with LIMIT 1, would ask a question that no row answers for.
            if by.origin is None and scope.keys:
                raise NotUnderstood("on records about people, ORDER BY takes plain columns only")
            yield sql + order.direction

    def _from(self, sources: tuple[Source, ...], named: Mapping[str, Shown]) -> tuple[list[str], Scope]:
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

    def _source(self, source: Source, named: Mapping[str, Shown]) -> tuple[str, Scope]:
        match source:
            case TableName(None, name, alias, aliases, _) if name in named:
                shown = named[name].renamed(aliases)
                return f"{quoted(name)} AS {shown.named(alias or name)}", Scope.of(
                    shown.relation(alias or name)
                )
            case TableName():
                return self._table(source)
            case SubQuery(query, alias, aliases):
                composed = self.query(query, named)
                shown = composed.shown.renamed(aliases)
                return f"({composed.text}) AS {shown.named(alias)}", Scope.of(shown.relation(alias))
            case Join():
                return self._join(source, named)
            case _ as never:
                assert_never(never)

    def _table(self, table: TableName) -> tuple[str, Scope]:
        """A plain sub-select over the mask view, with the subject key under a name of its own."""
        record_class = self._catalogue.find(table.name, table.schema)
        if record_class is None:
            self.gathered.fields.setdefault(table.name, {})
            raise UnknownName(table.name, table.position)
        self._count_relation()
        self.gathered.fields.setdefault(record_class.name, {})
        view = self._profile.views.get(record_class.name)
        readable = [name for name, _ in view.columns] if view is not None else []
        columns = {
            column.name: field_of(Origin(record_class, column), self.gathered.relations)
            for column in record_class.columns
        }
        key = self._fresh_key() if record_class.subject_key is not None else None
        outputs = [quoted(name) for name in readable]
        outputs += [f"{quoted(KEY_COLUMN)} AS {quoted(key)}"] if key is not None else []
        shown = Shown(tuple(columns[name] for name in readable), (key,) if key is not None else ())
        shown = shown.renamed(table.column_aliases)
        name = table.alias or table.name
        relation = shown.relation(name)
        # Fields that the profile does not show may still be named: that is decided on, and refused with its reason.
        unread = [] if table.column_aliases else [each for each in columns if each not in readable]
        known = relation.known + tuple(columns[each].within(name) for each in unread)
        from_view = f"{quoted(schema_of(self._profile.id))}.{quoted(record_class.name)}"
        # Every part is a quoted identifier of the catalogue or of ours.
        text = f"(SELECT {', '.join(outputs)} FROM {from_view}) AS {shown.named(name)}"  # noqa: S608
        return text, Scope.of(replace(relation, known=known))

    def _count_outputs(self, outputs: int) -> None:
        self.gathered.outputs += outputs
        if self.gathered.outputs > MAX_OUTPUTS:
            raise NotUnderstood(f"the queries of a statement have at most {MAX_OUTPUTS} columns together")

    def _count_relation(self) -> None:
        self.gathered.relations += 1
        if self.gathered.relations > MAX_RELATIONS:
            raise NotUnderstood(f"a statement reads at most {MAX_RELATIONS} tables")

    def _join(self, join: Join, named: Mapping[str, Shown]) -> tuple[str, Scope]:
        left, left_scope = self._source(join.left, named)
        right, right_scope = self._source(join.right, named)
        using = self._common(left_scope, right_scope) if join.natural else join.using
        pairs = [
            (self._column(left_scope, None, name, -1), self._column(right_scope, None, name, -1))
            for name in using
        ]
        for pair in pairs:
            self.gathered.comparisons.together(leaf for side in pair for leaf in side.leaves)
        merged = tuple(merged_column(join.kind, *pair) for pair in pairs)
        scope = left_scope.joined(right_scope, merged, frozenset(side.sql for pair in pairs for side in pair))
        if using:
            condition = f"USING ({', '.join(quoted(name) for name in using)})"
        elif join.on is not None:
            condition = f"ON {self._condition(join.on, scope)}"
        else:
            condition = "ON true"
        return f"({left} {join.kind} JOIN {right} {condition})", scope

    @staticmethod
    def _common(left: Scope, right: Scope) -> tuple[str, ...]:
        """NATURAL joins the *visible* common columns; hidden ones and keys take no part."""
        there = {visible.name for visible in right.stars(None, -1)}
        return tuple(visible.name for visible in left.stars(None, -1) if visible.name in there)


def _leaves_of(scope: Scope) -> LeavesOf:
    def leaves_of(name: ColumnName) -> tuple[Leaf, ...]:
        return scope.find(name.relation, name.column, name.position).leaves

    return leaves_of
