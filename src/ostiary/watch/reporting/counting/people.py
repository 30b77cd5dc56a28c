"""Who searched, and how they gave reasons.

Knows: what is counted of the table of reasons by user.
Must not know: sentences.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from ostiary.watch.events.schema import GIVEN
from ostiary.watch.events.tables import Engine, Table
from ostiary.watch.reporting.counting.rows import given, rows_of, sizes
from ostiary.watch.reporting.figures import Agency, Kinds, Meaning, People, Reasons, SharedReason
from ostiary.watch.reporting.words import without_plates

MOST_AGENCIES: Final = 5000
"""Agencies with a line of their own; the largest network that was published has some 3,900."""
MOST_SHARED: Final = 30
LEAST_AGENCIES: Final = 3
LEAST_USERS: Final = 10
LEAST_MONTHS: Final = 3
"""A reason's normal form is shown when three agencies used it, or ten users over three months: words that so many share are a habit and
no case. One with a digit in it is not shown: it may be a case's number or a plate."""
LEAST_REASONS: Final = 20
"""Reasons of a user from which on it says something how often one of them was typed."""


def count_people(engine: Engine, cube: Table) -> People:
    """Users and agencies by how much they searched."""
    known = given(cube, "user")
    return People(
        users=sizes(engine, known, ["agency", "user"], known["count"].sum()),
        hidden=_hidden(engine, cube, "user"),
        agencies=_agencies(engine, given(cube, "agency")),
        agency_hidden=_hidden(engine, cube, "agency"),
    )


def _hidden(engine: Engine, cube: Table, column: str) -> dict[str, int]:
    states = cube.group_by(state=cube[f"{column}_state"]).aggregate(count=cube["count"].sum())
    return {row["state"]: row["count"] for row in rows_of(engine, states) if row["state"] != GIVEN}


def _agencies(engine: Engine, known: Table) -> tuple[Agency, ...]:
    counts = known.group_by(["agency", "kind"]).aggregate(count=known["count"].sum())
    totals = known.group_by("agency").aggregate(total=known["count"].sum())
    largest = totals.order_by([totals["total"].desc(), totals["agency"]]).limit(MOST_AGENCIES)
    found: dict[str, dict[Any, int]] = defaultdict(dict)
    for row in rows_of(engine, counts.semi_join(largest, "agency")):
        found[row["agency"]][row["kind"]] = row["count"]
    agencies = [Agency(name, kinds) for name, kinds in found.items()]
    return tuple(sorted(agencies, key=lambda one: (-one.searches, one.name)))


def count_reasons(engine: Engine, cube: Table, *, is_typed: bool) -> Reasons:
    """How reasons were given, what they say, which of them many share, and how often users type the same one."""
    worded = cube.filter(cube["reason"].notnull())
    shared = _as_typed(engine, worded) if is_typed else _shared(engine, worded)
    all_given = sum(_by_kind(engine, worded).values())
    return Reasons(
        months=_months(engine, cube),
        meanings=_meanings(engine, worded),
        given=all_given,
        shared=shared,
        unshared=all_given - sum(one.searches for one in shared),
        tops=_tops(engine, given(worded, "user")),
        is_typed=is_typed,
    )


def _by_kind(engine: Engine, cube: Table) -> dict[str, int]:
    kinds = cube.group_by("kind").aggregate(count=cube["count"].sum())
    return {row["kind"]: row["count"] for row in rows_of(engine, kinds)}


def _months(engine: Engine, cube: Table) -> dict[int, Kinds]:
    counts = cube.group_by(["month", "kind"]).aggregate(count=cube["count"].sum())
    found: dict[int, dict[Any, int]] = defaultdict(dict)
    for row in rows_of(engine, counts):
        found[row["month"]][row["kind"]] = row["count"]
    return dict(sorted(found.items()))


def _meanings(engine: Engine, worded: Table) -> tuple[Meaning, ...]:
    spoken = worded.filter(worded["pack"].notnull())
    counts = spoken.group_by(["pack", "strength"]).aggregate(
        searches=spoken["count"].sum(), texts=spoken["normal"].nunique()
    )
    found = [Meaning(**row) for row in rows_of(engine, counts)]
    return tuple(sorted(found, key=lambda one: (one.pack, one.strength)))


def _shared(engine: Engine, worded: Table) -> tuple[SharedReason, ...]:
    forms = _gathered(worded.filter(worded["normal"].notnull()), "normal")
    wide = (forms["agencies"] >= LEAST_AGENCIES) | (
        (forms["users"] >= LEAST_USERS) & (forms["months"] >= LEAST_MONTHS)
    )
    return _largest(engine, forms.filter(wide & ~forms["text"].re_search("[0-9]") & (forms["text"] != "")))


def _as_typed(engine: Engine, worded: Table) -> tuple[SharedReason, ...]:
    found = _largest(engine, _gathered(worded, "reason"))
    return tuple(
        SharedReason(without_plates(one.text), one.searches, one.users, one.agencies, one.months)
        for one in found
    )


def _gathered(worded: Table, column: str) -> Table:
    each = worded.group_by(["agency", "user", "month", column]).aggregate(count=worded["count"].sum())
    # Two agencies may give two users one name. The pair is null, and not counted, where the user is not known.
    user = (each["agency"].fill_null("") + "\x1f" + each["user"]).nunique()
    return each.group_by(text=each[column]).aggregate(
        searches=each["count"].sum(),
        users=user,
        agencies=each["agency"].nunique(),
        months=each["month"].nunique(),
    )


def _largest(engine: Engine, forms: Table) -> tuple[SharedReason, ...]:
    ordered = forms.order_by([forms["searches"].desc(), forms["text"]]).limit(MOST_SHARED)
    return tuple(SharedReason(**row) for row in rows_of(engine, ordered))


def _tops(engine: Engine, worded: Table) -> tuple[tuple[int, int], ...]:
    texts = worded.group_by(["agency", "user", "normal"]).aggregate(count=worded["count"].sum())
    users = texts.group_by(["agency", "user"]).aggregate(top=texts["count"].max(), of=texts["count"].sum())
    enough = users.filter(users["of"] >= LEAST_REASONS)
    # Equal pairs are one row: a large log has far fewer of them than users.
    pairs = enough.group_by(["top", "of"]).aggregate(count=enough.count())
    return tuple(
        sorted((row["top"], row["of"]) for row in rows_of(engine, pairs) for _ in range(row["count"]))
    )
