"""What a session holds for its client: prepared statements and portals.

Knows: how many there may be, which of them end when, and what of them stands at the database.
Must not know: decisions, grounds, messages.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ostiary.session.prepared import Portal, Prepared
from ostiary.session.refusals import CONFIGURED_LIMIT, DUPLICATE_PORTAL, NO_PORTAL, Refusal, Refused

MAX_STATEMENTS = 256
"""Prepared statements a session, each with at most 64 kB of text: 16 MB at the very worst."""

MAX_PORTALS = 16
"""Portals a session, each with parameters of at most 1 MiB, the largest message: 16 MB likewise. Drivers use one."""


@dataclass(slots=True)
class Held:
    """The statements and portals of one session. Cursors are portals: one namespace, as in PostgreSQL.

    ``marked`` counts its savepoints so far.
    """

    statements: dict[str, Prepared] = field(default_factory=dict)
    portals: dict[str, Portal] = field(default_factory=dict)
    marked: int = 0
    # How many portals there have been at the database, and the names there of those that nobody needs any more.
    _named: int = 0
    _spent: list[str] = field(default_factory=list)

    def statement(self, name: str) -> Prepared:
        """The prepared statement of that name. Raises Refused."""
        found = self.statements.get(name)
        if found is None:
            raise Refused(Refusal("26000", f"there is no prepared statement `{name}`"))
        return found

    def portal(self, name: str) -> Portal:
        """The portal or cursor of that name. Raises Refused."""
        found = self.portals.get(name)
        if found is None:
            raise Refused(Refusal(NO_PORTAL, f"there is no portal or cursor `{name}`"))
        return found

    def keep_statement(self, name: str, prepared: Prepared) -> None:
        """Keep a prepared statement; the unnamed one is replaced. Raises Refused for a name in use, or too many."""
        if name and name in self.statements:
            raise Refused(Refusal("42P05", f"the prepared statement `{name}` exists already"))
        if len(self.statements) >= MAX_STATEMENTS:
            raise Refused(
                Refusal(CONFIGURED_LIMIT, f"a session keeps at most {MAX_STATEMENTS} prepared statements")
            )
        self.statements[name] = prepared

    def verify_room(self, name: str) -> None:
        """Raises Refused when no portal of that name can be kept: it is in use, or there are too many."""
        if name and name in self.portals:
            raise Refused(Refusal(DUPLICATE_PORTAL, f"the portal or cursor `{name}` exists already"))
        if len(self.portals) >= MAX_PORTALS:
            raise Refused(Refusal(CONFIGURED_LIMIT, f"a session keeps at most {MAX_PORTALS} portals"))

    def keep_portal(self, name: str, portal: Portal) -> None:
        """Keep a portal. Raises Refused as ``verify_room`` does."""
        self.verify_room(name)
        self.portals[name] = portal

    def forget_portal(self, name: str) -> None:
        """Forget a portal, if it is there."""
        found = self.portals.pop(name, None)
        if found is not None:
            self.leave(found)

    def leave(self, portal: Portal) -> None:
        """Nobody reads on in this portal: the database need not keep it."""
        if portal.progress.name:
            self._spent.append(portal.progress.name)
            portal.progress.name = ""

    def end_portals(self) -> None:
        """The transaction is over, and with it every portal, here and at the database."""
        self.portals.clear()
        self._spent.clear()

    def go_back(self, number: int) -> None:
        """All since the savepoint of that number is undone: portals made since then are gone at the database too.

        One that is older, and was read for the first time since then, is gone there as well: it has failed.
        """
        self.portals = {name: one for name, one in self.portals.items() if one.born < number}
        for portal in self.portals.values():
            if portal.progress.name and portal.progress.opened >= number:
                portal.progress.name, portal.progress.has_failed = "", True

    def take_spent(self) -> list[str]:
        """The names at the database of portals that are to be closed there; told once."""
        spent, self._spent = self._spent, []
        return spent

    def next_name(self) -> str:
        """A name for a portal at the database that none has had in this session."""
        self._named += 1
        return f"portal_{self._named}"
