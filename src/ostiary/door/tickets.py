"""The entries that a session has handed to the log and not yet awaited.

Knows: which log client gave which ticket.
Must not know: what an entry says, who waits for it.
"""

from __future__ import annotations

from ostiary.store.log.client import LogClient


class Tickets:
    """One session's tickets, in the order in which they were given, under numbers of the session's own.

    A ticket is worth something only to the client that gave it, also when the log writer was replaced since. Each client
    counts from 1, so that the clients' own numbers could be taken for each other's.
    """

    def __init__(self) -> None:
        self._given: dict[int, tuple[LogClient, int]] = {}
        self._last = 0

    def keep(self, log: LogClient, ticket: int) -> int:
        """A client has given a ticket; the number that it has in this session."""
        self._last += 1
        self._given[self._last] = (log, ticket)
        return self._last

    def take(self, awaited: int) -> tuple[LogClient, int]:
        """The client to ask, and the ticket to ask it about. Nobody will ask about those that were given before.

        Entries become durable in order. Raises KeyError for a number that was taken before.
        """
        found = self._given.pop(awaited)
        for number in [one for one in self._given if one < awaited]:
            self._forget(number)
        return found

    def forget(self) -> None:
        """Nobody will ask about those that are left."""
        for number in tuple(self._given):
            self._forget(number)

    def _forget(self, number: int) -> None:
        log, ticket = self._given.pop(number)
        log.forget(ticket)
