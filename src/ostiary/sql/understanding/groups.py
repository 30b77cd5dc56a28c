"""From the parser's tree to the understood one: GROUP BY.

Knows: grouping sets, and how many of them one statement may come to.
Must not know: targets, the catalogue, how SQL text is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Final, Literal

from ostiary.errors import NotUnderstood
from ostiary.sql.limits import MAX_GROUPING_SETS
from ostiary.sql.tree import GroupingSet, GroupItem
from ostiary.sql.understanding.calls import Understands
from ostiary.sql.understanding.grammar import Node, kind_of
from ostiary.sql.understanding.places import enum_name, verify_places

_KINDS: Final[dict[str, Literal["LIST", "ROLLUP", "CUBE", "GROUPING SETS"]]] = {
    "GROUPING_SET_EMPTY": "LIST",
    "GROUPING_SET_ROLLUP": "ROLLUP",
    "GROUPING_SET_CUBE": "CUBE",
    "GROUPING_SET_SETS": "GROUPING SETS",
}


def grouping_of(nodes: Sequence[Node], expressions: Understands) -> tuple[GroupItem, ...]:
    """A GROUP BY clause understood. Raises NotUnderstood, also for more grouping sets than MAX_GROUPING_SETS."""
    items = tuple(_item(node, expressions) for node in nodes)
    if prod(_sets(item) for item in items) > MAX_GROUPING_SETS:
        raise NotUnderstood(f"GROUP BY comes to more than {MAX_GROUPING_SETS} grouping sets")
    return items


def _item(node: Node, expressions: Understands) -> GroupItem:
    match kind_of(node):
        case "grouping_set":
            verify_places(node.grouping_set)
            kind = _KINDS.get(enum_name(node.grouping_set, "kind"))
            if kind is None:
                raise NotUnderstood("this form of GROUP BY is refused", position=node.grouping_set.location)
            with expressions.deeper():
                return GroupingSet(
                    kind, tuple(_item(each, expressions) for each in node.grouping_set.content)
                )
        case "row_expr":
            verify_places(node.row_expr)
            return GroupingSet("LIST", tuple(expressions.of(each) for each in node.row_expr.args))
        case _:
            return expressions.of(node)


def _sets(item: GroupItem) -> int:
    """How many grouping sets an item comes to."""
    match item:
        case GroupingSet("ROLLUP", items):
            return len(items) + 1
        case GroupingSet("CUBE", items):
            return 1 << len(items)
        case GroupingSet("GROUPING SETS", items):
            return sum(_sets(each) for each in items)
        case _:
            return 1
