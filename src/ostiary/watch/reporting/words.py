"""Counts, shares and days as words, and foreign text as something that may stand on a page.

Knows: English number, when a share is worth a percentage, what no text of a log may contain.
Must not know: what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from ostiary.watch.statistics import Share

FEWEST: Final = 20
"""Of fewer than this, counts are told and no percentage: of 19 cases, half has an interval of more than 40 points."""
LONGEST: Final = 80
"""Characters of a foreign text on the page; a table of ours is as wide as some 100 of them."""
EPOCH: Final = date(1970, 1, 1)

_PLATE_LIKE: Final = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z0-9]{4,8}\b|\b[A-HJ-NPR-Z0-9]{17}\b")
"""Letters and digits mixed, four to eight of them as on plates; or the seventeen of a vehicle's number."""


def counted(count: int, one: str, many: str) -> str:
    """`no searches`, `1 search`, `4,294 searches`."""
    return f"{count:,} {one if count == 1 else many}" if count else f"no {many}"


def searches(count: int) -> str:
    """A number of searches."""
    return counted(count, "search", "searches")


def percent(value: float) -> str:
    """A share from 0 to 1 as a percentage that never rounds something to nothing, nor a part to the whole."""
    if value in {0, 1}:
        return f"{value:.0%}".replace("%", " %")
    if value < 0.001:  # noqa: PLR2004 - a tenth of a percent, the last place that is shown
        return "less than 0.1 %"
    if value > 0.999:  # noqa: PLR2004 - the same from above
        return "more than 99.9 %"
    places = 1 if value < 0.1 or value > 0.99 else 0  # noqa: PLR2004 - one place where a whole percent is coarse
    return f"{value * 100:.{places}f} %"


def share_in_words(share: Share) -> str:
    """`none of 7`, `3 of 7`, `all 7`; from FEWEST on with the percentage: `26 % (14,238 of 53,837)`."""
    if share.value is None:
        return "none of none"
    if share.hits in {0, share.of}:
        return (
            f"none of {share.of:,}" if not share.hits else f"all {share.of:,}" if share.of > 1 else "the one"
        )
    told = f"{share.hits:,} of {share.of:,}"
    return told if share.of < FEWEST else f"{percent(share.value)} ({told})"


def share_of(share: Share, one: str, many: str) -> str:
    """The same with what is counted: `3 of 7 searches`, `26 % of searches (14,238 of 53,837)`."""
    if share.of < FEWEST or share.hits in {0, share.of}:
        return f"{share_in_words(share)} {one if share.of == 1 else many}"
    return f"{percent(share.hits / share.of)} of {many} ({share.hits:,} of {share.of:,})"


def agreeing(share: Share, one: str, many: str) -> str:
    """The verb after ``share_of``: `1 of 7 searches looks`, `26 % of searches look`."""
    return one if share.of == 1 or (share.hits == 1 and share.of < FEWEST) else many


def interval_in_words(share: Share) -> str:
    """`95 % interval 26 % to 27 %`; nothing where there are no cases."""
    ends = percent(share.low), percent(share.high)
    if ends[0] == ends[1] and 0 < share.hits < share.of:
        ends = f"{share.low * 100:.2f} %", f"{share.high * 100:.2f} %"
    return f"95 % interval {ends[0]} to {ends[1]}" if share.of else ""


def day_of(days: int) -> date:
    """A day that is counted from 1970."""
    return EPOCH + timedelta(days=days)


def day_in_words(days: int) -> str:
    """`18 June 2025`."""
    day = day_of(days)
    return f"{day.day} {day:%B %Y}"


def month_in_words(month: int) -> str:
    """A month that is counted from January of the year 0: `Jun 2025`."""
    return f"{date(month // 12, month % 12 + 1, 1):%b %Y}"


def month_as_text(month: int) -> str:
    """The same for programs: `2025-06`."""
    return f"{month // 12:04}-{month % 12 + 1:02}"


def joined(parts: Sequence[str], word: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return f" {word} ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def shown(text: str, longest: int = LONGEST) -> str:
    """A text that somebody else wrote: on one line, no longer than ``longest``, without what a screen would obey and not show."""
    plain = "".join(
        mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in text[: longest + 1]
    )
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"


def without_plates(text: str) -> str:
    """A reason as typed, with whatever looks like a plate or a vehicle's number taken out and the place marked."""
    return _PLATE_LIKE.sub("[plate-like]", text)
