"""The part of SQL that is understood, as values.

Knows: queries and expressions after parsing and before names are resolved.
Must not know: the parser, the catalogue, or how SQL text is written.

``position`` is the byte offset in the statement, -1 where the grammar gives none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class ColumnName:
    """``column`` or ``relation.column`` as written."""

    relation: str | None
    column: str
    position: int


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal; ``kind`` decides how ``text`` is written again. ``null`` has no text."""

    kind: Literal["number", "string", "boolean", "null"]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """``$number``, from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Operation:
    """``left operator right``; ``left`` is None for a prefix operator. The operator is one of the allow-list."""

    operator: str
    left: Expression | None
    right: Expression


@dataclass(frozen=True, slots=True)
class Quantified:
    """``left operator ANY|ALL (array)``."""

    operator: str
    quantifier: Literal["ANY", "ALL"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Membership:
    """``left [NOT] IN (items)``."""

    left: Expression
    items: tuple[Expression, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Distinctness:
    """``left IS [NOT] DISTINCT FROM right``."""

    left: Expression
    right: Expression
    negated: bool


@dataclass(frozen=True, slots=True)
class Logic:
    """AND, OR over two or more arguments, NOT over one."""

    operator: Literal["AND", "OR", "NOT"]
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """``argument IS <test>``; ``test`` is one of NULL, NOT NULL, TRUE, NOT TRUE, FALSE, NOT FALSE, UNKNOWN, NOT UNKNOWN."""

    argument: Expression
    test: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the allow-list, or one of COALESCE, NULLIF, GREATEST, LEAST (in upper case: not functions)."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """``CAST(argument AS type)``; ``type`` is written out in full, with pg_catalog and modifiers."""

    argument: Expression
    type: str
    name: str


@dataclass(frozen=True, slots=True)
class Case:
    """``CASE [argument] WHEN .. THEN .. [ELSE default] END``."""

    argument: Expression | None
    branches: tuple[tuple[Expression, Expression], ...]
    default: Expression | None


@dataclass(frozen=True, slots=True)
class Array:
    """``ARRAY[items]``."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """CURRENT_DATE, CURRENT_TIMESTAMP or LOCALTIMESTAMP."""

    name: str


Expression: TypeAlias = (
    ColumnName
    | Constant
    | Parameter
    | Operation
    | Quantified
    | Membership
    | Distinctness
    | Logic
    | Test
    | Call
    | Cast
    | Case
    | Array
    | Clock
)


@dataclass(frozen=True, slots=True)
class Star:
    """``*`` or ``relation.*`` in a target list."""

    relation: str | None
    position: int


@dataclass(frozen=True, slots=True)
class Target:
    """One output column; ``name`` is the name that PostgreSQL would give it."""

    expression: Expression
    name: str


@dataclass(frozen=True, slots=True)
class TableName:
    """A table (or a WITH query) as written, with its alias and column aliases."""

    schema: str | None
    name: str
    alias: str | None
    column_aliases: tuple[str, ...]
    position: int


@dataclass(frozen=True, slots=True)
class SubQuery:
    """``(query) AS alias (column aliases)``."""

    query: Query
    alias: str
    column_aliases: tuple[str, ...]


JoinKind: TypeAlias = Literal["INNER", "LEFT", "RIGHT", "FULL"]


@dataclass(frozen=True, slots=True)
class Join:
    """Two sources joined ON a condition, USING columns, NATURALly (``using`` None and ``natural``), or crosswise."""

    kind: JoinKind
    left: Source
    right: Source
    on: Expression | None = None
    using: tuple[str, ...] = ()
    natural: bool = False


Source: TypeAlias = TableName | SubQuery | Join


@dataclass(frozen=True, slots=True)
class Order:
    """One ORDER BY item: a column name or an output position, with its direction words (may be empty)."""

    by: Expression
    direction: str


@dataclass(frozen=True, slots=True)
class Query:
    """One SELECT: class R needs no grouping, no DISTINCT, no window, so there is no room for them here."""

    targets: tuple[Target | Star, ...]
    sources: tuple[Source, ...] = ()
    where: Expression | None = None
    order: tuple[Order, ...] = ()
    limit: Expression | None = None
    offset: Expression | None = None
    named: tuple[tuple[str, tuple[str, ...], Query], ...] = ()
