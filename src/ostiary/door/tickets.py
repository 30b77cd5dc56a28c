"""The entries that a session has handed to the log and not yet awaited.

Knows: which log client gave which ticket.
Must not know: what an entry says, who waits for it.
"""

from __future__ import annotations

from ostiary.store.log.client import LogClient


class Tickets:
    """One session's tickets, in the order in which they were given.

    A ticket is worth something only to the client that gave it, also when the log writer was replaced since.
    """

    def __init__(self) -> None:
        self._tickets: list[tuple[LogClient, int]] = []

    def keep(self, log: LogClient, ticket: int) -> None:
        """A client has given a ticket."""
        self._tickets.append((log, ticket))

    def take(self, awaited: int) -> LogClient:
        """The client to ask about a ticket. Entries are durable in order: it speaks for all before it.

        Each client counts from 1, so two may have given this number. Only the later one can be meant.
        """
        log = next(log for log, ticket in reversed(self._tickets) if ticket == awaited)
        self._tickets.remove((log, awaited))
        self.forget()
        return log

    def forget(self) -> None:
        """Nobody will ask about those that are left."""
        for log, ticket in self._tickets:
            log.forget(ticket)
        self._tickets.clear()
