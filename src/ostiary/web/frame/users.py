"""Accounts of the console, as whoever keeps them adds and ends them.

Knows: what a name may be, what is drawn for an account, and that each of these acts stands in the log.
Must not know: command lines, how a password was typed.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Final

from ostiary.errors import SettingsError
from ostiary.store.code_secrets import CodeSealer
from ostiary.store.console_accounts import add_account, end_account
from ostiary.store.control import control_connection
from ostiary.web.frame.acts import Acts
from ostiary.web.guard.console_session import ConsoleSession
from ostiary.web.guard.one_time_code import SECRET_BYTES, enrolment_uri
from ostiary.web.guard.password import SALT_BYTES, kept_form, why_not
from ostiary.web.guard.roles import Role

MIN_OWN: Final = 4
"""Letters of a name that are looked for in a password; fewer stand in many words."""

_NAME: Final = re.compile(r"[a-z][a-z0-9.@-]{1,58}[a-z0-9]", re.ASCII)
"""What is typed is folded in case; an address of mail is a name too."""


@dataclass(frozen=True, slots=True)
class NewUser:
    """An account that was added; ``uri`` holds the secret of its codes, is shown once, and stands nowhere."""

    name: str
    role: Role
    uri: str

    def __repr__(self) -> str:
        """Never the secret."""
        return f"NewUser({self.name!r}, {self.role!r})"


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps the accounts: a connection string that may, and how its acts are written under which name."""

    dsn: str
    acts: Acts
    name: str

    def add(self, name: str, role: Role, password: str, sealer: CodeSealer, issuer: str) -> NewUser:
        """Add an account with a password and codes.

        Raises SettingsError for a name or password that cannot be, and a name that was given before; ControlDown; LogUnavailable.
        """
        verify_name(name)
        if problem := why_not(password):
            raise SettingsError(problem)
        # NIST SP 800-63B-4, section 3.1.1.2: words of the context are refused. The name is what a guesser has already.
        own = name.partition("@")[0]
        if len(own) >= MIN_OWN and own in password.casefold():
            raise SettingsError("a password does not hold the account's name")
        secret = os.urandom(SECRET_BYTES)
        kept = kept_form(password, os.urandom(SALT_BYTES))
        with control_connection(self.dsn) as connection, connection.transaction():
            add_account(connection, name, role.value, kept, sealer.seal(secret, name))
            # If we crash between the entry and the commit, the log names an account that there is not: never the other way round.
            self._write("add-account", f"{name} {role}")
        return NewUser(name, role, enrolment_uri(secret, issuer=issuer, account=name))

    def add_elsewhere(self, name: str, role: Role) -> None:
        """Add an account that signs in elsewhere: it has neither a password nor codes here. Raises as ``add``."""
        verify_name(name)
        with control_connection(self.dsn) as connection, connection.transaction():
            add_account(connection, name, role.value, "", b"")
            self._write("add-account", f"{name} {role} elsewhere")

    def end(self, name: str) -> int:
        """End an account with its sessions; how many those were. It is ended also when what is raised is LogUnavailable.

        Raises DirectiveRefused when there is no such account; ControlDown.
        """
        with control_connection(self.dsn) as connection:
            ended = end_account(connection, name)
        self._write("end-account", name)
        return ended

    def _write(self, act: str, on: str) -> None:
        self.acts.write(ConsoleSession(self.name, Role.CUSTODIAN, 0, 0), act, on)


def verify_name(name: str) -> None:
    """Refuse what cannot be the name of an account. Raises SettingsError."""
    if not _NAME.fullmatch(name):
        raise SettingsError(
            f"`{name}` cannot be the name of an account",
            hint="3 to 60 small letters, digits, dots, hyphens and `@`, a letter first",
        )
