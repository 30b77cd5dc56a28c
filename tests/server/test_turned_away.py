from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import cast

from ostiary.door.tally import Tally
from ostiary.errors import LogUnavailable
from ostiary.server.workers.turned_away import TurnedAwayCount
from ostiary.store.log.client import LogClient
from server.test_step_log import FakeLog


class Worker:
    """A tally, a log and a clock that a test holds."""

    def __init__(self) -> None:
        self.tally, self.log = Tally(), FakeLog()
        self.now = datetime(2026, 11, 25, 12, tzinfo=UTC)
        self.count = TurnedAwayCount(
            self.tally,
            lambda: cast("LogClient", self.log.client()),
            lambda: self.now,
            gateway="demo-1",
            worker=2,
        )

    def refuse(self, *sqlstates: str) -> None:
        for sqlstate in sqlstates:
            self.tally.told((sqlstate,), is_admitted=False)

    def note(self) -> None:
        """A minute passes, and the counts are noted."""
        self.now += timedelta(minutes=1)
        self.count.note()

    @property
    def counted(self) -> list[dict[str, int]]:
        return [json.loads(payload)["refused"] for payload in self.log.appended]


def test_a_minute_of_strangers_is_one_entry_without_a_name() -> None:
    """The bytes are these and no others: counts by code, when, and where."""
    worker = Worker()
    worker.refuse("28P01", "28P01", "53300")
    worker.note()
    assert [json.loads(payload) for payload in worker.log.appended] == [
        {
            "form": 1,
            "gateway": "demo-1",
            "worker": 2,
            "since": "2026-11-25T12:00:00.000000Z",
            "until": "2026-11-25T12:01:00.000000Z",
            "refused": {"28P01": 2, "53300": 1},
        }
    ]


def test_each_log_in_is_counted_once_and_quiet_minutes_leave_nothing() -> None:
    """An entry begins where the last minute that was looked at ended."""
    worker = Worker()
    worker.refuse("28P01")
    worker.note()
    worker.log.settle(5)
    worker.note()
    worker.refuse("28P01", "08P01")
    worker.note()
    assert worker.counted == [{"28P01": 1}, {"28P01": 1, "08P01": 1}]
    assert json.loads(worker.log.appended[1])["since"] == "2026-11-25T12:02:00.000000Z"


def test_what_the_log_does_not_take_comes_with_the_next_entry() -> None:
    """Nothing is lost while the log is away, also when it was lost with the entry on its way."""
    worker = Worker()
    worker.log.is_up = False
    worker.refuse("28P01")
    worker.note()
    worker.log.is_up = True
    worker.refuse("28P01")
    worker.note()
    assert worker.counted == [{"28P01": 2}]
    assert json.loads(worker.log.appended[0])["since"] == "2026-11-25T12:00:00.000000Z"
    worker.log.settle(LogUnavailable("gone"))
    worker.note()
    assert worker.counted == [{"28P01": 2}, {"28P01": 2}]
    assert json.loads(worker.log.appended[1])["since"] == "2026-11-25T12:00:00.000000Z"


def test_errors_of_members_are_not_strangers() -> None:
    """Whoever has logged in has an entry for each refusal."""
    worker = Worker()
    worker.tally.told(("42501",), is_admitted=True)
    worker.note()
    assert worker.log.appended == []
