"""``ostiary web``: the console in a browser, and who may sign in to it.

Knows: the command line of serving, and of adding, ending and listing accounts.
Must not know: pages, HTTP, how a password is kept.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import uvloop

from ostiary.cli.exits import ExplainingGroup, tell
from ostiary.cli.home import home_folder
from ostiary.cli.options import home_option, json_option
from ostiary.cli.web_faces import console_origin, places_of
from ostiary.cli.web_key import key
from ostiary.cli.web_options import FACE, keeper_dsn_option
from ostiary.cli.who_runs import who_runs
from ostiary.directives.instants import write_instant
from ostiary.errors import LogUnavailable
from ostiary.server.event_log import EventLog
from ostiary.server.settings import Home, load_home, read_dsn
from ostiary.store.code_secrets import make_sealer
from ostiary.store.console_accounts import ListedAccount, list_accounts
from ostiary.store.control import control_connection
from ostiary.store.key_files import read_private_line
from ostiary.web.frame.acts import LoggedActs
from ostiary.web.frame.serving import serve as serve_places
from ostiary.web.frame.users import Keeper, verify_name
from ostiary.web.guard.roles import ALL_ROLES, Role


@click.group(cls=ExplainingGroup)
def web() -> None:
    """The oversight console in a browser, and who may sign in to it."""


web.add_command(key)


@web.command()
@home_option
def serve(home: Path | None) -> None:
    """Serve the console until it is told to stop; events go to standard error as JSON lines."""
    found = load_home(home_folder(home))
    events = EventLog(sys.stderr, gateway=found.settings.gateway)
    served = places_of(found, events)
    uvloop.run(serve_places(served.places, events, served.beside))


@web.group(cls=ExplainingGroup)
def user() -> None:
    """Accounts of the console: custodians, auditors, officials."""


@user.command()
@click.argument("name")
@click.option(
    "--role",
    required=True,
    type=click.Choice(sorted(role.value for role in ALL_ROLES)),
    help="What the account is for: one part alone.",
)
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    help="Take the password from this file of one line (mode 0600); otherwise it is asked for.",
)
@click.option(
    "--elsewhere",
    is_flag=True,
    help="The account signs in through the provider under [web.oidc], and has neither a password nor codes here.",
)
@keeper_dsn_option
@home_option
@json_option
def add(
    *,
    name: str,
    role: str,
    password_file: Path | None,
    elsewhere: bool,
    dsn_file: Path,
    home: Path | None,
    as_json: bool,
) -> None:
    """Add an account under NAME, and show once what an authenticator reads to make its codes.

    A name is never given to another person, also after its account has ended.
    """
    found = load_home(home_folder(home))
    verify_name(name)
    if elsewhere:
        _keeper(found, dsn_file).add_elsewhere(name, Role(role))
        click.echo(
            json.dumps({"name": name, "role": role})
            if as_json
            else f"`{name}` may sign in elsewhere as {role}",
            err=not as_json,
        )
        return
    sealer, keeper = make_sealer(found.code_key_file), _keeper(found, dsn_file)
    password = read_private_line(password_file) if password_file else _asked()
    issuer = f"Ostiary {console_origin(found.settings.web).partition('//')[2]}"
    made = keeper.add(name, Role(role), password, sealer, issuer)
    if as_json:
        click.echo(json.dumps({"name": made.name, "role": made.role, "otpauth": made.uri}))
        return
    click.echo(made.uri)
    click.echo(
        f"`{name}` may sign in as {role}. The line above is the secret of its codes: it is shown once and kept sealed;"
        " hand it over as you would a password",
        err=True,
    )


@user.command()
@click.argument("name")
@keeper_dsn_option
@home_option
def end(*, name: str, dsn_file: Path, home: Path | None) -> None:
    """End the account NAME and its sessions, from the next request on."""
    keeper = _keeper(load_home(home_folder(home)), dsn_file)
    try:
        sessions = keeper.end(name)
    except LogUnavailable as fault:
        tell(fault)
        click.echo(f"`{name}` has ended all the same; the log does not say so", err=True)
        raise SystemExit(75) from None
    click.echo(f"`{name}` has ended, with {sessions} session{'' if sessions == 1 else 's'}", err=True)


@user.command(name="list")
@keeper_dsn_option
@json_option
def list_(*, dsn_file: Path, as_json: bool) -> None:
    """List all accounts, ended ones too."""
    with control_connection(read_dsn(dsn_file)) as connection:
        accounts = list_accounts(connection)
    if as_json:
        click.echo(json.dumps([_object(one) for one in accounts]))
        return
    for one in accounts:
        ended = "" if one.ended_at is None else f", ended {one.ended_at:%Y-%m-%d}"
        click.echo(f"{one.name}, {one.role}, since {one.made_at:%Y-%m-%d}{ended}")
    if not accounts:
        click.echo("nobody has an account; `ostiary web user add` makes one", err=True)


def _keeper(home: Home, dsn_file: Path) -> Keeper:
    acts = LoggedActs(FACE, home.log_socket, lambda: datetime.now(UTC))
    return Keeper(read_dsn(dsn_file), acts, who_runs())


def _asked() -> str:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True))


def _object(one: ListedAccount) -> dict[str, str | None]:
    return {
        "name": one.name,
        "role": one.role,
        "made_at": write_instant(one.made_at),
        "ended_at": None if one.ended_at is None else write_instant(one.ended_at),
    }
