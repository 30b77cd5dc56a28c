"""Who searches: agencies, and users by how much.

Knows: the sentences and pictures of it.
Must not know: who anybody is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from ostiary.model.markup import Element
from ostiary.watch.reporting.chart import SHARE_COLUMNS, Cell, Chart, Column, Table, share_cells
from ostiary.watch.reporting.charts.kinds import KIND_COLUMNS, kinds_key, segments, summed
from ostiary.watch.reporting.charts.states import hidden_in_words
from ostiary.watch.reporting.figures import KINDS, People
from ostiary.watch.reporting.pictures import Bar, Col, Fill, Segment, bars, columns, key, together
from ostiary.watch.reporting.scales import Bin, doublings
from ostiary.watch.reporting.words import FEWEST, counted, percent, searches
from ostiary.watch.statistics import wilson

SECTION: Final = "Who searches"
MOST_BARS: Final = 20
"""Agencies in the picture; a reader compares no more. The table has all."""
BUSIEST: Final = 0.1


def charts(people: People) -> tuple[Chart, ...]:
    """Agencies and users."""
    return (agencies(people), users(people))


def agencies(people: People) -> Chart:
    """Searches by agency."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (one.name, one.searches, *(one.kinds.get(kind, 0) for kind in KINDS)) for one in people.agencies
    )
    first = people.agencies[:MOST_BARS]
    most = first[0].searches if first else 1
    drawn = [Bar(one.name, segments(one.kinds, most), f"{one.searches:,}") for one in first]
    kinds = summed(one.kinds for one in first)
    notes = hidden_in_words("agency", people.agency_hidden)
    if len(people.agencies) > MOST_BARS:
        notes = (f"The picture has the {MOST_BARS} that searched most; the table has all.", *notes)
    return Chart(
        "agencies",
        SECTION,
        "Which agencies search, and how do they give reasons?",
        agencies_headline(people),
        Table((Column("agency", "Agency", "text"), Column("searches", "Searches"), *KIND_COLUMNS), rows),
        together(bars(drawn), kinds_key(kinds)) if drawn else None,
        notes,
    )


def agencies_headline(people: People) -> str:
    """How few agencies made half."""
    found = people.agencies
    total = sum(one.searches for one in found)
    if not found:
        return "The log does not say which agency searched"
    if len(found) == 1:
        return f"All {searches(total)} are by one agency" if total > 1 else "The one search is by one agency"
    half = _needed_for(half_of=total, sizes=[one.searches for one in found])
    return (
        f"{counted(half, 'agency', 'agencies').capitalize()} of {len(found):,} made half of the {searches(total)}; "
        f"the busiest made {percent(found[0].searches / total)}"
    )


def _needed_for(*, half_of: int, sizes: Sequence[int]) -> int:
    reached = 0
    for count, size in enumerate(sizes, 1):
        reached += size
        if reached * 2 >= half_of:
            return count
    return len(sizes)


@dataclass(frozen=True, slots=True)
class Lognormal:
    """The curve that fits how much users search: mean and deviation of the logarithm."""

    mean: float
    deviation: float

    def share_between(self, bin_: Bin) -> float:
        """The share of users that it expects in a bin of whole numbers."""
        high = 1.0 if bin_.high is None else self._below(bin_.high + 0.5)
        return high - (self._below(bin_.low - 0.5) if bin_.low > 1 else 0)

    def _below(self, value: float) -> float:
        return NormalDist(self.mean, self.deviation).cdf(math.log(value))


def fitted(users_by_size: Mapping[int, int]) -> Lognormal | None:
    """The curve through the median and the ninth tenth: no few busiest users move it. None of too few or of equal users."""
    if sum(users_by_size.values()) < FEWEST:
        return None
    middle, high = (math.log(_at(users_by_size, part)) for part in (0.5, 0.9))
    deviation = (high - middle) / NormalDist().inv_cdf(0.9)
    return Lognormal(middle, deviation) if deviation > 0 else None


def _at(users_by_size: Mapping[int, int], part: float) -> int:
    total, passed = sum(users_by_size.values()), 0
    for size, count in sorted(users_by_size.items()):
        passed += count
        if passed >= part * total:
            return size
    return max(users_by_size)


def users(people: People) -> Chart:
    """Searches per user."""
    found = people.users
    total = sum(found.values())
    bins = doublings(max(found, default=1))
    curve = fitted(found)
    rows, drawn = [], []
    for bin_ in bins:
        inside = {size: count for size, count in found.items() if _is_in(size, bin_)}
        here, made = sum(inside.values()), sum(size * count for size, count in inside.items())
        expected = None if curve is None else curve.share_between(bin_) * total
        rows.append((bin_.title, here, made, expected, *share_cells(wilson(here, total))))
        drawn.append(Col(bin_.title, (Segment(here),), expected))
    headline = users_headline(found)
    shown = bool(found)
    return Chart(
        "users",
        SECTION,
        "How much does each user search?",
        headline,
        Table(
            (
                Column("searches", "Searches of a user", "text"),
                Column("users", "Users"),
                Column("made", "Searches by them"),
                Column("expected", "Users by the curve", "number"),
                *SHARE_COLUMNS,
            ),
            tuple(rows) if shown else (),
        ),
        together(columns(drawn, headline, of="users", room=4), _users_key(curve)) if shown else None,
        (*_curve_in_words(curve, found), *hidden_in_words("user", people.hidden)),
    )


def _users_key(curve: Lognormal | None) -> Element:
    curved: list[tuple[Fill, str]] = [("line", "users that the usual curve expects")]
    return key([("solid", "users"), *(curved if curve else [])])


def _is_in(size: int, bin_: Bin) -> bool:
    return size >= bin_.low and (bin_.high is None or size <= bin_.high)


def users_headline(found: Mapping[int, int]) -> str:
    """The user in the middle, and what the busiest tenth made."""
    users_, total = sum(found.values()), sum(size * count for size, count in found.items())
    if not found:
        return "The log does not say which user searched"
    if users_ == 1:
        return f"{searches(total).capitalize()} by one user"
    busiest = max(1, round(users_ * BUSIEST))
    made = _made_by_busiest(found, busiest)
    return (
        f"Half of the {users_:,} users made {searches(_at(found, 0.5))} or fewer; "
        f"the busiest {busiest:,} made {percent(made / total)} of all {total:,}"
    )


def _made_by_busiest(found: Mapping[int, int], busiest: int) -> int:
    made, left = 0, busiest
    for size, count in sorted(found.items(), reverse=True):
        taken = min(left, count)
        made, left = made + taken * size, left - taken
    return made


def _curve_in_words(curve: Lognormal | None, found: Mapping[int, int]) -> tuple[str, ...]:
    if curve is None:
        return ()
    limit = round(math.exp(NormalDist(curve.mean, curve.deviation).inv_cdf(0.999)))
    beyond = sum(count for size, count in found.items() if size > limit)
    expected = sum(found.values()) / 1000
    return (
        (
            f"{'Nobody' if not beyond else counted(beyond, 'user', 'users').capitalize()} searched more than {limit:,} times, where the usual curve "
            f"expects {expected:.1f} users. It is lognormal, as numbers of searches mostly are, through this log's own middle "
            f"({math.exp(curve.mean):,.0f} searches; deviation of the logarithm {curve.deviation:.2f}). Much work is no misuse."
        ),
    )
