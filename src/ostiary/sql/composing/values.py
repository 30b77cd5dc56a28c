"""Values and conditions composed: their text, and what they read and compare.

Knows: names in scope, what a column or a query in an expression is made of.
Must not know: how a query is composed, the parser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ostiary.sql.composing.asked import LeavesOf, leaves
from ostiary.sql.composing.gathered import Gathered
from ostiary.sql.composing.ordering import is_plain
from ostiary.sql.composing.scope import Leaf, Scope, Visible
from ostiary.sql.text import Write, link_text, window_text, written
from ostiary.sql.tree import ColumnName, Expression, Logic, SubLink, Window


@dataclass(frozen=True, slots=True)
class Linked:
    """A query in an expression, composed: its text, and what flows into its value.

    ``is_given``: it is tied by what it is compared with, a subject that may be nobody.
    """

    text: str
    leaves: tuple[Leaf, ...]
    is_given: bool = False


ComposeLink: TypeAlias = Callable[[SubLink, Scope], Linked]


class Values:
    """Writes the expressions of one statement; ``compose`` composes the queries in them, each once.

    Raises UnknownName and NotUnderstood.
    """

    def __init__(self, gathered: Gathered, compose: ComposeLink) -> None:
        self._gathered = gathered
        self._compose = compose
        self._linked: dict[SubLink, Linked] = {}
        # Those where NULL is as good as false.
        self._demanded: set[SubLink] = set()

    def column(self, scope: Scope, name: ColumnName) -> Visible:
        """The column that a name means; it is read."""
        found = scope.find(name)
        self._gathered.read(found)
        return found

    def condition(self, expression: Expression, scope: Scope) -> str:
        """A condition of WHERE, ON or HAVING, as text."""
        self._demanded.update(_demanded(expression))
        text = self._written(expression, scope)
        self._gathered.comparisons.condition(expression, self._leaves_of(scope))
        return text

    def value(self, expression: Expression, scope: Scope) -> str:
        """A value that rows show, as text."""
        text = self._written(expression, scope)
        self._gathered.comparisons.value(expression, self._leaves_of(scope))
        return text

    def group(self, expression: Expression, scope: Scope) -> str:
        """A value that puts rows together, as text."""
        text = self._written(expression, scope)
        self._gathered.comparisons.grouping(expression, self._leaves_of(scope))
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
        made_of = leaves(expression, self._leaves_of(scope))
        return Visible(name, sql, None, made_of, inlined, self.is_plain(expression, scope))

    def window(self, window: Window, scope: Scope) -> str:
        """What stands behind OVER, for a key: it has been composed before, with its function."""
        return window_text(window, lambda expression: self._written(expression, scope))

    def is_plain(self, expression: Expression, scope: Scope) -> bool:
        """Whether people may be put in order by it."""
        return is_plain(expression, lambda name: scope.find(name).is_plain)

    def _written(self, expression: Expression, scope: Scope) -> str:
        def column(name: ColumnName) -> str:
            found = self.column(scope, name)
            self._gathered.count_inlined(found.inlined)
            return found.sql

        def link(link: SubLink, write: Write) -> str:
            return self._link_text(link, scope, "" if link.left is None else write(link.left))

        text = written(expression, column, link, lambda name: _is_text(scope, name))
        self._gathered.count_inlined(len(text))
        return text

    def _link_text(self, link: SubLink, scope: Scope, left: str) -> str:
        linked = self._link(link, scope)
        text = link_text(link, linked.text, left)
        if not linked.is_given or link in self._demanded:
            return text
        # Whether NULL is in a list rests on there being anybody in it, whom a row about nobody would not name.
        return f"(CASE WHEN {left} IS NOT NULL THEN {text} END)"

    def _link(self, link: SubLink, scope: Scope) -> Linked:
        found = self._linked.get(link)
        if found is None:
            found = self._linked[link] = self._compose(link, scope)
        return found

    def _leaves_of(self, scope: Scope) -> LeavesOf:
        def leaves_of(part: ColumnName | SubLink) -> tuple[Leaf, ...]:
            if isinstance(part, SubLink):
                return self._link(part, scope).leaves
            return scope.find(part).leaves

        return leaves_of


def _demanded(condition: Expression) -> Iterator[SubLink]:
    """The queries in a condition without whose truth it is not true."""
    match condition:
        case Logic("AND", arguments):
            for argument in arguments:
                yield from _demanded(argument)
        case SubLink("ANY"):
            # Not ALL: of nobody in an empty list it is true.
            yield condition


def _is_text(scope: Scope, name: ColumnName) -> bool:
    origin = scope.find(name).origin
    return origin is not None and origin.column.type == "text"
