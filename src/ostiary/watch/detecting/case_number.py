"""M4: case numbers that are missing, malformed, filler, unknown to the registry, or stretched over too much.

Knows: the shape of a number, and what a registry of cases can say of it.
Must not know: files, engines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, Entity, told
from ostiary.watch.detecting.explaining import assigned
from ostiary.watch.detecting.fitting import first_days, percentile_99
from ostiary.watch.detecting.flagging import (
    DAY,
    by_account,
    flagged,
    in_months,
    is_one_of,
    month_text,
    own_day,
    things_told,
    times,
)
from ostiary.watch.detecting.numbers import (
    as_number,
    declared,
    fillers,
    numbers,
    things_of_cases,
    without_filler,
)
from ostiary.watch.events.schema import BLANK, GIVEN
from ostiary.watch.events.tables import Table, Tables, as_it_is

OF_A_REGISTRY: Final = (
    "event_id", "at", "user", "agency", "employer", "beneficiary", "affiliations", "action", "continues", "number",
)  # fmt: skip
"""What is read of an event whose number is looked up."""
_NEVER: Final = 2**62
"""An instant that never comes: the closing of a case that is open."""


def flag_missing(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events of a user without a number, in a month in which most had none, at an agency that has one nearly always."""
    events, reasons = by_account(tables.events), tables.reasons
    events = events.filter(is_one_of(events["case_no_state"], (GIVEN, BLANK)))
    typed = reasons.filter(reasons["case_like"].notnull()).select(typed_in="reason")
    events = events.left_join(typed, events["reason"] == typed["typed_in"])
    without = (events["case_no_state"] == BLANK) & events["typed_in"].isnull()
    events = events.mutate(without=without.ifelse(1, 0))
    # What is habit at an agency that nobody names cannot be told: it may be several.
    events = events.filter(events["agency"] != "")
    agencies = events.group_by(habit_of="agency").aggregate(share=1 - events["without"].mean())
    agencies = agencies.filter(agencies["share"] >= limits["agency_share"])
    events = in_months(tables, events.semi_join(agencies, events["agency"] == agencies["habit_of"]))
    month = [events["agency"], events["user"], events["month"]]
    events = events.mutate(
        count=events["without"].sum().over(group_by=month), all=events.count().over(group_by=month)
    )
    held = events.filter(events["without"] == 1, events["count"] >= limits["events"])
    held = held.filter(held["count"] >= limits["user_share"] * held["all"])
    return flagged(held, entity=held["user"], period=month_text(held["month"]), measure=held["count"])


