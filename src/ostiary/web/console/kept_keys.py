"""Officials' closed keys as they are kept in the control database.

Knows: where they lie, and how one is put there.
Must not know: who opens one, what is signed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from ostiary.errors import SettingsError
from ostiary.office.desk import Signatory
from ostiary.store.console_keys import KeptKey, maybe_key, put_key, remove_key, role_of_account
from ostiary.store.control import control_connection
from ostiary.web.frame.acts import Acts
from ostiary.web.guard.console_session import ConsoleSession
from ostiary.web.guard.key_box import NONCE_BYTES, SALT_BYTES, close_box, why_not
from ostiary.web.guard.roles import Role


@dataclass(frozen=True, slots=True)
class KeptKeys:
    """The closed keys, for the console: it only reads them."""

    dsn: str

    def maybe_key(self, account: str) -> KeptKey | None:
        """The closed key of an account. Raises ControlDown."""
        with control_connection(self.dsn) as connection:
            return maybe_key(connection, account)


@dataclass(frozen=True, slots=True)
class KeyKeeper:
    """Who puts keys there: a connection string that may, and how its acts are written under which name."""

    dsn: str
    acts: Acts
    name: str

    def put(self, account: str, signatory: Signatory, passphrase: str) -> None:
        """Close an official's key and keep it for an account, in the place of the one that it had.

        Raises SettingsError for a passphrase that cannot be, and for an account that is no official's; ControlDown; LogUnavailable.
        """
        if problem := why_not(passphrase):
            raise SettingsError(problem)
        vkey = signatory.signer.verifier().format()
        salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
        box = close_box(signatory.signer.format(), vkey, account, passphrase, salt=salt, nonce=nonce)
        with control_connection(self.dsn) as connection, connection.transaction():
            if role_of_account(connection, account) != Role.OFFICIAL:
                raise SettingsError(
                    f"`{account}` is no account of an official",
                    hint="`ostiary web user add` makes one with --role official",
                )
            put_key(connection, KeptKey(account, signatory.official.code, vkey, box))
            # If we crash between the entry and the commit, the log names a key that there is not: never the other way round.
            self._write("add-key", f"{account} {signatory.official.code}")

    def remove(self, account: str) -> bool:
        """Take an account's key away; whether there was one. Raises ControlDown and LogUnavailable."""
        with control_connection(self.dsn) as connection:
            is_gone = remove_key(connection, account)
        if is_gone:
            self._write("remove-key", account)
        return is_gone

    def _write(self, act: str, on: str) -> None:
        self.acts.write(ConsoleSession(self.name, Role.CUSTODIAN, 0, 0), act, on)
