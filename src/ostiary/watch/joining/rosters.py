"""C3: accounts of a roster that may search and should not: long unused, departed, or vouched for by nobody of the agency.

Knows: what a roster says of its own day.
Must not know: events, files, engines.

Nothing happened here yet: the evidence of such a lead is a row of the roster, ``accounts/USER``, and no event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import DAY, flagged
from ostiary.watch.events.tables import Table, Tables


def flag_dormant(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Accounts that may search and were not used for so long before the roster's day, or never since they were made."""
    enabled = _enabled(tables)
    idle = (enabled["as_of"] - ibis.coalesce(enabled["last_use"], enabled["since"])) // DAY
    found = enabled.mutate(idle=idle)
    found = found.filter(found["idle"] > limits["days"])
    return _rows(found, found["idle"], found["idle"].cast("int64").cast("string"))


def flag_departed(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Accounts that may search although their user had left before the roster's day."""
    del limits
    enabled = _enabled(tables)
    found = enabled.filter(enabled["until"] < enabled["as_of"])
    days = (found["as_of"] - found["until"]) // DAY
    return _rows(found, days, days.cast("int64").cast("string"))


def flag_outside(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Accounts that may search and that another identity provider vouches for than for most accounts of the roster."""
    enabled = _enabled(tables)
    told = enabled.filter(enabled["identity_provider"].notnull())
    counted = told.group_by(of="agency", at="as_of", provider="identity_provider").aggregate(
        accounts=told.count()
    )
    total = counted["accounts"].sum().over(group_by=[counted["of"], counted["at"]])
    rare = counted.mutate(share=counted["accounts"] / total)
    rare = rare.filter(rare["share"] < limits["share"])
    found = told.inner_join(
        rare,
        [
            told["agency"] == rare["of"],
            told["as_of"] == rare["at"],
            told["identity_provider"] == rare["provider"],
        ],
    )
    return _rows(found, 1 - found["share"], found["identity_provider"])


def _enabled(tables: Tables) -> Table:
    """Accounts that may search, as the latest roster of their agency has them."""
    accounts = tables.known["accounts"]
    accounts = accounts.mutate(agency=accounts["agency"].fill_null(""))
    latest = accounts.mutate(latest=accounts["as_of"].max().over(group_by=accounts["agency"]))
    return latest.filter(latest["as_of"] == latest["latest"], latest["enabled"])


def _rows(found: Table, measure: Any, detail: Any) -> Table:
    found = found.mutate(measure=measure, detail=detail)
    found = found.select(
        "agency",
        "user",
        "measure",
        "detail",
        event_id=ibis.literal("accounts/") + found["user"],
        at=found["as_of"],
    )
    return flagged(found, entity=found["user"], measure=found["measure"], detail=found["detail"])


def _sentence(says: str) -> Callable[[Lead, Mapping[str, float]], str]:
    def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
        del limits
        return f"The account {lead.entity} may search and {says.format(lead.detail)}."

    return sentence


_NEXT: Final = "Suspend the account; whoever needs it asks for it again."

DETECTORS: Final = (
    Detector(
        code="C3a",
        name="an account that sleeps",
        version=1,
        entity="user",
        severity=2,
        question="Which accounts may search and have not been used for long?",
        needs=frozenset({"accounts.enabled", "accounts.last_use"}),
        limits={"days": 90},
        flag=flag_dormant,
        sentence=_sentence("was not used for {} days before the roster's day"),
        innocent=(
            "Its user is on leave, and comes back.",
            "The roster counts log-ins at a desk and not on a telephone.",
        ),
        next_step=_NEXT,
    ),
    Detector(
        code="C3b",
        name="an account of somebody who has left",
        version=1,
        entity="user",
        severity=4,
        question="Which accounts may search although their user has left?",
        needs=frozenset({"accounts.enabled", "accounts.until"}),
        limits={},
        flag=flag_departed,
        sentence=_sentence("its user had left {} days before the roster's day"),
        innocent=("The person was hired again, and the date was left standing.",),
        next_step=_NEXT,
    ),
    Detector(
        code="C3c",
        name="an account that somebody else vouches for",
        version=1,
        entity="user",
        severity=2,
        question="Which accounts may search without the log-in of the agency, which ends when somebody leaves?",
        needs=frozenset({"accounts.enabled", "accounts.identity_provider"}),
        limits={"share": 0.1},
        flag=flag_outside,
        sentence=_sentence("the identity provider that vouches for it is `{}`, as for few others"),
        innocent=("It is the account of the vendor, or the one for emergencies.",),
        next_step="Let the agency's own log-in vouch for it, or say in writing why not.",
    ),
)
