"""M14: trying around a refusal until something is allowed.

Knows: refusals and what follows them, which rules refused, sizes that shrink.
Must not know: what a rule says, files, engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import MINUTE, by_account, flagged
from ostiary.watch.events.tables import Table, Tables

EPOCH_WEEKDAY: Final = 3
"""1 January 1970 was a Thursday, the fourth day of a week that begins on Monday."""
CHANGES: Final = ("reason", "purpose", "case_no", "networks", "window")
RUNG: Final = 3
"""Refusals that make a ladder: two points lie on every line."""


def flag_ladder(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Refusals of one user for one subject, and what was allowed soon after with something else declared."""
    steps = tables.keep("steps", _steps(tables, limits))
    allowed = steps.filter(steps["decision"].isin(["allow", "warn"])).select(
        "user",
        "agency",
        "subject",
        then_id="event_id",
        then_at="at",
        **{f"then_{name}": name for name in CHANGES},
    )
    refused = steps.filter(steps["decision"] == "deny").rename(at_agency="agency")
    tries = refused.inner_join(
        allowed,
        [
            refused["user"] == allowed["user"],
            refused["at_agency"] == allowed["agency"],
            refused["subject"] == allowed["subject"],
        ],
    )
    waited = tries["then_at"] - tries["at"]
    tries = tries.filter(waited > 0, waited <= int(limits["minutes"]) * MINUTE)
    tries = tries.mutate(changed=_changed(tries))
    counted = tries.group_by(ladder="then_id", about="subject").aggregate(
        refusals=tries["event_id"].nunique(), changed=tries["changed"].max()
    )
    counted = counted.filter(counted["refusals"] >= limits["refusals"], counted["changed"] == 1)
    found = tries.inner_join(
        counted, [tries["then_id"] == counted["ladder"], tries["subject"] == counted["about"]]
    )
    down = found.select("user", "agency", "subject", "event_id", "at", "refusals")
    up = found.select("user", "agency", "subject", "refusals", event_id="then_id", at="then_at")
    both = ibis.union(down, up.select(*down.columns), distinct=True)
    return flagged(
        both,
        entity=both["user"],
        period=both["subject"],
        measure=both["refusals"],
        detail=both["refusals"].cast("int64").cast("string"),
    )


def _steps(tables: Tables, limits: Mapping[str, float]) -> Table:
    """The events of every user and subject that were refused often enough, with what was declared."""
    subjects = by_account(tables.subjects.filter(tables.subjects["asked"]))
    denied = subjects.filter(subjects["decision"] == "deny")
    pairs = denied.group_by(tried_by="user", tried_at="agency", tried_for="subject").aggregate(
        times=denied["event_id"].nunique()
    )
    pairs = pairs.filter(pairs["times"] >= limits["refusals"])
    steps = subjects.semi_join(
        pairs,
        [
            subjects["user"] == pairs["tried_by"],
            subjects["agency"] == pairs["tried_at"],
            subjects["subject"] == pairs["tried_for"],
        ],
    ).select("event_id", "at", "user", "agency", "subject", "decision")
    events = tables.events
    declared = events.select(
        "reason",
        "purpose",
        "case_no",
        "networks",
        of="event_id",
        window=events["window_until"] - events["window_from"],
    )
    return steps.inner_join(declared, steps["event_id"] == declared["of"]).drop("of")


def _changed(tries: Table) -> Any:
    same: Any = ibis.literal(value=True)
    for name in CHANGES:
        same &= tries[name].identical_to(tries[f"then_{name}"])
    return same.ifelse(0, 1)


