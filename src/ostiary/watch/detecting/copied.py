"""M3: one text as the reason for many subjects, and a rare text that several users share.

Knows: what counts as the same text, blocks of days.
Must not know: files, engines, which texts are vague.

Thirty days are counted in blocks of thirty, once from day 0 and once from day 15, so that whatever happens within fifteen days
stands whole in one of them; no engine needs a window over a range for that. Seven days are counted likewise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import (
    by_account,
    flagged,
    own_day,
    percent,
    subjects_among,
    things_of,
    things_told,
    times,
)
from ostiary.watch.detecting.sieving import ACCOUNT, often
from ostiary.watch.events.tables import Table, Tables

APART: Final = "; "
"""Before the number of spellings in a lead's detail."""


def _words(tables: Tables) -> Table:
    """Each reason (``word``) with its normal form and the one that stands for it."""
    return tables.reasons.select("alike", "normal", word="reason")


def _worded(tables: Tables, words: Table) -> Table:
    """Events with a reason of ``words``, and the day."""
    events = by_account(tables.events)
    events = events.filter(events["reason"].notnull())
    joined = events.inner_join(words, events["reason"] == words["word"])
    return joined.select(
        "event_id",
        "at",
        "user",
        "agency",
        "alike",
        "normal",
        own=own_day(joined),
        most=ibis.greatest(joined["subjects"].fill_null(1), 1).cast("int64"),
    )


def _in_blocks(events: Table, days: int) -> Table:
    """Each event twice: in its block from day 0, and in the one that begins half a block later."""
    return _on_grids(events.mutate(*_blocks(events, days)))


