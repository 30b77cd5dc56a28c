"""M11: an account that should be gone: after departure, after a cut-off, after a long sleep, without training, or called inactive.

Knows: when an account or an agency ended, when it slept, what its name says.
Must not know: why it ended, files, engines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import DAY, by_account, by_people, flagged
from ostiary.watch.detecting.presence import WHOSE
from ostiary.watch.events.schema import ABSENT
from ostiary.watch.events.tables import Table, Tables

INACTIVE: Final = "[inactive]"
"""What a vendor puts behind the name of an account or agency that it closed."""

_DETAIL_DAYS: Final = " days after"
ALONE: Final = "; found in the roster by the user alone, for the log does not name its agency"
"""Stands behind the detail where it is so."""


def flag_departed(tables: Tables, limits: Mapping[str, float]) -> Table:
    """What was asked, and not refused, after the account's user had left or it was revoked."""
    return _after(tables, "until", limits)


def flag_untrained(tables: Tables, limits: Mapping[str, float]) -> Table:
    """What was asked, and not refused, after the user's training had lapsed."""
    return _after(tables, "trained_until", limits)


def _after(tables: Tables, end: str, limits: Mapping[str, float]) -> Table:
    """Each account's latest end counts: a roster of a later day says more than one of an earlier."""
    accounts = tables.known["accounts"]
    # An account that a later roster has without an end was opened again; only the latest word of each roster's agency counts.
    accounts = accounts.mutate(ended_agency=accounts["agency"].fill_null(""))
    latest = accounts["as_of"].max().over(group_by=[accounts["user"], accounts["ended_agency"]])
    known = accounts.mutate(latest=latest)
    known = known.filter(known["as_of"] == known["latest"], known[end].notnull())
    known = known.group_by("ended_agency", ended_user="user").aggregate(ended=known[end].max())
    asked = _asked(tables)
    found = asked.inner_join(known, asked["user"] == known["ended_user"])
    found = _of_their_agency(tables, found, found["ended_agency"])
    found = found.filter(found["at"] > found["ended"] + int(limits["grace_hours"]) * DAY // 24)
    return _late(found, found["at"] - found["ended"], how=_how(found["alone"]))


def _of_their_agency(tables: Tables, found: Table, roster: Any) -> Table:
    """Accesses whose account is that of a ``roster`` (its agency, or no letters); ``alone`` is 1 where only the user says so.

    A log without a column for agencies is one agency's; so are its rosters, where all that are known name one. Where they name several
    nobody can say whose the log is.
    """
    accounts = tables.known["accounts"]
    found = found.mutate(of=roster).cross_join(accounts.aggregate(rosters=accounts["agency"].nunique()))
    alone = (found["of"] != "") & (found["agency_state"] == ABSENT) & (found["rosters"] == 1)
    is_theirs = alone | (found["of"] == "") | (found["of"] == found["agency"].fill_null(""))
    return found.mutate(alone=alone.ifelse(1, 0)).filter(is_theirs)


def _how(alone: Any) -> Any:
    return (alone == 1).ifelse(ALONE, "")


def flag_cut_off(tables: Tables, limits: Mapping[str, float]) -> Table:
    """What an agency got, itself, through its people at another or on its behalf, or was not refused, while it was cut off."""
    del limits
    known = tables.known["cutoffs"].select(cut="agency", begun="since", ended="until")
    asked = _on_behalf(tables, known)
    found = asked.inner_join(known, asked["acting"] == known["cut"])
    found = found.filter(
        found["at"] >= found["begun"], found["ended"].isnull() | (found["at"] < found["ended"])
    )
    return _late(found, found["at"] - found["begun"], entity="acting")


def _late(found: Table, late: Any, entity: str = "user", how: Any = "") -> Table:
    found = found.mutate(late_days=(late // DAY).cast("int64"))
    return flagged(
        found,
        entity=found[entity],
        measure=found["late_days"],
        detail=found["late_days"].cast("string") + ibis.literal(_DETAIL_DAYS) + how,
    )


def flag_awakened(tables: Tables, limits: Mapping[str, float]) -> Table:
    """The searches of an account from its first after a long sleep on, when they are enough."""
    asked = by_account(_asked(tables))
    slept = ibis.union(_sleeps(asked, limits), _sleeps_of_rosters(tables, asked, limits))
    slept = slept.group_by(["who", "their", "woke"]).aggregate(
        slept=slept["slept"].max(), alone=slept["alone"].max()
    )
    found = asked.inner_join(slept, [asked["user"] == slept["who"], asked["agency"] == slept["their"]])
    found = found.filter(
        found["at"] >= found["woke"], found["at"] < found["woke"] + int(limits["window_days"]) * DAY
    )
    same = ibis.window(group_by=[found["user"], found["agency"], found["woke"]])
    found = found.mutate(searches=found["event_id"].count().over(same))
    found = found.filter(found["searches"] >= limits["searches"])
    days = (found["slept"] // DAY).cast("int64")
    return flagged(
        found,
        entity=found["user"],
        period=found["woke"].cast("string"),
        measure=days,
        detail=days.cast("string") + ibis.literal(" days asleep") + _how(found["alone"]),
    )


def _sleeps(asked: Table, limits: Mapping[str, float]) -> Table:
    """``who``, of ``their`` agency, when they ``woke`` between two of their own searches, and how long they ``slept`` in ms."""
    span = int(limits["days"]) * DAY
    lives = asked.group_by(lived="user", lived_at="agency").aggregate(
        since=asked["at"].min(), until=asked["at"].max()
    )
    # Who has searched only within so many days cannot have slept as long between two searches.
    long = lives.filter(lives["until"] - lives["since"] > span)
    mine = asked.semi_join(long, [asked["user"] == long["lived"], asked["agency"] == long["lived_at"]])
    days = mine.group_by(["user", "agency", "day"]).aggregate(first=mine["at"].min(), last=mine["at"].max())
    before = days["last"].lag().over(group_by=[days["user"], days["agency"]], order_by=days["day"])
    days = days.mutate(slept=days["first"] - before)
    slept = days.filter(days["slept"] > span)
    return slept.select(who="user", their="agency", woke="first", slept="slept", alone=ibis.literal(0))


def _sleeps_of_rosters(tables: Tables, asked: Table, limits: Mapping[str, float]) -> Table:
    """The same of accounts that a roster called unused for so long: they woke with their first search after the roster's day."""
    accounts = tables.known["accounts"]
    unused = accounts.mutate(slept=accounts["as_of"] - accounts["last_use"])
    unused = unused.filter(unused["slept"] > int(limits["days"]) * DAY).select(
        "as_of", "slept", used_by="user", used_at=unused["agency"].fill_null("")
    )
    joined = asked.inner_join(unused, asked["user"] == unused["used_by"])
    joined = _of_their_agency(tables, joined, joined["used_at"])
    joined = joined.filter(joined["at"] > joined["as_of"])
    return joined.group_by(who="user", their="agency").aggregate(
        woke=joined["at"].min(), slept=joined["slept"].max(), alone=joined["alone"].max()
    )


def flag_inactive(tables: Tables, limits: Mapping[str, float]) -> Table:
    """What was asked, and not refused, by an account or an agency whose name says that it is inactive."""
    del limits
    asked = _asked(tables, "user_or_nobody")
    found = asked.filter(_is_inactive(asked["user"]) | _is_inactive(asked["agency"]))
    return flagged(
        found,
        entity=ibis.ifelse(_is_inactive(found["agency"]), found["agency"], found["user"]),
        measure=ibis.literal(1.0),
        detail="called inactive",
    )


def _is_inactive(name: Any) -> Any:
    return name.fill_null("").lower().contains(INACTIVE)


def _asked(tables: Tables, who: str = "user") -> Table:
    events = by_people(tables.events)
    allowed = events.filter(events["decision"] != "deny")
    allowed = allowed.select("event_id", "at", "day", "user", "agency", "agency_state")
    return allowed.filter(allowed["user"].notnull()) if who == "user" else allowed


def _on_behalf(tables: Tables, known: Table) -> Table:
    """As ``_asked``, a row for each agency that was cut off and that an access was for: who asked, its employer, its beneficiary."""
    events = tables.events
    allowed = events.filter(events["decision"] != "deny")
    each = [
        allowed.select("event_id", "at", "day", "user", "agency", acting=name)
        for name in ("agency", "employer", "beneficiary")
    ]
    # Few agencies are cut off: what all others asked is left out before rows are made distinct.
    return ibis.union(*(one.semi_join(known, one["acting"] == known["cut"]) for one in each), distinct=True)


def _sentence(says: str) -> Callable[[Lead, Mapping[str, float]], str]:
    def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
        del limits
        return f"{lead.entity} {says} ({lead.events} events, at most {lead.detail})."

    return sentence


_CLOCKS: Final = (
    "The clock of the roster and that of the log differ, or the roster says a day and not an instant."
)
_NEXT: Final = (
    "Disable it now, then look through what was asked in the gap: enforcement failed, whoever asked."
)

DETECTORS: Final = (
    Detector(
        code="M11a",
        name="use after departure or revocation",
        version=2,
        entity="user",
        severity=5,
        question="Was an account used after its user had left, or after it was revoked?",
        needs=frozenset({"events.user", "accounts.until", WHOSE}),
        limits={"grace_hours": 24},
        flag=flag_departed,
        sentence=_sentence("asked after the account had ended"),
        innocent=(_CLOCKS, "The person was hired again, and the roster is older than that."),
        next_step=_NEXT,
    ),
    Detector(
        code="M11b",
        name="use while cut off",
        version=2,
        entity="agency",
        severity=5,
        question="Was an agency answered, or at least not refused, itself or on its behalf, while it was cut off?",
        needs=frozenset({"events.agency", "cutoffs"}),
        limits={},
        flag=flag_cut_off,
        sentence=_sentence("asked while it was cut off"),
        innocent=(_CLOCKS, "The log does not say what was refused: `unknown` counts as not refused."),
        next_step=_NEXT,
    ),
    Detector(
        code="M11c",
        name="use after a long sleep",
        version=2,
        entity="user",
        severity=3,
        question="Did an account that slept for months suddenly search?",
        needs=frozenset({"events.user"}),
        limits={"days": 90, "searches": 5, "window_days": 7},
        flag=flag_awakened,
        sentence=_sentence("searched again after a long sleep"),
        innocent=(
            "Somebody came back from leave or from another unit.",
            "The log has a gap, in which nobody seems to search.",
        ),
        next_step="Ask the user in person whether it was them; if not, disable the account.",
    ),
    Detector(
        code="M11d",
        name="use without valid training",
        version=2,
        entity="user",
        severity=2,
        question="Was an account used after its user's training had lapsed?",
        needs=frozenset({"events.user", "accounts.trained_until", WHOSE}),
        limits={"grace_hours": 24},
        flag=flag_untrained,
        sentence=_sentence("asked after the training had lapsed"),
        innocent=(_CLOCKS, "The training was repeated, and the roster does not say so yet."),
        next_step="Suspend the account until the training is repeated.",
    ),
    Detector(
        code="M11e",
        name="use of what is called inactive",
        version=2,
        entity="agency",
        severity=4,
        question="Did an account or an agency search whose own name says that it is inactive?",
        needs=frozenset({"events.agency"}),
        limits={},
        flag=flag_inactive,
        sentence=_sentence("is called inactive and asked all the same"),
        innocent=("The name was changed after the searches, and the log shows today's name.",),
        next_step=_NEXT,
    ),
)
