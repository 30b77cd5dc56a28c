"""The statement that runs: the understood tree, composed anew over a profile's mask views.

Knows: queries inside queries, WITH, UNION and DISTINCT; the footprint and the hidden keys of every row.
Must not know: the parser, who asks, why anything is allowed.

Each row of the answer carries, after the client's own columns, keys for every record class that is about somebody and took
part in it. They are passed outwards through sub-queries and WITH queries. DISTINCT and UNION put equal rows together, so
they become GROUP BY over all columns, which collects the keys of those that are equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ostiary.errors import NotUnderstood
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile
from ostiary.sql.composing.composed import Arm, Composed, layout_of, together
from ostiary.sql.composing.gathered import Gathered
from ostiary.sql.composing.keys import Key
from ostiary.sql.composing.links import Links
from ostiary.sql.composing.minimums import Minimums
from ostiary.sql.composing.scope import Around, Scope, Shown, numbers_of, output_number
from ostiary.sql.composing.select import PLAIN_HINT, PLAIN_ORDER, Selecting
from ostiary.sql.composing.sources import Sources
from ostiary.sql.composing.values import Values
from ostiary.sql.limits import MAX_RELATIONS
from ostiary.sql.tree import AnyQuery, Named, Query, Union

_TOGETHER: Final = "__rows"


class Composer:
    """Composes one statement for one profile. Raises UnknownName and NotUnderstood."""

    def __init__(self, catalogue: Catalogue, profile: Profile) -> None:
        self.gathered = Gathered()
        self._links = Links(self.gathered, self._query)
        self._values = Values(self.gathered, self._links.compose)
        self._sources = Sources(catalogue, profile, self.gathered, self._values, self._query)
        self._minimums = Minimums(
            {name: view.minimum_group for name, view in profile.views.items() if view.minimum_group > 1}
        )

    def statement(self, query: AnyQuery) -> Composed:
        """The statement composed. Where its rows leave the database, groups below the minimum are left out."""
        composed = self._query(query, Around(), leaves=True)
        # A WITH query is read once and may be named often; each mention brings its records, and their keys, again.
        if sum(key.holds.kind != "window" for key in composed.shown.keys) > MAX_RELATIONS:
            raise NotUnderstood(f"a row of an answer is made of the rows of at most {MAX_RELATIONS} tables")
        return composed

    def _query(self, query: AnyQuery, around: Around, *, leaves: bool = False) -> Composed:
        """A query composed; ``leaves``: its rows leave the database."""
        opening, around = self._withs(query.named, around)
        match query:
            case Query(distinct=True):
                return self._distinct(query, around, opening, leaves=leaves)
            case Query():
                return self._select(query, around, opening, leaves=leaves)
            case Union():
                return self._union(query, around, opening, leaves=leaves)

    def _withs(self, queries: tuple[Named, ...], around: Around) -> tuple[str, Around]:
        texts: list[str] = []
        if len({each.name for each in queries}) != len(queries):
            raise NotUnderstood("a WITH name is used twice; give each query its own")
        for each in queries:
            composed = self._query(each.query, around)
            shown = composed.shown.renamed(each.column_aliases)
            around = around.naming(each.name, shown)
            texts.append(f"{shown.named(each.name)} AS ({composed.text()})")
        return f"WITH {', '.join(texts)}" if texts else "", around

    def _clause(self, query: Query, around: Around) -> tuple[list[str], Scope]:
        """The FROM of a query, and its scope: of what is in an expression, without the keys that the row around stands for."""
        sources, scope = self._sources.clause(query.sources, around)
        return sources, self._links.without_tied(query, scope, self._minimums) if around.is_link else scope

    def _select(self, query: Query, around: Around, opening: str, *, leaves: bool) -> Composed:
        sources, scope = self._clause(query, around)
        selecting = Selecting(query, scope, self._values, self.gathered, self._minimums, leaves=leaves)
        arm = selecting.arm(opening, sources)
        closing = " ".join((selecting.order(), *self._bounds(query, scope.keys, leaves=leaves))).strip()
        arm = replace(arm, rest=f"{arm.rest} {closing}".strip())
        return Composed((arm,), Shown(selecting.shown, arm.keys))

    def _distinct(self, query: Query, around: Around, opening: str, *, leaves: bool) -> Composed:
        sources, scope = self._clause(query, around)
        selecting = Selecting(query, scope, self._values, self.gathered, self._minimums, leaves=False)
        arm = selecting.arm("", sources)
        order = selecting.order(by_output=True)
        closing = " ".join((order, *self._bounds(query, scope.keys, leaves=leaves))).strip()
        rows = Composed((arm,), Shown(selecting.shown, arm.keys))
        return self._without_duplicates(rows, opening, closing, leaves=leaves)

    def _union(self, union: Union, around: Around, opening: str, *, leaves: bool) -> Composed:
        # Where equal rows are put together, these leave; those of its sides do not.
        sides = [self._query(side, around, leaves=leaves and union.all) for side in (union.left, union.right)]
        left, right = (side.shown for side in sides)
        if len(left.columns) != len(right.columns):
            raise NotUnderstood("the queries of a UNION have the same number of columns")
        columns = tuple(map(together, left.columns, right.columns))
        layout = layout_of((left.keys, right.keys))
        keys = tuple(Key(self.gathered.fresh_key(), "", holds) for holds in layout)
        arms = tuple(arm for side in sides for arm in self._arms(side))
        # Every arm shows every key. What its sides counted already, as far as their arms are these, is not counted again.
        known = sum(len(side.arms) * len(side.shown.keys) for side in sides if side.is_bare)
        self.gathered.count_outputs(len(columns) + len(arms) * len(keys) - known)
        rows = Composed(arms, Shown(columns, keys))
        closing = " ".join(
            (_order_by_output(union, rows.shown, self._values), *self._bounds(union, keys, leaves=leaves))
        ).strip()
        if union.all:
            return replace(rows, opening=opening, closing=closing)
        return self._without_duplicates(rows, opening, closing, leaves=leaves)

    def _arms(self, side: Composed) -> tuple[Arm, ...]:
        """The arms of a side of a UNION; one that has an order or a WITH of its own stays by itself."""
        if side.is_bare:
            return side.arms
        text, columns, keys = side.within(_TOGETHER)
        outputs = tuple((sql, column.name) for sql, column in zip(columns, side.shown.columns, strict=True))
        return (Arm("SELECT", outputs, keys, f"FROM {text}"),)

    def _without_duplicates(self, rows: Composed, opening: str, closing: str, *, leaves: bool) -> Composed:
        """The rows grouped by all their columns, each with the keys of all that were equal to it.

        Under a minimum a row that nobody is named by is one for too few: that it is there would tell of who is not.
        """
        self._values.alike(rows.shown.columns)
        text, columns, inner = rows.within(_TOGETHER)
        if not columns:
            raise NotUnderstood("rows without columns cannot be told apart")
        keys = tuple(
            key.grouped(self.gathered.fresh_key(), of_rows=self._minimums.holds(key)) for key in inner
        )
        self.gathered.count_outputs(len(columns) + len(keys))
        conditions = " AND ".join(self._minimums.of_groups(inner)) if leaves else ""
        rest = [f"FROM {text} GROUP BY {', '.join(columns)}"]
        rest += [f"HAVING {conditions}"] if conditions else []
        outputs = tuple((sql, column.name) for sql, column in zip(columns, rows.shown.columns, strict=True))
        arm = Arm(f"{opening} SELECT".strip(), outputs, keys, " ".join((*rest, closing)).strip())
        return Composed((arm,), Shown(rows.shown.columns, keys))

    def _bounds(self, query: AnyQuery, keys: tuple[Key, ...], *, leaves: bool) -> Iterator[str]:
        if query.limit is not None:
            self._minimums.verify_choice("LIMIT", keys, leaves=leaves)
        if query.offset is not None and keys:
            # Rows that are counted and skipped would tell how many there are without any of them being answered for.
            raise NotUnderstood(
                "on records about people, OFFSET is refused",
                hint="Page by a column: WHERE person_id > the last one seen ORDER BY person_id LIMIT n.",
            )
        for word, bound in (("LIMIT", query.limit), ("OFFSET", query.offset)):
            if bound is not None:
                yield f"{word} {self._values.value(bound, Scope())}"


def _order_by_output(union: Union, shown: Shown, values: Values) -> str:
    items = []
    names = numbers_of(column.name for column in shown.columns)
    for order in union.order:
        number = output_number(order.by, names, len(shown.columns))
        if number is None:
            raise NotUnderstood("behind a UNION, ORDER BY takes output columns by name or number")
        if not shown.columns[number - 1].is_plain and shown.keys:
            raise NotUnderstood(PLAIN_ORDER, hint=PLAIN_HINT)
        if not shown.keys:
            values.alike((shown.columns[number - 1],))
        items.append(f"{number}{order.direction}")
    return f"ORDER BY {', '.join(items)}" if items else ""
