"""Members who ask without end: look-ups, groups, portals, long answers, some of them cancelled, and what is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from ostiary.demo.people import AGENT, AUDITOR, DETECTIVE, OFFICER, TASK_FORCE, Person
from soak.diary import Diary, Question
from soak.light_client import Account, LightSession, Over

PERSONS = 5_000
WIDEST = 50
PORTION = 20
"""Rows that a portal gives at a time: each portion is an access of its own."""

VARIETY = 200
"""Of each kind of statement whose constants stand in the text there are so many. A worker remembers what it has understood,
up to a limit: all of them are known to it after the warm-up, or memory would seem to leak."""

QUESTIONS = 60
"""So many a session, then the member logs in anew: what a session leaves behind is part of the soak."""

AGAIN_SECONDS = 0.2
"""Whoever is not let in tries again after as long, on average."""

_COLUMNS = "person_id, surname, given_name, address"
_WITHIN = "FROM persons WHERE person_id >= $1 AND person_id < $2"


def look_up(random: Random) -> Question:
    return Question(f"SELECT {_COLUMNS} {_WITHIN}", "subjects", _range(random, WIDEST))


def group(random: Random) -> Question:
    return Question(f"SELECT count(*), sex {_WITHIN} GROUP BY sex", "counts", _range(random, 10 * WIDEST))


def portal(random: Random) -> Question:
    text = f"SELECT {_COLUMNS} {_WITHIN} ORDER BY person_id"
    return Question(text, "subjects", _range(random, 2 * WIDEST), PORTION)


def written_out(random: Random) -> Question:
    """A look-up whose person stands in the text."""
    return Question(
        f"SELECT {_COLUMNS} FROM persons WHERE person_id = {random.randrange(VARIETY)}", "subjects"
    )


def everybody(random: Random) -> str:
    """All persons, in words that are seldom the same: a question is told from another by its words."""
    return f"SELECT {_COLUMNS} FROM persons WHERE person_id > -{random.randrange(VARIETY)}"


def stream(random: Random) -> Question:
    return Question(everybody(random), "subjects")


def broken_off(random: Random) -> Question:
    return Question(everybody(random), "subjects", cancel=True)


def public(random: Random) -> Question:
    return Question(
        f"SELECT iucr, primary_type FROM offence_codes WHERE iucr < '{random.randrange(VARIETY):04d}'",
        "nobody",
    )


def forbidden(random: Random) -> Question:
    return Question(
        f"SELECT person_id, birth_country FROM persons WHERE person_id = {random.randrange(VARIETY)}",
        "subjects",
    )


def too_many(random: Random) -> Question:
    """More rows than a detective or an agent may have."""
    return Question(everybody(random), "subjects")


def written(random: Random) -> Question:
    return Question(
        f"UPDATE persons SET surname = 'Nobody' WHERE person_id = {random.randrange(VARIETY)}", "nobody"
    )


HABITS = {
    AGENT: (look_up, look_up, look_up, group, portal, written_out, forbidden, too_many),
    DETECTIVE: (look_up, look_up, group, group, portal, public, written_out, written),
    AUDITOR: (look_up, group, portal, stream, broken_off, public, forbidden),
    OFFICER: (public, public, public, forbidden, written),
    TASK_FORCE: (look_up, look_up, group, portal, public, forbidden),
}
"""What each of them asks, each as often as another."""

CAST = (AGENT, OFFICER, AUDITOR, OFFICER, DETECTIVE, TASK_FORCE, AGENT, OFFICER, DETECTIVE, OFFICER)
"""Who asks: in turn, so that one half is cut off with ICE, and one in ten reads long answers."""

CUT_OFF = (OFFICER, TASK_FORCE)
"""Whom a cut-off of ICE ends: an officer of it, and an officer of the city whom it employs."""


def _range(random: Random, widest: int) -> tuple[str, str]:
    low = _person(random)
    return str(low), str(low + random.randrange(widest))


def _person(random: Random) -> int:
    return random.randrange(1, PERSONS)


def opening(session: str) -> Question:
    """The first question of each session, by which its entries are found."""
    return Question(f"/* {session} */ SELECT iucr FROM offence_codes LIMIT 1", "nobody")


@dataclass
class Member:
    """One who is busy: ``run`` asks until told to stop. ``pause`` is the mean of the seconds between two questions."""

    account: Account
    person: Person
    name: str
    diary: Diary
    random: Random
    pause: float
    session: LightSession | None = None
    answers: int = 0
    ended: dict[str, int] = field(default_factory=dict)
    """How many sessions have ended before their time, by SQLSTATE."""
    is_told_to_stop: bool = False
    may_come_back: bool = True
    """Whether it logs in again when its session has ended."""

    async def run(self) -> None:
        for session in self._names():
            try:
                await self._one_session(session)
            except Over as over:
                self.ended[str(over)] = self.ended.get(str(over), 0) + 1
                await asyncio.sleep(self.random.uniform(0, 2 * AGAIN_SECONDS))

    def _names(self) -> Iterator[str]:
        number = 0
        while not self.is_told_to_stop and (self.may_come_back or not number):
            number += 1
            yield f"{self.name}-{number}"

    async def _one_session(self, name: str) -> None:
        session = self.session = await LightSession.open(self.account, self.diary, name)
        try:
            await session.ask(opening(name))
            for _ in range(QUESTIONS):
                if self.is_told_to_stop:
                    break
                await session.ask(self.random.choice(HABITS[self.person])(self.random))
                self.answers += 1
                await asyncio.sleep(self.random.uniform(0, 2 * self.pause))
        finally:
            if not session.told_off:
                session.leave()
