"""How wide, how far back, when, for which case, with which decision.

Knows: what is counted of events one by one.
Must not know: sentences, people.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis

from ostiary.watch.events.schema import GIVEN
from ostiary.watch.events.tables import Engine, Table
from ostiary.watch.reporting.counting.rows import MS_A_DAY, given, own_day, rows_of, sizes, tally
from ostiary.watch.reporting.figures import Breadth, Cases, Decisions, Purposes, Times, Windows

LEAST_OF_A_PURPOSE: Final = 20
"""Searches with a purpose from which on it is shown: what is chosen from a list is chosen often, and what was typed is not."""
MOST_PURPOSES: Final = 25
MOST_SHAPES: Final = 12
LONGEST_SHAPE: Final = 24
"""Characters of a case number whose shape is shown; case numbers that are published have up to some fifteen."""
RETRY_MS: Final = 10 * 60 * 1000
"""Ten minutes: within them, most denials that were published were followed by an allowed search with the same reason."""
STOPPED: Final = ("deny", "warn")
_LARGEST: Final = 2**31 - 1


def count_breadth(engine: Engine, events: Table, column: str) -> Breadth:
    """How many networks or devices searches reached."""
    known = events.filter(events[column].notnull())
    reached = known.filter(known[column] > 0)
    exponents = tally(engine, reached, reached[column].log2().floor().cast("int32"))
    said = reached.aggregate(
        q50=reached[column].quantile(0.5),
        q90=reached[column].quantile(0.9),
        q99=reached[column].quantile(0.99),
        most=reached[column].max(),
        one=(reached[column] == 1).sum(),
        none=reached.count(),
    )
    row = rows_of(engine, said)[0]
    total = rows_of(engine, known.aggregate(count=known.count()))[0]["count"]
    return Breadth(
        known=total,
        none=total - row["none"],
        doublings={int(exponent): count for exponent, count in exponents.items()},
        quantiles=(row["q50"] or 0.0, row["q90"] or 0.0, row["q99"] or 0.0),
        most=row["most"] or 0,
        only_one=row["one"] or 0,
    )


def count_windows(engine: Engine, events: Table) -> Windows:
    """How far back searches look, in begun days."""
    known = events.filter(events["window_from"].notnull())
    back = known["at"] - known["window_from"]
    days = tally(engine, known, ibis.least((back / MS_A_DAY).ceil(), _LARGEST).cast("int64"))
    return Windows(
        known=sum(days.values()),
        days={int(day): count for day, count in sorted(days.items()) if day >= 0},
        backwards=sum(count for day, count in days.items() if day < 0),
    )


def count_times(engine: Engine, events: Table) -> Times:
    """Searches by day and by hour of the week: in the agencies' own clocks where any has one, else in UTC."""
    own = events.filter(events["local_day"].notnull() & events["local_minute"].notnull())
    counts = rows_of(engine, events.aggregate(all=events.count()))[0]["all"]
    local = rows_of(engine, own.aggregate(all=own.count()))[0]["all"]
    return Times(
        days=dict(sorted(tally(engine, events, own_day(events)).items())),
        hours=_local_hours(engine, own) if local else _utc_hours(engine, events),
        is_local=local > 0,
        left_out=counts - local if local else 0,
    )


