"""Names that a client gives or uses.

Knows: which names the server and the door read alike, and what PostgreSQL calls an output column.
Must not know: what a name means.
"""

from __future__ import annotations

from collections.abc import Sequence

from ostiary.errors import NotUnderstood
from ostiary.sql.allowed import CLOCKS
from ostiary.sql.limits import MAX_NAME_BYTES
from ostiary.sql.understanding.grammar import Node, SelectStmt, kind_of
from ostiary.sql.understanding.places import enum_name

RESERVED_PREFIX = "__"
"""Names that start so are the door's own: the hidden subject keys."""

UNNAMED = "?column?"


def checked_name(name: str, position: int = -1) -> str:
    """The name, when it is one that the server and the door read alike. Raises NotUnderstood otherwise."""
    if name.startswith(RESERVED_PREFIX):
        raise NotUnderstood(f"names that start with `{RESERVED_PREFIX}` are reserved", position=position)
    if len(name.encode()) > MAX_NAME_BYTES:
        raise NotUnderstood(f"a name is longer than {MAX_NAME_BYTES} bytes", position=position)
    return name


def plain_name(node: Node, position: int = -1) -> str:
    """The text of a String node that is a name."""
    if node.WhichOneof("node") != "string":
        raise NotUnderstood("a name was expected", position=position)
    return checked_name(node.string.sval, position)


def names_in(nodes: Sequence[Node], position: int = -1) -> tuple[str, ...]:
    """The texts of String nodes that are names."""
    return tuple(plain_name(node, position) for node in nodes)


def name_of_output(node: Node) -> str:
    """The name that PostgreSQL gives an output column without AS (FigureColname in its source), checked."""
    name, _ = _figured(node)
    return checked_name(name)


def _figured(node: Node) -> tuple[str, bool]:
    """A name, and whether it is a good one: casts and CASE put their own in place of one that is not."""
    match kind_of(node):
        case "column_ref":
            return plain_name(node.column_ref.fields[-1]), True
        case "func_call":
            return plain_name(node.func_call.funcname[-1]), True
        case "type_cast":
            name, good = _figured(node.type_cast.arg)
            return (name, True) if good else (plain_name(node.type_cast.type_name.names[-1]), False)
        case "case_expr":
            name, good = _figured(node.case_expr.defresult)
            return (name, True) if good else ("case", False)
        case "coalesce_expr":
            return "coalesce", True
        case "min_max_expr":
            return ("greatest" if enum_name(node.min_max_expr, "op") == "IS_GREATEST" else "least"), True
        case "a_array_expr":
            return "array", True
        case "sub_link":
            return _figured_of_link(node)
        case "grouping_func":
            return "grouping", True
        case "sqlvalue_function":
            return CLOCKS.get(enum_name(node.sqlvalue_function, "op"), UNNAMED).lower(), True
        case "a_expr" if enum_name(node.a_expr, "kind") == "AEXPR_NULLIF":
            return "nullif", True
        case _:
            return UNNAMED, False


def _figured_of_link(node: Node) -> tuple[str, bool]:
    """A query that is a value is named as its only column is."""
    match enum_name(node.sub_link, "sub_link_type"):
        case "EXISTS_SUBLINK":
            return "exists", True
        case "ARRAY_SUBLINK":
            return "array", True
        case "EXPR_SUBLINK":
            return _first_column(node.sub_link.subselect.select_stmt), True
        case _:
            return UNNAMED, False


def _first_column(statement: SelectStmt) -> str:
    while enum_name(statement, "op") != "SETOP_NONE":
        statement = statement.larg
    if statement.values_lists:
        return "column1"
    if not statement.target_list:
        return UNNAMED
    target = statement.target_list[0].res_target
    if kind_of(target.val) == "column_ref" and kind_of(target.val.column_ref.fields[-1]) == "a_star":
        raise NotUnderstood("the column of a query that is a value is named, not *", position=target.location)
    return target.name or _figured(target.val)[0]
