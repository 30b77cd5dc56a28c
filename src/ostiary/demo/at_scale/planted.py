"""Misuse that is planted: for each kind of detector some cases, and what is known beside them.

Knows: what each kind looks like in a log, in the plainest form that its threshold catches.
Must not know: detectors, text, files.

Every case is one user's or one agency's, drawn from those who also do ordinary work. The thresholds are those of the detectors'
documentation: a planted case that a detector misses says that the detector changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from ostiary.demo.at_scale.people import HEIRS, People
from ostiary.demo.at_scale.rows import COLUMNS, MS_A_DAY, MS_A_MINUTE, MS_AN_HOUR, NONE, Rows
from ostiary.demo.at_scale.words import FIRST_PLAIN, FIRST_PROHIBITED

FIRST_SUBJECT: Final = 1 << 50
"""Planted subjects have numbers that no task reaches."""
FIRST_CASE: Final = 1_500_000_000
"""Planted case numbers too, of 32 bits."""
SUBJECTS_A_CASE: Final = 4_096
FAR: Final = 40.0
"""Degrees of longitude that nobody travels within an hour."""
NATIONAL: Final = 6_000
DENIALS: Final = 3
"""Before the access that is allowed at last."""


@dataclass(frozen=True, slots=True)
class Case:
    """One planted case: ``entity`` is a user's number, or an agency's where ``of`` says so."""

    kind: str
    of: str
    entity: int


@dataclass(slots=True)
class Planting:
    """The cases, their accesses, and what is known beside them: tables of ``schema.KNOWN``, still as numbers."""

    people: People
    rng: np.random.Generator
    start: int
    days: int
    cases: list[Case] = field(default_factory=list)
    columns: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    relations: list[tuple[int, int]] = field(default_factory=list)
    departures: dict[int, int] = field(default_factory=dict)
    cutoffs: dict[int, int] = field(default_factory=dict)

    def begin(self, kind: str, entity: int, of: str = "user") -> int:
        """The number of a new case."""
        self.cases.append(Case(kind, of, entity))
        return len(self.cases) - 1

    def ask(self, planted: int, user: int, at: int, /, **given: float) -> None:
        """One access of it; the owner is the user's own agency and the device the user's own, where nothing else is said."""
        usual = {
            "at": at,
            "user": user,
            "owner": self.people.agency[user],
            "device": user * 2,
            "reason": FIRST_PLAIN,
            "subject": self.subject(planted),
            "planted": planted,
        }
        for name, (_, nothing) in COLUMNS.items():
            self.columns[name].append(given.get(name, usual.get(name, nothing)))

    def subject(self, case: int, number: int = 0) -> int:
        """A subject of that case alone."""
        return FIRST_SUBJECT + case * SUBJECTS_A_CASE + number

    def moment(self, day: int, minute: int = 12 * 60) -> int:
        """An instant of a day of the period, in ms; days behind its end are its last."""
        return self.start + min(day, self.days - 1) * MS_A_DAY + minute * MS_A_MINUTE

    def rows(self) -> Rows:
        """All accesses."""
        return {name: np.array(self.columns[name], kind) for name, (kind, _) in COLUMNS.items()}


def _prohibited(plan: Planting, user: int) -> None:
    case = plan.begin("M1", user)
    for number in range(4):
        plan.ask(case, user, plan.moment(5 + number), reason=FIRST_PROHIBITED + number, networks=NATIONAL)


def _vague(plan: Planting, user: int) -> None:
    case = plan.begin("M2", user)
    for number in range(120):
        plan.ask(case, user, plan.moment(1 + number // 10, 540 + number % 10 * 20), reason=0,
                 subject=plan.subject(case, number), case=FIRST_CASE + case * 128 + number)  # fmt: skip


def _copied(plan: Planting, user: int) -> None:
    case = plan.begin("M3", user)
    for number in range(200):
        plan.ask(case, user, plan.moment(1 + number // 10, 540 + number % 10 * 20), reason=FIRST_PLAIN + 600 + case,
                 subject=plan.subject(case, number), case=FIRST_CASE + case * 128 + number % 100)  # fmt: skip


def _one_case_for_all(plan: Planting, user: int) -> None:
    case = plan.begin("M4", user)
    for number in range(40):
        plan.ask(case, user, plan.moment(number % plan.days, 600), case=FIRST_CASE + case * 128,
                 subject=plan.subject(case, number))  # fmt: skip


def _bulk(plan: Planting, user: int) -> None:
    case = plan.begin("M5", user)
    for number in range(60):
        plan.ask(case, user, plan.moment(20, 700) + number * 7_000, subject=plan.subject(case, number))


def _night(plan: Planting, user: int) -> None:
    case = plan.begin("M6", user)
    # A history of a hundred searches about noon, then three in the dead of night.
    for number in range(100):
        plan.ask(case, user, plan.moment(number % 20, 1020 + number % 60), subject=plan.subject(case, number))
    for day in range(3):
        plan.ask(case, user, plan.moment(22 + day, 510), subject=plan.subject(case, 200 + day))


def _shared(plan: Planting, user: int) -> None:
    case = plan.begin("M7", user)
    for day in range(4):
        for number in range(4):
            plan.ask(case, user, plan.moment(10 + day, 900) + number * MS_A_MINUTE,
                     device=user * 2 + number % 2, subject=plan.subject(case, number))  # fmt: skip


def _travel(plan: Planting, user: int) -> None:
    case = plan.begin("M8", user)
    for number in range(2):
        plan.ask(case, user, plan.moment(15, 800) + number * 30 * MS_A_MINUTE, latitude=40,
                 longitude=-120 + number * FAR, subject=plan.subject(case, number))  # fmt: skip


def _fixation(plan: Planting, user: int) -> None:
    case = plan.begin("M9", user)
    for number in range(12):
        plan.ask(case, user, plan.moment(3 + number // 2 * 3, 60 + number % 2 * 5))


def _own_record(plan: Planting, user: int) -> None:
    case = plan.begin("M10", user)
    plan.relations.append((user, plan.subject(case)))
    plan.ask(case, user, plan.moment(8))


def _after_departure(plan: Planting, user: int) -> None:
    case = plan.begin("M11", user)
    plan.departures[user] = plan.moment(plan.days // 2, 0)
    for number in range(6):
        plan.ask(case, user, plan.moment(plan.days // 2 + 1 + number), subject=plan.subject(case, number))


def _onward(plan: Planting, user: int) -> None:
    case = plan.begin("M12", user)
    owner = plan.people.agency[user]
    # An agency halfway round the numbering has no grant.
    far = (plan.people.agency[: plan.people.users] - owner) % plan.people.agencies
    stranger = plan.rng.choice(np.flatnonzero(np.abs(far - plan.people.agencies // 2) <= far.max() // 4))
    for number in range(5):
        at = plan.moment(12 + number, 700)
        given = {"subject": plan.subject(case, number), "owner": owner}
        plan.ask(case, user, at, exported=1, **given)
        plan.ask(case, int(stranger), at + 3 * MS_AN_HOUR, **given)


def _probing(plan: Planting, user: int) -> None:
    case = plan.begin("M14", user)
    for number in range(DENIALS + 1):
        is_denied = number < DENIALS
        plan.ask(case, user, plan.moment(18, 840) + number * 2 * MS_A_MINUTE, decision=int(is_denied),
                 reason=FIRST_PLAIN + number, case=FIRST_CASE + case * 128 + number,
                 rule=0 if is_denied else NONE)  # fmt: skip


def _unexplained(plan: Planting, user: int) -> None:
    case = plan.begin("M15", user)
    for number in range(8):
        plan.ask(case, user, plan.moment(25 + number), subject=plan.subject(case, number), networks=NATIONAL,
                 window_days=500)  # fmt: skip


def _without_grant(plan: Planting, user: int) -> None:
    case = plan.begin("C1", user)
    owner = (plan.people.agency[user] + plan.people.agencies // 2) % plan.people.agencies
    for number in range(3):
        plan.ask(case, user, plan.moment(30 + number), owner=owner, subject=plan.subject(case, number))


OF_USERS: Final[Mapping[str, Callable[[Planting, int], None]]] = {
    "M1": _prohibited,
    "M2": _vague,
    "M3": _copied,
    "M4": _one_case_for_all,
    "M5": _bulk,
    "M6": _night,
    "M7": _shared,
    "M8": _travel,
    "M9": _fixation,
    "M10": _own_record,
    "M11": _after_departure,
    "M12": _onward,
    "M14": _probing,
    "M15": _unexplained,
    "C1": _without_grant,
}
"""Kind: how one case of it is planted upon one user."""


def _reappearance(plan: Planting, agency: int) -> None:
    heir = plan.people.users + len(plan.cutoffs)
    case = plan.begin("M13", int(plan.people.agency[heir]), "agency")
    users = np.flatnonzero(plan.people.agency == agency)
    plan.cutoffs[agency] = plan.moment(plan.days // 2, 0)
    for number in range(60):
        plan.ask(case, int(users[number % len(users)]), plan.moment(number % (plan.days // 2), 700),
                 subject=plan.subject(case, number))  # fmt: skip
    for number in range(40):
        plan.ask(case, heir, plan.moment(plan.days // 2 + 2 + number % 20, 900),
                 subject=plan.subject(case, number + number % 2 * 500))  # fmt: skip


def plant(plan: Planting, each: int) -> None:
    """So many cases of each kind of a user, each upon a user who has no other; and agencies that reappear."""
    for kind, user in _cast(plan, each):
        OF_USERS[kind](plan, user)
    agencies = np.bincount(plan.people.agency, minlength=plan.people.agencies)
    small = np.argsort(agencies, kind="stable")
    for agency in small[agencies[small] > 1][: min(HEIRS, each)]:
        _reappearance(plan, int(agency))


def _cast(plan: Planting, each: int) -> Iterator[tuple[str, int]]:
    chosen = plan.rng.permutation(plan.people.users)
    kinds = [kind for kind in OF_USERS for _ in range(each)]
    yield from ((kind, int(chosen[place % len(chosen)])) for place, kind in enumerate(kinds))
