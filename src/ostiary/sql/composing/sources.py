"""FROM composed: tables as mask views, sub-queries, joins.

Knows: the catalogue and one profile, what a source shows outwards.
Must not know: the parser, targets, who asks, why anything is allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias, assert_never

from ostiary.errors import NotUnderstood
from ostiary.model.catalogue import Catalogue, RecordClass
from ostiary.model.profile import Profile
from ostiary.sql.composing.asked import as_one
from ostiary.sql.composing.composed import Composed
from ostiary.sql.composing.gathered import Gathered
from ostiary.sql.composing.keys import Key
from ostiary.sql.composing.scope import (
    Around,
    Computed,
    Origin,
    Scope,
    Shown,
    UnknownName,
    Visible,
    field_of,
    merged_column,
)
from ostiary.sql.composing.ties import of_join
from ostiary.sql.composing.values import Values
from ostiary.sql.limits import MAX_SERIES
from ostiary.sql.plan import Hidden
from ostiary.sql.text import quoted
from ostiary.sql.tree import (
    AnyQuery,
    ColumnName,
    Constant,
    Expression,
    Join,
    Series,
    Source,
    SubQuery,
    TableName,
    ValueRows,
)
from ostiary.sql.wall_names import KEY_COLUMN, schema_of

Compose: TypeAlias = Callable[[AnyQuery, Around], Composed]

_VALUES = "__values"


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

    def clause(self, sources: tuple[Source, ...], around: Around) -> tuple[list[str], Scope]:
        """The texts of a FROM clause and the names that it puts in scope. Raises UnknownName and NotUnderstood."""
        texts: list[str] = []
        scope = Scope(around=around)
        for source in sources:
            text, found = self._source(source, scope)
            texts.append(text)
            scope = scope.joined(found)
        names = [relation.name for relation in scope.relations]
        if len(set(names)) != len(names):
            raise NotUnderstood("a relation name is used twice; give each its own alias")
        return texts, scope

    def _source(self, source: Source, before: Scope) -> tuple[str, Scope]:
        """One source; ``before`` is what stands before it in FROM, which LATERAL may read."""
        around = before.around
        match source:
            case TableName(None, name, _, _, position) if name in around.foreign:
                raise NotUnderstood(
                    "a query in an expression names no WITH query about people from outside",
                    position=position,
                    hint="Write it into the expression, or join it.",
                )
            case TableName(None, name, alias, aliases, _) if name in around.named:
                shown = around.named[name].renamed(aliases)
                self._gathered.count_outputs(len(shown.columns) + len(shown.keys))
                return f"{quoted(name)} AS {shown.named(alias or name)}", Scope.of(
                    shown.relation(alias or name)
                )
            case TableName():
                return self._table(source)
            case SubQuery():
                return self._sub_query(source, before)
            case Series():
                return self._series(source, before)
            case ValueRows(rows):
                return self._rows(rows, before)
            case Join():
                return self._join(source, before)
            case _ as never:
                assert_never(never)

    def _sub_query(self, source: SubQuery, before: Scope) -> tuple[str, Scope]:
        self._gathered.count_sub_query()
        composed = (
            self._lateral(source, before) if source.lateral else self._compose(source.query, before.around)
        )
        shown = composed.shown.renamed(source.column_aliases)
        text = f"({composed.text()}) AS {shown.named(source.alias)}"
        return f"LATERAL {text}" if source.lateral else text, Scope.of(shown.relation(source.alias))

    def _lateral(self, source: SubQuery, before: Scope) -> Composed:
        self._gathered.count_made()
        told = self._gathered.told
        composed = self._compose(source.query, replace(before.around, outer=before))
        # Its own rows need not be about the person to whom the records in its expressions are tied.
        self._gathered.count_told(told, is_value=False)
        return composed

    def _table(self, table: TableName) -> tuple[str, Scope]:
        """A plain sub-select over the mask view, with the subject key under a name of its own."""
        record_class = self._catalogue.find(table.name, table.schema)
        if record_class is None:
            name = table.name if table.schema is None else f"{table.schema}.{table.name}"
            self._gathered.fields.setdefault(name, {})
            raise UnknownName(name, table.position)
        self._gathered.count_relation()
        self._gathered.fields.setdefault(record_class.name, {})
        view = self._profile.views.get(record_class.name)
        readable = [name for name, _ in view.columns] if view is not None else []
        keys = self._keys(record_class)
        # A masked key is not the subject, whatever it is called.
        subjects = [name for name, mask in view.columns if mask is None] if view is not None else []
        columns = {
            column.name: field_of(
                Origin(record_class, column),
                self._gathered.relations,
                keys[0].name if column.name == record_class.subject_key and column.name in subjects else "",
            )
            for column in record_class.columns
        }
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

    def _series(self, series: Series, before: Scope) -> tuple[str, Scope]:
        """A function of rows; that LATERAL goes without saying is PostgreSQL's rule."""
        self._gathered.count_made()
        function = series.function
        if function.name == "generate_series":
            _verify_series(function.arguments)
        elif len(function.arguments) != 1:
            raise NotUnderstood("`unnest` takes one array")
        # PostgreSQL names the only column of a function after its alias.
        made = self._values.output(function, series.alias, before)
        # A number that is counted may be compared with a constant in one place, and with a column in another.
        counted = Visible("ordinality", "", None, (Computed(()),))
        columns = [made, counted] if series.ordinality else [made]
        shown = Shown(tuple(replace(each, subject="") for each in columns), ()).renamed(series.column_aliases)
        ordinality = " WITH ORDINALITY" if series.ordinality else ""
        return f"{made.sql}{ordinality} AS {shown.named(series.alias)}", Scope.of(
            shown.relation(series.alias)
        )

    def _rows(self, rows: tuple[tuple[Expression, ...], ...], before: Scope) -> tuple[str, Scope]:
        """VALUES: each column is made of what is in it in any row."""
        self._gathered.count_made()
        # In one go, for a comprehension in another is one frame more on the stack for each VALUES in a VALUES.
        made = [self._values.output(each, "", before) for row in rows for each in row]
        texts = [made[start : start + len(rows[0])] for start in range(0, len(made), len(rows[0]))]
        self._gathered.count_outputs(len(texts[0]))
        listed = ", ".join(f"({', '.join(each.sql for each in row)})" for row in texts)
        columns = tuple(
            Visible(
                f"column{number}",
                "",
                None,
                as_one(leaf for each in column for leaf in each.leaves),
                # The planner writes a single row out wherever its columns are named.
                max(each.inlined for each in column),
            )
            for number, column in enumerate(zip(*texts, strict=True), 1)
        )
        shown = Shown(columns, ())
        return f"(VALUES {listed}) AS {shown.named(_VALUES)}", Scope.of(shown.relation(_VALUES))

    def _join(self, join: Join, before: Scope) -> tuple[str, Scope]:
        left, left_scope = self._source(join.left, before)
        right, right_scope = self._source(join.right, before.joined(left_scope))
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
        scope = replace(scope, around=before.around)
        if before.around.is_link:
            ties = of_join(join.kind, join.on, pairs, scope, (left_scope, right_scope))
            scope = replace(scope, follows=(*scope.follows, *ties))
        if using:
            condition = f"USING ({', '.join(quoted(name) for name in using)})"
        elif join.on is not None:
            condition = f"ON {self._values.condition(join.on, scope)}"
        else:
            condition = "ON true"
        return f"({left} {join.kind} JOIN {right} {condition})", scope


def _verify_series(arguments: tuple[Expression, ...]) -> None:
    """Raises NotUnderstood where numbers do not run from one whole number to another, or too far."""
    numbers = list(_whole(arguments))
    if len(numbers) not in {2, 3} or numbers[2:] == [0]:
        raise NotUnderstood("`generate_series` takes two or three whole numbers")
    start, stop, step = (*numbers, 1)[:3]
    if (stop - start) // step >= MAX_SERIES:
        raise NotUnderstood(f"`generate_series` makes at most {MAX_SERIES} rows")


def _whole(arguments: tuple[Expression, ...]) -> Iterator[int]:
    for argument in arguments:
        match argument:
            case Constant("number", text) if text.lstrip("-").isdigit():
                yield int(text)
            case _:
                raise NotUnderstood("`generate_series` takes whole numbers, written out")


def _common(left: Scope, right: Scope) -> tuple[str, ...]:
    """NATURAL joins the *visible* common columns; hidden ones and keys take no part."""
    there = {visible.name for visible in right.stars(None, -1)}
    return tuple(visible.name for visible in left.stars(None, -1) if visible.name in there)
