"""Cases looked up in a real database, through a wall of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import psycopg
import pytest

from copied_postgres import fresh_server
from door.door_world import Told
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.door import case_desk
from ostiary.door.backend import Backend, Reader
from ostiary.door.case_desk import MAX_AT_ONCE, CaseDesk
from ostiary.door.connecting import Address
from ostiary.door.events import Event
from ostiary.door.pool import Pool, WhenLent
from ostiary.errors import UpstreamDown
from ostiary.model.profile import Profile
from ostiary.policy.clerk import clerk_profile
from ostiary.session.commands import LookUpCase
from ostiary.sql.case_question import case_question
from ostiary.sql.wall_names import reader_of, schema_of
from ostiary.store.wall import apply_walls
from session.test_case_lookup import bundle

DAY = date(2026, 3, 10)
TABLE = """
CREATE SCHEMA city;
CREATE TABLE city.cases (number text, opened date, closed date, secret text);
INSERT INTO city.cases VALUES
    ('open', '2026-03-01', NULL), ('opened today', '2026-03-10', NULL), ('closes tomorrow', '2026-03-01', '2026-03-11'),
    ('closed', '2026-03-01', '2026-03-09'), ('closed today', '2026-03-01', '2026-03-10'),
    ('opens tomorrow', '2026-03-11', NULL), ('without a day', NULL, NULL),
    ('twice', '2026-03-01', NULL), ('twice', '2026-01-01', '2026-02-01'),
    ('twice open', '2026-03-01', NULL), ('twice open', '2026-03-02', NULL),
    ('Ünïcode; DROP TABLE city.cases --', '2026-03-01', NULL);
"""
OPEN = ("open", "opened today", "closes tomorrow", "twice open", "Ünïcode; DROP TABLE city.cases --")
NOT_OPEN = (
    "closed",
    "closed today",
    "opens tomorrow",
    "without a day",
    "twice",
    "not there",
    "OPEN",
    "",
    "%",
)


class WatchedPool(Pool):
    """A pool that says how often somebody has asked for a backend, and how many at most had or awaited one at one time."""

    def __init__(self, address: Address, reader: Reader) -> None:
        super().__init__(address, {reader.profile_id: reader})
        self.asked = 0
        self.most_at_once = 0
        self._settled = 0

    def lend(self, profile_id: str, callback: WhenLent) -> None:
        def lent(backend: Backend | UpstreamDown) -> None:
            self._settled += isinstance(backend, UpstreamDown)
            callback(backend)

        self.asked += 1
        self.most_at_once = max(self.most_at_once, self.asked - self._settled)
        super().lend(profile_id, lent)

    def give_back(self, backend: Backend) -> None:
        self._settled += 1
        super().give_back(backend)

    def drop(self, backend: Backend) -> None:
        self._settled += 1
        super().drop(backend)


@dataclass
class City:
    """A records database with a case table and the clerk's wall."""

    postgres: EmbeddedPostgres
    clerk: Profile
    password: str

    def ask(self, *cases: str, password: str = "") -> tuple[list[bool | UpstreamDown], Told]:
        """What the desk says of each, all asked at once, as the clerk's reader."""
        told, table = Told(), bundle().case_table
        assert table is not None
        text = case_question(table, self.clerk.id)

        async def run() -> list[bool | UpstreamDown]:
            reader = Reader(self.clerk.id, reader_of(self.clerk.id), password or self.password)
            where = Address(str(self.postgres.socket_dir), self.postgres.port, "postgres", None)
            pool = WatchedPool(where, reader)
            desk, loop = CaseDesk(pool, told), asyncio.get_running_loop()
            answers = [loop.create_future() for _ in cases]
            for case, answer in zip(cases, answers, strict=True):
                desk.look_up(LookUpCase(self.clerk.id, text, case, DAY), answer.set_result)
            found = list(await asyncio.gather(*answers))
            assert pool.asked == len(set(cases))
            assert pool.most_at_once <= MAX_AT_ONCE
            assert pool.lent == 0
            await pool.close()
            await asyncio.sleep(0.05)  # until the transports have seen that they are closed
            return found

        return asyncio.run(run()), told

    def owner(self) -> psycopg.Connection:
        return psycopg.connect(self.postgres.admin_dsn(), autocommit=True)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with fresh_server(tmp_path_factory.mktemp("postgres")) as postgres:
        with psycopg.connect(postgres.admin_dsn(), autocommit=True) as owner:
            owner.execute(TABLE)
        clerk = clerk_profile(bundle())
        assert clerk is not None
        passwords = apply_walls(postgres.admin_dsn(), [clerk], bundle().catalogue)
        yield City(postgres, clerk, passwords[clerk.id])


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A loaded machine is no case table that cannot be asked."""
    monkeypatch.setattr(case_desk, "ANSWER_SECONDS", 60.0)


def test_a_case_is_open_from_its_first_day_until_the_day_of_its_closing(city: City) -> None:
    """And only where every row of its number says so; whatever a number holds, it stays a parameter."""
    answers, told = city.ask(*OPEN, *NOT_OPEN)
    assert answers == [True] * len(OPEN) + [False] * len(NOT_OPEN)
    assert told.events == []


def test_what_many_ask_is_asked_once(city: City) -> None:
    """A thousand sessions with two cases, and some with others, put each question once, four at a time."""
    answers, _ = city.ask(*(["open", "closed"] * 500), *NOT_OPEN)
    assert answers == [True, False] * 500 + [False] * len(NOT_OPEN)


def test_a_case_table_that_cannot_be_asked_vouches_for_nothing(city: City) -> None:
    """The operator is told once, not each time."""
    answers, told = city.ask("open", "closed", password="wrong")
    assert all(isinstance(answer, UpstreamDown) for answer in answers)
    assert [event for event, _ in told.events] == [Event.CASES_LOST]


def test_a_case_table_that_is_locked_vouches_for_nothing(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session is answered when the desk's patience ends, and the backend is not lent again."""
    monkeypatch.setattr(case_desk, "ANSWER_SECONDS", 0.2)
    with city.owner() as owner, owner.transaction():
        owner.execute("LOCK TABLE city.cases")
        answers, told = city.ask("open")
    assert isinstance(answers[0], UpstreamDown)
    assert "in time" in str(told.events[0][1]["why"])


