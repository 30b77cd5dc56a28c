"""The tables of a watch folder as ibis has them, on any engine.

Knows: how an engine is given the parts of a table, and an empty one where there are none.
Must not know: detectors, which engine it is.
"""

from __future__ import annotations

import glob
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import ibis
import pyarrow as pa

from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.schema import KNOWN, STORED, Column, Schema

Engine: TypeAlias = Any
"""An ibis backend."""
Table: TypeAlias = Any
"""An ibis table expression: their types are not written down by ibis itself."""

REASONS: Final[Schema] = (
    Column("reason", "text", "a distinct reason, exactly as in events"),
    Column("normal", "text", "the same, normalised"),
    Column(
        "alike",
        "text",
        "the normal form that stands for it and others that differ by a letter or two; else its own",
    ),
    Column("strength", "text", "`strong`, `strong-fuzzy`, `ambiguous`, `ambiguous-context` or `none`"),
    Column(
        "pack", "text", "which pack of words spoke, the strongest if several: `immigration` and so on", "none"
    ),
    Column("pattern", "text", "the id of the pattern that spoke", "none"),
    Column(
        "spoke",
        "text",
        "every pack that spoke, strongest first, each as `pack strength pattern`, with commas between",
        "none",
    ),
    Column("vague", "bool", "whether it says nothing that could be checked"),
    Column("placeholder", "bool", "whether it is filler: dots, one letter, a keyboard row"),
    Column("case_like", "text", "the first token with the shape of a case number, in capitals", "none"),
)
"""What the words of each distinct reason say: classified once, joined back by ``reason``."""


PRIME: Final = 2**31 - 1
"""Products of two numbers below it fit into 64 bits on every engine."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Two secret numbers below PRIME, the first not 0, by which rows are drawn at random."""

    times: int = 1_103_515_245
    plus: int = 12_345

    @classmethod
    def of(cls, secret: bytes) -> Draw:
        """Out of sixteen secret bytes or more."""
        first, second = int.from_bytes(secret[:8], "big"), int.from_bytes(secret[8:16], "big")
        return cls(first % (PRIME - 1) + 1, second % PRIME)


def as_it_is(name: str, rows: Table) -> Table:
    """The rows themselves: nothing is kept."""
    del name
    return rows


@dataclass(frozen=True, slots=True)
class Tables:
    """What detectors read. ``known`` has every name of ``schema.KNOWN``; a table that was never imported is empty."""

    events: Table
    subjects: Table
    copies: Table
    reasons: Table
    known: Mapping[str, Table]
    present: frozenset[str] = frozenset()
    """The tables, and of events the columns (``events.device``), that say anything at all."""
    draw: Draw = Draw()
    """By what rows are drawn: those that are shipped are no secret, so that a folder has its own."""
    keep: Callable[[str, Table], Table] = as_it_is
    """Rows that a detector needs more than once, by a name of its own: an engine that can computes them once."""
    share: Callable[[str, Table], Table] = as_it_is
    """Rows that several detectors need, by a name that means the same rows to all of them: kept until the engine closes."""


def tables_of(folder: WatchFolder, engine: Engine, reasons: pa.Table, present: frozenset[str]) -> Tables:
    """The folder's tables on ``engine``; ``reasons`` is what was said of each distinct reason, in the form of REASONS."""
    read = {name: _table(engine, folder.parts(name), schema) for name, schema in STORED.items()}
    return Tables(
        events=read["events"],
        subjects=read["subjects"],
        copies=read["copies"],
        reasons=table_of(reasons, REASONS),
        known={name: read[name] for name in KNOWN},
        present=present,
    )


def ibis_schema(schema: Schema) -> ibis.Schema:
    """The same columns as ibis has them, any of which may be null: engines say so of whatever they read from files.

    With some that may not, two tables of one form would have two types, and ibis would not put them on top of each other.
    """
    found = ibis.Schema.from_pyarrow(arrow_schema(schema))
    return ibis.schema({name: kind.copy(nullable=True) for name, kind in found.items()})


def table_of(rows: pa.Table, schema: Schema) -> Table:
    """Rows in memory as a table."""
    return ibis.memtable(rows, schema=ibis_schema(schema))


def _table(engine: Engine, parts: Sequence[str], schema: Schema) -> Table:
    if not parts:
        return table_of(arrow_schema(schema).empty_table(), schema)
    # Engines take `*` in a path for a pattern: a folder of such a name would be read together with its neighbours.
    found = engine.read_parquet(
        [glob.escape(part) for part in parts], hive_partitioning=False, union_by_name=True
    )
    # Parts that were written before a column was thought of do not say what stands in it.
    columns = ibis_schema(schema)
    return found.select(
        **{name: found[name] if name in found.columns else ibis.null(kind) for name, kind in columns.items()}
    )
