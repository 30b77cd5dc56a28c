"""A system relation as a sub-query over constants.

Knows: the columns of PostgreSQL's system relations by major version, and how rows of ours are written in their place.
Must not know: what the rows say, statements.

A column that says the same in every row is written once, beside the rows: of the thirty columns of ``pg_attribute`` some
six differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

from ostiary.sql.system.relation_facts import RELATIONS
from ostiary.sql.system.type_facts import OIDS
from ostiary.sql.text import literal, quoted


@dataclass(frozen=True, slots=True)
class Told:
    """A value that only the session can tell; what it tells is bound when the question runs."""

    fact: str


Value: TypeAlias = str | int | bool | Told | None
Row: TypeAlias = Mapping[str, Value]

OID_OF: Final[Mapping[str, int]] = {
    name: int(oid) for name, oid in (line.split("|") for line in OIDS.splitlines())
}
"""The OIDs of the system tables by name; those of views differ from one installation to the next."""

HIDDEN_COLUMNS: Final = {"tableoid": "oid", "xmin": "xid"}
"""Columns that every relation has and that only show when they are named."""

_PREFIX: Final = "__"
# What a column of pg_catalog says in a row that says nothing of it; texts and arrays say NULL, as do all of the other schema.
_DEFAULTS: Final[Mapping[str, Value]] = {
    "name": "", "char": "", "bool": False, "oid": 0, "xid": "0",
    "int2": 0, "int4": 0, "int8": 0, "float4": 0, "float8": 0, "int2vector": "", "oidvector": "",
}  # fmt: skip


TYPE_NAMES: Final = "type_names"
CLASS_NAMES: Final = "class_names"
"""Relations of our own, for nobody to name: the built-in types with their names in SQL, and tables of ours and of the system."""


@dataclass(frozen=True, slots=True)
class SystemRelation:
    """A relation of pg_catalog or information_schema, and its columns with the names of their types."""

    schema: str
    name: str
    columns: tuple[tuple[str, str], ...]

    @property
    def stand_in(self) -> str:
        """The name of the WITH query that stands for it. No name of a client's starts so."""
        return f"{_PREFIX}{'' if self.schema == 'pg_catalog' else 'is_'}{self.name}"


OWN: Final = {
    TYPE_NAMES: SystemRelation(
        "pg_catalog", TYPE_NAMES, (("oid", "oid"), ("typname", "text"), ("name", "text"))
    ),
    CLASS_NAMES: SystemRelation(
        "pg_catalog", CLASS_NAMES, (("oid", "oid"), ("schema", "text"), ("name", "text"))
    ),
}
"""Relations that only what stands for a call reads."""


@cache
def relations_of(major: int) -> Mapping[str, SystemRelation]:
    """The system relations of a major version by their qualified names."""
    found = {}
    for line in RELATIONS.splitlines():
        majors, qualified, columns = line.split("|")
        if str(major) in majors.split():
            schema, name = qualified.split(".")
            pairs = tuple((column.split(" ")[0], column.split(" ")[1]) for column in columns.split(", "))
            found[qualified] = SystemRelation(schema, name, pairs)
    return found


def type_text(name: str) -> str:
    """A built-in type, qualified; ``[]`` behind its name makes it an array."""
    element = name.removesuffix("[]")
    return f"pg_catalog.{quoted(element)}{name[len(element) :]}"


class Facts:
    """The facts of the session that a question needs, as parameters behind those of the client."""

    def __init__(self, parameters: int) -> None:
        self._parameters = parameters
        self._facts: list[str] = []

    @property
    def told(self) -> tuple[str, ...]:
        """The facts in the order of their parameters."""
        return tuple(self._facts)

    def text(self, fact: str) -> str:
        """The parameter that brings a fact, always as text."""
        if fact not in self._facts:
            self._facts.append(fact)
        number = self._parameters + self._facts.index(fact) + 1
        return f"CAST(${number} AS pg_catalog.text)"


def stand_in(relation: SystemRelation, rows: Sequence[Row], facts: Facts, hidden: Sequence[str] = ()) -> str:
    """The WITH query for a relation with these rows; a column that a row leaves out says the default of its type."""
    columns = (*relation.columns, *((name, HIDDEN_COLUMNS[name]) for name in hidden))
    defaults = _defaults(relation, columns)
    values = {name: [row.get(name, defaults[name]) for row in rows] for name in _said(rows) & defaults.keys()}
    varying = [name for name, _ in columns if name in values and _differ(values[name])]
    outputs = []
    for name, kind in columns:
        constant = values[name][0] if name in values else defaults[name]
        said = f"v.{quoted(name)}" if name in varying else _value(constant if rows else None, facts)
        outputs.append(f"CAST({said} AS {type_text(kind)}) AS {quoted(name)}")
    body = f"SELECT {', '.join(outputs)} {_source(values, varying, len(rows), facts)}"
    return f"{quoted(relation.stand_in)} AS ({body.strip()})"


def _defaults(relation: SystemRelation, columns: Sequence[tuple[str, str]]) -> dict[str, Value]:
    by_type = _DEFAULTS if relation.schema == "pg_catalog" else {}
    found = {name: by_type.get(kind) for name, kind in columns}
    hidden: dict[str, Value] = {"tableoid": OID_OF.get(relation.name, 0), "xmin": "1"}
    return found | {name: value for name, value in hidden.items() if name in found}


def _said(rows: Sequence[Row]) -> set[str]:
    """The columns that any of the rows says something of."""
    return {name for row in rows for name in row}


def _differ(values: Sequence[Value]) -> bool:
    return any(value != values[0] for value in values)


def _source(values: Mapping[str, Sequence[Value]], varying: Sequence[str], count: int, facts: Facts) -> str:
    """Where the rows come from: nowhere, once from nothing, or from a list of what differs."""
    if not count:
        return "WHERE false"
    if not varying:
        return "" if count == 1 else f"FROM pg_catalog.generate_series(1, {count})"
    rows = (
        f"({', '.join(_value(values[name][number], facts) for name in varying)})" for number in range(count)
    )
    return f"FROM (VALUES {', '.join(rows)}) AS v ({', '.join(map(quoted, varying))})"


def _value(value: Value, facts: Facts) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value) if value >= 0 else f"({value})"
        case str():
            return literal(value)
        case Told(fact):
            return facts.text(fact)
