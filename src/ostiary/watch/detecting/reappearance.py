"""M13: a new agency, or a new user, who works on the people of an agency that was cut off.

Knows: cut-offs, who was first seen after one, how much of whom they look for was looked for before.
Must not know: who the subjects are, files, engines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import ibis

from ostiary.watch.detecting.detector import Detector, Entity, Lead
from ostiary.watch.detecting.flagging import DAY, flagged
from ostiary.watch.detecting.resemblance import APART, resembling
from ostiary.watch.events.tables import Table, Tables


def flag(by: Entity) -> Callable[[Tables, Mapping[str, float]], Table]:
    """The rule for newcomers in the column ``by``: their searches for subjects of the cut-off agency that they resemble most."""

    def rule(tables: Tables, limits: Mapping[str, float]) -> Table:
        """Searches of a newcomer for subjects of the agency that was cut off before, where these are too many to be chance."""
        asked = _asked(tables, by)
        old = tables.keep("old", _old_subjects(tables, asked))
        shared = tables.keep("shared", _shared(asked, old))
        newcomers = tables.keep("newcomers", _newcomers(asked, shared, limits))
        best = _best(asked, shared, newcomers, limits)
        scored = _with_likeness(tables, best, by, limits)
        found = shared.inner_join(
            scored, [shared["who"] == scored["heir"], shared["cut"] == scored["parent"]]
        )
        return flagged(
            found, entity=found["who"], period=found["cut"], measure=found["score"], detail=found["detail"]
        )

    return rule


def _asked(tables: Tables, by: Entity) -> Table:
    subjects = tables.subjects
    asked = subjects.filter(subjects["asked"], subjects[by].notnull(), subjects["agency"].notnull())
    return asked.select("event_id", "at", "day", "agency", "subject", who=asked[by])


def _old_subjects(tables: Tables, asked: Table) -> Table:
    """Whom each agency that was cut off searched before."""
    cutoffs = (
        tables.known["cutoffs"].group_by(cut="agency").aggregate(since=tables.known["cutoffs"]["since"].min())
    )
    before = asked.inner_join(cutoffs, asked["agency"] == cutoffs["cut"])
    return (
        before.filter(before["at"] < before["since"]).select("cut", "since", old_subject="subject").distinct()
    )


def _shared(asked: Table, old: Table) -> Table:
    """What others searched after the cut-off for those subjects."""
    shared = asked.inner_join(old, asked["subject"] == old["old_subject"])
    return shared.filter(shared["at"] >= shared["since"], shared["agency"] != shared["cut"]).drop(
        "old_subject"
    )


def _newcomers(asked: Table, shared: Table, limits: Mapping[str, float]) -> Table:
    """Those with enough shared subjects who were first seen after the cut-off, and not long after."""
    counted = shared.group_by(["who", "cut"]).aggregate(
        shared=shared["subject"].nunique(), since=shared["since"].max(), hits=shared["event_id"].nunique()
    )
    counted = counted.filter(counted["shared"] >= limits["shared"])
    some = counted.select(some="who").distinct()
    theirs = asked.semi_join(some, asked["who"] == some["some"])
    first = theirs.group_by(seen="who").aggregate(first=theirs["at"].min())
    joined = counted.inner_join(first, counted["who"] == first["seen"])
    return joined.filter(
        joined["first"] >= joined["since"], joined["first"] <= joined["since"] + int(limits["days"]) * DAY
    ).select("who", "cut", "shared", "since", "hits")


def _best(asked: Table, shared: Table, newcomers: Table, limits: Mapping[str, float]) -> Table:
    """Each newcomer with the one agency whose people it works on most, beyond chance."""
    some = newcomers.select(some="who").distinct()
    theirs = asked.semi_join(some, asked["who"] == some["some"])
    own = theirs.group_by(seen="who").aggregate(
        own=theirs["subject"].nunique(), searches=theirs["event_id"].nunique()
    )
    joined = newcomers.inner_join(own, newcomers["who"] == own["seen"])
    everybody = _everybody(asked, shared)
    joined = joined.inner_join(everybody, joined["cut"] == everybody["of_cut"])
    containment = joined["shared"] / joined["own"]
    # How often all others search for these people: one is added, so that what nobody else did is rare and not impossible.
    usual = (joined["all_hits"] - joined["hits"] + 1) / (joined["all_searches"] - joined["searches"] + 1)
    scored = joined.mutate(containment=containment, lift=containment / usual)
    scored = scored.filter(scored["containment"] >= limits["containment"], scored["lift"] >= limits["lift"])
    best = scored.mutate(
        place=ibis.row_number().over(
            group_by=scored["who"], order_by=[scored["lift"].desc(), scored["shared"].desc(), scored["cut"]]
        )
    )
    return best.filter(best["place"] == 0)


def _everybody(asked: Table, shared: Table) -> Table:
    """For each cut-off: what all others searched from its day on, and how much of it for the old subjects."""
    hits = shared.group_by(of_cut="cut").aggregate(
        all_hits=shared["event_id"].nunique(), since=shared["since"].max()
    )
    days = asked.group_by("day").aggregate(searches=asked.count())
    later = hits.cross_join(days)
    later = later.filter(later["day"] >= later["since"] // DAY)
    return later.group_by(["of_cut", "all_hits"]).aggregate(all_searches=later["searches"].sum())


def _with_likeness(tables: Tables, best: Table, by: Entity, limits: Mapping[str, float]) -> Table:
    """The score, with one more for each kind of mark that the newcomer shares with the agency, and its detail."""
    best = tables.keep("best", best)
    likeness = resembling(tables, best, by, limits)
    joined = best.inner_join(likeness, [best["who"] == likeness["like"], best["cut"] == likeness["like_cut"]])
    text = {name: joined[name].cast("int64").cast("string") for name in ("shared", "own")}
    detail = text["shared"] + ibis.literal(" of ") + text["own"] + joined["told"]
    return joined.select(
        heir="who", parent="cut", score=joined["containment"] + joined["alike"], detail=detail
    )


def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    shared, *marks = lead.detail.split(APART)
    also = f" It also has {', '.join(marks)}." if marks else ""
    return (
        f"{lead.entity} was first seen within {limits['days']:.0f} days after {lead.period} was cut off, and searches the same people: "
        f"{shared} of its subjects were searched by {lead.period} before.{also}"
    )


def _detector(code: str, by: Entity) -> Detector:
    return Detector(
        code=code,
        name=f"a cut-off agency reappears as another {by}",
        version=2,
        entity=by,
        severity=4,
        question=f"Does {'an' if by == 'agency' else 'a'} {by} that is new since a cut-off search the people of the agency that was cut off?",
        needs=frozenset({"subjects", f"subjects.{by}", "subjects.agency", "cutoffs"}),
        limits={"days": 90, "containment": 0.1, "lift": 20, "shared": 3, "used_by": 2},
        flag=flag(by),
        sentence=sentence,
        innocent=(
            "Two dispatch centres were merged, or a regional task force took over the cases.",
            "The same people commit crimes in both places.",
        ),
        next_step="Contact both; where it is so, let the revocation hold for the entity and not for its name.",
    )


DETECTORS: Final = (_detector("M13a", "agency"), _detector("M13b", "user"))
