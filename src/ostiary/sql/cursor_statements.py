"""DECLARE, FETCH, CLOSE, DEALLOCATE: what of them has a meaning here.

Knows: their nodes of the grammar, and that cursors read forward and end with their transaction.
Must not know: which cursors there are, who asks, the query inside.
"""

from __future__ import annotations

from typing import Final, cast

from ostiary.errors import NotUnderstood
from ostiary.sql.plan import CloseCursor, Deallocate, Fetch
from ostiary.sql.understanding.grammar import Node, kind_of
from ostiary.sql.understanding.places import enum_name, verify_fields

# The bits of DeclareCursorStmt.options (PostgreSQL, nodes/parsenodes.h).
_BINARY: Final = 0x0001
_SCROLL: Final = 0x0002
_HOLD: Final = 0x0020
_MEANT: Final = 0x0004 | 0x0008 | 0x0010 | 0x0100
"""NO SCROLL, INSENSITIVE and ASENSITIVE, which PostgreSQL's cursors all are, and a hint for the planner."""

_REFUSED: Final = {
    _HOLD: ("WITH HOLD is refused: a cursor ends with its transaction", "Fetch what you need, then COMMIT."),
    _SCROLL: ("SCROLL is refused: a cursor reads forward", "DECLARE it with NO SCROLL."),
    _BINARY: ("BINARY is refused", "Ask for binary results where you FETCH, in the extended protocol."),
}

FETCH_ALL: Final = 2**63 - 1
"""What the grammar gives for ALL. A number has 32 bits with a sign there, as the row count of Execute has."""


def declared_query(node: Node) -> Node:
    """The SELECT of a DECLARE. Raises NotUnderstood for a cursor of another kind."""
    statement = node.declare_cursor_stmt
    verify_fields(statement, "portalname options query")
    for bit, (why, hint) in _REFUSED.items():
        if statement.options & bit:
            raise NotUnderstood(why, hint=hint)
    if statement.options & ~_MEANT or kind_of(statement.query) != "select_stmt":
        raise NotUnderstood("this form of DECLARE is refused")
    return cast("Node", statement.query)


def fetch(node: Node) -> Fetch:
    """What a FETCH asks for. Raises NotUnderstood for MOVE, and for any other way than forward."""
    statement = node.fetch_stmt
    verify_fields(statement, "direction how_many portalname ismove location direction_keyword")
    if statement.ismove:
        raise NotUnderstood("MOVE is refused: rows that are passed over are read too", hint="FETCH them.")
    count = statement.how_many
    if enum_name(statement, "direction") != "FETCH_FORWARD" or count <= 0:
        raise NotUnderstood("a cursor reads forward", hint="FETCH FORWARD n, or FETCH ALL.")
    if count == FETCH_ALL:
        return Fetch(statement.portalname)
    return Fetch(statement.portalname, count)


def close_cursor(node: Node) -> CloseCursor:
    """``CLOSE``; without a name all are meant."""
    statement = node.close_portal_stmt
    verify_fields(statement, "portalname")
    return CloseCursor(statement.portalname or None)


def deallocate(node: Node) -> Deallocate:
    """``DEALLOCATE``; the grammar says ALL by a flag, because a name may be ``all`` in quotes."""
    statement = node.deallocate_stmt
    verify_fields(statement, "name isall location")
    return Deallocate(None if statement.isall else statement.name)
