"""Queries in expressions, composed: EXISTS, IN, ANY, ALL, and a query as a value.

Knows: that their records must be tied to the row around them, and what else keeps them accounted for.
Must not know: how a query is composed, the parser, who asks.

The row around such a query stands for its records, which are of the same person, so that they need no keys of their own. They
are not counted, though: so a query in an expression may pick one value of them, but not collect many.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from ostiary.errors import NotUnderstood
from ostiary.sql.composing.composed import Composed
from ostiary.sql.composing.gathered import COLLECTED, Gathered
from ostiary.sql.composing.inside import chooses
from ostiary.sql.composing.minimums import Minimums
from ostiary.sql.composing.scope import Around, Computed, Scope
from ostiary.sql.composing.ties import UNTIED, UNTIED_HINT, of_output, of_where, tied
from ostiary.sql.composing.values import Linked
from ostiary.sql.tree import AnyQuery, ColumnName, Query, SubLink

Compose: TypeAlias = Callable[[AnyQuery, Around], Composed]


class Links:
    """Composes the queries in the expressions of one statement; ``compose`` composes a query."""

    def __init__(self, gathered: Gathered, compose: Compose) -> None:
        self._gathered = gathered
        self._compose = compose
        # Queries whose only column must equal a subject of the row around them, and those that nothing else ties.
        self._given: set[int] = set()
        self._given_only: set[int] = set()

    def compose(self, link: SubLink, scope: Scope) -> Linked:
        """A query in an expression of a query with that scope. Raises UnknownName, and NotUnderstood for untied records."""
        if _is_given(link, scope):
            self._given.add(id(link.query))
        before = self._gathered.told
        composed = self._compose(link.query, scope.around.of_link(scope))
        if composed.shown.keys:
            raise NotUnderstood(UNTIED, hint=UNTIED_HINT)
        if link.kind == "ARRAY" and self._gathered.tied > before.tied:
            raise NotUnderstood(COLLECTED)
        self._gathered.count_told(before, is_value=link.kind == "VALUE")
        parts = tuple(leaf for column in composed.shown.columns for leaf in column.leaves)
        return Linked(
            composed.text(),
            () if link.kind == "EXISTS" else (Computed(parts),),
            id(link.query) in self._given_only,
        )

    def without_tied(self, query: Query, scope: Scope, minimums: Minimums) -> Scope:
        """The scope of a query in an expression without the keys that are tied. Raises NotUnderstood.

        What is not tied here may be further out, but not where something chooses among the records before.
        """
        found = self._tied(query, scope)
        held = [key for key in scope.keys if key.sql in found]
        minimums.verify_tied(held)
        self._gathered.tied += len(held)
        left = scope.without(found)
        if left.keys and chooses(query):
            raise NotUnderstood(UNTIED, hint=UNTIED_HINT)
        return left

    def _tied(self, query: Query, scope: Scope) -> frozenset[str]:
        follows = [*scope.follows, *of_where(query.where, scope)]
        found = tied(follows)
        if id(query) in self._given and not found.issuperset(key.sql for key in scope.keys):
            self._given_only.add(id(query))
            found = tied([*follows, *of_output(query, scope)])
        return found


def _is_given(link: SubLink, scope: Scope) -> bool:
    """Whether only rows of the query count whose column equals a subject of the row around: ``IN``, ``NOT IN``."""
    if (link.kind, link.operator) not in {("ANY", "="), ("ALL", "<>")} or not isinstance(
        link.left, ColumnName
    ):
        return False
    return bool(scope.find(link.left).subject)
