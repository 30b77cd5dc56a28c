"""``ostiary web key``: officials' signing keys at the console, each closed under a passphrase.

Knows: the command line of putting a key there and taking it away.
Must not know: how a key is closed, what it signs.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.home import home_folder
from ostiary.cli.opening_desk import desk_of
from ostiary.cli.options import home_option, key_option
from ostiary.cli.web_options import FACE, keeper_dsn_option
from ostiary.cli.who_runs import who_runs
from ostiary.server.settings import Home, load_home, read_dsn
from ostiary.store.key_files import read_private_line
from ostiary.web.console.kept_keys import KeyKeeper
from ostiary.web.frame.acts import LoggedActs


@click.group(cls=ExplainingGroup)
def key() -> None:
    """Signing keys of officials at the console, each closed under a passphrase."""


@key.command()
@click.argument("name")
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    help="Take the passphrase from this file of one line (mode 0600); otherwise it is asked for.",
)
@key_option
@keeper_dsn_option
@home_option
def add(*, name: str, passphrase_file: Path | None, key: Path, dsn_file: Path, home: Path | None) -> None:
    """Put the signing key of the official with the account NAME at the console, closed under a passphrase.

    Only the official knows the passphrase, and types it for each signature. Whoever controls the console's machine at that
    moment can take it: where that matters, leave the key on the official's own machine and sign with `ostiary directive`.
    """
    found = load_home(home_folder(home))
    signatory = desk_of(found).signatory(key)
    passphrase = read_private_line(passphrase_file) if passphrase_file else _asked()
    _keeper(found, dsn_file).put(name, signatory, passphrase)
    click.echo(
        f"`{name}` signs at the console as {signatory.official.name}, {signatory.official.office}", err=True
    )


@key.command()
@click.argument("name")
@keeper_dsn_option
@home_option
def remove(*, name: str, dsn_file: Path, home: Path | None) -> None:
    """Take the signing key of the account NAME away from the console."""
    is_gone = _keeper(load_home(home_folder(home)), dsn_file).remove(name)
    click.echo(
        f"the key of `{name}` is gone" if is_gone else f"no key of `{name}` lay at the console", err=True
    )


def _keeper(home: Home, dsn_file: Path) -> KeyKeeper:
    acts = LoggedActs(FACE, home.log_socket, lambda: datetime.now(UTC))
    return KeyKeeper(read_dsn(dsn_file), acts, who_runs())


def _asked() -> str:
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt="Once more", err=True))
