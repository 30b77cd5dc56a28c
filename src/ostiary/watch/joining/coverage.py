"""What a folder covers: which agencies, days and columns, and what nobody can therefore say.

Knows: events by source and agency, which columns say anything, which tables are known, what each column is needed for.
Must not know: any one detector's rule, files, the terminal.

Absence is not evidence: a detector that is silent because a column is missing has found nothing and excluded nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from ostiary.watch.detecting.detector import Detector
from ostiary.watch.events.schema import KNOWN
from ostiary.watch.events.tables import Engine, Table, Tables

MAX_NAMED: Final = 200
"""Agencies that a statement names, those with the most entries; a network's log has thousands. It counts all."""

UNSAID: Final[Mapping[str, str]] = {
    "events.user": "who searched: nothing can be said of one person's habits, account or departure",
    "events.agency": "which agency searched, except where one agency's log is all there is",
    "events.owner": "whose records were searched: grants cannot be compared",
    "events.reason": "what was written as reason",
    "events.case_no": "case numbers, except where they stand in the reason",
    "events.purpose": "which purpose was chosen",
    "events.networks": "how wide a search was",
    "events.window_from": "how far back a search reached",
    "events.decision": "what was refused",
    "events.device": "whether an account is shared",
    "events.latitude": "where the user was",
    "events.local_minute": "hours of the agency's own clock",
    "events.exported": "what was exported",
    "subjects": "whom a search was about: nobody who was looked for again and again can be found",
    "accounts": "who has left, sleeps or never had an account",
    "grants": "who had granted what to whom",
    "assignments": "whether a case was the user's own: no access can be called unexplained",
    "cases": "whether a case number exists",
    "dispatches": "whether somebody was sent",
    "cutoffs": "who was cut off, and who came back under another name",
}
"""What nobody can say where a column or table says nothing."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The entries of one agency in one source: first and last in ms since 1970, days with entries, and days between the two, both counted."""

    source: str
    agency: str
    events: int
    since: int
    until: int
    days: int
    of_days: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """``unsaid``: what nobody can say, of all sources, or of one by its name. ``silent``: detectors that cannot judge at all, and why."""

    stretches: tuple[Stretch, ...]
    agencies: int
    events: int
    known: Mapping[str, int]
    unsaid: tuple[str, ...]
    unsaid_of: Mapping[str, tuple[str, ...]]
    silent: Mapping[str, tuple[str, ...]]

    def as_json(self) -> dict[str, Any]:
        """For ``--json``."""
        return asdict(self)


def coverage_of(
    engine: Engine,
    tables: Tables,
    sources: Mapping[str, frozenset[str]],
    detectors: Iterable[Detector],
    *,
    texts: bool = True,
) -> Coverage:
    """What the folder behind ``tables`` covers; ``sources`` says what each source says, in the form of ``Tables.present``.

    ``texts``: whether reasons can be read, which needs words and not a column.
    """
    stretches = [Stretch(**row) for row in engine.to_pyarrow(stretches_of(tables)).to_pylist()]
    present = tables.present | (
        frozenset({"reasons"}) if texts and "events.reason_state" in tables.present else frozenset()
    )
    return Coverage(
        stretches=tuple(stretches[:MAX_NAMED]),
        agencies=len({each.agency for each in stretches}),
        events=sum(each.events for each in stretches),
        known={name: _count(engine, tables.known[name]) for name in KNOWN if name in present},
        unsaid=tuple(unsaid(present)),
        unsaid_of={
            source: missing
            for source, says in sorted(sources.items())
            if (
                missing := tuple(
                    text for text in unsaid(says | frozenset(KNOWN)) if text not in set(unsaid(present))
                )
            )
        },
        silent={
            each.code: tuple(sorted(each.needs - present)) for each in detectors if not each.needs <= present
        },
    )


def stretches_of(tables: Tables) -> Table:
    """One row for each source and agency, as ``Stretch``, the most entries first; an agency that is not told has no letters."""
    events = tables.events.mutate(agency=tables.events["agency"].fill_null(""))
    rows = events.group_by(["source", "agency"]).aggregate(
        events=events.count(),
        since=events["at"].min(),
        until=events["at"].max(),
        days=events["day"].nunique(),
        of_days=events["day"].max() - events["day"].min() + 1,
    )
    return rows.order_by([rows["events"].desc(), rows["source"], rows["agency"]])


def unsaid(present: frozenset[str]) -> Iterator[str]:
    """What nobody can say with these tables and columns, in the order of ``UNSAID``."""
    return (text for name, text in UNSAID.items() if name not in present)


def _count(engine: Engine, table: Table) -> int:
    return int(engine.to_pyarrow(table.count()).as_py())
