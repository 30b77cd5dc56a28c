"""For what: what reasons name, which of them many share, and which purposes are chosen.

Knows: the sentences and pictures of it.
Must not know: patterns of words, who anybody is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ostiary.watch.reasons.shipped import PACKS
from ostiary.watch.reporting.chart import SHARE_COLUMNS, Chart, Column, Table, share_cells
from ostiary.watch.reporting.charts.states import LABELS as STATE_LABELS
from ostiary.watch.reporting.figures import Meaning, Purposes, Reasons
from ostiary.watch.reporting.pictures import Bar, Segment, bars
from ostiary.watch.reporting.words import counted, searches, share_in_words, shown
from ostiary.watch.statistics import upper_bound_of_none, wilson

FOR_WHAT: Final = "For what"
MOST_BARS: Final = 20
PACK_NAMES: Final = {
    "immigration": "immigration enforcement",
    "reproductive": "reproductive health",
    "protest-religion": "protest or religion",
    "ethnicity": "ethnicity",
}
STRENGTH_NAMES: Final = {
    "strong": "named outright",
    "strong-fuzzy": "named, with a typing error",
    "ambiguous": "words that may mean it",
    "ambiguous-context": "such words beside others that speak for something else",
    "none": "",
}
EXPLICIT: Final = frozenset({"strong", "strong-fuzzy"})
"""Strengths with which words name a thing; the others may mean something else."""


def charts(reasons: Reasons, purposes: Purposes) -> tuple[Chart, ...]:
    """What is named, purposes where the log has them, and what many share."""
    has_purposes = any(count for state, count in purposes.states.items() if state != "absent")
    return (meanings(reasons), *((chosen(purposes),) if has_purposes else ()), shared(reasons))


def meanings(reasons: Reasons) -> Chart:
    """What the words of reasons name."""
    found = _with_silent(reasons) if reasons.given else ()
    rows = [
        (one.pack, one.strength, one.texts, one.searches, *share_cells(wilson(one.searches, reasons.given)))
        for one in found
    ]
    most = max((one.searches for one in found), default=0) or 1
    drawn = [Bar(_named(one), (Segment(one.searches / most),), searches(one.searches)) for one in found]
    return Chart(
        "meanings",
        FOR_WHAT,
        "Do reasons name something that a policy may forbid?",
        meanings_headline(reasons),
        Table(
            (
                Column("pack", "Words about", "text"),
                Column("strength", "How clearly", "text"),
                Column("texts", "Different texts"),
                Column("searches", "Searches"),
                *SHARE_COLUMNS,
            ),
            tuple(rows),
        ),
        bars(drawn) if drawn else None,
        (
            "Only words were looked at: who wants to hide a purpose writes something else, and some of these words have innocent uses.",
        ),
    )


def _with_silent(reasons: Reasons) -> tuple[Meaning, ...]:
    """What was found, and each pack that found nothing: that it was looked for is worth knowing, too."""
    silent = [
        Meaning(pack, "none", 0, 0) for pack in PACKS if pack not in {one.pack for one in reasons.meanings}
    ]
    return tuple(
        sorted((*reasons.meanings, *silent), key=lambda one: (-one.searches, one.pack, one.strength))
    )


def _named(one: Meaning) -> str:
    name = PACK_NAMES.get(one.pack, one.pack)
    how = STRENGTH_NAMES.get(one.strength, one.strength)
    return f"{name}: {how}" if how else name


def meanings_headline(reasons: Reasons) -> str:
    """How many reasons name immigration enforcement, or how many could at most."""
    if not reasons.given:
        return "No reason is told in words, so nothing can be said about them"
    explicit = _searches_of(reasons.meanings, "immigration", explicit=True)
    perhaps = _searches_of(reasons.meanings, "immigration", explicit=False)
    said = f"{wilson(explicit, reasons.given).hits:,}" if explicit else "None"
    line = f"{said} of {counted(reasons.given, 'reason', 'reasons')} {'names' if explicit <= 1 else 'name'} immigration enforcement in so many words"
    if not explicit:
        bound = upper_bound_of_none(reasons.given) * 100_000
        line += (
            f" (among more searches like these, at most {bound:,.0f} in 100,000 would, with 95 % confidence)"
        )
    return f"{line}; {perhaps:,} more {'is' if perhaps == 1 else 'are'} ambiguous" if perhaps else line


def _searches_of(found: Sequence[Meaning], pack: str, *, explicit: bool) -> int:
    return sum(one.searches for one in found if one.pack == pack and (one.strength in EXPLICIT) == explicit)


def chosen(purposes: Purposes) -> Chart:
    """Purposes that were chosen from a list."""
    given = purposes.states.get("given", 0)
    most = purposes.frequent[0][1] if purposes.frequent else 1
    rows: list[tuple[str, int]] = list(purposes.frequent)
    if purposes.others[1]:
        rows.append((f"{counted(purposes.others[0], 'other purpose', 'other purposes')}", purposes.others[1]))
    first = purposes.frequent[0] if purposes.frequent else None
    headline = (
        f"“{shown(first[0])}” is the most frequent purpose: {share_in_words(wilson(first[1], given))}"
        if first
        else f"No purpose was chosen often: {counted(purposes.others[0], 'purpose', 'purposes')} in {searches(given)}"
    )
    empty = tuple(
        f"{searches(count).capitalize()}: purpose {STATE_LABELS.get(state, state)}."
        for state, count in sorted(purposes.states.items())
        if state != "given" and count
    )
    return Chart(
        "purposes",
        FOR_WHAT,
        "Which purposes are chosen?",
        headline,
        Table(
            (Column("purpose", "Purpose", "text"), Column("searches", "Searches"), *SHARE_COLUMNS),
            tuple((name, count, *share_cells(wilson(count, given))) for name, count in rows),
        ),
        bars([Bar(name, (Segment(min(1, count / most)),), f"{count:,}") for name, count in rows])
        if rows
        else None,
        empty,
    )


def shared(reasons: Reasons) -> Chart:
    """Reasons that many share, or as they were typed."""
    rows = reasons.shared
    most = rows[0].searches if rows else 1
    return Chart(
        "reasons",
        FOR_WHAT,
        "Which reasons are typed most often?" if reasons.is_typed else "Which reasons do many share?",
        _shared_headline(reasons),
        Table(
            (
                Column("reason", "Reason", "text"),
                Column("searches", "Searches"),
                Column("users", "Users"),
                Column("agencies", "Agencies"),
                Column("months", "Months"),
            ),
            tuple((one.text, one.searches, one.users, one.agencies, one.months) for one in rows),
        ),
        bars(
            [Bar(one.text, (Segment(one.searches / most),), f"{one.searches:,}") for one in rows[:MOST_BARS]]
        )
        if rows
        else None,
        (_shared_rule(reasons),),
    )


def _shared_headline(reasons: Reasons) -> str:
    if not reasons.given:
        return "No reason is told in words"
    count = sum(one.searches for one in reasons.shared)
    if not count:
        return "No reason is shared by so many that it could stand here and name nobody"
    many = counted(len(reasons.shared), "reason makes", "reasons make")
    return f"{many} up {share_in_words(wilson(count, reasons.given))} of the reasons that are told in words"


def _shared_rule(reasons: Reasons) -> str:
    if reasons.is_typed:
        return "Reasons as they were typed, the most frequent ones; whatever looks like a plate was taken out. Handle as the log itself."
    return (
        "Reasons in their normal form (small letters, without signs), only those that three agencies used, or ten users over three months, "
        f"and none with a digit: others may name somebody. The reasons of {searches(reasons.unshared)} are not shown."
    )
