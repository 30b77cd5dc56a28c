"""What was decided: allowed, warned, denied; and what was asked again.

Knows: the sentences and pictures of it.
Must not know: rules.
"""

from __future__ import annotations

from typing import Final

from ostiary.watch.reporting.chart import SHARE_COLUMNS, Chart, Column, Table, share_cells
from ostiary.watch.reporting.figures import Decisions
from ostiary.watch.reporting.pictures import Bar, Fill, Segment, bars
from ostiary.watch.reporting.words import agreeing, searches, share_in_words, share_of
from ostiary.watch.statistics import wilson

SECTION: Final = "What was decided"
_LABELS: Final[dict[str, tuple[str, Fill]]] = {
    "allow": ("allowed", "solid"),
    "warn": ("warned", "hatch"),
    "deny": ("denied", "dark"),
    "unknown": ("the log does not say", "void"),
}


def charts(decisions: Decisions) -> tuple[Chart, ...]:
    """One chart."""
    total = sum(decisions.decided.values())
    rows = [(label, decisions.decided.get(code, 0), fill) for code, (label, fill) in _LABELS.items()]
    most = max((count for _, count, _ in rows), default=0) or 1
    # A log that says nothing of decisions has not denied nothing.
    drawn = [row for row in rows if row[1] or decisions.decided.get("unknown", 0) < total]
    return (
        Chart(
            "decisions",
            SECTION,
            "What was allowed, and what was tried again?",
            headline(decisions),
            Table(
                (Column("decision", "Decision", "text"), Column("searches", "Searches"), *SHARE_COLUMNS),
                tuple((label, count, *share_cells(wilson(count, total))) for label, count, _ in rows),
            ),
            bars([Bar(label, (Segment(count / most, fill),), f"{count:,}") for label, count, fill in drawn])
            if total
            else None,
            _retry_note(decisions) if decisions.stopped else (),
        ),
    )


def headline(decisions: Decisions) -> str:
    """How many were stopped, of those of which the log says what was decided."""
    known = sum(count for code, count in decisions.decided.items() if code != "unknown")
    if not known:
        return "The log does not say what was allowed or denied"
    share = wilson(decisions.stopped, known)
    told = share_of(share, "decided search", "decided searches").capitalize()
    line = f"{told} {agreeing(share, 'was', 'were')} denied or warned"
    if not decisions.stopped:
        return line
    again = wilson(decisions.retried, decisions.stopped)
    followed = "was" if agreeing(again, "one", "many") == "one" else "were"
    return f"{line}; {share_in_words(again)} {followed} followed by an allowed one within ten minutes"


def _retry_note(decisions: Decisions) -> tuple[str, ...]:
    by = (
        "the same user"
        if decisions.by_user
        else "the same agency with the same reason, as the log tells no users"
    )
    hidden = decisions.decided.get("unknown", 0)
    return (
        f"Followed means: asked again by {by}. One retry is normal; several with other words are what a reviewer looks at.",
        *((f"Of {searches(hidden)} the log does not say what was decided.",) if hidden else ()),
    )
