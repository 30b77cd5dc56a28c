"""The sums that pages and tables show, out of the counts by day.

Knows: totals, by agency, by purpose, by month.
Must not know: markup, where the counts came from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from ostiary.web.public.model import Counts, Place, Publication, Tally

NOT_NAMED: Final = "not a code of the policy"
NO_PURPOSE: Final = "none, or no purpose of the policy"

Key = Callable[[Place], str]


def total(counts: Counts) -> Tally:
    """All accesses."""
    return sum(counts.values(), Tally())


def by(counts: Counts, key: Key) -> Mapping[str, Tally]:
    """The accesses by what ``key`` says of each place, in the order of the keys."""
    found: defaultdict[str, Tally] = defaultdict(Tally)
    for place, tally in counts.items():
        found[key(place)] += tally
    return dict(sorted(found.items()))


def agency(place: Place) -> str:
    """Who asked."""
    return place.agency


def purpose(place: Place) -> str:
    """What was said to be the purpose."""
    return place.purpose


def month(place: Place) -> str:
    """The month, such as 2026-11."""
    return place.day[:7]


def only(counts: Counts, keep: Callable[[Place], bool]) -> Counts:
    """Those of some places."""
    return {place: tally for place, tally in counts.items() if keep(place)}


def concerning(counts: Counts, codes: Iterable[str]) -> Counts:
    """Those that one of these agencies asked, or that were asked for one."""
    wanted = frozenset(codes)
    return only(counts, lambda place: not wanted.isdisjoint((place.agency, place.beneficiary)))


def months(publication: Publication) -> tuple[str, ...]:
    """The months from the first covered day to the last, without a gap."""
    if not publication.since:
        return ()
    year, number = map(int, publication.since.split("-")[:2])
    found = []
    while (now := f"{year:04d}-{number:02d}") <= publication.until[:7]:
        found.append(now)
        year, number = (year, number + 1) if number < 12 else (year + 1, 1)  # noqa: PLR2004 - December
    return tuple(found)


def agency_name(publication: Publication, code: str) -> str:
    """How an agency is called."""
    known = publication.names.get(code)
    return known.name if known else (code or NOT_NAMED)


def purpose_name(publication: Publication, code: str) -> str:
    """How a purpose is called."""
    return publication.purposes.get(code, code) or NO_PURPOSE


def bars(sums: Mapping[str, Tally], codes: Iterable[str]) -> list[tuple[str, Tally, int, int]]:
    """Each agency with its sums and the widths, in thousandths of the longest, of what was answered and what else was asked.

    Whatever is not nothing has a width.
    """
    longest = max((one.asked for one in sums.values()), default=0) or 1
    rows = [(code, sums.get(code, Tally())) for code in codes]
    rows.sort(key=lambda row: (-row[1].asked, row[0]))
    return [
        (code, tally, _width(tally.answered, longest), _width(tally.asked - tally.answered, longest))
        for code, tally in rows
    ]


def _width(count: int, longest: int) -> int:
    # One access among ten thousand must still be seen: three thousandths are two pixels.
    return max(1000 * count // longest, 3) if count else 0
