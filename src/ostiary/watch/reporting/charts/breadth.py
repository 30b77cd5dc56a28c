"""How wide searches are: networks, devices, and how far they look back.

Knows: the sentences and pictures of it.
Must not know: which breadth is allowed; a stated retention is given to it.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Final

from ostiary.watch.reporting.chart import SHARE_COLUMNS, Chart, Column, Table, share_cells
from ostiary.watch.reporting.figures import Breadth, Windows
from ostiary.watch.reporting.pictures import Col, Segment, columns, key, together
from ostiary.watch.reporting.scales import Bin, doublings
from ostiary.watch.reporting.words import agreeing, counted, searches, share_in_words, share_of
from ostiary.watch.statistics import wilson

SECTION: Final = "How wide"
LONG_DAYS: Final = 30
"""What vendors keep unless an agency says otherwise; only a mark to compare with where no retention is stated."""
_WINDOWS: Final = (
    Bin(0, 1), Bin(2, 7), Bin(8, 30), Bin(31, 90), Bin(91, 365), Bin(366, None),
)  # fmt: skip


def charts(
    networks: Breadth, devices: Breadth, windows: Windows, retention_days: int | None
) -> tuple[Chart, ...]:
    """Those of which the log tells something."""
    return (
        *((reached("networks", networks, "network", "networks"),) if networks.known else ()),
        *((reached("devices", devices, "device", "devices"),) if devices.known else ()),
        *((looked_back(windows, retention_days),) if windows.known else ()),
    )


def reached(key_: str, breadth: Breadth, one: str, many: str) -> Chart:
    """How many networks or devices one search reached."""
    bins = doublings(breadth.most)
    rows = [(bin_.title, breadth.doublings.get(at, 0)) for at, bin_ in enumerate(bins)]
    if breadth.none:
        rows.insert(0, ("0", breadth.none))
    headline = reached_headline(breadth, one, many)
    return Chart(
        key_,
        SECTION,
        f"How many {many} does one search reach?",
        headline,
        Table(
            (Column(key_, many.capitalize(), "text"), Column("searches", "Searches"), *SHARE_COLUMNS),
            tuple((title, count, *share_cells(wilson(count, breadth.known))) for title, count in rows),
        ),
        columns(
            [Col(title.split("–")[0], (Segment(count),)) for title, count in rows],
            headline,
            of="searches",
            room=5,
        ),
        (
            (
                f"The log tells it of {searches(breadth.known)}. Nine of ten of them reach {breadth.quantiles[1]:,.0f} {many} or fewer, "
                f"99 of 100 reach {breadth.quantiles[2]:,.0f} or fewer; {share_in_words(wilson(breadth.only_one, breadth.known))} reach one. "
                f"Below each column stands the fewest {many} of its searches; the next begins at twice that."
            ),
        ),
    )


def reached_headline(breadth: Breadth, one: str, many: str) -> str:
    """The median and the most."""
    middle = round(breadth.quantiles[0])
    if breadth.most == middle:
        return f"Searches reach {counted(middle, one, many)}"
    if middle == 1:
        alone = share_of(wilson(breadth.only_one, breadth.known), "search", "searches").capitalize()
        return f"{alone} reach one {one} only; the widest reached {breadth.most:,}"
    return f"Half of the searches reach {counted(middle, one, many)} or fewer; the widest reached {breadth.most:,}"


def looked_back(windows: Windows, retention_days: int | None) -> Chart:
    """How far back searches look."""
    limit = retention_days or LONG_DAYS
    ends = _split(limit)
    counts = [_inside(windows.days, one) for one in ends]
    headline = back_headline(windows, retention_days)
    drawn = [
        Col(one.title, (Segment(count, "hatch" if one.low > limit else "solid"),))
        for one, count in zip(ends, counts, strict=True)
    ]
    legend = key([("solid", f"{limit:,} days or fewer"), ("hatch", f"more than {limit:,} days")])
    backwards = (
        f"{searches(windows.backwards).capitalize()} ask for time after themselves, and are not in the picture.",
    )
    return Chart(
        "windows",
        SECTION,
        "How far back do searches look?",
        headline,
        Table(
            (Column("days", "Days", "text"), Column("searches", "Searches"), *SHARE_COLUMNS),
            tuple(
                (one.title, count, *share_cells(wilson(count, windows.known)))
                for one, count in zip(ends, counts, strict=True)
            ),
        ),
        together(columns(drawn, headline, of="searches, by days", room=8), legend),
        (
            "From the instant of the search back to the earliest record that it asks for; begun days count as days.",
            *(
                ()
                if retention_days
                else (
                    f"This report was not told how long records are kept (--retention DAYS); {LONG_DAYS} days are only a mark to compare with.",
                )
            ),
            *(backwards if windows.backwards else ()),
        ),
    )


def back_headline(windows: Windows, retention_days: int | None) -> str:
    """How many look back longer than is kept, and the longest."""
    limit = retention_days or LONG_DAYS
    long = wilson(sum(count for day, count in windows.days.items() if day > limit), windows.known)
    longest = max(windows.days, default=0)
    what = "the stated retention of " if retention_days else ""
    line = f"{share_of(long, 'search', 'searches').capitalize()} {agreeing(long, 'looks', 'look')} back more than {what}{limit:,} days"
    return f"{line}; the longest looks back {longest - 1:,} days" if long.hits else line


def _split(limit: int) -> tuple[Bin, ...]:
    # The limit is the end of a bin, so that the picture is cut where the sentence counts.
    lows = sorted({*(one.low for one in _WINDOWS), limit + 1})
    return (*tuple(Bin(low, high - 1) for low, high in itertools.pairwise(lows)), Bin(lows[-1], None))


def _inside(days: Mapping[int, int], bin_: Bin) -> int:
    return sum(
        count for day, count in days.items() if day >= bin_.low and (bin_.high is None or day <= bin_.high)
    )
