"""Statements about transactions: their modes, their ends, their savepoints.

Knows: TransactionStmt and the forms of SET that set modes, as the grammar has them.
Must not know: whether a transaction is open, the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ostiary.errors import NotUnderstood
from ostiary.sql.plan import ISOLATION_LEVELS, Begin, End, Modes, Plan, Savepoint, SetTransaction
from ostiary.sql.understanding.grammar import Node
from ostiary.sql.understanding.places import enum_name, verify_places


def transaction(node: Node) -> Plan:
    """The plan of a TransactionStmt. Raises NotUnderstood."""
    statement = node.transaction_stmt
    kind = enum_name(statement, "kind")
    if kind in {"TRANS_STMT_SAVEPOINT", "TRANS_STMT_ROLLBACK_TO", "TRANS_STMT_RELEASE"}:
        return _savepoint(kind, statement.savepoint_name)
    verify_places(statement)
    match kind:
        case "TRANS_STMT_BEGIN" | "TRANS_STMT_START":
            return Begin(modes(statement.options, "BEGIN"))
        case "TRANS_STMT_COMMIT":
            return End("COMMIT", chain=statement.chain)
        case "TRANS_STMT_ROLLBACK":
            return End("ROLLBACK", chain=statement.chain)
        case _:
            raise NotUnderstood("prepared transactions are refused")


def _savepoint(kind: str, name: str) -> Savepoint:
    match kind:
        case "TRANS_STMT_SAVEPOINT":
            return Savepoint("SAVEPOINT", name)
        case "TRANS_STMT_ROLLBACK_TO":
            return Savepoint("ROLLBACK TO", name)
        case _:
            return Savepoint("RELEASE", name)


def set_transaction(node: Node) -> SetTransaction:
    """The plan of a SET that sets several modes at once. Raises NotUnderstood."""
    statement = node.variable_set_stmt
    match statement.name:
        case "TRANSACTION":
            return SetTransaction(modes(statement.args, "SET"))
        case "SESSION CHARACTERISTICS":
            return SetTransaction(modes(statement.args, "SET"), session=True)
        case _:
            raise NotUnderstood("this form of SET is refused")


def modes(options: Iterable[Node], where: str) -> Modes:
    """The modes that these options ask for. Raises NotUnderstood."""
    found = Modes()
    for option in options:
        name, value = option.def_elem.defname, option.def_elem.arg.a_const
        match name:
            case "transaction_isolation" if value.sval.sval.upper() in ISOLATION_LEVELS:
                found = replace(found, isolation=value.sval.sval.upper())
            case "transaction_read_only":
                found = replace(found, writable=value.ival.ival == 0)
            case "transaction_deferrable":
                found = replace(found, deferrable=value.ival.ival != 0)
            case _:
                raise NotUnderstood(f"`{name.replace('_', ' ')}` is refused in {where}")
    return found
