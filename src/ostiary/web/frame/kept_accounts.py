"""Console accounts as they are kept in the control database.

Knows: that the secret of an account's codes is sealed there.
Must not know: HTTP, how somebody is judged.
"""

from __future__ import annotations

from ostiary.errors import ControlDown
from ostiary.store.code_secrets import CodeSealer
from ostiary.store.console_accounts import maybe_account, take_step
from ostiary.store.control import control_connection
from ostiary.web.guard.roles import Role
from ostiary.web.guard.sign_in import Account, Right


class KeptAccounts:
    """The accounts of the console."""

    def __init__(self, dsn: str, sealer: CodeSealer) -> None:
        self._dsn = dsn
        self._sealer = sealer

    def maybe_account(self, name: str) -> Account | None:
        """The account that can sign in under this name. Raises ControlDown, and KeyFileError when its secret does not open."""
        with control_connection(self._dsn) as connection:
            kept = maybe_account(connection, name)
        # An account without a password signs in elsewhere.
        if kept is None or not kept.kept_password:
            return None
        secret = self._sealer.open(kept.code_secret, kept.name)
        return Account(kept.name, _role(kept.role), kept.kept_password, secret, kept.last_step)

    def role_elsewhere(self, name: str) -> Role | None:
        """The role of the account that signs in elsewhere under this name; None where there is none. Raises ControlDown."""
        with control_connection(self._dsn) as connection:
            kept = maybe_account(connection, name)
        return None if kept is None or kept.kept_password else _role(kept.role)

    def take_step(self, right: Right) -> bool:
        """Whether the step of a code was still to be had; it is taken when this returns. Raises ControlDown."""
        with control_connection(self._dsn) as connection:
            return take_step(connection, right.account.name, right.account.last_step, right.step)


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise ControlDown("the control database has an account of a role that there is not") from None
