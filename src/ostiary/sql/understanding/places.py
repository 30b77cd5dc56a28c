"""The allow-list of places: which fields of the parser's nodes have a meaning here.

Knows: the fields of each node that understanding reads, and those that say nothing.
Must not know: what a field means, the catalogue.

A field that is set and is not in this table is refused, so that nothing which a newer grammar adds, or which nobody
has thought of, is ever passed over in silence.
"""

from __future__ import annotations

from collections.abc import Mapping

from google.protobuf.message import Message

from ostiary.errors import NotUnderstood

# Fields that are an address, a position or a default say nothing about meaning: location, inh (ONLY is its absence),
# relpersistence, typemod, list positions, and the flags that the planner fills in.
PLACES: Mapping[str, frozenset[str]] = {
    node: frozenset(fields.split())
    for node, fields in {
        "SelectStmt": "distinct_clause target_list from_clause where_clause group_clause having_clause window_clause "
        "values_lists sort_clause limit_offset limit_count limit_option with_clause op all larg rarg",
        "ResTarget": "name val location",
        "SortBy": "node sortby_dir sortby_nulls location",
        "WithClause": "ctes location",
        "CommonTableExpr": "ctename aliascolnames ctematerialized ctequery location",
        "RangeVar": "schemaname relname inh relpersistence alias location",
        "RangeSubselect": "lateral subquery alias",
        "RangeFunction": "lateral ordinality functions alias",
        "JoinExpr": "jointype is_natural larg rarg using_clause quals",
        "Alias": "aliasname colnames",
        "ColumnRef": "fields location",
        "A_Const": "ival fval sval boolval bsval isnull location",
        "ParamRef": "number location",
        "A_Expr": "kind name lexpr rexpr location rexpr_list_start rexpr_list_end",
        "BoolExpr": "boolop args location",
        "NullTest": "arg nulltesttype location",
        "BooleanTest": "arg booltesttype location",
        "FuncCall": "funcname args agg_order agg_filter over agg_within_group agg_star agg_distinct funcformat location",
        "WindowDef": "name refname partition_clause order_clause frame_options start_offset end_offset location",
        "GroupingSet": "kind content location",
        "GroupingFunc": "args location",
        "RowExpr": "args row_format location",
        "CoalesceExpr": "args location",
        "MinMaxExpr": "op args location",
        "TypeCast": "arg type_name location",
        "TypeName": "names typmods typemod array_bounds location",
        "CaseExpr": "arg args defresult location",
        "CaseWhen": "expr result location",
        "SubLink": "sub_link_type testexpr oper_name subselect location",
        "A_ArrayExpr": "elements location list_start list_end",
        "SQLValueFunction": "op typmod location",
        "VariableSetStmt": "kind name args is_local jumble_args location",
        "VariableShowStmt": "name",
        "TransactionStmt": "kind options chain location",
    }.items()
}

_WORDS: Mapping[str, str] = {
    "SelectStmt": "SELECT",
    "ResTarget": "an output column",
    "SortBy": "ORDER BY",
    "WithClause": "a WITH clause",
    "CommonTableExpr": "a WITH query",
    "RangeVar": "a table name",
    "RangeSubselect": "a sub-query in FROM",
    "RangeFunction": "a function in FROM",
    "JoinExpr": "a join",
    "FuncCall": "a function call",
    "WindowDef": "a window",
    "GroupingSet": "GROUP BY",
    "RowExpr": "GROUP BY",
    "TypeName": "a type",
    "VariableSetStmt": "SET",
    "TransactionStmt": "a transaction statement",
}


def verify_places(message: Message) -> None:
    """Raises NotUnderstood when a field of a node is set that has no meaning here; KeyError for a node without entry."""
    node = message.DESCRIPTOR.name
    meant = PLACES[node]
    for descriptor, _ in message.ListFields():
        if descriptor.name not in meant:
            raise NotUnderstood(
                f"`{descriptor.name.replace('_', ' ')}` is refused in {_WORDS.get(node, 'a value')}",
                position=getattr(message, "location", -1),
            )


def verify_fields(message: Message, meant: str) -> None:
    """Raises NotUnderstood when a field is set that is not among these names; for statements that are no queries."""
    for descriptor, _ in message.ListFields():
        if descriptor.name not in meant.split():
            raise NotUnderstood(f"`{descriptor.name.replace('_', ' ')}` is refused here")


def enum_name(message: Message, field: str) -> str:
    """The name of an enumeration value. An unknown number has no name and matches no table."""
    descriptor = message.DESCRIPTOR.fields_by_name[field].enum_type
    value = descriptor.values_by_number.get(getattr(message, field)) if descriptor is not None else None
    return value.name if value is not None else ""
