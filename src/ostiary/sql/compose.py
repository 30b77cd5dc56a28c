"""The statement that runs: the understood tree, composed anew over a profile's mask views.

Knows: names in scope, the footprint, subject keys (accounting class R), constants asked about.
Must not know: the parser, who asks, why anything is allowed.

Class R: each row of the answer carries one int8 key for every record class that is about somebody and took part in it,
appended after the client's own columns and passed outwards through sub-queries and WITH queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from ostiary.errors import NotUnderstood
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile
from ostiary.sql.limits import MAX_RELATIONS
from ostiary.sql.plan import AskedAbout, Footprint
from ostiary.sql.scope import Origin, Relation, Scope, UnknownName, Visible
from ostiary.sql.text import children, quoted, written
from ostiary.sql.tree import (
    ColumnName,
    Constant,
    Distinctness,
    Expression,
    Join,
    Membership,
    Operation,
    Order,
    Parameter,
    Quantified,
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
    asked_about: list[AskedAbout] = field(default_factory=list)
    relations: int = 0
    keys: int = 0

    @property
    def footprints(self) -> tuple[Footprint, ...]:
        """Record classes and fields, in the order in which they were met."""
        return tuple(Footprint(name, tuple(fields)) for name, fields in self.fields.items())


@dataclass(frozen=True, slots=True)
class Shown:
    """What a source shows outwards: column names with their origins, and the names of its hidden keys."""

    columns: tuple[tuple[str, Origin | None], ...]
    keys: tuple[str, ...]

    def renamed(self, aliases: tuple[str, ...]) -> Shown:
        """With column aliases for the first columns. Raises NotUnderstood when there are more aliases than columns."""
        if len(aliases) > len(self.columns):
            raise NotUnderstood("more column aliases than visible columns")
        old = self.columns[len(aliases) :]
        fresh = tuple((alias, origin) for alias, (_, origin) in zip(aliases, self.columns, strict=False))
        return Shown(fresh + old, self.keys)

    @property
    def names(self) -> str:
        """Every column and key as a list of identifiers."""
        return ", ".join(quoted(name) for name in (*(name for name, _ in self.columns), *self.keys))

    def relation(self, name: str) -> Relation:
        """As a relation of that name in a FROM clause."""
        visible = tuple(_visible(name, column, origin) for column, origin in self.columns)
        return Relation(name, visible, visible, tuple(f"{quoted(name)}.{quoted(key)}" for key in self.keys))


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
        parts = [f"WITH {', '.join(withs)}"] if withs else []
        parts.append("SELECT " + ", ".join(f"{sql} AS {quoted(name)}" for sql, name in outputs))
        if sources:
            parts.append("FROM " + ", ".join(sources))
        if query.where is not None:
            parts.append("WHERE " + self._expression(query.where, scope))
        if query.order:
            parts.append("ORDER BY " + ", ".join(self._orders(query.order, targets, scope)))
        for word, bound in (("LIMIT", query.limit), ("OFFSET", query.offset)):
            if bound is not None:
                parts.append(f"{word} {self._expression(bound, scope)}")
        columns = tuple((target.name, target.origin) for target in targets)
        return Composed(" ".join(parts), Shown(columns, tuple(name for _, name in hidden)))

    def _withs(self, query: Query, named: Mapping[str, Shown]) -> tuple[list[str], Mapping[str, Shown]]:
        texts: list[str] = []
        for name, aliases, inner in query.named:
            composed = self.query(inner, named)
            shown = composed.shown.renamed(aliases)
            named = {**named, name: shown}
            texts.append(f"{quoted(name)} ({shown.names}) AS ({composed.text})")
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
                    yield Visible(name, found.sql, found.origin)
                case Target(expression, name):
                    yield Visible(name, self._expression(expression, scope), None)
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

    def _expression(self, expression: Expression, scope: Scope) -> str:
        def column(name: ColumnName) -> str:
            return self._column(scope, name.relation, name.column, name.position).sql

        text = written(expression, column)
        self.gathered.asked_about.extend(asked_about(expression, scope))
        return text

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
                    sql = self._expression(other, scope)
                    by = Visible("", sql, None)
            # An expression there, with LIMIT 1, would ask a question that no row answers for.
            if by.origin is None and scope.keys:
                raise NotUnderstood("on records about people, ORDER BY takes plain columns only")
            yield sql + order.direction

    def _from(self, sources: tuple[Source, ...], named: Mapping[str, Shown]) -> tuple[list[str], Scope]:
        texts: list[str] = []
        scope = Scope(())
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
                relation = named[name].renamed(aliases).relation(alias or name)
                return f"{quoted(name)} AS {_alias(relation, named[name].renamed(aliases))}", Scope(
                    (relation,)
                )
            case TableName():
                return self._table(source)
            case SubQuery(query, alias, aliases):
                composed = self.query(query, named)
                shown = composed.shown.renamed(aliases)
                relation = shown.relation(alias)
                return f"({composed.text}) AS {_alias(relation, shown)}", Scope((relation,))
            case Join():
                return self._join(source, named)
            case _ as never:
                assert_never(never)

    def _table(self, table: TableName) -> tuple[str, Scope]:
        """A plain sub-select over the mask view, with the subject key under a name of its own."""
        record_class = self._catalogue.find(table.name, table.schema)
        if record_class is None:
            raise UnknownName(table.name, table.position)
        self._count_relation()
        self.gathered.fields.setdefault(record_class.name, {})
        view = self._profile.views.get(record_class.name)
        readable = [name for name, _ in view.columns] if view is not None else []
        origins = {column.name: Origin(record_class, column) for column in record_class.columns}
        key = self._fresh_key() if record_class.subject_key is not None else None
        outputs = [quoted(name) for name in readable]
        outputs += [f"{quoted(KEY_COLUMN)} AS {quoted(key)}"] if key is not None else []
        shown = Shown(tuple((name, origins[name]) for name in readable), (key,) if key is not None else ())
        shown = shown.renamed(table.column_aliases)
        name = table.alias or table.name
        relation = shown.relation(name)
        # Fields that the profile does not show may still be named: that is decided on, and refused with its reason.
        unread = [] if table.column_aliases else [each for each in origins if each not in readable]
        known = relation.known + tuple(_visible(name, each, origins[each]) for each in unread)
        from_view = f"{quoted(schema_of(self._profile.id))}.{quoted(record_class.name)}"
        # Every part is a quoted identifier of the catalogue or of ours.
        text = f"(SELECT {', '.join(outputs)} FROM {from_view}) AS {_alias(relation, shown)}"  # noqa: S608
        return text, Scope((replace(relation, known=known),))

    def _count_relation(self) -> None:
        self.gathered.relations += 1
        if self.gathered.relations > MAX_RELATIONS:
            raise NotUnderstood(f"a statement reads at most {MAX_RELATIONS} tables")

    def _join(self, join: Join, named: Mapping[str, Shown]) -> tuple[str, Scope]:
        left, left_scope = self._source(join.left, named)
        right, right_scope = self._source(join.right, named)
        using = self._common(left_scope, right_scope) if join.natural else join.using
        merged = tuple(self._merged(name, left_scope, right_scope) for name in using)
        scope = left_scope.joined(right_scope, merged)
        if using:
            condition = f"USING ({', '.join(quoted(name) for name in using)})"
        elif join.on is not None:
            condition = f"ON {self._expression(join.on, scope)}"
        else:
            condition = "ON true"
        return f"({left} {join.kind} JOIN {right} {condition})", scope

    @staticmethod
    def _common(left: Scope, right: Scope) -> tuple[str, ...]:
        """NATURAL joins the *visible* common columns; hidden ones and keys take no part."""
        there = {visible.name for visible in right.stars(None, -1)}
        return tuple(visible.name for visible in left.stars(None, -1) if visible.name in there)

    def _merged(self, name: str, left: Scope, right: Scope) -> Visible:
        first = self._column(left, None, name, -1)
        self._column(right, None, name, -1)
        return Visible(name, quoted(name), first.origin)


def _visible(relation: str, column: str, origin: Origin | None) -> Visible:
    return Visible(column, f"{quoted(relation)}.{quoted(column)}", origin)


def _alias(relation: Relation, shown: Shown) -> str:
    return (
        f"{quoted(relation.name)} ({shown.names})" if shown.columns or shown.keys else quoted(relation.name)
    )


_COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">=", "~~", "~~*", "!~~", "!~~*", "^@"})


def asked_about(expression: Expression, scope: Scope) -> Iterator[AskedAbout]:
    """Every constant that the expression compares with an identifying column, on either side, inside functions or not."""
    match expression:
        case Operation(operator, left, right) | Quantified(operator, _, left, right) if (
            operator in _COMPARISONS and left is not None
        ):
            yield from _pairs(left, (right,), scope)
            yield from _pairs(right, (left,), scope)
        case Membership(left, items, _):
            yield from _pairs(left, items, scope)
        case Distinctness(left, right, _):
            yield from _pairs(left, (right,), scope)
            yield from _pairs(right, (left,), scope)
        case _:
            pass
    for child in children(expression):
        yield from asked_about(child, scope)


def _pairs(side: Expression, others: tuple[Expression, ...], scope: Scope) -> Iterator[AskedAbout]:
    for origin in _identifying(side, scope):
        for other in others:
            for leaf in _leaves(other):
                match leaf:
                    case Constant(kind, text) if kind != "null":
                        yield AskedAbout(origin.name, literal=text)
                    case Parameter(number):
                        yield AskedAbout(origin.name, parameter=number)
                    case _:
                        pass


def _identifying(expression: Expression, scope: Scope) -> Iterator[Origin]:
    for leaf in _leaves(expression):
        if isinstance(leaf, ColumnName):
            origin = scope.find(leaf.relation, leaf.column, leaf.position).origin
            if origin is not None and origin.column.identifying:
                yield origin


def _leaves(expression: Expression) -> Iterator[Expression]:
    inside = children(expression)
    if not inside:
        yield expression
    for child in inside:
        yield from _leaves(child)
