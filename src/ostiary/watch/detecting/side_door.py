"""M1: words of a prohibited purpose, in whichever field they were written.

Knows: strengths and packs of words, and what makes ambiguous words a matter.
Must not know: the words themselves, files, engines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import DAY, flagged, in_a_run, is_one_of, voices
from ostiary.watch.detecting.numbers import is_filler
from ostiary.watch.events.schema import BLANK
from ostiary.watch.events.tables import Table, Tables

FIELDS: Final = ("reason", "purpose", "case_no")
"""Where whoever searches can write words. The same words count the same in each."""
RANK: Final = {"strong": 3.0, "strong-fuzzy": 2.0, "ambiguous": 1.0}
"""The measure of an event. Ambiguous words in a context that explains them (drugs, trafficking, fraud) are not held against anybody."""


def flag(by: str) -> Callable[[Tables, Mapping[str, float]], Table]:
    """The rule for accounts, or for agencies where the log hides its users."""

    def rule(tables: Tables, limits: Mapping[str, float]) -> Table:
        """Accesses with strong words; ambiguous ones where they came often, without a case or over many networks."""
        spoken = _spoken(tables)
        spoken = spoken.filter(spoken["user"].notnull() if by == "user" else spoken["user"].isnull())
        spoken = spoken.filter(spoken[by].notnull()).mutate(agency=spoken["agency"].fill_null(""))
        spoken = spoken.mutate(who=spoken[by])
        strong = spoken.filter(spoken["strength"] != "ambiguous")
        held = ibis.union(strong, _ambiguous(spoken, limits), distinct=True)
        return flagged(
            held,
            entity=held["who"],
            period=held["pack"],
            measure=held["rank"],
            detail=held["strength"] + ", " + held["pattern"],
        )

    return rule


def _spoken(tables: Tables) -> Table:
    """One row for each event, pack and strength: with the strongest field's, whether it has a case, and how wide it went."""
    events, reasons = tables.events, tables.reasons
    words = voices(reasons)
    words = words.filter(is_one_of(words["strength"], RANK))
    fields = [
        events.select(
            "event_id", "at", "user", "agency", "networks", "reason", "case_no", "case_no_state", text=field
        )
        for field in FIELDS
    ]
    joined = [each.inner_join(words, each["text"] == words["word"]) for each in fields]
    found = ibis.union(*(each.drop("text").drop("word") for each in joined), distinct=True)
    cases = reasons.filter(reasons["case_like"].notnull()).select(case_in="reason")
    found = found.left_join(cases, found["reason"] == cases["case_in"])
    without = (found["case_no_state"] == BLANK) | is_filler(found["case_no"].upper()).fill_null(False)  # noqa: FBT003  # ibis has it so
    return found.select(
        "event_id",
        "at",
        "user",
        "agency",
        "networks",
        "strength",
        "pack",
        "pattern",
        rank=found["strength"].cases(*RANK.items(), else_=0.0),
        caseless=without & found["case_in"].isnull(),
    )


def _ambiguous(spoken: Table, limits: Mapping[str, float]) -> Table:
    """Ambiguous words that came often in few days, without a case, or over more networks than one place has need of."""
    said = spoken.filter(spoken["strength"] == "ambiguous")
    # Words in two fields of one access are one access.
    each = said.select("who", "agency", "pack", "at", "event_id").distinct()
    window = {
        "group_by": [each["who"], each["agency"], each["pack"]],
        "order_by": [each["at"], each["event_id"]],
    }
    often = in_a_run(each, window, int(limits["repeats"]), limits["days"] * DAY)
    often = often.select(often_id="event_id", often_pack="pack")
    wide = (said["networks"] > limits["networks"]).fill_null(False)  # noqa: FBT003  # ibis has it so
    judged = said.mutate(wide=wide).left_join(
        often, [said["event_id"] == often["often_id"], said["pack"] == often["often_pack"]]
    )
    judged = judged.filter(judged["caseless"] | judged["wide"] | judged["often_id"].notnull())
    return judged.drop("wide").drop("often_id").drop("often_pack")


def sentence(lead: Lead, _limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    return (
        f"Words of the pack `{lead.period}` stand in the reason, purpose or case field of {lead.events} accesses of {lead.entity}; "
        f"the strongest: {lead.detail}."
    )


def _detector(code: str, by: Any, name: str, repeats: int) -> Detector:
    return Detector(
        code=code,
        name=name,
        version=2,
        entity=by,
        severity=5,
        question="Does somebody say that an access serves a purpose which the owner of the records prohibits?",
        needs=frozenset({f"events.{by}", "reasons"}),
        limits={"repeats": repeats, "days": 7, "networks": 1000},
        flag=flag(by),
        sentence=sentence,
        innocent=(
            "An investigation of drugs, trafficking or child abuse together with that agency: most searches that name it are.",
            "A victim who applies for a visa, a surname, the name of a town or a street.",
            "The word was taken for another crime, or names who asked and not what for.",
        ),
        next_step=(
            "Ask for the case file or the request form, and notify the agency that owns the records; where there is none, "
            "suspend the share for that purpose."
        ),
    )


DETECTORS: Final = (
    _detector("M1a", "user", "words of a prohibited purpose", 3),
    # Of an agency whose users are hidden nobody knows whether three came from one person: ten in a week are more than one.
    _detector("M1b", "agency", "words of a prohibited purpose, users hidden", 10),
)