def test_nobody_waits_longer_for_having_come_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind questions that have no answer, the last one has waited as long as the first when patience ends."""

    async def run() -> None:
        desk, loop = CaseDesk(_Silent(), Told()), asyncio.get_running_loop()  # type: ignore[arg-type]  # all that is used
        answers = [loop.create_future() for _ in range(5 * MAX_AT_ONCE)]
        monkeypatch.setattr(case_desk, "ANSWER_SECONDS", 0.05)
        for number, answer in enumerate(answers):
            desk.look_up(LookUpCase("clerk", "SELECT", str(number), DAY), answer.set_result)
        # Whoever is given patience from now on has more than this test has.
        monkeypatch.setattr(case_desk, "ANSWER_SECONDS", 3600)
        found = await asyncio.wait_for(asyncio.gather(*answers), 20)
        assert all(isinstance(answer, UpstreamDown) for answer in found)

    asyncio.run(run())


class _Silent:
    """A pool that never has a backend."""

    def lend(self, profile_id: str, callback: object) -> None:
        """Nothing comes of it."""


def test_a_case_table_without_its_view_vouches_for_nothing(city: City) -> None:
    """An error of the database is no answer."""
    view = f'"{schema_of(city.clerk.id)}".cases'
    with city.owner() as owner:
        owner.execute(f"ALTER VIEW {view} RENAME TO away".encode())
        try:
            answers, _ = city.ask("open", "closed")
        finally:
            owner.execute(f'ALTER VIEW "{schema_of(city.clerk.id)}".away RENAME TO cases'.encode())
    assert all(isinstance(answer, UpstreamDown) for answer in answers)


def test_the_clerk_reads_three_columns_and_no_more(city: City) -> None:
    """What else the case table holds is behind no view of the clerk's."""
    ((view, columns),) = city.clerk.views.items()
    assert (view, [name for name, _ in columns.columns]) == ("cases", ["number", "opened", "closed"])
