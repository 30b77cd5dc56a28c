"""Duties in plain values, for whoever prints them.

Knows: which fields a duty is told with.
Must not know: files, the command line, pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ostiary.watch.duties.duty import KINDS, ClockedDuty
from ostiary.watch.duties.facts import Facts


def due_object(duties: Sequence[ClockedDuty], facts: Facts) -> dict[str, Any]:
    """The work list in plain values."""
    return {
        "today": facts.today.isoformat(),
        "overdue": sum(one.is_overdue(facts.today) for one in duties),
        "duties": [duty_object(one, facts.today) for one in duties],
        "not_read": list(facts.unread),
        "behind": list(facts.behind),
    }


def duty_object(one: ClockedDuty, today: date) -> dict[str, Any]:
    """One duty in plain values."""
    return {
        "duty": one.id,
        "kind": one.kind,
        "due": one.due.isoformat(),
        "overdue_days": max(0, (today - one.due).days),
        "said": one.said,
        "way": one.way,
        "done_here": KINDS[one.kind].is_done_here,
        "refused_under": list(one.rules),
    }
