"""M10: one's own record, kin, a colleague, a person of public interest; and a crowd on one record.

Knows: who is related to whom, as somebody imported it; how many users without a case had one subject within two days.
Must not know: who the subject is, files, engines.

Surnames and counties are not in a watch folder: whoever keeps the records compares them, and imports `relations`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.explaining import assigned, known_assignments, without
from ostiary.watch.detecting.flagging import HOUR, by_account, flagged
from ostiary.watch.detecting.sieving import often
from ostiary.watch.events.tables import Table, Tables

KINDS: Final = ("self", "household", "kin", "colleague", "vip")
"""From the least room for doubt to the most: the measure of a lead is 5 for oneself and 1 for a person of public interest."""


def flag_related(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Each access of a user to a subject that is themselves, of their household, kin, a colleague, or everybody's interest."""
    del limits
    relations = tables.known["relations"].select(of_user="user", of_subject="subject", kind="kind").distinct()
    subjects = tables.subjects.filter(tables.subjects["user"].notnull())
    found = subjects.inner_join(relations, subjects["subject"] == relations["of_subject"])
    found = found.filter(found["of_user"].isnull() | (found["of_user"] == found["user"]))
    closeness = ibis.cases(
        *((found["kind"] == kind, len(KINDS) - place) for place, kind in enumerate(KINDS)), else_=1
    )
    return flagged(found, entity=found["user"], period=found["kind"], measure=closeness, detail=found["kind"])


def flag_crowd(tables: Tables, limits: Mapping[str, float]) -> Table:
    """The accesses to one subject within 48 hours by many users of whom none had its case."""
    span = int(limits["hours"]) * HOUR
    crowded = tables.keep("crowded", _of_many(often(_asked(tables), limits["users"], "subject"), limits))
    searches = tables.keep("unassigned", _of_many(without(assigned, tables, crowded), limits))
    peaks = _sweep(searches, span).filter(lambda row: row["present"] >= limits["users"])
    peaks = tables.keep("peaks", peaks.select(peak_subject="subject", peak_id="event_id", present="present"))
    marked = searches.left_join(
        peaks, [searches["subject"] == peaks["peak_subject"], searches["event_id"] == peaks["peak_id"]]
    )
    marked = marked.mutate(peak_at=marked["peak_id"].notnull().ifelse(marked["at"], None))
    # A search is of a crowd when the next moment at which there was one comes before the search's own 48 hours are over.
    later = ibis.window(
        group_by=marked["subject"], order_by=[marked["at"], marked["event_id"]], preceding=0, following=None
    )
    within = marked.mutate(next_peak=marked["peak_at"].min().over(later))
    within = within.filter(within["next_peak"] < within["at"] + span)
    counted = peaks.group_by(crowd="peak_subject").aggregate(most=peaks["present"].max())
    # A crowd is of several agencies: none of them answers for it alone.
    found = within.inner_join(counted, within["subject"] == counted["crowd"]).mutate(agency=ibis.literal(""))
    found = found.cross_join(known_assignments(tables))
    return flagged(
        found,
        entity=found["subject"],
        measure=found["most"],
        detail=found["most"].cast("int64").cast("string") + " users" + found["unassigned"],
    )


def _asked(tables: Tables) -> Table:
    asked = by_account(tables.subjects.filter(tables.subjects["asked"]))
    account = asked["agency"] + ibis.literal(" ") + asked["user"]
    return asked.select("event_id", "at", "user", "agency", "case_no", "subject", account=account)


def _of_many(searches: Table, limits: Mapping[str, float]) -> Table:
    """Those of subjects whom enough users ever had: counted by pairs first, which is less than by searches."""
    pairs = searches.select(account="account", of="subject").distinct()
    counted = pairs.group_by("of").aggregate(users=pairs.count())
    many = counted.filter(counted["users"] >= limits["users"]).select(many="of")
    return searches.semi_join(many, searches["subject"] == many["many"])


def _sweep(searches: Table, span: int) -> Table:
    """For each search, how many users had its subject within the span that ends with it.

    A search keeps its user present until the span is over, or until the same user's next search of the subject, which takes over. Adding
    up who comes and who goes, in the order of time and those who go first, counts different users exactly.
    """
    own = {
        "group_by": [searches["subject"], searches["account"]],
        "order_by": [searches["at"], searches["event_id"]],
    }
    kept = searches.mutate(next_at=searches["at"].lead().over(**own))
    leaves = ibis.least(kept["at"] + span, kept["next_at"].fill_null(2**62))
    come = kept.select("subject", "event_id", when=kept["at"], step=ibis.literal(1, "int64"))
    # Nobody stands twice at one instant: of two searches of one user at the same time the first goes as it comes.
    go = kept.select("subject", "event_id", when=leaves, step=ibis.literal(-1, "int64"))
    steps = ibis.union(come, go)
    running = ibis.window(
        group_by=steps["subject"],
        order_by=[steps["when"], steps["step"], steps["event_id"]],
        preceding=None,
        following=0,
    )
    counted = steps.mutate(present=steps["step"].sum().over(running))
    return counted.filter(counted["step"] == 1)


def related_sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told: the kind of link, never whom it links to."""
    del limits
    return f"{lead.entity} asked for, or was shown, a record whose link to them is `{lead.detail}`: {lead.events} events."


def crowd_sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    return (
        f"{lead.detail} had one subject within {limits['hours']:.0f} hours "
        f"(the limit is {limits['users']:.0f}): {lead.events} events."
    )


DETECTORS: Final = (
    Detector(
        code="M10a",
        name="a record of oneself, of kin, of a colleague or of public interest",
        version=1,
        entity="user",
        severity=3,
        question="Did somebody open their own record, or that of a person close to them or to everybody?",
        needs=frozenset({"subjects", "subjects.user", "relations"}),
        limits={},
        flag=flag_related,
        sentence=related_sentence,
        innocent=(
            "A common surname or an old address made a relation that is none.",
            "The colleague is a victim or a witness in the case.",
            "Somebody tried the system on their own record while being trained.",
        ),
        next_step="Ask the user why; tell whoever watches over a person of public interest at once.",
    ),
    Detector(
        code="M10b",
        name="a crowd on one record",
        version=2,
        entity="subject",
        severity=3,
        question="Did many users without the case look at one person within two days?",
        needs=frozenset({"subjects", "subjects.user"}),
        limits={"users": 5, "hours": 48},
        flag=flag_crowd,
        sentence=crowd_sentence,
        innocent=(
            "Everybody was told to look out for one vehicle or one missing person.",
            "A large case has more officers than its list of assignments says.",
        ),
        next_step="Ask each of them for the case; look first at those who came after it was in the news.",
    ),
)
