"""``ostiary directive``: every signed act of officials, whatever it does.

Knows: the command line of listing, showing, confirming, refusing and publishing, and of what must be there before.
Must not know: which steps are admitted, signatures, the database.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from ostiary.cli.directive_order import order
from ostiary.cli.directive_show import show_judged, show_list
from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.opening_desk import open_desk
from ostiary.cli.options import home_option, json_option, key_option
from ostiary.cli.settling import confirm_directive, refuse_directive
from ostiary.errors import SettingsError
from ostiary.office.reviewing import judge_open
from ostiary.server.settings import read_dsn
from ostiary.store.control import READER_ROLE, WRITER_ROLE
from ostiary.store.control import install as install_control
from ostiary.store.key_files import write_new_key
from ostiary.store.register_files import publish_register


@click.group(cls=ExplainingGroup)
def directive() -> None:
    """See and settle directives: acts that one official orders and another confirms."""


directive.add_command(order)


@directive.command(name="list")
@home_option
@json_option
def list_(home: Path | None, *, as_json: bool) -> None:
    """List all directives, in the order in which they were ordered."""
    desk = open_desk(home)
    register = desk.register()
    show_list(
        tuple(register.directives.values()),
        register,
        desk.bundle,
        "no directive was ever ordered",
        as_json=as_json,
    )


@directive.command()
@click.argument("directive_id", metavar="ID")
@home_option
@json_option
def show(directive_id: str, home: Path | None, *, as_json: bool) -> None:
    """Show the directive ID: what it does, why, and who took which step when.

    A change of policy that waits for a second official is shown with what it changes.
    """
    desk = open_desk(home)
    found = desk.register().find(directive_id)
    show_judged(found, desk.bundle, judge_open(desk, found), as_json=as_json)


@directive.command()
@click.argument("directive_id", metavar="ID")
@click.option(
    "--yes", is_flag=True, help="What a change of policy changes was read before: nothing is typed."
)
@key_option
@home_option
@json_option
def confirm(directive_id: str, key: Path, home: Path | None, *, yes: bool, as_json: bool) -> None:
    """Confirm the directive ID, which another official has ordered. It takes effect at once.

    A change of policy is shown first, and its id is typed to confirm it. One that breaks a promise, or of which
    nobody knows whether it does, cannot be confirmed.
    """
    confirm_directive(open_desk(home), key, directive_id, as_json=as_json, is_seen=yes)


@directive.command()
@click.argument("directive_id", metavar="ID")
@click.option("--reason", required=True, help="Why it is refused, in one line.")
@key_option
@home_option
@json_option
def refuse(directive_id: str, reason: str, key: Path, home: Path | None, *, as_json: bool) -> None:
    """Refuse the directive ID for good. Whoever ordered it may take it back in this way too."""
    refuse_directive(open_desk(home), key, directive_id, reason, as_json=as_json)


@directive.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@home_option
@json_option
def publish(folder: Path, home: Path | None, *, as_json: bool) -> None:
    """Write the public register of all directives into FOLDER, as JSON and as an Atom feed.

    What concerns single people is left out. A running gateway keeps such a folder up to date by itself.
    """
    desk = open_desk(home)
    register = desk.register()
    try:
        written = publish_register(folder, register, desk.founding.name, desk.founding.custodian)
    except OSError as error:
        raise SettingsError(f"`{folder}` cannot be written: {error.strerror}") from error
    names = [str(path) for path in written]
    if as_json:
        click.echo(json.dumps({"written": names, "directives": len(register.directives)}))
        return
    click.echo(f"{len(register.directives)} directives, in {' and '.join(names)}")


@directive.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--name",
    required=True,
    help="The key's name, such as city.example/mayor: a host of yours, and the office.",
)
def key(file: Path, name: str) -> None:
    """Draw an official's signing key into the new FILE (mode 0600), and print the public half.

    The official runs this on a machine of their own. Only the line that is printed leaves it: it goes into the policy,
    as `vkey` of an [[official]].
    """
    click.echo(write_new_key(file, name))


@directive.command()
@click.option(
    "--dsn-file",
    required=True,
    type=click.Path(path_type=Path),
    help="A file (mode 0600) with the connection string of an account that may make schemas and roles there.",
)
def install(dsn_file: Path) -> None:
    """Make the table of directives in a control database, and the roles of those who read it and who add to it.

    What is there already stays as it is.
    """
    install_control(read_dsn(dsn_file))
    click.echo(f"grant {READER_ROLE} to the gateway's account, and {WRITER_ROLE} to the officials'")
