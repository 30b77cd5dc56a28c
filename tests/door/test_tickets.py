from __future__ import annotations

from typing import cast

import pytest

from ostiary.door.tickets import Tickets
from ostiary.store.log.client import LogClient


class FakeLog:
    """A client of the log writer that is told what nobody will ask about."""

    def __init__(self) -> None:
        self.forgotten: list[int] = []

    def forget(self, ticket: int) -> None:
        self.forgotten.append(ticket)


def taken(tickets: Tickets, number: int) -> tuple[object, int]:
    """The client and the ticket of a number."""
    return tickets.take(number)


def given(*pairs: tuple[FakeLog, int]) -> Tickets:
    """The tickets of a session, numbered from 1."""
    tickets = Tickets()
    for number, (log, ticket) in enumerate(pairs, 1):
        assert tickets.keep(cast("LogClient", log), ticket) == number
    return tickets


def test_the_client_that_gave_a_ticket_is_asked_about_it() -> None:
    """Those before it nobody asks about any more; those after it may be asked about."""
    log = FakeLog()
    tickets = given((log, 7), (log, 8), (log, 9))
    assert taken(tickets, 2) == (log, 8)
    assert log.forgotten == [7]
    assert taken(tickets, 3) == (log, 9)
    assert log.forgotten == [7]


def test_a_ticket_of_a_writer_that_was_replaced_is_not_taken_for_its_successors() -> None:
    """Both count from 1. An entry that the first has made durable says nothing of one that the second has not."""
    before, after = FakeLog(), FakeLog()
    tickets = given((before, 1), (after, 1))
    assert taken(tickets, 1) == (before, 1)
    assert taken(tickets, 2) == (after, 1)
    assert (before.forgotten, after.forgotten) == ([], [])


def test_a_ticket_is_taken_once() -> None:
    """Asked about twice is a bug of ours."""
    tickets = given((FakeLog(), 1))
    tickets.take(1)
    with pytest.raises(KeyError):
        tickets.take(1)


def test_what_is_left_is_forgotten() -> None:
    """When the session is over, each client is told."""
    log = FakeLog()
    tickets = given((log, 1), (log, 2))
    tickets.forget()
    assert log.forgotten == [1, 2]
