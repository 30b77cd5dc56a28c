"""The ordinary work: tasks of users, each with a case or a dispatch, and the searches that it takes.

Knows: how many searches a case number has, how they lie in days and hours, how wide they are, how often one is refused.
Must not know: misuse, text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ostiary.demo.at_scale.people import People
from ostiary.demo.at_scale.rows import MS_A_DAY, MS_A_MINUTE, MS_AN_HOUR, NONE, Numbers, Rows, rows_of
from ostiary.demo.at_scale.words import PURPOSES, RULES, draw_habits, draw_reasons

SIZE_SIGMA: Final = 1.3
MAX_SIZE: Final = 320
"""Searches of one case number: half have one, 95 of 100 at most 5 and some, 99 at most 22, the largest 320."""
SUBJECTS_A_TASK: Final = 512
"""Room in the numbering, above the largest task."""
WITH_CASE: Final = 0.70
COLLEAGUES_CASE: Final = 0.08
ASSIGNED: Final = 0.96
DISPATCHED: Final = 0.85
POPULAR: Final = 0.02
POPULAR_SUBJECTS: Final = 50_000
REFUSED: Final = 0.02
NEIGHBOURS: Final = 8
"""Agencies whose records an agency may ask for: the next ones in the numbering, which its grants say."""
ELSEWHERE: Final = 0.4
EXPORTED: Final = 0.005
LONG_LOOK_BACK: Final = 0.064
"""Of searches reach back more than 30 days, 524 at most, in the released log that says so."""
USUAL_LOOK_BACK: Final = 30
ONE_NETWORK: Final = 0.226
MEDIAN_NETWORKS: Final = 480
NETWORKS_SIGMA: Final = 0.75
MAX_NETWORKS: Final = 6_176
"""Of those that search more than one; with these, half of all searches reach 347, as many as in real logs."""
LATER_DAY: Final = 0.25
"""Of a task's searches begin another day of it."""
SECOND_DEVICE: Final = 0.2
SECOND_DEVICE_USERS: Final = 20
"""One user in so many has a second device, and uses it that often."""


@dataclass(frozen=True, slots=True)
class Tasks:
    """What is known of each task beside its searches; ``case`` is NONE where none was declared."""

    user: Numbers
    case: Numbers
    assigned: Numbers
    dispatched: Numbers
    first: Numbers
    last: Numbers


def draw_work(
    rng: np.random.Generator, people: People, size: int, days: int, start: int
) -> tuple[Rows, Tasks]:
    """So many searches in so many days from ``start``, in ms, and the tasks that they belong to."""
    task = _tasks_of(rng, size)
    tasks = int(task[-1]) + 1
    order = np.cumsum(people.weight)
    of_user = np.searchsorted(order, rng.random(tasks) * order[-1]).astype(np.int32)
    case = _cases(rng, people.agency[of_user])
    user = of_user[task]
    at = _times(rng, people, task, user, days=days, start=start)
    rows = _searches(rng, people, task, user, at) | {"case": case[task]}
    is_caseless = case == NONE
    heads = np.searchsorted(task, np.arange(tasks))
    return rows_of(rows), Tasks(
        user=of_user,
        case=case,
        assigned=~is_caseless & (rng.random(tasks) < ASSIGNED),
        dispatched=is_caseless & (rng.random(tasks) < DISPATCHED),
        first=np.minimum.reduceat(at, heads),
        last=np.maximum.reduceat(at, heads),
    )


