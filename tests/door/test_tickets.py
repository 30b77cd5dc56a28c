from __future__ import annotations

from typing import cast

from ostiary.door.tickets import Tickets
from ostiary.store.log.client import LogClient


class FakeLog:
    """A client of the log writer that is told what nobody will ask about."""

    def __init__(self) -> None:
        self.forgotten: list[int] = []

    def forget(self, ticket: int) -> None:
        self.forgotten.append(ticket)


def taken(awaited: int, *pairs: tuple[FakeLog, int]) -> object:
    """The client that is asked about a ticket, of those that gave these."""
    tickets = Tickets()
    for log, ticket in pairs:
        tickets.keep(cast("LogClient", log), ticket)
    return tickets.take(awaited)


def test_the_client_that_gave_a_ticket_is_asked_about_it() -> None:
    """It speaks for those before it, which nobody asks about any more."""
    log = FakeLog()
    assert taken(2, (log, 1), (log, 2)) is log
    assert log.forgotten == [1]


def test_a_ticket_of_a_writer_that_was_replaced_is_not_taken_for_its_successors() -> None:
    """Both count from 1. An entry that the first has made durable says nothing of one that the second has not."""
    before, after = FakeLog(), FakeLog()
    assert taken(1, (before, 1), (after, 1)) is after
    assert before.forgotten == [1]
