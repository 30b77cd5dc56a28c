"""`ostiary wall`: the second wall in the records database.

Knows: arguments and words.
Must not know: roles, grants, SQL.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.home import home_folder
from ostiary.cli.options import dsn_file_option, home_option, json_option
from ostiary.policy.profiles import all_profiles
from ostiary.server.doctor.records_checks import reductions
from ostiary.server.settings import Home, load_home, read_dsn
from ostiary.sql.wall import filter_statements, filtered_classes, row_security_on, view_statements
from ostiary.store.bundle_files import read_bundle
from ostiary.store.reader_passwords import write_reader_passwords
from ostiary.store.records_facts import look_at_records
from ostiary.store.wall import apply_walls, check_walls, remove_walls
from ostiary.store.wall_locks import PATIENCE_SECONDS, Patience

DIFFERS = 6
"""The exit code of a check that found something, as in `ostiary --help`."""


@click.group(cls=ExplainingGroup)
def wall() -> None:
    """The second wall in the records database."""


@wall.command()
@home_option
def plan(home: Path | None) -> None:
    """Print the statements that `apply` would run on an empty database, without passwords.

    Row security is switched on only for tables that have none.
    """
    bundle = read_bundle(load_home(home_folder(home)).policy_dir)
    profiles = all_profiles(bundle, datetime.now(UTC).date())
    for profile in profiles:
        click.echo(f"-- profile {profile.id}: {', '.join(sorted(profile.views)) or 'nothing'}")
        _print(view_statements(profile, bundle.catalogue, "(drawn when it is applied)"))
    for record_class in filtered_classes(profiles, bundle.catalogue):
        click.echo(f"-- row security of {record_class.name}, where it has none")
        _print(row_security_on(record_class, "[]"))
    for profile in profiles:
        click.echo(f"-- row filters of profile {profile.id}")
        _print(filter_statements(profile, bundle.catalogue))


def _print(statements: Iterable[str]) -> None:
    for statement in statements:
        click.echo(f"{statement};")


patience_option = click.option(
    "--patience",
    type=click.FloatRange(min=0),
    default=PATIENCE_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long to try again when a table is in use. Each try waits two seconds at most.",
)


@wall.command()
@dsn_file_option
@patience_option
@home_option
def apply(home: Path | None, dsn_file: Path | None, patience: float) -> None:
    """Let exactly the walls of the policy stand, in one transaction; a running gateway takes their readers over.

    A wall that stands as it should is left alone; all readers get new passwords. Without --dsn-file the wall keeper of the
    settings must be allowed to build.
    """
    found = load_home(home_folder(home))
    bundle = read_bundle(found.policy_dir)
    profiles = all_profiles(bundle, datetime.now(UTC).date())
    apply_walls(
        _builder(found, dsn_file),
        profiles,
        bundle.catalogue,
        lambda passwords: write_reader_passwords(found.readers_dir, passwords),
        Patience(patience, _tell),
    )
    click.echo(
        f"{len(profiles)} walls stand; a running gateway takes them over within seconds, if its policy is this one"
    )


@wall.command()
@home_option
@json_option
def check(home: Path | None, *, as_json: bool) -> None:
    """Compare what stands in the database with what the policy says; exit 6 when they differ.

    Rights of PUBLIC that reduce the wall are told, and are no difference.
    """
    found = load_home(home_folder(home))
    bundle = read_bundle(found.policy_dir)
    profiles = all_profiles(bundle, datetime.now(UTC).date())
    result = check_walls(found.keeper_dsn, profiles, bundle.catalogue)
    reduced = [one.may for one in reductions(look_at_records(found.keeper_dsn))]
    if as_json:
        told = {
            "standing": sorted(result.standing),
            "differences": list(result.differences),
            "reduced": reduced,
        }
        click.echo(json.dumps(told))
    else:
        for line in (*result.differences, *(f"reduced: PUBLIC may {may}" for may in reduced)):
            click.echo(line)
        click.echo(f"{len(result.standing)} of {len(profiles)} walls stand as the policy says")
    if result.differences:
        raise click.exceptions.Exit(DIFFERS)


@wall.command()
@dsn_file_option
@patience_option
@home_option
@click.confirmation_option(prompt="Take every wall away? The gateway cannot serve without them.")
def remove(home: Path | None, dsn_file: Path | None, patience: float) -> None:
    """Take every wall away, and the row security that came with them, where nobody else has built on it."""
    found = load_home(home_folder(home))
    taken = remove_walls(_builder(found, dsn_file), Patience(patience, _tell))
    click.echo(f"{taken} walls were taken away")


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _builder(home: Home, dsn_file: Path | None) -> str:
    return home.keeper_dsn if dsn_file is None else read_dsn(dsn_file)