def flag_rules(tables: Tables, limits: Mapping[str, float]) -> Table:
    """The refusals of a user in a week in which many different rules refused."""
    denied = _denied(tables)
    denied = denied.mutate(week=(denied["day"].cast("int64") + EPOCH_WEEKDAY) // 7)
    weeks = denied.group_by(of="user", at_agency="agency", in_week="week").aggregate(
        rules=denied["rule"].nunique()
    )
    weeks = weeks.filter(weeks["rules"] >= limits["rules"])
    found = denied.inner_join(
        weeks,
        [
            denied["user"] == weeks["of"],
            denied["agency"] == weeks["at_agency"],
            denied["week"] == weeks["in_week"],
        ],
    )
    return flagged(
        found,
        entity=found["user"],
        period=found["week"].cast("string"),
        measure=found["rules"],
        detail=found["rules"].cast("int64").cast("string"),
    )


def flag_sliding(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Refusals by one rule one after another, each with fewer networks, or each with a shorter look-back, than the one before."""
    denied = _denied(tables)
    order = {
        "group_by": [denied["user"], denied["agency"], denied["rule"]],
        "order_by": [denied["at"], denied["event_id"]],
    }
    ladder = denied.mutate(
        **{
            f"{name}_{back}": denied[name].lag(back).over(**order)
            for name in ("event_id", "at", "networks", "window")
            for back in range(1, RUNG)
        }
    )
    slides = _shrinks(ladder, "networks") | _shrinks(ladder, "window")
    soon = ladder["at"] - ladder["at_2"] <= int(limits["minutes"]) * MINUTE
    found = ladder.filter(slides.fill_null(ibis.literal(value=False)), soon)
    rungs = [found.select("user", "agency", "rule", "event_id", "at")] + [
        found.select("user", "agency", "rule", event_id=f"event_id_{back}", at=f"at_{back}")
        for back in range(1, RUNG)
    ]
    rows = ibis.union(*rungs, distinct=True)
    return flagged(
        rows, entity=rows["user"], period=rows["rule"], measure=ibis.literal(1.0), detail=rows["rule"]
    )


def _denied(tables: Tables) -> Table:
    events = by_account(tables.events)
    denied = events.filter(events["decision"] == "deny", events["rule"].notnull())
    return denied.select(
        "event_id",
        "at",
        "day",
        "user",
        "agency",
        "rule",
        "networks",
        window=events["window_until"] - events["window_from"],
    )


def _shrinks(ladder: Table, name: str) -> Any:
    return (ladder[name] < ladder[f"{name}_1"]) & (ladder[f"{name}_1"] < ladder[f"{name}_2"])


def ladder_sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    return (
        f"{lead.entity} was refused {lead.detail} times for one subject and then allowed within {limits['minutes']:.0f} minutes, after "
        f"something else was declared."
    )


def rules_sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    del limits
    return f"{lead.detail} different rules refused {lead.entity} within one week ({lead.events} refusals)."


def sliding_sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    return (
        f"{lead.entity} was refused by rule {lead.detail} again and again, each time asking a little less, within "
        f"{limits['minutes']:.0f} minutes ({lead.events} refusals)."
    )


_TYPING: Final = "A typing error was corrected. One retry is ordinary: ten of fourteen refused searches in a released log had one."
_UNCLEAR: Final = "The refusal does not say what would be allowed, so people try."
_NEXT: Final = "Hold the result and ask for an approval; if the rule's text is unclear, mend the text."

DETECTORS: Final = (
    Detector(
        code="M14a",
        name="refused, changed, allowed",
        version=1,
        entity="user",
        severity=3,
        question="Was somebody refused again and again for one subject, and allowed once something else was declared?",
        needs=frozenset({"subjects", "subjects.user", "events.decision"}),
        limits={"refusals": 2, "minutes": 15},
        flag=flag_ladder,
        sentence=ladder_sentence,
        innocent=(_TYPING, _UNCLEAR),
        next_step=_NEXT,
    ),
    Detector(
        code="M14b",
        name="many rules refused one user",
        version=1,
        entity="user",
        severity=2,
        question="Did many different rules refuse one user within a week?",
        needs=frozenset({"events.user", "events.rule"}),
        limits={"rules": 5},
        flag=flag_rules,
        sentence=rules_sentence,
        innocent=("Somebody new learns what is allowed.", _UNCLEAR),
        next_step="Show the user what is allowed; if it goes on, ask what they are looking for.",
    ),
    Detector(
        code="M14c",
        name="sliding towards a limit",
        version=1,
        entity="user",
        severity=3,
        question="Did somebody ask a little less each time while a rule refused, as if to feel for its limit?",
        needs=frozenset({"events.user", "events.rule"}),
        limits={"minutes": 60},
        flag=flag_sliding,
        sentence=sliding_sentence,
        innocent=(_UNCLEAR, "Asking for less is what the refusal proposed."),
        next_step=_NEXT,
    ),
)
