"""One SELECT composed: its columns, groups, windows and order.

Knows: the tree of one query and the scope that its FROM makes; accounting classes R and G.
Must not know: where the scope comes from, other queries of the statement, profiles, who asks.

A query without groups has rows with the keys of its sources. In one with groups each row has, for each key of its
sources, the keys of all rows that it stands for. A window function adds, for each key, those of the rows that it looks at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import Final, assert_never

from ostiary.errors import NotUnderstood
from ostiary.sql.allowed import COLLECTING
from ostiary.sql.composing.composed import Arm
from ostiary.sql.composing.gathered import Gathered
from ostiary.sql.composing.inside import (
    aggregates_in,
    chosen_by,
    columns_in,
    has_link,
    windows_in,
    without_aggregates,
)
from ostiary.sql.composing.keys import Key
from ostiary.sql.composing.minimums import Minimums
from ostiary.sql.composing.picked import picks
from ostiary.sql.composing.scope import Scope, UnknownName, Visible, numbers_of, output_number
from ostiary.sql.composing.values import Values
from ostiary.sql.tree import (
    Aggregate,
    Bound,
    Call,
    ColumnName,
    Constant,
    Expression,
    Frame,
    GroupingSet,
    GroupItem,
    Query,
    Star,
    Target,
    Window,
    Windowed,
)

PLAIN_ORDER: Final = "on records about people, ORDER BY takes plain columns only"
PLAIN_HINT: Final = "An aggregate of a column, a rank, or a part of a date will do too."

_OF_ANOTHER: Final = (
    "an aggregate takes columns of its own query, and stands in none of its conditions but HAVING"
)

# What the value of a window function rests on, where that is not its frame.
_UP_TO_HERE: Final = frozenset({"row_number", "rank", "dense_rank"})
_OF_THE_FRAME: Final = frozenset({"first_value", "last_value", "nth_value"})
_BEFORE_AND_PEERS: Final = Frame("RANGE", Bound("UNBOUNDED PRECEDING"), Bound("CURRENT ROW"))


class Selecting:
    """One SELECT under way. ``leaves``: its rows leave the database as they are, so that they must stand for enough people."""

    def __init__(
        self,
        query: Query,
        scope: Scope,
        values: Values,
        gathered: Gathered,
        minimums: Minimums,
        *,
        leaves: bool,
    ) -> None:
        self._query = query
        self._scope = scope
        self._values = values
        self._gathered = gathered
        self._minimums = minimums
        self._leaves = leaves
        self._windowed = [each for one in chosen_by(query) for each in windows_in(one)]
        self._aggregates = [each for one in chosen_by(query) for each in aggregates_in(one)]
        self.is_grouped = bool(query.group) or query.having is not None or bool(self._aggregates)
        self.columns = tuple(self._columns())
        calls: list[Aggregate | Windowed] = [*self._aggregates, *self._windowed]
        functions = (each.function if isinstance(each, Windowed) else each for each in calls)
        gathered.collecting += sum(function.name in COLLECTING for function in functions)
        gathered.picked += sum(picks(call, lambda part: values.is_plain(part, scope)) for call in calls)
        self._verify_calls(calls)
        self._verify_minimums()
        self._names = numbers_of(column.name for column in self.columns)
        self._texts = numbers_of(column.sql for column in self.columns)

    def arm(self, opening: str, sources: list[str]) -> Arm:
        """The SELECT, with what comes before it, and its FROM; its order and bounds are to follow."""
        parts = [f"FROM {', '.join(sources)}"] if sources else []
        parts += self._conditions("WHERE", self._query.where, () if self.is_grouped else self._enough())
        parts += self._grouping()
        keys = self.keys
        head = f"{opening} SELECT{self._distinct_on()}".strip()
        outputs = tuple((column.sql, column.name) for column in self.columns)
        return Arm(head, outputs, keys, " ".join(parts))

    @property
    def shown(self) -> tuple[Visible, ...]:
        """The columns as a source shows them: a subject is that of a key which goes outwards with its row.

        In an expression the subject of an outer join's missing side ends here: outside nothing says that it may be missing.
        """
        names = {key.sql: key.name for key in self.keys if key.holds.kind == "subject"}
        if self._scope.around.is_link:
            names = {sql: name for sql, name in names.items() if sql not in self._scope.padded_keys}
        return tuple(replace(column, subject=names.get(column.subject, "")) for column in self.columns)

    def order(self, *, by_output: bool = False) -> str:
        """ORDER BY, empty where there is none. ``by_output``: it stands outside, where only output columns are known."""
        items = [
            self._ordered_by(order.by, by_output=by_output) + order.direction for order in self._query.order
        ]
        return f"ORDER BY {', '.join(items)}" if items else ""

    # Columns.

    def _columns(self) -> Iterator[Visible]:
        self._gathered.count_outputs(sum(isinstance(target, Target) for target in self._query.targets))
        for target in self._query.targets:
            match target:
                case Star(relation, position):
                    stars = self._scope.stars(relation, position)
                    self._gathered.count_outputs(len(stars))
                    for visible in stars:
                        self._gathered.read(visible)
                        yield visible
                case Target(ColumnName() as column, name):
                    yield replace(self._values.column(self._scope, column), name=name)
                case Target(expression, name):
                    self._verify_windows(expression)
                    yield self._values.output(expression, name, self._scope)
                case _ as never:
                    assert_never(never)

    # Order.

    def _ordered_by(self, by: Expression, *, by_output: bool) -> str:
        number = output_number(by, self._names, len(self.columns))
        if number is not None:
            self._verify_plain(self.columns[number - 1].is_plain)
            if not self._scope.keys:
                self._values.alike((self.columns[number - 1],))
            return str(number)
        self._verify_plain(self._values.is_plain(by, self._scope))
        self._verify_windows(by)
        # Where nobody's rows are ordered, a constant in one row may be put beside a column from around in another.
        sql = (self._values.value if self._scope.keys else self._values.group)(by, self._scope)
        if not by_output:
            return sql
        if sql not in self._texts:
            raise NotUnderstood("with DISTINCT, ORDER BY takes output columns only")
        return str(self._texts[sql])

    def _verify_plain(self, is_plain: bool) -> None:  # noqa: FBT001 - what is verified, not a switch
        if not is_plain and self._scope.keys:
            raise NotUnderstood(PLAIN_ORDER, hint=PLAIN_HINT)

    def _verify_windows(self, expression: Expression) -> None:
        for windowed in windows_in(expression):
            for order in windowed.window.order:
                self._verify_plain(self._values.is_plain(order.by, self._scope))

    def _distinct_on(self) -> str:
        items = [self._ordered_by(by, by_output=False) for by in self._query.distinct_on]
        return f" DISTINCT ON ({', '.join(items)})" if items else ""

    # Groups.

    def _grouping(self) -> Iterator[str]:
        if self._query.group:
            yield "GROUP BY " + ", ".join(self._grouped_by(item) for item in self._query.group)
        yield from self._conditions("HAVING", self._query.having, self._enough() if self.is_grouped else ())

    def _conditions(self, word: str, asked: Expression | None, ours: Iterable[str]) -> Iterator[str]:
        """A WHERE or a HAVING: what is asked, and what must be true besides."""
        conditions = [] if asked is None else [f"({self._values.condition(asked, self._scope)})"]
        conditions += ours
        if conditions:
            yield f"{word} {' AND '.join(conditions)}"

    # Calls.

    def _verify_calls(self, calls: Iterable[Aggregate | Windowed]) -> None:
        """Raises NotUnderstood for a call that takes a query, or that PostgreSQL would hold for one of a query around."""
        for call in calls:
            if has_link(call):
                raise NotUnderstood(
                    "an aggregate or a window takes no query", hint="Compute it in FROM first."
                )
        for aggregate in self._aggregates:
            columns = [*columns_in(aggregate)]
            if columns and not any(map(self._scope.is_local, columns)):
                raise NotUnderstood(_OF_ANOTHER)
        if any(any(aggregates_in(each)) for each in without_aggregates(self._query)):
            raise NotUnderstood(_OF_ANOTHER)

    # Minimum groups.

    def _verify_minimums(self) -> None:
        self._minimums.verify_aggregates(
            self._aggregates, self._scope, lambda aggregate: self._values.is_plain(aggregate, self._scope)
        )
        for what, chooses in (("a window", self._windowed), ("DISTINCT ON", self._query.distinct_on)):
            if chooses:
                self._minimums.verify_choice(what, self._scope.keys, leaves=self._leaves)
        self._minimums.verify_joins(self._scope, is_grouped=self.is_grouped)

    def _enough(self) -> Iterable[str]:
        """Where rows leave: the conditions that they stand for enough people, before windows look and LIMIT counts."""
        if not self._leaves:
            return ()
        enough = self._minimums.of_groups if self.is_grouped else self._minimums.of_rows
        return enough(self._scope.keys)

    def _grouped_by(self, item: GroupItem) -> str:
        match item:
            case GroupingSet(kind, items):
                listed = ", ".join(self._grouped_by(each) for each in items)
                return f"({listed})" if kind == "LIST" else f"{kind} ({listed})"
            case Constant():
                number = output_number(item, self._names, len(self.columns))
                if number is None:
                    raise NotUnderstood("GROUP BY takes columns, expressions and numbers of output columns")
                return self._grouped_by_number(number)
            case ColumnName(None, name, _):
                return self._grouped_by_name(item, name)
            case expression:
                return self._values.group(expression, self._scope)

    def _grouped_by_name(self, column: ColumnName, name: str) -> str:
        """A bare name is a column of the sources first, and an output column when there is none of that name."""
        try:
            return self._values.group(column, self._scope)
        except UnknownName:
            number = self._names.get(name)
            if number is None:
                raise
            return self._grouped_by_number(number)

    def _grouped_by_number(self, number: int) -> str:
        self._values.alike((self.columns[number - 1],))
        return str(number)

    # Keys.

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The hidden keys of its rows."""
        keys = self._scope.keys
        if self.is_grouped:
            keys = tuple(key.grouped("") for key in keys)
        windows = dict.fromkeys(self._values.window(_looked_at(each), self._scope) for each in self._windowed)
        self._gathered.count_outputs(len(keys) * (1 + len(windows)))
        self._gathered.count_inlined(len(keys) * sum(map(len, windows)))
        seen = (key.seen_over("", window) for window in windows for key in keys)
        return tuple(replace(key, name=self._gathered.fresh_key()) for key in chain(keys, seen))


def _looked_at(windowed: Windowed) -> Window:
    """The window whose rows are enough to compute the value: the frame, the rows up to here, or the whole partition."""
    partition, order = windowed.window.partition, windowed.window.order
    match windowed.function:
        case Call(name) if name in _UP_TO_HERE:
            return Window(partition, order, _BEFORE_AND_PEERS)
        case Call(name) if name not in _OF_THE_FRAME:
            return Window(partition)
        case _:
            return windowed.window
