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
    """A function of the allow-list, or a word of the grammar in upper case, such as COALESCE (not a function)."""

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


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregate of the allow-list; no arguments: ``count(*)``. ``condition`` is its FILTER.

    ``order`` is what its rows are put in order by before it takes them: inside its parentheses, or, for those that demand
    it, behind WITHIN GROUP.
    """

    name: str
    arguments: tuple[Expression, ...]
    distinct: bool = False
    order: tuple[Order, ...] = ()
    within_group: bool = False
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a frame, in the grammar's words; PRECEDING and FOLLOWING may have an offset, which is a constant."""

    words: str
    offset: Expression | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows of a partition that a window function looks at; ``exclusion`` is empty or the words behind EXCLUDE."""

    mode: Literal["RANGE", "ROWS", "GROUPS"]
    start: Bound
    end: Bound
    exclusion: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """What stands behind OVER; no frame: PostgreSQL's own."""

    partition: tuple[Expression, ...] = ()
    order: tuple[Order, ...] = ()
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class Windowed:
    """A window function or an aggregate, over the rows around each row."""

    function: Call | Aggregate
    window: Window


@dataclass(frozen=True, slots=True, eq=False)
class SubLink:
    """A query inside an expression: ``EXISTS (query)``, ``left operator ANY|ALL (query)``, ``(query)`` or ``ARRAY (query)``.

    ``left IN (query)`` is ``left = ANY (query)``. Each stands at one place, and is the same only as itself.
    """

    kind: Literal["EXISTS", "ANY", "ALL", "VALUE", "ARRAY"]
    query: AnyQuery
    left: Expression | None = None
    operator: str = "="


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
    | Aggregate
    | Windowed
    | SubLink
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
    """``[LATERAL] (query) AS alias (column aliases)``."""

    query: AnyQuery
    alias: str
    column_aliases: tuple[str, ...]
    lateral: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A function that makes rows, in FROM: ``function [WITH ORDINALITY] AS alias (column aliases)``."""

    function: Call
    alias: str
    column_aliases: tuple[str, ...]
    ordinality: bool = False


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


@dataclass(frozen=True, slots=True)
class ValueRows:
    """``VALUES (..), (..)``: rows of as many expressions each; its columns are ``column1`` and so on."""

    rows: tuple[tuple[Expression, ...], ...]


Source: TypeAlias = TableName | SubQuery | Series | ValueRows | Join


@dataclass(frozen=True, slots=True)
class Order:
    """One ORDER BY item: a column name or an output position, with its direction words (may be empty)."""

    by: Expression
    direction: str


@dataclass(frozen=True, slots=True)
class GroupingSet:
    """A part of GROUP BY that is more than one expression. LIST is ``(a, b)``, an empty one ``()``."""

    kind: Literal["LIST", "ROLLUP", "CUBE", "GROUPING SETS"]
    items: tuple[GroupItem, ...]


GroupItem: TypeAlias = Expression | GroupingSet


@dataclass(frozen=True, slots=True)
class Query:
    """One SELECT. ``distinct_on`` are the columns of DISTINCT ON; ``distinct`` is DISTINCT by itself."""

    targets: tuple[Target | Star, ...]
    sources: tuple[Source, ...] = ()
    where: Expression | None = None
    group: tuple[GroupItem, ...] = ()
    having: Expression | None = None
    distinct: bool = False
    distinct_on: tuple[Expression, ...] = ()
    order: tuple[Order, ...] = ()
    limit: Expression | None = None
    offset: Expression | None = None
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Union:
    """``left UNION [ALL] right``, with an order and bounds of its own."""

    left: AnyQuery
    right: AnyQuery
    all: bool
    order: tuple[Order, ...] = ()
    limit: Expression | None = None
    offset: Expression | None = None
    named: tuple[Named, ...] = ()


AnyQuery: TypeAlias = Query | Union


@dataclass(frozen=True, slots=True)
class Named:
    """One query of a WITH clause."""

    name: str
    column_aliases: tuple[str, ...]
    query: AnyQuery
