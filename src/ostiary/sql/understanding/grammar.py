"""PostgreSQL's own grammar, behind one door.

Knows: libpg_query, through postgast.
Must not know: which statements are acceptable.

No other module imports postgast, so that it can be replaced by a binding of our own. The parser is C code that a long
statement can crash: callers run it where a crash costs nothing (docs/adr/0003).
"""

from __future__ import annotations

from typing import TypeAlias

from google._upb._message import SetAllowOversizeProtos
from google.protobuf.message import DecodeError
from postgast import PgQueryError, parse, pg_query_pb2

from ostiary.errors import NotUnderstood
from ostiary.sql.limits import MAX_STATEMENT_BYTES

Node: TypeAlias = pg_query_pb2.Node
SelectStmt: TypeAlias = pg_query_pb2.SelectStmt

# Protobuf refuses trees deeper than 100 messages, which is a chain of some 45 operators: real applications send such.
# The switch holds for the whole process; depth is bounded by limits.MAX_DEPTH instead.
SetAllowOversizeProtos(True)  # noqa: FBT003 - the library takes it by position only


def parse_statements(text: str) -> list[Node]:
    """The statements in ``text``, as libpg_query's protobuf nodes.

    Raises NotUnderstood with the position for a syntax error, a NUL, a statement above MAX_STATEMENT_BYTES, or a tree
    that protobuf refuses to hold.
    """
    if "\0" in text:
        raise NotUnderstood("a statement cannot hold a NUL", position=text.index("\0"))
    size = len(text.encode())
    if size > MAX_STATEMENT_BYTES:
        raise NotUnderstood(
            f"the statement has {size} bytes; the limit is {MAX_STATEMENT_BYTES}",
            hint="Send large lists as one array parameter: column = ANY($1).",
        )
    try:
        return [statement.stmt for statement in parse(text).stmts]
    except PgQueryError as error:
        # The parser counts characters from 1, and gives 0 for no position; what was before it is counted in bytes here.
        before = text[: error.cursorpos - 1]
        position = len(before.encode()) if error.cursorpos > 0 else -1
        raise NotUnderstood(error.message, position=position) from error
    except DecodeError as error:
        raise NotUnderstood("the statement is nested too deeply") from error


def kind_of(node: Node) -> str:
    """The name of the node's kind, such as ``select_stmt``; empty for a node that is not set."""
    return node.WhichOneof("node") or ""
