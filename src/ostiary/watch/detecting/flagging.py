"""Words that several detectors are written in: flagged rows, own days, months, texts of one meaning.

Knows: the columns of events and of FLAGGED, arithmetic on days.
Must not know: any one detector, files, engines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import FLAGGED
from ostiary.watch.events.schema import names
from ostiary.watch.events.tables import Table, Tables

MINUTE: Final = 60_000
"""In ms, as are all instants of events."""
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


def flagged(table: Table, *, entity: Any, period: Any = "", measure: Any, detail: Any = "") -> Table:
    """Rows of FLAGGED out of a table with ``event_id``, ``at`` and ``agency``; an agency of no letters is not known."""
    columns = {
        "entity": entity,
        "agency": table["agency"].nullif(""),
        "period": ibis.literal(period) if isinstance(period, str) else period,
        "event_id": table["event_id"],
        "at": table["at"].cast("int64"),
        "measure": measure.cast("float64"),
        "detail": ibis.literal(detail) if isinstance(detail, str) else detail,
    }
    return table.select(**{name: columns[name] for name in names(FLAGGED)})


def by_account(events: Table) -> Table:
    """Events whose user the log names. An account is a user of an agency: two agencies may have given one pseudonym to two people.

    An agency that is not known becomes one of no letters, so that it is equal to itself on every engine.
    """
    asked = by_people(events) if "action" in events.columns else events
    return asked.filter(asked["user"].notnull()).mutate(agency=asked["agency"].fill_null(""))


def by_people(events: Table) -> Table:
    """Events that somebody asked: no alert, which comes by itself, and no later portion of an answer, which was asked for once."""
    return events.filter(events["action"] != "alert", events["continues"].isnull())


def successive(table: Table) -> dict[str, Any]:
    """The window of an account's events in their order; ids break ties, so that every engine has the same order."""
    return {"group_by": [table["agency"], table["user"]], "order_by": [table["at"], table["event_id"]]}


def in_a_run(table: Table, window: Mapping[str, Any], count: int, span: float) -> Table:
    """Events that are one of ``count`` successive ones within ``span`` ms: an event may be any of them."""
    at, steps = table["at"], range(1, count)
    # Not every engine has a window inside a filter: the instants before and after become columns first.
    table = table.mutate(
        **{f"after_{step}": at.lead(step).over(**window) for step in steps},
        **{f"before_{step}": at.lag(step).over(**window) for step in steps},
    )

    def instant(step: int) -> Any:
        return table["at"] if step == 0 else table[f"after_{step}" if step > 0 else f"before_{-step}"]

    runs = [instant(later) - instant(later - count + 1) <= span for later in range(count)]
    return table.filter(ibis.or_(*(run.fill_null(False) for run in runs)))  # noqa: FBT003  # ibis has it so


def things_of(tables: Tables, events: Table) -> Table:
    """The events with ``thing``, each subject that the user named, and where the log names none, the event itself; ``named`` says which.

    Released logs hide what was searched for; then searches are counted, and ``things_told`` says so.
    """
    subjects = tables.subjects
    named = subjects.filter(subjects["asked"]).select(about_event="event_id", subject="subject")
    joined = events.left_join(named, events["event_id"] == named["about_event"])
    return (
        joined.mutate(
            thing=ibis.coalesce(joined["subject"], joined["event_id"]), named=joined["subject"].notnull()
        )
        .drop("about_event")
        .drop("subject")
    )


def subjects_among(things: Table) -> Any:
    """How many of the things of ``things_of`` are subjects."""
    return things["thing"].nunique(where=things["named"]).cast("int64")


def things_told(things: Any, subjects: Any) -> Any:
    """``23 subjects``, or how many of them are only searches: nobody knows that two of those were about two subjects."""
    searches = times(things - subjects, "searches of which the log does not say whom they were about")
    only, both = times(subjects, "subjects"), times(subjects, "subjects and ") + searches
    return ibis.cases((things == subjects, only), (subjects == 0, searches), else_=both)


def is_one_of(value: Any, words: Iterable[Any]) -> Any:
    """Whether a value is one of some, in their order: ibis's own ``isin`` writes them into SQL in another order in every process."""
    return ibis.or_(*(value == word for word in words))


def voices(reasons: Table) -> Table:
    """Each reason (``word``) with each ``pack`` that spoke, and the ``strength`` and ``pattern`` of its strongest words."""
    some = reasons.filter(reasons["spoke"].notnull())
    each = some.select(word="reason", voice=some["spoke"].split(",").unnest())
    said = each["voice"].split(" ")
    return each.select("word", pack=said[0], strength=said[1], pattern=said[2])


def times(count: Any, what: str) -> Any:
    """``23 subjects`` of 23."""
    return count.cast("int64").cast("string") + f" {what}"


def own_day(table: Table) -> Any:
    """The agency's own day where its clock is known, else the UTC day."""
    return ibis.coalesce(table["local_day"], table["day"]).cast("int64")


def month_number(day: Any) -> Any:
    """Months since the year 0 of a day since 1970: whole numbers, so that the month before is one less.

    Howard Hinnant's ``civil_from_days`` without the branch for negative days; no engine's calendar has a say.
    """
    since_march = day + 719_468
    era_day = since_march % 146_097
    year_of_era = (era_day - era_day // 1_460 + era_day // 36_524 - era_day // 146_096) // 365
    year_day = era_day - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    march_month = (5 * year_day + 2) // 153
    return ((since_march // 146_097 * 400 + year_of_era) * 12 + march_month + 2).cast("int64")


def in_months(tables: Tables, rows: Table) -> Table:
    """Rows of events with ``month``, the month number of their own day.

    The arithmetic is done once for each day of the folder, of which there are some hundreds, and not for each of ten million rows.
    """
    events = tables.events
    days = events.select(one=own_day(events)).distinct()
    months = tables.share("month_of_day", days.mutate(month=month_number(days["one"]))).view()
    # A column of its own on either side: see ``sieving``.
    dated = rows.mutate(own_day=own_day(rows))
    return dated.inner_join(months, dated["own_day"] == months["one"]).drop("own_day").drop("one")


def month_text(month: Any) -> Any:
    """``2025-06`` of a month number."""
    return (month // 12).cast("int64").cast("string") + "-" + two_digits(month % 12 + 1)


def two_digits(number: Any) -> Any:
    """``07`` of 7."""
    return (ibis.literal("0") + number.cast("int64").cast("string")).right(2)


def percent(share: Any) -> Any:
    """``83 %`` of 0.834: rounded down, so that no share is told larger than it is."""
    return (share * 100).floor().cast("int64").cast("string") + " %"
