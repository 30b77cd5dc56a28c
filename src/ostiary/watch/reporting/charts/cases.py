"""Case numbers: given or missing, of which shape, and how much is searched under one.

Knows: the sentences and pictures of it.
Must not know: any case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ostiary.watch.reporting.chart import SHARE_COLUMNS, Chart, Column, Table, share_cells
from ostiary.watch.reporting.charts.states import LABELS, state_segments, states_key
from ostiary.watch.reporting.figures import Cases
from ostiary.watch.reporting.pictures import Bar, Col, Segment, bars, columns, together
from ostiary.watch.reporting.scales import Bin, doublings
from ostiary.watch.reporting.words import agreeing, counted, searches, share_in_words, share_of
from ostiary.watch.statistics import wilson

SECTION: Final = "Under which case"


def charts(cases: Cases) -> tuple[Chart, ...]:
    """Given or not; and where any is given, shapes and searches a number."""
    return (given(cases), *((shapes(cases), spread(cases)) if cases.numbers else ()))


def given(cases: Cases) -> Chart:
    """How many searches name a case."""
    total = sum(cases.states.values())
    rows = [(LABELS[state], cases.states[state]) for state in LABELS if cases.states.get(state)]
    return Chart(
        "case-given",
        SECTION,
        "Do searches name a case?",
        given_headline(cases),
        Table(
            (Column("case_number", "Case number", "text"), Column("searches", "Searches"), *SHARE_COLUMNS),
            tuple((label, count, *share_cells(wilson(count, total))) for label, count in rows),
        ),
        together(
            bars([Bar("All searches", state_segments(cases.states), f"{total:,}")]), states_key(cases.states)
        )
        if total
        else None,
        _typed_note(cases),
    )


def _typed_note(cases: Cases) -> tuple[str, ...]:
    if not cases.typed:
        return ()
    have = "has" if cases.typed == 1 else "have"
    return (
        f"{searches(cases.typed).capitalize()} without one {have} something like a case number in the reason.",
    )


def given_headline(cases: Cases) -> str:
    """The share with a case number, of those of which the log tells whether there was one."""
    named, blank = cases.states.get("given", 0), cases.states.get("blank", 0)
    hidden = cases.states.get("vendor-mask", 0) + cases.states.get("redacted", 0)
    if not named + blank:
        return (
            f"Case numbers are hidden: {searches(hidden)} had one that this log does not tell"
            if hidden
            else "This log has no column for a case number"
        )
    share = wilson(named, named + blank)
    line = f"{share_of(share, 'search', 'searches').capitalize()} {agreeing(share, 'names', 'name')} a case"
    return f"{line}; of {hidden:,} more the number is hidden" if hidden else line


def shapes(cases: Cases) -> Chart:
    """What case numbers look like."""
    total = cases.states.get("given", 0)
    rows = list(cases.shapes)
    if cases.other_shapes[1]:
        rows.append((counted(cases.other_shapes[0], "other shape", "other shapes"), cases.other_shapes[1]))
    most = max(count for _, count in rows)
    return Chart(
        "case-shapes",
        SECTION,
        "Do case numbers have one form?",
        f"The most frequent form stands in {share_in_words(wilson(cases.shapes[0][1], total))} of the searches that name a case",
        Table(
            (Column("shape", "Form", "text"), Column("searches", "Searches"), *SHARE_COLUMNS),
            tuple((shape, count, *share_cells(wilson(count, total))) for shape, count in rows),
        ),
        bars([Bar(shape, (Segment(count / most),), f"{count:,}") for shape, count in rows]),
        ("9 stands for any digit, A for any letter. An agency's own grammar says which forms are right.",),
    )


def spread(cases: Cases) -> Chart:
    """How many searches one number has."""
    bins = doublings(max(cases.numbers))
    total = sum(cases.numbers.values())
    counts = [_inside(cases.numbers, one) for one in bins]
    headline = spread_headline(cases)
    return Chart(
        "case-spread",
        SECTION,
        "How much is searched under one case number?",
        headline,
        Table(
            (
                Column("searches", "Searches under one number", "text"),
                Column("numbers", "Case numbers"),
                *SHARE_COLUMNS,
            ),
            tuple(
                (one.title, count, *share_cells(wilson(count, total)))
                for one, count in zip(bins, counts, strict=True)
            ),
        ),
        columns(
            [Col(one.title, (Segment(count),)) for one, count in zip(bins, counts, strict=True)],
            headline,
            of="case numbers, by searches under each",
        ),
        (
            "A task force or a homicide has many searches under one number, and so has a number that everybody uses.",
        ),
    )


def spread_headline(cases: Cases) -> str:
    """How many numbers there are, and the most searches under one."""
    total = sum(cases.numbers.values())
    most = max(cases.numbers)
    return (
        f"{counted(total, 'case number has', 'case numbers have').capitalize()} up to {searches(most)} each; "
        f"the longest use of one spans {counted(cases.longest_days, 'day', 'days')}"
    )


def _inside(numbers: Mapping[int, int], bin_: Bin) -> int:
    return sum(
        count
        for size, count in numbers.items()
        if size >= bin_.low and (bin_.high is None or size <= bin_.high)
    )