def _blocks(events: Table, days: int) -> list[Any]:
    """``block_0`` and ``block_1``: the blocks of an event on either grid."""
    starts = {"block_0": events["own"], "block_1": events["own"] + days // 2}
    return [(own // days).cast("int64").name(name) for name, own in starts.items()]


def _on_grids(rows: Table) -> Table:
    """Each row once on either grid."""
    grids = (
        rows.mutate(grid=ibis.literal(grid), block=rows[f"block_{grid}"]).drop("block_0").drop("block_1")
        for grid in (0, 1)
    )
    return ibis.union(*grids, distinct=False)


def _of_copiers(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events, as ``_worded``, of accounts of which some text may have been about so many subjects."""
    worded = _worded(tables, _words(tables))
    copied = often(worded, limits["subjects"], *ACCOUNT, "alike", weight="most")
    copied = tables.keep("copied", copied.select(by_agency="agency", by_user="user").distinct())
    return worded.semi_join(
        copied, [worded["agency"] == copied["by_agency"], worded["user"] == copied["by_user"]]
    )


def _copied(worded: Table, days: int, limits: Mapping[str, float]) -> Table:
    """The texts of an account that are nearly all of a block and may be about so many subjects: ``share``, the keys as ``found_``."""
    keys = ["agency", "user", "grid", "block"]
    # A row for each text of a user within one block of both grids: less than every event twice.
    cells = worded.group_by(["agency", "user", "alike", *_blocks(worded, days)]).aggregate(
        same=worded.count(), most=worded["most"].sum()
    )
    cells = _on_grids(cells)
    said = cells.group_by([*keys, "alike"]).aggregate(
        same=cells["same"].sum().cast("int64"), most=cells["most"].sum().cast("int64")
    )
    said = said.mutate(all=said["same"].sum().over(group_by=[said[key] for key in keys]))
    said = said.mutate(share=said["same"] / said["all"])
    many = said.filter(said["most"] >= limits["subjects"], said["share"] >= limits["share"])
    return many.select("share", **{f"found_{key}": key for key in [*keys, "alike"]})


def flag_user(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events of a user with one text on many subjects, where that text is nearly all that the user wrote in thirty days."""
    worded, days = _of_copiers(tables, limits), int(limits["days"])
    keys = ["agency", "user", "grid", "block"]
    many = tables.keep("many", _copied(worded, days, limits))
    # Texts that were often written are few, and looked up before an event is taken twice.
    some = many.select(by="found_user", of="found_agency", text="found_alike").distinct()
    events = worded.semi_join(
        some,
        [worded["user"] == some["by"], worded["agency"] == some["of"], worded["alike"] == some["text"]],
    )
    events = _in_blocks(events, days)
    held = events.inner_join(many, [events[key] == many[f"found_{key}"] for key in [*keys, "alike"]])
    held = things_of(tables, held.select("event_id", "at", *keys, "alike", "normal", "share"))
    counted = held.group_by([*keys, "alike"]).aggregate(
        things=held["thing"].nunique(),
        subjects=subjects_among(held),
        spellings=held["normal"].nunique(),
    )
    counted = counted.filter(counted["things"] >= limits["subjects"])
    counted = counted.select(
        "things", "subjects", "spellings", **{f"of_{key}": key for key in [*keys, "alike"]}
    )
    held = held.drop("thing").drop("named").distinct()
    held = held.inner_join(counted, [held[key] == counted[f"of_{key}"] for key in [*keys, "alike"]])
    found = held.group_by(["agency", "user", "event_id", "at"]).aggregate(
        things=held["things"].max(),
        subjects=held["subjects"].max(),
        share=held["share"].max(),
        spellings=held["spellings"].max(),
    )
    detail = (
        things_told(found["things"], found["subjects"])
        + ", "
        + percent(found["share"])
        + _spelled(found["spellings"])
    )
    return flagged(found, entity=found["user"], measure=found["things"], detail=detail)


def flag_shared(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events with a text that few agencies use and that several users wrote within some days."""
    words, common = _words(tables), _common(tables)
    words = words.filter(words["alike"].length() >= limits["letters"])
    worded = _worded(tables, words.anti_join(common, words["alike"] == common["common"]))
    agencies = tables.events.aggregate(agencies=tables.events["agency"].nunique())
    rare = worded.group_by(rare="alike").aggregate(used_by=worded["agency"].nunique())
    rare = rare.filter(rare["used_by"] <= limits["used_by"]).cross_join(agencies)
    rare = rare.filter(rare["agencies"] >= limits["agencies"]).select("rare")
    events = _in_blocks(worded.semi_join(rare, worded["alike"] == rare["rare"]), int(limits["days"]))
    # Two users of one name at two agencies are two.
    blocks = events.group_by(["alike", "grid", "block", "agency"]).aggregate(users=events["user"].nunique())
    blocks = blocks.group_by(of_alike="alike", of_grid="grid", of_block="block").aggregate(
        users=blocks["users"].sum()
    )
    blocks = blocks.filter(blocks["users"] >= limits["users"])
    held = events.inner_join(
        blocks,
        [events[key] == blocks[f"of_{key}"] for key in ("alike", "grid", "block")],
    )
    same = held.group_by(same="alike").aggregate(spellings=held["normal"].nunique())
    found = held.group_by(["alike", "event_id", "at"]).aggregate(users=held["users"].max())
    found = found.inner_join(same, found["alike"] == same["same"]).mutate(agency=ibis.literal(""))
    return flagged(
        found,
        entity=found["alike"],
        measure=found["users"],
        detail=found["users"].cast("int64").cast("string") + _spelled(found["spellings"]),
    )


def _common(tables: Tables) -> Table:
    """Texts that say nothing or name a case, and those that are alike to one: a typing error makes no stock phrase rare."""
    reasons = tables.reasons
    said = reasons.filter(reasons["vague"] | reasons["placeholder"] | reasons["case_like"].notnull())
    return said.select(common="alike").distinct()


def _spelled(spellings: Any) -> Any:
    """Nothing where all wrote the same, else in how many spellings."""
    return (spellings > 1).ifelse(APART + times(spellings, "spellings"), "")


def sentence_user(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    told, _, spelled = lead.detail.partition(APART)
    return (
        f"Account {lead.entity} gave {_text('one text', spelled)} within {limits['days']:.0f} days as the reason for up to {told} of all that "
        f"it wrote then: {lead.events} events."
    )


def sentence_shared(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    users, _, spelled = lead.detail.partition(APART)
    return (
        f"{users} users wrote {_text('the same text', spelled)} within {limits['days']:.0f} days, which no more than "
        f"{limits['used_by']:.0f} agencies use: {lead.events} events."
    )


def _text(same: str, spelled: str) -> str:
    return f"the same text but for small differences ({spelled})" if spelled else same


_NEXT: Final = "Have all of it linked to one operation number, or explained."

DETECTORS: Final = (
    Detector(
        code="M3a",
        name="one reason for many subjects",
        version=3,
        entity="user",
        severity=2,
        question="Did one user copy one text as the reason for many different subjects?",
        needs=frozenset({"events.user", "events.reason", "reasons"}),
        limits={"subjects": 20, "days": 30, "share": 0.9},
        flag=flag_user,
        sentence=sentence_user,
        innocent=(
            "One real operation with many plates or people.",
            "A round of the list of stolen cars at every shift.",
        ),
        next_step=_NEXT,
    ),
    Detector(
        code="M3b",
        name="a rare reason that several share",
        version=3,
        entity="reason",
        severity=2,
        question="Did several users write the same rare text within a week, as if somebody had told them to?",
        needs=frozenset({"events.user", "events.agency", "events.reason", "reasons"}),
        limits={"users": 3, "days": 7, "used_by": 2, "agencies": 20, "letters": 10},
        flag=flag_shared,
        sentence=sentence_shared,
        innocent=(
            "Several people work on one real operation.",
            "A message to all patrols was copied into the reason.",
        ),
        next_step=_NEXT,
    ),
)
