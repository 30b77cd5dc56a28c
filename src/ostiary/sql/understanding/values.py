"""From the parser's tree to the understood one: what stands alone, and types.

Knows: column names, constants, clocks, the text of a type.
Must not know: expressions around them, queries, the catalogue.
"""

from __future__ import annotations

from ostiary.errors import NotUnderstood
from ostiary.sql.allowed import CLOCKS, AllowList
from ostiary.sql.limits import MAX_NUMBER_CHARACTERS
from ostiary.sql.tree import Clock, ColumnName, Constant, Expression
from ostiary.sql.understanding.grammar import Node, kind_of
from ostiary.sql.understanding.names import names_in
from ostiary.sql.understanding.places import enum_name, verify_places

_RADIX_PREFIXES = ("0x", "0o", "0b")


def column_of(node: Node) -> Expression:
    """``column`` or ``relation.column``. Raises NotUnderstood for a whole row, by whatever spelling."""
    position = node.column_ref.location
    fields = node.column_ref.fields
    for field in fields:
        if kind_of(field) != "string":
            raise NotUnderstood("a whole row cannot be a value", position=position)
    names = names_in(fields, position)
    # relation.column or column; a schema before the relation says nothing that the relation does not.
    if len(names) > 3:  # noqa: PLR2004 - schema, relation, column
        raise NotUnderstood("a column name has at most three parts", position=position)
    return ColumnName(names[-2] if len(names) > 1 else None, names[-1], position)


def constant_of(node: Node) -> Expression:
    """A literal. Raises NotUnderstood for a bit string."""
    constant = node.a_const
    match constant.WhichOneof("val"):
        case "ival":
            return Constant("number", str(constant.ival.ival))
        case "fval":
            return Constant("number", _number(constant.fval.fval, constant.location))
        case "sval":
            return Constant("string", constant.sval.sval)
        case "boolval":
            return Constant("boolean", "true" if constant.boolval.boolval else "false")
        case None if constant.isnull:
            return Constant("null")
        case _:
            raise NotUnderstood("bit strings are refused", position=constant.location)


def clock_of(node: Node) -> Expression:
    """CURRENT_DATE and its kin. Raises NotUnderstood for CURRENT_USER and its kin."""
    kind = enum_name(node.sqlvalue_function, "op")
    name = CLOCKS.get(kind)
    if name is None:
        spelled = kind.removeprefix("SVFOP_").removesuffix("_N")
        raise NotUnderstood(f"`{spelled}` is refused", position=node.sqlvalue_function.location)
    return Clock(name)


def type_of(node: Node, allowed: AllowList) -> tuple[str, str]:
    """The type of a cast: written out in full, and its bare name. Raises NotUnderstood outside the allow-list."""
    type_name = node.type_cast.type_name
    verify_places(type_name)
    names = names_in(type_name.names, type_name.location)
    if names[:-1] not in {(), ("pg_catalog",)} or names[-1] not in allowed.types:
        raise NotUnderstood(f"type `{'.'.join(names)}` is refused", position=type_name.location)
    return f"pg_catalog.{names[-1]}{_modifiers(node)}", names[-1]


def _number(text: str, position: int) -> str:
    """A numeric literal in decimal: the forms with a prefix or underscores mean other things to older servers."""
    if len(text) > MAX_NUMBER_CHARACTERS:
        raise NotUnderstood(f"a number has at most {MAX_NUMBER_CHARACTERS} characters", position=position)
    if text.lstrip("-")[:2].lower() in _RADIX_PREFIXES:
        return str(int(text, 0))
    return text.replace("_", "")


def _modifiers(node: Node) -> str:
    """The modifiers of a type, such as ``(10,2)`` and ``[]``, from whole numbers only."""
    type_name = node.type_cast.type_name
    numbers = []
    for modifier in type_name.typmods:
        if kind_of(modifier) != "a_const" or modifier.a_const.WhichOneof("val") != "ival":
            raise NotUnderstood("a type modifier is a whole number", position=type_name.location)
        numbers.append(str(modifier.a_const.ival.ival))
    return (f"({','.join(numbers)})" if numbers else "") + ("[]" if type_name.array_bounds else "")
