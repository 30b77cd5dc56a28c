"""The one statement that asks whether a case is open.

Knows: the case table's columns, the clerk's mask view.
Must not know: cases, who asks, connections.

It always has one row with one truth value: there is no telling a case that is closed from one that is not there, nor from
one of which a row says something else.
"""

from __future__ import annotations

from ostiary.model.bundle import CaseTable
from ostiary.sql.text import quoted
from ostiary.sql.wall_names import schema_of


def case_question(table: CaseTable, profile_id: str) -> str:
    """Whether the case ``$1`` (text) is open on the day ``$2`` (date): every row of its number says so, and there is one.

    A case is open from the day of its opening on until the day of its closing, which no longer counts. A row without a
    day of opening says nothing, which is no yes.
    """
    view = f"{quoted(schema_of(profile_id))}.{quoted(table.record_class)}"
    opened, closed = f"t.{quoted(table.opened)}", f"t.{quoted(table.closed)}"
    is_open = f"({opened} <= $2 AND ({closed} IS NULL OR {closed} > $2))"
    every = f"pg_catalog.bool_and(COALESCE({is_open}, false))"
    # Every part is a quoted identifier of the catalogue.
    return f"SELECT COALESCE({every}, false) FROM {view} AS t WHERE t.{quoted(table.number)} = $1"  # noqa: S608
