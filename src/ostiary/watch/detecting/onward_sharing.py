"""M12: what one agency exported is searched by another that may not ask there; and a user who follows another agency's searches.

Knows: exports, who searched the same subject soon after, grants, how often two follow each other by chance.
Must not know: who the subject is, files, engines.

Mail is not in a watch folder: an external mail domain is looked for where mail is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import HOUR, flagged
from ostiary.watch.detecting.sieving import of_several
from ostiary.watch.events.tables import Table, Tables


def flag_export(tables: Tables, limits: Mapping[str, float]) -> Table:
    """An export, and the search of its subject that follows from an agency without a grant of the owner, told of the exporting user."""
    pairs = tables.keep("pairs", _pairs(tables, limits))
    grants = tables.known["grants"].select(
        granted_by="owner", granted_to="agency", begun="since", ended="until"
    )
    granted = pairs.inner_join(
        grants, [pairs["owner"] == grants["granted_by"], pairs["to_agency"] == grants["granted_to"]]
    )
    granted = granted.filter(
        granted["begun"].isnull() | (granted["then_at"] >= granted["begun"]),
        granted["ended"].isnull() | (granted["then_at"] < granted["ended"]),
    ).select(lawful="then_id", lawful_export="event_id")
    pairs = pairs.anti_join(
        granted, [pairs["then_id"] == granted["lawful"], pairs["event_id"] == granted["lawful_export"]]
    )
    counted = pairs.group_by(by="user", to="to_agency").aggregate(times=pairs["then_id"].nunique())
    found = pairs.inner_join(counted, [pairs["user"] == counted["by"], pairs["to_agency"] == counted["to"]])
    first = found.select("user", "agency", "to_agency", "times", "event_id", "at")
    second = found.select("user", "agency", "to_agency", "times", event_id="then_id", at="then_at")
    both = ibis.union(first, second.select(*first.columns), distinct=True)
    return flagged(
        both, entity=both["user"], period=both["to_agency"], measure=both["times"], detail=both["to_agency"]
    )


def _pairs(tables: Tables, limits: Mapping[str, float]) -> Table:
    events, subjects = tables.events, tables.subjects
    gone = events.filter(
        events["exported"].fill_null(ibis.literal(value=False)) | (events["action"] == "export"),
        events["decision"] != "deny",
        events["user"].notnull(),
        events["agency"].notnull(),
    ).select("event_id", "at", "user", "agency", owner=ibis.coalesce(events["owner"], events["agency"]))
    whom = subjects.select(about_id="event_id", subject="subject")
    gone = gone.inner_join(whom, gone["event_id"] == whom["about_id"])
    later = subjects.filter(subjects["asked"], subjects["agency"].notnull()).select(
        then_id="event_id", then_at="at", to_agency="agency", then_subject="subject"
    )
    pairs = gone.inner_join(later, gone["subject"] == later["then_subject"])
    waited = pairs["then_at"] - pairs["at"]
    return pairs.filter(
        waited > 0,
        waited <= int(limits["hours"]) * HOUR,
        pairs["to_agency"] != pairs["agency"],
        pairs["to_agency"] != pairs["owner"],
    )


def flag_following(tables: Tables, limits: Mapping[str, float]) -> Table:
    """The searches of a user who, far more often than others, comes right after one other agency on the same subject."""
    steps = tables.keep("steps", _steps(tables, limits))
    users = steps.group_by(follower="account").aggregate(follows=steps.count())
    pairs = steps.group_by(who="account", whom="before").aggregate(times=steps["event_id"].nunique())
    agencies = steps.group_by(leader="before").aggregate(leads=steps.count())
    total = steps.aggregate(all_steps=steps.count())
    pairs = pairs.filter(pairs["times"] >= limits["times"])
    scored = pairs.inner_join(users, pairs["who"] == users["follower"])
    scored = scored.inner_join(agencies, scored["whom"] == agencies["leader"]).cross_join(total)
    lift = (scored["times"] / scored["follows"]) / (scored["leads"] / scored["all_steps"])
    scored = scored.mutate(lift=lift)
    scored = scored.filter(scored["lift"] >= limits["lift"]).select("who", "whom", "lift")
    found = steps.inner_join(scored, [steps["account"] == scored["who"], steps["before"] == scored["whom"]])
    return flagged(
        found, entity=found["user"], period=found["before"], measure=found["lift"], detail=found["before"]
    )


def _steps(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Searches whose subject another agency was the last to have, at most so many hours before; ``before`` is that agency."""
    subjects = tables.subjects
    asked = subjects.filter(
        subjects["asked"], subjects["user"].notnull(), subjects["agency"].notnull()
    ).select("event_id", "at", "user", "agency", "subject")
    # Nobody follows anybody on a subject that one agency alone had.
    shared = tables.keep("between", of_several(asked, "agency", by=("subject",)))
    order = {"group_by": [shared["subject"]], "order_by": [shared["at"], shared["event_id"]]}
    steps = shared.mutate(
        before=shared["agency"].lag().over(**order), before_at=shared["at"].lag().over(**order)
    )
    steps = steps.filter(
        steps["before"].notnull(),
        steps["before"] != steps["agency"],
        steps["at"] - steps["before_at"] <= int(limits["hours"]) * HOUR,
    )
    account = steps["agency"] + ibis.literal(" ") + steps["user"]
    return _without_grant(tables, steps.mutate(account=account))


def _without_grant(tables: Tables, steps: Table) -> Table:
    # Whoever may ask the other agency has its searches and hits before their eyes.
    grants = tables.known["grants"].select(granted_by="owner", granted_to="agency").distinct()
    return steps.anti_join(
        grants, [steps["before"] == grants["granted_by"], steps["agency"] == grants["granted_to"]]
    )


def export_sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    return (
        f"What {lead.entity} exported was searched by {lead.detail}, which has no grant there, within {limits['hours']:.0f} hours: "
        f"{lead.measure:.0f} times."
    )


def following_sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    return (
        f"{lead.entity} searched right after {lead.detail} for the same subjects, {lead.measure:.0f} times as often as others do "
        f"({lead.events} times, each within {limits['hours']:.0f} hours)."
    )


_INNOCENT: Final = (
    "A joint task force works on the same people, under an agreement that is not among the grants here.",
    "A public call to look out for somebody reached both.",
)
_NEXT: Final = "Ask for the record of sharing; compare the answer's watermark where there is one."

DETECTORS: Final = (
    Detector(
        code="M12a",
        name="exported here, searched there",
        version=1,
        entity="user",
        severity=4,
        question="Was what somebody exported soon searched by an agency that may not ask there itself?",
        needs=frozenset({"events.user", "events.agency", "events.exported", "subjects", "grants"}),
        limits={"hours": 24},
        flag=flag_export,
        sentence=export_sentence,
        innocent=_INNOCENT,
        next_step=_NEXT,
    ),
    Detector(
        code="M12b",
        name="follows another agency's searches",
        version=1,
        entity="user",
        severity=3,
        question="Does a user's searching follow that of one other agency, far more than by chance?",
        needs=frozenset({"subjects", "subjects.user", "subjects.agency"}),
        limits={"hours": 24, "times": 5, "lift": 5},
        flag=flag_following,
        sentence=following_sentence,
        innocent=(*_INNOCENT, "One of both calls the other in by telephone, as neighbours do."),
        next_step=_NEXT,
    ),
)
