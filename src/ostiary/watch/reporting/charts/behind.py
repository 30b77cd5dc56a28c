"""What stands behind the pictures: what the import did, what detectors said, what the log does not tell.

Knows: the sentences and pictures of it.
Must not know: how a detector judges.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from ostiary.model.markup import element
from ostiary.watch.events.schema import ABSENT, EVENTS, GIVEN
from ostiary.watch.findings.queue import SAMPLED
from ostiary.watch.joining.coverage import UNSAID, unsaid
from ostiary.watch.reporting.chart import Chart, Column, Table
from ostiary.watch.reporting.charts.states import LABELS, state_segments, states_key
from ostiary.watch.reporting.figures import Judged, Run, Scope, Source
from ostiary.watch.reporting.pictures import Bar, Fill, Segment, bars, key, together
from ostiary.watch.reporting.words import counted, joined

IMPORTED: Final = "What the import did"
LEADS: Final = "What detectors said"
COVERED: Final = "What the log does not tell"
MOST_WHYS: Final = 20
_BECAME: Final[tuple[tuple[str, Fill], ...]] = (
    ("taken", "solid"),
    ("copies", "hatch"),
    ("duplicates", "dots"),
    ("refused", "dark"),
)
_MEANINGS: Final = {column.name: column.meaning for column in EVENTS}


def imported(sources: Sequence[Source]) -> Chart:
    """What became of each row that was read."""
    drawn = [
        Bar(
            one.name,
            tuple(Segment(getattr(one, name) / (one.read or 1), fill) for name, fill in _BECAME),
            counted(one.read, "row", "rows"),
        )
        for one in sources
    ]
    whys = Counter[str]()
    for one in sources:
        whys.update(one.why)
    return Chart(
        "import",
        IMPORTED,
        "Was every row taken?",
        import_headline(sources),
        Table(
            (
                Column("source", "Source", "text"),
                Column("kind", "Kind", "text"),
                Column("read", "Read"),
                *(Column(name, name.capitalize()) for name, _ in _BECAME),
            ),
            tuple(
                (one.name, one.kind, one.read, one.taken, one.copies, one.duplicates, one.refused)
                for one in sources
            ),
        ),
        together(bars(drawn), key([(fill, name) for name, fill in _BECAME])) if drawn else None,
        tuple(
            f"{counted(count, 'row', 'rows').capitalize()}: {why}."
            for why, count in whys.most_common(MOST_WHYS)
        ),
    )


def import_headline(sources: Sequence[Source]) -> str:
    """How many rows were read, and what did not become an event."""
    read = sum(one.read for one in sources)
    parts = [
        counted(count, one, many)
        for count, one, many in (
            (sum(source.copies for source in sources), "copy of another source", "copies of another source"),
            (sum(source.duplicates for source in sources), "duplicate", "duplicates"),
            (sum(source.refused for source in sources), "refused row", "refused rows"),
        )
        if count
    ]
    rows = counted(read, "row was", "rows were")
    where = "" if len(sources) == 1 else f" from {counted(len(sources), 'source', 'sources')}"
    return f"{rows.capitalize()} read{where}; " + (
        f"{joined(parts)} did not become events" if parts else "each became an event"
    )


def led(run: Run | None) -> Chart:
    """Leads by detector, and why some could not judge."""
    detectors = () if run is None else run.detectors
    judged = [one for one in detectors if one.could_judge and one.code not in SAMPLED]
    most = max((one.leads for one in judged), default=0) or 1
    drawn = [Bar(f"{one.code} {one.name}", (Segment(one.leads / most),), f"{one.leads:,}") for one in judged]
    blind = [element("li", f"{why}: {joined(codes)}") for why, codes in _blind(detectors).items()]
    return Chart(
        "leads",
        LEADS,
        "Where should a person look?",
        lead_headline(run),
        Table(
            (
                Column("detector", "Detector", "text"),
                Column("name", "What it looks for", "text"),
                Column("leads", "Leads"),
                Column("events", "Searches behind them"),
                Column("unjudged", "Could not judge because", "text"),
            ),
            tuple((one.code, one.name, one.leads, one.events, one.unjudged or None) for one in detectors),
        ),
        together(
            bars(drawn),
            *(
                [
                    element(
                        "p",
                        "These could not judge, for want of what they need; the table says what each of them looks for.",
                    ),
                    element("ul", blind),
                ]
                if blind
                else []
            ),
        )
        if detectors
        else None,
        (
            "A lead says what to ask next, and of whom. It is no verdict: each detector has innocent explanations that are listed with it.",
            *_drawn_note(detectors),
        ),
    )


def _drawn_note(detectors: Sequence[Judged]) -> tuple[str, ...]:
    drawn = {one.code: one.leads for one in detectors if one.code in SAMPLED and one.leads}
    if not drawn:
        return ()
    accesses = counted(sum(drawn.values()), "access was", "accesses were")
    said = (
        f"Beside these, {accesses} drawn at random among those that are explained ({joined(sorted(drawn))}), so that somebody "
        "looks there, too. That is no lead: it is in the table and not in the picture."
    )
    return (said,)


def lead_headline(run: Run | None) -> str:
    """How many leads, and how many detectors could not judge. What is drawn at random is no lead."""
    if run is None:
        return "No detector has been run on this folder yet: ostiary watch run DIR"
    looking = [one for one in run.detectors if one.code not in SAMPLED]
    count = sum(one.leads for one in looking)
    leads, to_look_at = counted(count, "lead", "leads"), " for a person to look at" if count else ""
    judged, every = sum(one.could_judge for one in looking), len(looking)
    if every == 1 and not judged:
        return "The detector that was run could not judge this log: it lacks what that needs, so there are no leads"
    if judged == every:
        return f"{counted(every, 'detector', 'detectors').capitalize()} left {leads}{to_look_at}"
    could = (
        "could judge this log, and left"
        if judged
        else "could judge this log: it lacks what they need, so there are"
    )
    return f"{judged or 'None'} of {counted(every, 'detector', 'detectors')} {could} {leads}{to_look_at if judged else ''}"


def _blind(detectors: Sequence[Judged]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in detectors:
        if not one.could_judge:
            found.setdefault(one.unjudged, []).append(one.code)
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def unanswered(scope: Scope, tables: frozenset[str]) -> Chart:
    """Which questions of a reviewer nobody can answer, for want of what."""
    missing = [
        (name, text) for name, text in UNSAID.items() if text in set(unsaid(present_in(scope, tables)))
    ]
    return Chart(
        "unanswered",
        COVERED,
        "What can nobody say from this folder?",
        unanswered_headline(scope, tables),
        Table(
            (Column("missing", "What is missing", "text"), Column("unsaid", "What nobody can say", "text")),
            tuple(missing),
        ),
        element("ul", [element("li", text) for _, text in missing]) if missing else None,
        ("A detector without what it needs has found nothing and excluded nothing.",) if missing else (),
    )


def unanswered_headline(scope: Scope, tables: frozenset[str]) -> str:
    """How many of a reviewer's questions."""
    count = len(list(unsaid(present_in(scope, tables))))
    return f"Of {len(UNSAID)} things that a reviewer asks, {count or 'none'} cannot be said from this folder"


