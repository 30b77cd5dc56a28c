"""From the parser's tree to the understood one: functions, aggregates and windows.

Knows: which calls have a meaning here, and the clauses that a call may bring: DISTINCT, ORDER BY, FILTER, OVER.
Must not know: queries around a call, the catalogue, how SQL text is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from google.protobuf.message import Message

from ostiary.errors import NotUnderstood
from ostiary.sql.allowed import FUNCTION_SPELLINGS, AllowList
from ostiary.sql.limits import MAX_INLINED
from ostiary.sql.tree import Aggregate, Call, Expression, Order, Window, Windowed
from ostiary.sql.understanding.frames import frame_of
from ostiary.sql.understanding.grammar import Node
from ostiary.sql.understanding.names import names_in
from ostiary.sql.understanding.places import enum_name, verify_places

_DIRECTIONS = {"SORTBY_DEFAULT": "", "SORTBY_ASC": " ASC", "SORTBY_DESC": " DESC"}
_NULLS = {
    "SORTBY_NULLS_DEFAULT": "",
    "SORTBY_NULLS_FIRST": " NULLS FIRST",
    "SORTBY_NULLS_LAST": " NULLS LAST",
}
# What a call may have that only an aggregate, or only something with OVER, may have.
_OF_AGGREGATES = ("agg_star", "agg_distinct", "agg_within_group")
_OF_THE_CATALOGUE = "It may look beyond its arguments. Some of its kind are known where only the database itself is asked about."


class Understands(Protocol):
    """Whoever understands the expressions inside a call."""

    def of(self, node: Node) -> Expression:
        """The understood expression. Raises NotUnderstood."""

    def deeper(self) -> AbstractContextManager[None]:
        """One level of nesting more. Raises NotUnderstood beyond the limit."""


class Calls:
    """Converts calls under one allow-list; ``named_windows`` puts the names of a WINDOW clause in scope."""

    def __init__(self, allowed: AllowList, expressions: Understands) -> None:
        self.collects = False
        """Whether an aggregate gives back the values of the rows that it took in."""
        self._allowed = allowed
        self._expressions = expressions
        self._written_out = 0
        self._windows: Mapping[str, Node] = {}

    @contextmanager
    def named_windows(self, clause: Sequence[Node]) -> Iterator[None]:
        """The windows that a SELECT names, for the calls in it and not for those in its sub-queries."""
        windows = {node.window_def.name: node for node in clause}
        if len(windows) != len(clause):
            raise NotUnderstood("a window name is used twice; give each window its own")
        before, self._windows = self._windows, windows
        try:
            yield
        finally:
            self._windows = before

    def of(self, node: Node) -> Expression:
        """A call understood. Raises NotUnderstood outside the allow-list and for clauses without a meaning."""
        call = node.func_call
        name = self._name(node)
        if not call.HasField("over"):
            return (
                self._aggregate(node, name) if name in self._allowed.aggregates else self._plain(node, name)
            )
        function = (
            self._aggregate(node, name)
            if name in self._allowed.aggregates - self._allowed.ordered_sets
            else self._plain(node, name)
        )
        return Windowed(function, self._window(call.over))

    def series(self, node: Node) -> Call:
        """A function that makes rows, in FROM. Raises NotUnderstood outside the allow-list."""
        call = node.func_call
        verify_places(call)
        names = names_in(call.funcname, call.location)
        if names[:-1] not in {(), ("pg_catalog",)} or names[-1] not in self._allowed.series:
            raise NotUnderstood(f"function `{'.'.join(names)}` is refused in FROM", position=call.location)
        return self._call(node, names[-1])

    def order(self, node: Node) -> Order:
        """One item of an ORDER BY. Raises NotUnderstood for USING."""
        item = node.sort_by
        verify_places(item)
        direction = direction_of(item)
        return Order(self._expressions.of(item.node), direction)

    def _name(self, node: Node) -> str:
        """The bare name of a call that may stand where it stands. Raises NotUnderstood."""
        call = node.func_call
        names = names_in(call.funcname, call.location)
        known = self._allowed.functions | self._allowed.aggregates
        if call.HasField("over"):
            known = (self._allowed.aggregates - self._allowed.ordered_sets) | self._allowed.window_functions
        if names[:-1] in {(), ("pg_catalog",)} and names[-1] in known:
            return names[-1]
        if names[-1] in self._allowed.window_functions:
            raise NotUnderstood(f"`{names[-1]}` needs OVER", position=call.location)
        hint = _OF_THE_CATALOGUE if names[-1].startswith("pg_") else ""
        raise NotUnderstood(f"function `{'.'.join(names)}` is refused", position=call.location, hint=hint)

    def _plain(self, node: Node, name: str) -> Call:
        return self._call(node, FUNCTION_SPELLINGS.get(name, name))

    def _call(self, node: Node, name: str) -> Call:
        call = node.func_call
        if (
            call.agg_order
            or call.HasField("agg_filter")
            or any(getattr(call, each) for each in _OF_AGGREGATES)
        ):
            raise NotUnderstood(f"`{name}` is no aggregate", position=call.location)
        return Call(name, self._all(call.args))

    def _aggregate(self, node: Node, name: str) -> Aggregate:
        call = node.func_call
        self.collects = self.collects or name in self._allowed.collecting
        if call.agg_within_group is not (name in self._allowed.ordered_sets):
            raise NotUnderstood(f"`{name}` is not written so: WITHIN GROUP", position=call.location)
        if not (call.args or call.agg_star or call.agg_within_group):
            # It would be written again as `count(*)`, which it is not.
            raise NotUnderstood(f"`{name}` takes an argument, or *", position=call.location)
        return Aggregate(
            name,
            self._all(call.args),
            distinct=call.agg_distinct,
            order=tuple(self.order(each) for each in call.agg_order),
            within_group=call.agg_within_group,
            condition=self._expressions.of(call.agg_filter) if call.HasField("agg_filter") else None,
        )

    def _all(self, nodes: Sequence[Node]) -> tuple[Expression, ...]:
        return tuple(self._expressions.of(node) for node in nodes)

    def _window(self, over: Node) -> Window:
        """A window where it is used: written out, or by the name that the WINDOW clause gives it."""
        verify_places(over)
        if over.refname:
            raise NotUnderstood("a window that adds to another is refused", hint="Write it out behind OVER.")
        if over.name:
            return self._named_window(over)
        return Window(
            self._all(over.partition_clause),
            tuple(self.order(each) for each in over.order_clause),
            frame_of(over, self._expressions.of),
        )

    def _named_window(self, over: Node) -> Window:
        named = self._windows.get(over.name)
        if named is None:
            raise NotUnderstood(f"there is no window `{over.name}`", position=over.location)
        # It is written out at each use: one of 50 kB, used a thousand times, would be 50 MB.
        self._written_out += named.ByteSize()
        if self._written_out > MAX_INLINED:
            raise NotUnderstood("the windows of the WINDOW clause are used too often", position=over.location)
        definition = type(over)()
        definition.CopyFrom(named.window_def)
        definition.name = ""
        return self._window(definition)


def direction_of(item: Message) -> str:
    """What stands behind an item of ORDER BY. Raises NotUnderstood for USING."""
    direction = _DIRECTIONS.get(enum_name(item, "sortby_dir"))
    nulls = _NULLS.get(enum_name(item, "sortby_nulls"))
    if direction is None or nulls is None:
        raise NotUnderstood("ORDER BY ... USING is refused", position=item.location)
    return direction + nulls
