"""What a demonstration that stays up offers: addresses, accounts and commands, as tables and as JSON.

Knows: what is printed, and that everything that opens something is marked as made up for demonstration.
Must not know: how anything is started.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from ostiary.demo.console_people import ConsoleAccount
from ostiary.demo.faces import Face
from ostiary.demo.installation import Installation
from ostiary.demo.people import AGENT, AUDITOR, DETECTIVE, OFFICER

MEMBERS = (DETECTIVE, AGENT, OFFICER, AUDITOR)

_TRY = """
Then ask, for example:
  SET ostiary.case = 'JK123456';
  SELECT person_id, surname, ssn FROM persons WHERE surname LIKE 'S%';
and watch from another terminal:
  {ostiary} access tail -f --home {home}
and see how the gateway is:
  {ostiary} doctor --home {home}
  curl -s http://127.0.0.1:{monitoring}/readyz
psql itself, if it is not installed: {psql}"""


@dataclass(frozen=True, slots=True)
class Offered:
    """All that a visitor can use."""

    installation: Installation
    faces: Sequence[Face]
    accounts: Sequence[ConsoleAccount]
    is_lively: bool

    @property
    def command(self) -> str:
        """Our program with the option that names this demonstration, for a shell."""
        return f"{shlex.quote(sys.argv[0])} demo --home {shlex.quote(str(self.installation.folder))}"

    def as_object(self) -> dict[str, object]:
        """For a program."""
        installation = self.installation
        return {
            "home": str(installation.folder),
            "door": {"host": "127.0.0.1", "port": installation.port, "database": "city"},
            "faces": {face.name: face.address for face in self.faces},
            "console_accounts": [
                {"name": one.name, "role": one.role, "password": one.password, "code_secret": one.secret}
                for one in self.accounts
            ],
            "members": [
                {"name": one.member.code, "password": installation.password(one.member.code), "purpose": one.purpose}
                for one in MEMBERS
            ],
            "traffic": self.is_lively,
            "for_demonstration_only": True,
        }  # fmt: skip


def show_offered(offered: Offered, console: Console) -> None:
    """Print everything for people."""
    console.print(_faces(offered))
    console.print(_accounts(offered))
    console.print(_members(offered.installation))
    console.print(
        f"A one-time code, without a telephone:  {offered.command} code mayor",
        soft_wrap=True,
        highlight=False,
    )
    console.print(
        "The city is lively: its agencies ask all the while (`--quiet` leaves that out)."
        if offered.is_lively
        else "The city is quiet. Let nearly a hundred members of all agencies ask:"
        f"\n  {shlex.quote(sys.argv[0])} demo traffic --home {shlex.quote(str(offered.installation.folder))}",
        soft_wrap=True,
        highlight=False,
    )
    console.print("\nThe door stays open until Ctrl-C. In another terminal:", highlight=False)
    for line in (
        *offered.installation.exports,
        "and connect as one of the members above:",
        *_psql(offered.installation),
    ):
        console.print(f"  {line}", soft_wrap=True, highlight=False, markup=False)
    console.print(_further(offered.installation), soft_wrap=True, highlight=False, markup=False)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for number, column in enumerate(columns):
        # What is typed is not broken at the end of a line.
        table.add_column(column, overflow="fold", no_wrap=number == 0)
    return table


def _faces(offered: Offered) -> Table:
    table = _table("In a browser", "address", "what it is")
    for face in offered.faces:
        table.add_row(face.address, face.purpose)
    return table


def _accounts(offered: Offered) -> Table:
    table = _table(
        "Accounts of the console, FOR DEMONSTRATION ONLY; an official's password opens their signing key too",
        "name",
        "role",
        "password",
        "secret of its codes",
    )
    for one in offered.accounts:
        table.add_row(one.name, one.role, one.password, one.secret)
    return table


def _members(installation: Installation) -> Table:
    table = _table(
        "Members, for the query desk and for psql, FOR DEMONSTRATION ONLY",
        "name",
        "who",
        "password",
        "purpose",
    )
    for person in MEMBERS:
        note = ", cut off in the tour" if person is OFFICER else ""
        table.add_row(
            person.member.code, person.title + note, installation.password(person.member.code), person.purpose
        )
    return table


def _psql(installation: Installation) -> tuple[str, ...]:
    return tuple(f'psql "{installation.short_conninfo(person)}"' for person in MEMBERS)


def _further(installation: Installation) -> str:
    return _TRY.format(
        ostiary=shlex.quote(sys.argv[0]),
        home=shlex.quote(str(installation.folder)),
        monitoring=installation.monitoring_port,
        psql=installation.postgres.bin / "psql",
    )