def present_in(scope: Scope, tables: frozenset[str]) -> frozenset[str]:
    """Columns and tables that say anything, by the names that detectors have for them."""
    return tables | {f"events.{name}" for name, states in scope.columns.items() if states.get(GIVEN)}


def covered(scope: Scope) -> Chart:
    """Column by column, how much of it there is."""
    columns = scope.columns
    ordered = sorted(columns, key=lambda name: (-_part(columns[name]), name))
    # A column of which nothing is there, not even a blank, is told in one sentence with the others.
    drawn = [name for name in ordered if set(_some(columns[name])) - {"empty", ABSENT}]
    states = Counter[str]()
    for name in drawn:
        states.update(columns[name])
    silent = [name for name in ordered if name not in drawn]
    names = ("given", "vendor-mask", "redacted", "blank", "empty", "absent")
    return Chart(
        "coverage",
        COVERED,
        "Which columns say something, and who left the others empty?",
        coverage_headline(scope),
        Table(
            (
                Column("column", "Column", "text"),
                Column("meaning", "What it would say", "text"),
                *(Column(state.replace("-", "_"), LABELS[state].capitalize()) for state in names),
            ),
            tuple(
                (name, _MEANINGS[name], *(columns[name].get(state, 0) for state in names)) for name in ordered
            ),
        ),
        together(
            bars([Bar(name, state_segments(columns[name]), _told(columns[name])) for name in drawn]),
            states_key(states),
        ),
        (
            (
                "Hidden, blank and absent are different things: only a blank is about whoever searched. "
                "“Empty” is a column without such a distinction."
            ),
            "The columns are those of every log that Ostiary reads, its own too: that one is not there blames nobody.",
            *((f"Nothing stands in {joined(silent)}.",) if silent else ()),
        ),
    )


def coverage_headline(scope: Scope) -> str:
    """How many columns are whole, partly there, and silent."""
    parts = [_part(found) for found in scope.columns.values()]
    whole, silent = sum(part == 1 for part in parts), sum(part == 0 for part in parts)
    return (
        f"Of {len(parts)} columns {counted(whole, 'is whole', 'are whole')}, {len(parts) - whole - silent} partly filled, and "
        f"{silent} {'says' if silent == 1 else 'say'} nothing: about those nobody can say anything from this log"
    )


def _some(states: Mapping[str, int]) -> Mapping[str, int]:
    return {state: count for state, count in states.items() if count}


def _part(states: Mapping[str, int]) -> float:
    return states.get(GIVEN, 0) / (sum(states.values()) or 1)


def _told(states: Mapping[str, int]) -> str:
    part = _part(states)
    return "all" if part == 1 else "none" if part == 0 else f"{states.get(GIVEN, 0):,}"
