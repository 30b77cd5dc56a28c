"""M5: more, and faster, than one person asks.

Knows: successive events, a user's usual day, spread over the cases of a folder.
Must not know: files, engines.

"More than forty in ten minutes" is asked of the event forty before: whether it is less than ten minutes ago. So no engine needs a
window over a range, and all agree. Whether successive subjects stand beside each other nobody can say: they are keyed hashes. Successive
numbers of cases can be compared, and are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, Entity, told
from ostiary.watch.detecting.fitting import first_days, percentile_99
from ostiary.watch.detecting.flagging import (
    MINUTE,
    by_account,
    flagged,
    is_one_of,
    own_day,
    successive,
    things_told,
    times,
)
from ostiary.watch.detecting.numbers import RUNS, declared, numbers, things_of_cases
from ostiary.watch.detecting.sieving import of_busy
from ostiary.watch.events.tables import Table, Tables


def flag_burst(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Every event of a user that is one of too many within some minutes."""
    events = by_account(tables.events)
    events = events.select("event_id", "at", "user", "agency", own=own_day(events))
    count, span = int(limits["events"]), int(limits["minutes"] * MINUTE)
    # More than `count` events within `span` fall into two neighbouring stretches of that length, so one of these has half of them.
    stretches = events.group_by(
        of_agency="agency", of_user="user", stretch=(events["at"] // span).cast("int64")
    ).aggregate(found=events.count())
    busy = stretches.filter(stretches["found"] * 2 > count).select("of_agency", "of_user").distinct()
    events = events.semi_join(
        busy, [events["agency"] == busy["of_agency"], events["user"] == busy["of_user"]]
    )
    window = successive(events)
    first = events["at"].lag(count).over(**window)
    events = events.mutate(ends=((events["at"] - first) < span).fill_null(False).ifelse(1, 0))  # noqa: FBT003  # ibis has it so
    window = successive(events)
    within = events["ends"].max().over(**window, rows=(0, count))
    held = events.mutate(within=within)
    held = held.filter(held["within"] == 1)
    held = held.mutate(found=held.count().over(group_by=[held["agency"], held["user"], held["own"]]))
    return flagged(
        held, entity=held["user"], measure=held["found"], detail=times(held["found"], "in one day")
    )


def flag_day(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events of a day on which a user asked far more often than on the busiest of their other days."""
    events = by_account(tables.events)
    events = events.select("event_id", "at", "user", "agency", own=own_day(events))
    events = of_busy(tables, events, limits["least"])
    found = _too_many(days_of(events), limits)
    found = found.select("asked", "limit", "than", of_user="user", of_agency="agency", of_day="own")
    held = events.inner_join(
        found,
        [
            events["user"] == found["of_user"],
            events["agency"] == found["of_agency"],
            events["own"] == found["of_day"],
        ],
    )
    return flagged(
        held,
        entity=held["user"],
        measure=held["asked"] / held["limit"],
        detail=times(held["asked"], "times in one day, ") + held["than"],
    )


def days_of(events: Table) -> Table:
    """One row for each account and own day: how often it asked."""
    return events.group_by(["agency", "user", "own"]).aggregate(asked=events.count().cast("int64"))


def fit_usual(tables: Tables) -> Table:
    """The 99th percentile of all accounts' days."""
    events = by_account(first_days(tables.events))
    return percentile_99(days_of(events.select("user", "agency", own=own_day(events))), "asked")


def _too_many(days: Table, limits: Mapping[str, float]) -> Table:
    """Days above the least, and above some times the 99th percentile of the account's other days.

    The percentile is by nearest rank, and leaves out the day itself, which would else be its own excuse. An account with few days has
    none; then the usual 99th percentile of everybody's days stands in.
    """
    account = [days["agency"], days["user"]]
    ranked = days.mutate(
        place=ibis.row_number().over(group_by=account, order_by=[days["asked"].desc(), days["own"]]) + 1,
        others=days.count().over(group_by=account) - 1,
    )
    # The nearest rank from above, in whole numbers: one in a hundred, rounded up.
    ranked = ranked.mutate(at_place=((ranked["others"] + 99) // 100).cast("int64"))
    ranked = ranked.mutate(
        at_place=(ranked["place"] <= ranked["at_place"]).ifelse(ranked["at_place"] + 1, ranked["at_place"])
    )
    own = ranked.select(own_agency="agency", own_user="user", own_place="place", own_asked="asked")
    high = ranked.filter(ranked["asked"] > limits["least"])
    joined = high.left_join(
        own,
        [
            high["agency"] == own["own_agency"],
            high["user"] == own["own_user"],
            high["at_place"] == own["own_place"],
        ],
    )
    has_own = joined["others"] >= limits["own_days"]
    usual = has_own.ifelse(joined["own_asked"], limits["usual"]).fill_null(limits["usual"])
    rank = times(usual, "is the 99th percentile of ")
    than = rank + has_own.ifelse("its other days", "anybody's days, for it has few other days")
    judged = joined.mutate(limit=ibis.greatest(usual * limits["times"], limits["least"]), than=than)
    return judged.filter(judged["asked"] > judged["limit"])


def flag_case(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events of cases with far more subjects than the cases of the folder have."""
    cases = things_of_cases(tables)
    all_cases = cases.aggregate(
        count=cases.count().cast("int64"),
        total=cases["things"].sum().cast("float64"),
        squares=(cases["things"] * cases["things"]).sum().cast("float64"),
    )
    joined = cases.cross_join(all_cases)
    mean = joined["total"] / joined["count"]
    spread = ibis.greatest(joined["squares"] / joined["count"] - mean * mean, 0.0).sqrt()
    found = joined.mutate(limit=mean + limits["sigma"] * spread)
    found = found.filter(
        found["count"] >= limits["cases"],
        found["things"] > found["limit"],
        found["things"] >= limits["subjects"],
    ).select("of_agency", "of_number", "things", "about", "limit")
    held = numbers(tables).select("event_id", "at", "number", agency=ibis._["agency"].fill_null(""))
    held = held.inner_join(
        found, [held["agency"] == found["of_agency"], held["number"] == found["of_number"]]
    )
    return flagged(
        held,
        entity=held["number"],
        measure=held["things"] / held["limit"],
        detail=things_told(held["things"], held["about"]),
    )


def flag_counting(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events of a user whose declared numbers count up or down by one."""
    asked = by_account(declared(tables)).select("event_id", "at", "user", "agency", "number")
    asked = of_busy(tables, asked, limits["adjacent"])
    # Whose numbers may count often enough is found by their last digits: only their searches are looked at in full.
    steps = _successive_numbers(asked)
    steps = steps.filter(_may_step(steps)).group_by(of_agency="agency", of_user="user")
    users = steps.aggregate(steps=ibis._.count())
    users = tables.keep("may_count", users.filter(users["steps"] >= limits["adjacent"]))
    asked = _beside(
        asked.semi_join(users, [asked["agency"] == users["of_agency"], asked["user"] == users["of_user"]])
    )
    of, most = int(limits["of"]), asked["beside"]
    asked = asked.mutate(found=most.sum().over(**successive(asked), rows=(1 - of, 0)).cast("int64"))
    held = asked.mutate(reached=asked["found"].max().over(**successive(asked), rows=(0, of - 1)))
    held = held.filter(held["reached"] >= limits["adjacent"])
    return flagged(
        held,
        entity=held["user"],
        measure=held["reached"],
        detail=times(held["reached"], "in a row of ") + str(of),
    )


def _beside(asked: Table) -> Table:
    """Searches with ``beside``: 1 where the number is one more or one less than that of the search before."""
    asked = _successive_numbers(asked)
    step = _tail(asked["number"]) - _tail(asked["before"])
    beside = (_stem(asked["number"]) == _stem(asked["before"])) & is_one_of(step, (1, -1))
    return asked.mutate(beside=beside.fill_null(False).ifelse(1, 0))  # noqa: FBT003  # ibis has it so


def _successive_numbers(asked: Table) -> Table:
    return asked.mutate(before=asked["number"].lag().over(**successive(asked)))


def _may_step(asked: Table) -> Any:
    """Whether the last digits are one apart: without that, the numbers are not."""
    last = asked["before"].right(1) + asked["number"].right(1)
    return ibis.or_(*(ibis.literal(keys).contains(last) for keys in RUNS))


def _tail(number: Any) -> Any:
    return number.re_extract("([0-9]{1,9})$", 1).nullif("").cast("int64")


def _stem(number: Any) -> Any:
    return number.re_replace("[0-9]{1,9}$", "")


def _detector(
    code: str,
    name: str,
    *,
    entity: Entity = "user",
    severity: int,
    question: str,
    needs: frozenset[str],
    limits: Mapping[str, float],
    flag: Callable[[Tables, Mapping[str, float]], Table],
    words: str,
    innocent: tuple[str, ...],
    fits: Mapping[str, Callable[[Tables], Table]] | None = None,
) -> Detector:
    step = "Confirm with the agency whether this is a service account; limit its rate until then."
    return Detector(
        code,
        name,
        1,
        entity,
        severity,
        question,
        needs,
        limits,
        flag,
        told(words),
        innocent,
        step,
        fits=fits or {},
    )


DETECTORS: Final = (
    _detector(
        "M5a",
        "a burst of searches",
        severity=4,
        question="Did one account ask more often within minutes than a person can?",
        needs=frozenset({"events.user"}),
        limits={"events": 40, "minutes": 10},
        flag=flag_burst,
        words="Account {lead.entity} asked more than {events} times within {minutes} minutes: {lead.events} accesses, {lead.detail}.",
        innocent=("A program that compares a hot list.", "A part of a plate, tried out letter by letter."),
    ),
    _detector(
        "M5b",
        "a day far above the usual",
        severity=3,
        question="Did one account ask far more often on one day than on its other days?",
        needs=frozenset({"events.user"}),
        limits={"least": 20, "times": 5, "own_days": 20, "usual": 8},
        flag=flag_day,
        words="Account {lead.entity} asked {lead.detail} (the limit is {times} times that, and never below {least}): {lead.events} accesses.",
        innocent=(
            "A great event, a search for a missing person.",
            "An account that several share at a desk, see M7.",
        ),
        fits={"usual": fit_usual},
    ),
    _detector(
        "M5c",
        "a case with far more subjects than others",
        entity="case",
        severity=2,
        question="Does one case have far more subjects than the cases of these logs have?",
        needs=frozenset({"reasons"}),
        limits={"sigma": 3, "subjects": 20, "cases": 20},
        flag=flag_case,
        words="Case number {lead.entity} has up to {lead.detail}, more than {sigma} standard deviations above the others: {lead.events} accesses.",
        innocent=("A case with many witnesses, vehicles or victims.",),
    ),
    _detector(
        "M5d",
        "case numbers that count up",
        severity=3,
        question="Do the case numbers of one account follow each other by one, as if they were made up?",
        needs=frozenset({"events.user", "events.case_no"}),
        limits={"adjacent": 12, "of": 20},
        flag=flag_counting,
        words="Of {of} successive case numbers of account {lead.entity}, {adjacent} or more follow each other by one: {lead.events} accesses.",
        innocent=("A clerk who enters the cases of a day in their order.",),
    ),
)