def flag_malformed(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events with a number of a shape that the agency hardly ever uses."""
    found = without_filler(tables, _accounts(declared(tables)))
    found = found.filter(found["agency"] != "")
    cases = tables.keep("shaped", _shaped(found))
    shapes = cases.group_by(["agency", "shape"]).aggregate(used=cases["used"].sum().cast("int64"))
    shapes = shapes.mutate(all=shapes["used"].sum().over(group_by=[shapes["agency"]]))
    rare = shapes.filter(shapes["all"] >= limits["numbers"], shapes["used"] < limits["rare"] * shapes["all"])
    cases = cases.semi_join(rare, ["agency", "shape"])
    cases = cases.select("shape", of_agency="agency", of_number="number")
    held = found.inner_join(
        cases, [found["agency"] == cases["of_agency"], found["number"] == cases["of_number"]]
    )
    return _by_user(held, limits["events"], held["shape"])


def _shaped(found: Table) -> Table:
    """A row for each agency and number, which are fewer than events: how often it was ``used``, and its ``shape``."""
    cases = found.group_by(["agency", "number"]).aggregate(used=found.count())
    return cases.mutate(shape=cases["number"].re_replace("[0-9]", "9").re_replace("[A-Z]", "A"))


def flag_filler(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events whose number is zeros, a row of keys, one digit, or a word that says there is none."""
    found, none = _accounts(declared(tables)), fillers(tables)
    held = found.semi_join(none, found["number"] == none["filler"])
    return _by_user(held, limits["events"], ibis.literal(""))


def flag_unknown(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events whose number the registry does not know, has as closed for long, or as another agency's."""
    found = without_filler(tables, by_account(numbers(tables).select(*OF_A_REGISTRY)))
    judged = _judged(tables, found, limits)
    # An open case of one's own ends it; only what is left, which is little, is gathered by event.
    doubted = judged.filter(judged["is_open"] == 0).select(doubted="event_id").distinct()
    doubted = tables.keep("doubted", doubted)
    judged = judged.semi_join(doubted, judged["event_id"] == doubted["doubted"])
    found = judged.group_by(["event_id", "at", "user", "agency", "number"]).aggregate(
        is_known=judged["is_known"].max(),
        is_own=judged["is_own"].max(),
        is_open=judged["is_open"].max(),
        is_timely=judged["is_timely"].max(),
    )
    found = _with_assigned(tables, found)
    found = found.filter((found["is_known"] == 0) | (found["is_own"] == 0) | (found["is_open"] == 0))
    why = ibis.cases(
        (found["is_known"] == 0, "not in the registry"),
        (found["is_own"] == 0, "another agency's"),
        else_="closed for long",
    )
    return _by_user(found, limits["events"], why)


def _judged(tables: Tables, found: Table, limits: Mapping[str, float]) -> Table:
    """Each row with each case of its number: ``is_known``, ``is_own``, ``is_open``, ``is_timely`` (whoever's it is) as 0 or 1."""
    cases = tables.known["cases"]
    cases = cases.select(
        known=as_number(cases["case_no"]),
        owner=cases["agency"],
        closed=cases["closed"].fill_null(_NEVER),
    )
    joined = found.left_join(cases, found["number"] == cases["known"])
    # Whose number it is speaks against nobody whose own agency the log does not name.
    own = ibis.or_(
        joined["owner"].isnull(),
        joined["agency"] == "",
        ("," + joined["affiliations"] + ",").contains("," + joined["owner"] + ","),
        *(joined["owner"] == joined[name] for name in ("agency", "employer", "beneficiary")),
    ).fill_null(False)  # noqa: FBT003  # ibis has it so
    timely = (joined["closed"] >= joined["at"] - limits["closed_days"] * DAY).fill_null(False)  # noqa: FBT003  # ibis has it so
    return joined.mutate(
        is_known=joined["known"].notnull().ifelse(1, 0),
        is_own=(joined["known"].notnull() & own).ifelse(1, 0),
        is_open=(own & timely).ifelse(1, 0),
        is_timely=timely.ifelse(1, 0),
    )


def _with_assigned(tables: Tables, found: Table) -> Table:
    """With what an assignment says: a case that was assigned to the user is theirs, whichever agency opened it."""
    asked = found.select("event_id", "at", "user", case_no="number")
    theirs = assigned(tables, asked).select(assigned="event_id").distinct()
    joined = found.left_join(theirs, found["event_id"] == theirs["assigned"])
    is_theirs = joined["assigned"].notnull().ifelse(1, 0)
    return joined.mutate(
        is_own=ibis.greatest(joined["is_own"], is_theirs),
        is_open=ibis.greatest(joined["is_open"], is_theirs * joined["is_timely"]),
    ).drop("assigned")


def flag_stretched(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events under one number that was used for too many subjects, or on many days of too long a time."""
    found = without_filler(tables, numbers(tables)).select(
        "event_id", "at", "agency", "day", "local_day", "number"
    )
    found = found.mutate(agency=found["agency"].fill_null(""), own=own_day(found))
    counted = things_of_cases(tables)
    # Neither many subjects nor many days: most cases need not be looked at.
    counted = counted.filter(
        (counted["things"] > limits["subjects"]) | (counted["rows"] >= limits["active_days"])
    )
    found = found.semi_join(
        counted, [found["agency"] == counted["of_agency"], found["number"] == counted["of_number"]]
    )
    cases = found.group_by(in_agency="agency", in_number="number").aggregate(
        span=found["own"].max() - found["own"].min(), days=found["own"].nunique()
    )
    cases = cases.inner_join(
        counted,
        [cases["in_agency"] == counted["of_agency"], cases["in_number"] == counted["of_number"]],
    )
    is_long = (cases["span"] > limits["span_days"]) & (cases["days"] >= limits["active_days"])
    cases = cases.filter((cases["things"] > limits["subjects"]) | is_long)
    cases = cases.select("of_agency", "of_number", "span", "things", "about")
    held = found.inner_join(
        cases, [found["agency"] == cases["of_agency"], found["number"] == cases["of_number"]]
    )
    days = (held["span"] == 0).ifelse("1 day", times(held["span"] + 1, "days"))
    detail = things_told(held["things"], held["about"]) + ", within " + days
    return flagged(held, entity=held["number"], measure=held["things"], detail=detail)


def fit_subjects(tables: Tables) -> Table:
    """The 99th percentile of accesses under one number."""
    # Numbers of some days are not those that all rules share.
    early = replace(tables, events=first_days(tables.events), share=as_it_is)
    found = without_filler(early, numbers(early))
    cases = found.group_by(["agency", "number"]).aggregate(accesses=found.count().cast("int64"))
    return percentile_99(cases, "accesses")


def _accounts(found: Table) -> Table:
    return by_account(found).select("event_id", "at", "user", "agency", "number")


def _by_user(held: Table, events: float, detail: Any) -> Table:
    """Rows of users who have at least so many; the measure is how many."""
    held = held.mutate(count=held.count().over(group_by=[held["agency"], held["user"]]), said=detail)
    held = held.filter(held["count"] >= events)
    return flagged(held, entity=held["user"], measure=held["count"], detail=held["said"])


_ASK: Final = "Ask the registrar to confirm the numbers, and the user which case each access belongs to."


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
    version: int = 1,
) -> Detector:
    return Detector(
        code,
        name,
        version,
        entity,
        severity,
        question,
        needs,
        limits,
        flag,
        told(words),
        innocent,
        _ASK,
        fits=fits or {},
    )


_USERS: Final = frozenset({"events.user", "events.case_no"})
_TYPED: Final = frozenset({"reasons"})
"""Numbers are read among the words of reasons too: a log without a field for them can be judged."""

DETECTORS: Final = (
    _detector(
        "M4a",
        "missing case numbers",
        severity=2,
        question="Does a user leave out the case number at an agency that nearly always has one?",
        needs=frozenset({"events.user", "events.agency", "events.case_no_state", "reasons"}),
        limits={"agency_share": 0.8, "user_share": 0.5, "events": 5},
        flag=flag_missing,
        words="In {lead.period}, account {lead.entity} asked {lead.events} times without a case number, where its agency nearly always has one.",
        innocent=(
            "A stop on the road before there is a number.",
            "A unit whose work has none, such as dispatch.",
        ),
    ),
    _detector(
        "M4b",
        "malformed case numbers",
        severity=2,
        question="Are there numbers of a shape that the agency hardly ever uses?",
        needs=_USERS | {"events.agency"},
        limits={"numbers": 200, "rare": 0.005, "events": 3},
        flag=flag_malformed,
        words="Account {lead.entity} gave {lead.events} case numbers of shapes that its agency hardly ever uses, such as {lead.detail}.",
        innocent=("A typing error.", "A number of another agency, or of an older system."),
    ),
    _detector(
        "M4c",
        "filler for a case number",
        severity=3,
        question="Does a user fill in zeros, a row of keys or a word where a case number belongs?",
        needs=_USERS,
        limits={"events": 1},
        flag=flag_filler,
        words="Account {lead.entity} filled in what names no case {lead.events} times.",
        innocent=(
            "The form asks for a number where there cannot be one yet.",
            "A training with made-up numbers.",
        ),
    ),
    _detector(
        "M4d",
        "case numbers that the registry does not confirm",
        severity=4,
        question="Are there numbers that the registry of cases does not know, or not as this agency's, or as closed for long?",
        needs=_TYPED | {"events.user", "cases.case_no"},
        limits={"closed_days": 90, "events": 1},
        flag=flag_unknown,
        version=2,
        words="A case that the registry does not confirm stands in {lead.events} accesses of account {lead.entity}; for one: {lead.detail}.",
        innocent=(
            "A typing error in one digit.",
            "The registry is late, or lacks another agency's cases.",
            "A closed case was opened again.",
        ),
    ),
    _detector(
        "M4e",
        "one case number for too much",
        entity="case",
        severity=3,
        question="Was one case number used for more subjects, or for longer, than a case needs?",
        needs=_TYPED,
        limits={"subjects": 25, "span_days": 30, "active_days": 10},
        flag=flag_stretched,
        words="Case number {lead.entity} stands behind up to {lead.detail}: {lead.events} accesses.",
        innocent=(
            "A task force or a homicide, whose numbers stand for months.",
            "One number for a whole operation or shift.",
        ),
        fits={"subjects": fit_subjects},
    ),
)
