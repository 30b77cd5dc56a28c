"""Detectors once more, in plain loops over rows: slow, short, and the meaning to which expressions are held.

Knows: events and subjects as plain rows, what was read of reasons.
Must not know: ibis, engines. What it counts by hand it takes from nobody.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from watch.events_world import HOUR, MINUTE

Event: TypeAlias = Mapping[str, Any]
Limits: TypeAlias = Mapping[str, float]


def accounts(events: Iterable[Event]) -> dict[tuple[str, str], list[Event]]:
    """The events of each account, in their order."""
    found: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        if event["user"] is not None:
            found[event["agency"] or "", event["user"]].append(event)
    return {
        key: sorted(own, key=lambda event: (event["at"], event["event_id"])) for key, own in found.items()
    }


def things(events: Iterable[Event], named: Mapping[str, Sequence[str]]) -> set[str]:
    """What events were about: the subjects that were named, or the event itself."""
    return {thing for event in events for thing in named.get(event["event_id"], [event["event_id"]])}


def copied(
    events: Sequence[Event], named: Mapping[str, Sequence[str]], normal: Mapping[str, str], limits: Limits
) -> set[str]:
    """M3a: in blocks of thirty days and in those half a block later, one text on enough subjects, and nearly all that was written."""
    found: set[str] = set()
    days = int(limits["days"])
    for own in accounts(event for event in events if event["reason"]).values():
        for shift in (0, days // 2):
            blocks: dict[int, list[Event]] = defaultdict(list)
            for event in own:
                blocks[(event["local_day"] + shift) // days].append(event)
            for block in blocks.values():
                for text in {normal[event["reason"]] for event in block}:
                    same = [event for event in block if normal[event["reason"]] == text]
                    if (
                        len(same) >= limits["share"] * len(block)
                        and len(things(same, named)) >= limits["subjects"]
                    ):
                        found |= {event["event_id"] for event in same}
    return found


def stretched(events: Sequence[Event], named: Mapping[str, Sequence[str]], limits: Limits) -> set[str]:
    """M4e: one number of one agency for too many subjects, or on many days of a long time."""
    cases: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        if event["case_no"]:
            cases[event["agency"] or "", event["case_no"].strip().upper()].append(event)
    found: set[str] = set()
    for case in cases.values():
        days = {event["local_day"] for event in case}
        long = max(days) - min(days) > limits["span_days"] and len(days) >= limits["active_days"]
        if long or len(things(case, named)) > limits["subjects"]:
            found |= {event["event_id"] for event in case}
    return found


def burst(events: Sequence[Event], limits: Limits) -> set[str]:
    """M5a: every run of one event too many that is over before the minutes are."""
    found: set[str] = set()
    size = int(limits["events"]) + 1
    for own in accounts(events).values():
        for first in range(len(own) - size + 1):
            run = own[first : first + size]
            if run[-1]["at"] - run[0]["at"] < limits["minutes"] * MINUTE:
                found |= {event["event_id"] for event in run}
    return found


def busy_day(events: Sequence[Event], limits: Limits) -> set[str]:
    """M5b: a day with more events than the least, and than some times the 99th percentile of the account's other days."""
    found: set[str] = set()
    for own in accounts(events).values():
        days: dict[int, list[Event]] = defaultdict(list)
        for event in own:
            days[event["local_day"]].append(event)
        for day, asked in days.items():
            others = sorted((len(each) for other, each in days.items() if other != day), reverse=True)
            usual: float = limits["usual"]
            if others and len(others) >= limits["own_days"]:
                usual = others[-(-len(others) // 100) - 1]
            if len(asked) > max(limits["least"], limits["times"] * usual):
                found |= {event["event_id"] for event in asked}
    return found


def odd_hours(events: Sequence[Event], limits: Limits) -> set[str]:
    """M6 without rosters: each event against those of its account in days far enough away, by the clock's half hours."""
    found: set[str] = set()
    span = int(limits["events"])
    for own in accounts(event for event in events if event["local_minute"] is not None).values():
        odd = [event for event in own if _is_odd(event, own, limits)]
        for first in range(len(odd) - span + 1):
            run = odd[first : first + span]
            if run[-1]["at"] - run[0]["at"] <= limits["days"] * 24 * HOUR:
                found |= {event["event_id"] for event in run}
    return found


def _is_odd(event: Event, own: Sequence[Event], limits: Limits) -> bool:
    def block(one: Event) -> int:
        return int(one["local_day"]) // int(limits["apart_days"])

    def apart(one: Event) -> int:
        hands: int = abs(one["local_minute"] // 30 - event["local_minute"] // 30)
        return min(hands, 48 - hands)

    history = [one for one in own if block(one) not in range(block(event) - 1, block(event) + 2)]
    near = [one for one in history if apart(one) <= limits["hours"] * 2]
    return len(history) >= limits["history"] and len(near) < limits["density"] * len(history)


def travelled(events: Sequence[Event], limits: Limits) -> set[str]:
    """M8: both of two successive events that are too far apart for their time, by the law of cosines and not by haversines."""
    found: set[str] = set()
    for own in accounts(event for event in events if event["latitude"] is not None).values():
        for before, after in pairwise(own):
            km = _kilometres(before, after)
            if km > limits["km"] and km > limits["km_per_hour"] * (after["at"] - before["at"]) / HOUR:
                found |= {before["event_id"], after["event_id"]}
    return found


def vague(events: Sequence[Event], empty: frozenset[str], limits: Limits) -> set[str]:
    """M2a without the rise: vague events of months with enough reasons of which too many say nothing. For events of one month."""
    found: set[str] = set()
    for own in accounts(events).values():
        said = [event for event in own if event["reason_state"] in {"given", "blank"}]
        nothing = [event for event in said if not event["reason"] or event["reason"] in empty]
        if len(said) >= limits["reasons"] and len(nothing) >= limits["share"] * len(said):
            found |= {event["event_id"] for event in nothing}
    return found


def _kilometres(one: Event, other: Event) -> float:
    north, south = math.radians(one["latitude"]), math.radians(other["latitude"])
    across = math.radians(one["longitude"] - other["longitude"])
    cosine = math.sin(north) * math.sin(south) + math.cos(north) * math.cos(south) * math.cos(across)
    return math.acos(max(-1.0, min(1.0, cosine))) * 6371.0088
