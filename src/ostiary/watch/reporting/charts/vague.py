"""How vague reasons are, by month and by agency, and how often one user types the same.

Knows: the sentences and pictures of it.
Must not know: what words say, who anybody is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ostiary.watch.reporting.chart import SHARE_COLUMNS, Cell, Chart, Column, Table, share_cells
from ostiary.watch.reporting.charts.kinds import KIND_COLUMNS, kinds_key, segments, summed, told, uncheckable
from ostiary.watch.reporting.figures import KINDS, Agency, Kinds, People, Reasons
from ostiary.watch.reporting.pictures import Bar, Col, Segment, bars, columns, together
from ostiary.watch.reporting.words import (
    agreeing,
    counted,
    interval_in_words,
    joined,
    month_as_text,
    month_in_words,
    percent,
    searches,
    share_in_words,
    share_of,
)
from ostiary.watch.statistics import Share, quantile, wilson

VAGUE: Final = "How vague"
COPIED: Final = "How copied"
LEAST_OF_AN_AGENCY: Final = 30
"""Searches of an agency from which on it has a line of its own among the vague; as in the detector of vague reasons."""
MOST_BARS: Final = 20
COPIED_FROM: Final = 0.9
"""Reasons of which one string was typed more often than this are called copied."""


def charts(people: People, reasons: Reasons) -> tuple[Chart, ...]:
    """Months, agencies where there are several, users."""
    return (
        by_month(reasons.months),
        *((by_agency(people.agencies),) if len(people.agencies) > 1 else ()),
        copied(reasons.tops),
    )


def by_month(months: Mapping[int, Kinds]) -> Chart:
    """How reasons were given, month by month."""
    every = summed(months.values())
    rows = [
        (month_as_text(month), *(kinds.get(kind, 0) for kind in KINDS), *_vague_cells(uncheckable(kinds)))
        for month, kinds in months.items()
    ]
    drawn = [
        Col(month_in_words(month), segments(kinds, sum(kinds.values()) or 1))
        for month, kinds in months.items()
    ]
    headline = vague_headline(every)
    return Chart(
        "vague-months",
        VAGUE,
        "How many searches have no reason that could be checked?",
        headline,
        Table(
            (
                Column("month", "Month", "text"),
                *KIND_COLUMNS,
                Column("uncheckable", "Nothing to check"),
                *SHARE_COLUMNS,
            ),
            tuple(rows),
        ),
        together(columns(drawn, headline, of="of all searches", room=3, as_share=True), kinds_key(every))
        if drawn
        else None,
        _month_notes(months),
    )


def _vague_cells(share: Share) -> tuple[Cell, ...]:
    return (share.hits, *share_cells(share))


def vague_headline(kinds: Kinds) -> str:
    """The share without anything to check, and of what."""
    share = uncheckable(kinds)
    if not share.of:
        return "The log tells no reason, not even whether one was given"
    told_ = share_of(share, "search whose reason is told", "searches whose reason is told").capitalize()
    line = f"{told_} {agreeing(share, 'gives', 'give')} nothing that could be checked"
    return f"{line}; {_blank_in_words(kinds.get('blank', 0), share.hits)}" if share.hits > 1 else line


def _blank_in_words(blank: int, of: int) -> str:
    if blank in {0, of}:
        return "all of them are blank" if blank else "none of them is blank"
    return f"{blank:,} of them {'is' if blank == 1 else 'are'} blank"


def _month_notes(months: Mapping[int, Kinds]) -> tuple[str, ...]:
    every = summed(months.values())
    share = uncheckable(every)
    notes = [
        "A stock phrase (such as “investigation”) may stand for good work; it leaves a reviewer nothing to compare with a case file."
    ]
    if share.of:
        notes.insert(0, f"{interval_in_words(share).capitalize()}.")
    hidden = sum(every.values()) - told(every)
    if hidden:
        notes.append(
            f"Of {searches(hidden)} the log does not tell the reason; that says nothing about whoever searched."
        )
    return (*notes, *_change(months))


def _change(months: Mapping[int, Kinds]) -> tuple[str, ...]:
    shares = [(month, uncheckable(kinds)) for month, kinds in months.items()]
    enough = [(month, share) for month, share in shares if share.of >= LEAST_OF_AN_AGENCY]
    if len(enough) < 2:  # noqa: PLR2004 - a change needs two months
        return ()
    (first, before), (last, after) = enough[0], enough[-1]
    few = [month_in_words(month) for month, share in shares if share.of < LEAST_OF_AN_AGENCY]
    left = (
        (f"Of {joined(few)} the log tells fewer than {LEAST_OF_AN_AGENCY} reasons, too few to compare.",)
        if few
        else ()
    )
    if before.low <= after.high and after.low <= before.high:
        return (
            f"Between {month_in_words(first)} and {month_in_words(last)} the log shows no change that is surely more than chance: their intervals overlap.",
            *left,
        )
    word = "rose" if (after.value or 0) > (before.value or 0) else "fell"
    return (
        (
            f"It {word} from {percent(before.value or 0)} in {month_in_words(first)} to {percent(after.value or 0)} in {month_in_words(last)}, "
            "more than chance explains; a new form or a training may."
        ),
        *left,
    )


def by_agency(agencies: Sequence[Agency]) -> Chart:
    """The share without anything to check, by agency."""
    known = [(one, uncheckable(one.kinds)) for one in agencies if told(one.kinds)]
    enough = sorted(
        ((one, share) for one, share in known if share.of >= LEAST_OF_AN_AGENCY),
        key=lambda pair: -(pair[1].value or 0),
    )
    drawn = [
        Bar(
            one.name,
            (Segment(share.value or 0, "hatch"),),
            percent(share.value or 0),
            (share.low, share.high),
        )
        for one, share in enough[:MOST_BARS]
    ]
    return Chart(
        "vague-agencies",
        VAGUE,
        "Does that differ between agencies?",
        _agency_headline([share for _, share in enough]),
        Table(
            (Column("agency", "Agency", "text"), Column("uncheckable", "Nothing to check"), *SHARE_COLUMNS),
            tuple((one.name, *_vague_cells(share)) for one, share in known),
        ),
        bars(drawn) if drawn else None,
        _left_out(len(known), len(enough), len(agencies)),
    )


def _agency_headline(shares: Sequence[Share]) -> str:
    if not shares:
        return f"No agency has {LEAST_OF_AN_AGENCY} searches whose reason is told"
    values = sorted(share.value or 0 for share in shares)
    if len(values) == 1:
        return f"One agency has {LEAST_OF_AN_AGENCY} such searches or more: {share_in_words(shares[0])}"
    return (
        f"From {percent(values[0])} to {percent(values[-1])} of an agency's searches give nothing to check; "
        f"the middle one of {len(values):,} agencies has {percent(quantile(values, 0.5))}"
    )


def _left_out(known: int, enough: int, agencies: int) -> tuple[str, ...]:
    notes = [
        f"The thin lines are 95 % intervals. The picture has agencies with {LEAST_OF_AN_AGENCY} searches or more whose reason is told, at most {MOST_BARS}."
    ]
    if known > enough:
        notes.append(
            f"{counted(known - enough, 'agency has', 'agencies have').capitalize()} fewer, and are in the table."
        )
    if agencies > known:
        notes.append(f"Of {counted(agencies - known, 'agency', 'agencies')} the log tells no reason at all.")
    return tuple(notes)


def copied(tops: Sequence[tuple[int, int]]) -> Chart:
    """How often a user types one and the same reason."""
    shares = [top / of for top, of in tops]
    counts = [0] * 10
    for share in shares:
        counts[min(9, int(share * 10))] += 1
    above = sum(share > COPIED_FROM for share in shares)
    headline = (
        f"{counted(above, 'user', 'users').capitalize()} of {len(tops):,} typed one and the same reason in more than nine of ten of the reasons that they gave; "
        f"on average the most frequent one makes {percent(sum(shares) / len(shares))}"
        if tops
        else "No user has 20 reasons that are told, so nothing can be said about copying"
    )
    titles = [f"{at * 10}–{at * 10 + 10} %" for at in range(10)]
    return Chart(
        "copied",
        COPIED,
        "How often does one user type the same reason?",
        headline,
        Table(
            (
                Column("share_of_top", "Share of the most frequent reason", "text"),
                Column("users", "Users"),
                *SHARE_COLUMNS,
            ),
            tuple(
                (title, count, *share_cells(wilson(count, len(tops))))
                for title, count in zip(titles, counts, strict=True)
            )
            if tops
            else (),
        ),
        columns(
            [Col(title, (Segment(count),)) for title, count in zip(titles, counts, strict=True)],
            headline,
            of="users",
            room=4,
        )
        if tops
        else None,
        (
            "Users with 20 reasons or more. A unit that does one thing writes one thing: real operations look like this, too.",
        )
        if tops
        else (),
    )