def _tasks_of(rng: np.random.Generator, size: int) -> Numbers:
    # The mean of the lognormal is 2.3: half as many tasks as searches are always enough.
    sizes = np.clip(np.rint(rng.lognormal(0, SIZE_SIGMA, size // 2 + 64)), 1, MAX_SIZE).astype(np.int32)
    return np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[:size]


def _cases(rng: np.random.Generator, agency: Numbers) -> Numbers:
    # A colleague's case is that of the task before in the same agency.
    tasks = len(agency)
    drawn = rng.random(tasks)
    case = np.where(drawn < WITH_CASE, np.arange(tasks, dtype=np.int32), NONE).astype(np.int32)
    by_agency = np.argsort(agency, kind="stable")
    before = np.roll(by_agency, 1)
    is_theirs = (drawn[by_agency] > 1 - COLLEAGUES_CASE) & (agency[before] == agency[by_agency])
    case[by_agency[is_theirs]] = case[before[is_theirs]]
    return case


def _times(
    rng: np.random.Generator, people: People, task: Numbers, user: Numbers, *, days: int, start: int
) -> Numbers:
    size = len(task)
    is_first = np.concatenate([[True], task[1:] != task[:-1]])
    is_later_day = ~is_first & (rng.random(size) < LATER_DAY)
    later = np.where(is_later_day, rng.geometric(0.3, size), 0).astype(np.int64)
    offset = _since_head(np.cumsum(later), is_first)
    begun = rng.integers(0, days, int(task[-1]) + 1)
    day = (begun[task] + offset) % days
    place = _since_head(np.arange(size), is_first | is_later_day)
    hour = people.hour[user] + rng.normal(0, 1.8, int(task[-1]) + 1)[task]
    minute = (hour * 60 + place * 6 + rng.uniform(0, 5, size)) % (24 * 60)
    local = start + day * MS_A_DAY + (minute * MS_A_MINUTE).astype(np.int64)
    # What an agency's own clock puts before or after the days that are drawn is moved by whole days into them.
    at: Numbers = (local - people.zone[people.agency[user]] * MS_AN_HOUR - start) % (days * MS_A_DAY) + start
    return at


def _since_head(values: Numbers, is_head: Numbers) -> Numbers:
    heads = np.flatnonzero(is_head)
    since: Numbers = values - np.repeat(values[heads], np.diff(np.append(heads, len(values))))
    return since


def _searches(
    rng: np.random.Generator, people: People, task: Numbers, user: Numbers, at: Numbers
) -> dict[str, Numbers]:
    size, agency = len(task), people.agency[user]
    subject = _subjects(rng, task)
    retried = np.flatnonzero((rng.random(size - 1) < REFUSED) & (task[1:] == task[:-1]))
    # Whoever is refused tries again with the same person: that is ordinary.
    subject[retried + 1] = subject[retried]
    decision = np.zeros(size, np.int8)
    decision[retried] = 1
    reason = draw_reasons(rng, task, draw_habits(rng, people.users)[user])
    reason[retried + 1] = reason[retried]
    is_elsewhere = rng.random(size) < ELSEWHERE
    owner = (agency + is_elsewhere * rng.integers(1, NEIGHBOURS + 1, size)) % people.agencies
    placed = people.placed[user]
    return {
        "at": at,
        "user": user,
        "owner": owner,
        "subject": subject,
        "reason": reason,
        "purpose": (task % len(PURPOSES)).astype(np.int8),
        "networks": _networks(rng, size),
        "window_days": np.where(
            rng.random(size) < LONG_LOOK_BACK, rng.integers(31, 525, size), USUAL_LOOK_BACK
        ),
        "decision": decision,
        "rule": np.where(decision == 1, rng.integers(0, len(RULES), size), NONE),
        "device": user * 2 + ((rng.random(size) < SECOND_DEVICE) & (user % SECOND_DEVICE_USERS == 0)),
        "latitude": np.where(placed, people.latitude[agency] + rng.normal(0, 0.05, size), np.nan),
        "longitude": np.where(placed, people.longitude[agency] + rng.normal(0, 0.05, size), np.nan),
        "exported": rng.random(size) < EXPORTED,
    }


def _subjects(rng: np.random.Generator, task: Numbers) -> Numbers:
    size = len(task)
    own = np.bincount(task)[task]
    subject = task.astype(np.int64) * SUBJECTS_A_TASK + (own * 0.7 * rng.random(size) ** 1.5).astype(np.int64)
    popular = -1 - (rng.pareto(1.1, size) * 40).astype(np.int64) % POPULAR_SUBJECTS
    return np.where(rng.random(size) < POPULAR, popular, subject)


def _networks(rng: np.random.Generator, size: int) -> Numbers:
    wide = np.clip(rng.lognormal(np.log(MEDIAN_NETWORKS), NETWORKS_SIGMA, size), 2, MAX_NETWORKS).astype(
        np.int32
    )
    return np.where(rng.random(size) < ONE_NETWORK, 1, wide)
