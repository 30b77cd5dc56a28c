"""Values and conditions composed: their text, and what they read and compare.

Knows: names in scope, what a column is made of.
Must not know: queries, keys, the parser.
"""

from __future__ import annotations

from collections.abc import Iterable

from ostiary.sql.composing.asked import LeavesOf, leaves
from ostiary.sql.composing.gathered import Gathered
from ostiary.sql.composing.ordering import is_plain
from ostiary.sql.composing.scope import Scope, Visible
from ostiary.sql.text import window_text, written
from ostiary.sql.tree import ColumnName, Expression, Window


class Values:
    """Writes the expressions of one statement. Raises UnknownName and NotUnderstood."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered

    def column(self, scope: Scope, name: ColumnName) -> Visible:
        """The column that a name means; it is read."""
        found = scope.find(name.relation, name.column, name.position)
        self._gathered.read(found)
        return found

    def condition(self, expression: Expression, scope: Scope) -> str:
        """A condition of WHERE, ON or HAVING, as text."""
        text = self._written(expression, scope)
        self._gathered.comparisons.condition(expression, _leaves_of(scope))
        return text

    def value(self, expression: Expression, scope: Scope) -> str:
        """A value that rows show, as text."""
        text = self._written(expression, scope)
        self._gathered.comparisons.value(expression, _leaves_of(scope))
        return text

    def group(self, expression: Expression, scope: Scope) -> str:
        """A value that puts rows together, as text."""
        text = self._written(expression, scope)
        self._gathered.comparisons.grouping(expression, _leaves_of(scope))
        return text

    def alike(self, columns: Iterable[Visible]) -> None:
        """Rows are put together that are the same in these columns."""
        for column in columns:
            self._gathered.comparisons.alike(column.leaves)

    def output(self, expression: Expression, name: str, scope: Scope) -> Visible:
        """A computed output column."""
        before = self._gathered.inlined
        sql = self.value(expression, scope)
        inlined = self._gathered.inlined - before
        made_of = leaves(expression, _leaves_of(scope))
        return Visible(name, sql, None, made_of, inlined, self.is_plain(expression, scope))

    def window(self, window: Window, scope: Scope) -> str:
        """What stands behind OVER, for a key: it has been composed before, with its function."""
        return window_text(window, lambda expression: self._written(expression, scope))

    def is_plain(self, expression: Expression, scope: Scope) -> bool:
        """Whether people may be put in order by it."""
        return is_plain(
            expression, lambda name: scope.find(name.relation, name.column, name.position).is_plain
        )

    def _written(self, expression: Expression, scope: Scope) -> str:
        def column(name: ColumnName) -> str:
            found = self.column(scope, name)
            self._gathered.count_inlined(found.inlined)
            return found.sql

        text = written(expression, column, lambda name: _is_text(scope, name))
        self._gathered.count_inlined(len(text))
        return text


def _is_text(scope: Scope, name: ColumnName) -> bool:
    origin = scope.find(name.relation, name.column, name.position).origin
    return origin is not None and origin.column.type == "text"


def _leaves_of(scope: Scope) -> LeavesOf:
    return lambda name: scope.find(name.relation, name.column, name.position).leaves