def _local_hours(engine: Engine, own: Table) -> Mapping[tuple[int, int], int]:
    return _hours(engine, own, own["local_day"], own["local_minute"].cast("int32") // 60)


def _utc_hours(engine: Engine, events: Table) -> Mapping[tuple[int, int], int]:
    return _hours(engine, events, events["day"], (events["at"] // 3_600_000) % 24)


def _hours(engine: Engine, events: Table, day: Any, hour: Any) -> Mapping[tuple[int, int], int]:
    # The first day of 1970 was a Thursday; of days before, the remainder is brought up to the same.
    weekday = ((day + 3) % 7 + 7) % 7
    counts = events.group_by(weekday=weekday.cast("int32"), hour=hour.cast("int32")).aggregate(
        count=events.count()
    )
    return {(row["weekday"], row["hour"]): row["count"] for row in rows_of(engine, counts)}


def count_purposes(engine: Engine, events: Table) -> Purposes:
    """Chosen purposes."""
    known = given(events, "purpose")
    counts = known.group_by("purpose").aggregate(count=known.count())
    frequent = counts.filter(counts["count"] >= LEAST_OF_A_PURPOSE)
    shown = rows_of(
        engine, frequent.order_by([frequent["count"].desc(), frequent["purpose"]]).limit(MOST_PURPOSES)
    )
    every = rows_of(engine, counts.aggregate(texts=counts.count(), searches=counts["count"].sum()))[0]
    return Purposes(
        states=tally(engine, events, events["purpose_state"]),
        frequent=tuple((row["purpose"], row["count"]) for row in shown),
        others=(every["texts"] - len(shown), (every["searches"] or 0) - sum(row["count"] for row in shown)),
    )


def count_cases(engine: Engine, events: Table, cube: Table) -> Cases:
    """Case numbers: given or not, of which shape, and how much is searched under one."""
    known = given(events, "case_no")
    # A number's shape is found once, and not for each search under it.
    numbers = known.group_by("case_no").aggregate(count=known.count())
    shapes = numbers.group_by(shape=_shape(numbers["case_no"])).aggregate(count=numbers["count"].sum())
    shown = rows_of(engine, shapes.order_by([shapes["count"].desc(), shapes["shape"]]).limit(MOST_SHAPES))
    every = rows_of(engine, shapes.aggregate(shapes=shapes.count(), searches=shapes["count"].sum()))[0]
    return Cases(
        states=tally(engine, events, events["case_no_state"]),
        numbers=sizes(engine, known, ["agency", "case_no"], known.count()),
        shapes=tuple((row["shape"], row["count"]) for row in shown),
        other_shapes=(
            every["shapes"] - len(shown),
            (every["searches"] or 0) - sum(row["count"] for row in shown),
        ),
        longest_days=_longest(engine, known),
        typed=_typed(engine, cube),
    )


def _typed(engine: Engine, cube: Table) -> int:
    """Searches without a case number of its own whose reason has something like one."""
    typed = cube.filter((cube["case_state"] != GIVEN) & cube["case_like"].notnull())
    return int(rows_of(engine, typed.aggregate(count=typed["count"].sum()))[0]["count"] or 0)


def _shape(number: Any) -> Any:
    short = number.substr(0, LONGEST_SHAPE)
    return short.re_replace("[0-9]", "9").re_replace(r"\p{L}", "A")


def _longest(engine: Engine, known: Table) -> int:
    spans = known.group_by(["agency", "case_no"]).aggregate(span=known["day"].max() - known["day"].min() + 1)
    return int(rows_of(engine, spans.aggregate(most=spans["span"].max()))[0]["most"] or 0)


def count_decisions(engine: Engine, events: Table) -> Decisions:
    """What was decided, and how often something stopped was asked again and allowed."""
    users = given(events, "user")
    by_user = bool(rows_of(engine, users.aggregate(count=users.count()))[0]["count"])
    decided = tally(engine, events, events["decision"])
    return Decisions(
        decided=decided,
        stopped=sum(decided.get(one, 0) for one in STOPPED),
        retried=_retried(engine, events, by_user=by_user),
        by_user=by_user,
    )


def _retried(engine: Engine, events: Table, *, by_user: bool) -> int:
    # Who asks again is the same user where the log tells users; else the same agency with the same reason.
    same = ["agency", "user"] if by_user else ["agency", "reason"]
    stopped = events.filter(events["decision"].isin(STOPPED))
    asked = stopped.select("event_id", "at", *same, span=stopped["at"] // RETRY_MS)
    allowed = events.filter(events["decision"] == "allow").semi_join(asked, same)
    # What follows within a span's length is in the same span or in the next: so only neighbours meet, and not all with all.
    later = ibis.union(*(
        allowed.select(*same, later="at", span=allowed["at"] // RETRY_MS - back) for back in (0, 1)
    ))  # fmt: skip
    pairs = asked.inner_join(later, [*same, "span"])
    near = pairs.filter(pairs["later"].between(pairs["at"], pairs["at"] + RETRY_MS))
    return int(rows_of(engine, near.aggregate(count=near["event_id"].nunique()))[0]["count"])


def column_states(engine: Engine, events: Table, columns: Mapping[str, bool]) -> dict[str, dict[str, int]]:
    """Of each column whether it has a value; of one that has states (True) how often which."""
    empty = {
        name: events[name].count() if not has_state else (events[f"{name}_state"] == GIVEN).sum()
        for name, has_state in columns.items()
    }
    filled = rows_of(engine, events.aggregate(**empty, all=events.count()))[0]
    found = {
        name: {GIVEN: filled[name] or 0, "empty": filled["all"] - (filled[name] or 0)} for name in columns
    }
    for name, has_state in columns.items():
        if has_state:
            found[name] = tally(engine, events, events[f"{name}_state"])
    return found
