"""One pass over all events: how often which user of which agency gave which reason in which month.

Knows: how the words of reasons are joined, and how each reason was given.
Must not know: what is asked of it.

Whatever is asked about people and reasons is asked of this table, which has some tenth of the rows of a large log.
"""

from __future__ import annotations

from typing import Any, Final

import ibis

from ostiary.watch.detecting.engine import kept
from ostiary.watch.events.schema import GIVEN
from ostiary.watch.events.tables import Engine, Table
from ostiary.watch.reporting.counting.rows import month_of, own_day

NAME: Final = "report_cube"


def make_cube(engine: Engine, events: Table, reasons: Table) -> Table:
    """One row an agency, user, month and reason, each with its state.

    Its columns are agency, agency_state, user, user_state, month, kind (a ReasonKind), reason, normal, pack, strength, case_state,
    case_like and count.
    """
    return kept(engine, NAME, _worded(_counted(events), reasons))


def _counted(events: Table) -> Table:
    return events.group_by(
        agency=events["agency"],
        agency_state=events["agency_state"],
        user=events["user"],
        user_state=events["user_state"],
        month=month_of(own_day(events)),
        reason=events["reason"],
        reason_state=events["reason_state"],
        case_state=events["case_no_state"],
    ).aggregate(count=events.count())


def _worded(counted: Table, reasons: Table) -> Table:
    joined = counted.left_join(reasons, counted["reason"] == reasons["reason"])
    return joined.select(
        counted["agency"],
        counted["agency_state"],
        counted["user"],
        counted["user_state"],
        counted["month"],
        counted["reason"],
        counted["count"],
        reasons["normal"],
        reasons["pack"],
        reasons["strength"],
        counted["case_state"],
        reasons["case_like"],
        kind=_kind(counted["reason_state"], reasons),
    )


def _kind(state: Any, reasons: Table) -> Any:
    return ibis.cases(
        (state != GIVEN, state),
        (reasons["placeholder"].fill_null(False), "placeholder"),  # noqa: FBT003 - the value of a column
        (reasons["vague"].fill_null(False), "vague"),  # noqa: FBT003 - the same
        else_="specific",
    )
