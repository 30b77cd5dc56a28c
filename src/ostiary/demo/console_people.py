"""The demonstration's accounts of the console, each with a password and codes, written down where a city never would.

Knows: who they are, where they are written, and how a code is made without an authenticator.
Must not know: pages, what a role may do.

For demonstration only: the file holds what opens the console.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from ostiary.demo.accounts import USERS_DSN
from ostiary.errors import SettingsError
from ostiary.office.desk import Signatory
from ostiary.server.settings import Home, read_dsn
from ostiary.store.bundle_files import read_bundle
from ostiary.store.code_secrets import make_sealer
from ostiary.store.key_files import read_key, write_private
from ostiary.web.console.kept_keys import KeyKeeper
from ostiary.web.frame.acts import LoggedActs
from ostiary.web.frame.users import Keeper
from ostiary.web.guard.one_time_code import STEP_SECONDS, code_of, step_at
from ostiary.web.guard.roles import Role

FILE: Final = "demo-accounts.json"

PEOPLE: Final = (
    ("records.custodian", Role.CUSTODIAN, "the records custodian"),
    ("oig.auditor", Role.AUDITOR, "an auditor of the inspector general"),
    ("mayor", Role.OFFICIAL, "the mayor"),
    ("superintendent", Role.OFFICIAL, "the superintendent"),
)


@dataclass(frozen=True, slots=True)
class ConsoleAccount:
    """One account with what signs it in; ``secret`` is the base32 text that an authenticator reads."""

    name: str
    role: str
    who: str
    password: str
    secret: str

    def code(self, seconds: int) -> tuple[str, int]:
        """The code at that second since 1970 UTC, and for how many seconds it is the newest."""
        key = base64.b32decode(self.secret + "=" * (-len(self.secret) % 8))
        return code_of(key, step_at(seconds)), STEP_SECONDS - seconds % STEP_SECONDS


def make_console_accounts(home: Home) -> tuple[ConsoleAccount, ...]:
    """Add the accounts, and write them down below the home. The log's writer must run. Raises what adding an account raises."""
    acts = LoggedActs("demonstration", home.log_socket, lambda: datetime.now(UTC))
    keeper = Keeper(read_dsn(home.folder / USERS_DSN), acts, "the demonstration")
    sealer = make_sealer(home.code_key_file)
    accounts = []
    for name, role, who in PEOPLE:
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        made = keeper.add(name, role, password, sealer, "Ostiary demonstration")
        (secret,) = parse_qs(urlsplit(made.uri).query)["secret"]
        accounts.append(ConsoleAccount(name, role.value, who, password, secret))
        if role is Role.OFFICIAL:
            # A person would choose other words for a key. Here it is enough that there are some.
            KeyKeeper(keeper.dsn, acts, keeper.name).put(name, _signatory(home.folder, name), password)
    write_private(home.folder / FILE, json.dumps([asdict(one) for one in accounts], indent=1).encode())
    return tuple(accounts)


def _signatory(folder: Path, official: str) -> Signatory:
    """An official of the demonstration with their key."""
    return Signatory(
        read_bundle(folder / "policy").officials[official], read_key(folder / "keys" / f"{official}.key")
    )


def read_console_accounts(folder: Path) -> Sequence[ConsoleAccount]:
    """The accounts of a demonstration. Raises SettingsError where none are written down."""
    try:
        return [ConsoleAccount(**one) for one in json.loads((folder / FILE).read_bytes())]
    except (OSError, ValueError, TypeError) as error:
        raise SettingsError(
            f"`{folder}` has no accounts of a demonstration's console",
            hint="`ostiary demo` makes them, once its tour is told",
        ) from error


def account_named(folder: Path, name: str) -> ConsoleAccount:
    """The account of that name. Raises SettingsError, with all names, where there is none."""
    accounts = read_console_accounts(folder)
    for one in accounts:
        if one.name == name:
            return one
    named = ", ".join(one.name for one in accounts)
    raise SettingsError(f"the demonstration has no account `{name}`", hint=f"there are {named}")
