"""`ostiary wall`: the second wall in the records database.

Knows: arguments and words.
Must not know: roles, grants, SQL.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.home import home_folder
from ostiary.cli.options import dsn_file_option, home_option, json_option
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile
from ostiary.policy.profiles import all_profiles
from ostiary.server.doctor.records_checks import reductions
from ostiary.server.policies.in_force import policy_in_force, policy_ordered
from ostiary.server.settings import Home, load_home, read_dsn
from ostiary.sql.wall import filter_statements, filtered_classes, row_security_on, view_statements
from ostiary.sql.walls_together import walls_together
from ostiary.store.reader_passwords import write_reader_passwords
from ostiary.store.records_facts import look_at_records
from ostiary.store.wall import apply_walls, check_walls, remove_walls
from ostiary.store.wall_locks import PATIENCE_SECONDS, Patience

DIFFERS = 6
"""The exit code of a check that found something, as in `ostiary --help`."""


with_option = click.option(
    "--with",
    "directive",
    metavar="ID",
    help="An ordered change of policy, such as P-1: its walls too, so that its confirmation finds them standing.",
)


@click.group(cls=ExplainingGroup)
def wall() -> None:
    """The second wall in the records database."""


@wall.command()
@with_option
@home_option
def plan(home: Path | None, directive: str | None) -> None:
    """Print the statements that `apply` would run on an empty database, without passwords.

    Row security is switched on only for tables that have none.
    """
    wanted = _wanted(load_home(home_folder(home)), directive)
    for profile in wanted.profiles:
        click.echo(f"-- profile {profile.id}: {', '.join(sorted(profile.views)) or 'nothing'}")
        _print(view_statements(profile, wanted.catalogue, "(drawn when it is applied)"))
    for record_class in filtered_classes(wanted.profiles, wanted.catalogue):
        click.echo(f"-- row security of {record_class.name}, where it has none")
        _print(row_security_on(record_class, "[]"))
    for profile in wanted.profiles:
        click.echo(f"-- row filters of profile {profile.id}")
        _print(filter_statements(profile, wanted.catalogue))


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
@with_option
@home_option
def apply(home: Path | None, dsn_file: Path | None, patience: float, directive: str | None) -> None:
    """Let exactly the walls of the policy in force stand, in one transaction; a running gateway takes their readers over.

    A wall that stands as it should is left alone; all readers get new passwords. Without --dsn-file the wall keeper of the
    settings must be allowed to build.
    """
    found = load_home(home_folder(home))
    wanted = _wanted(found, directive)
    apply_walls(
        _builder(found, dsn_file),
        wanted.profiles,
        wanted.catalogue,
        lambda passwords: write_reader_passwords(found.readers_dir, passwords),
        Patience(patience, _tell),
    )
    click.echo(
        f"{len(wanted.profiles)} walls stand for {wanted.said}; a running gateway takes them over within seconds"
    )


@wall.command()
@with_option
@home_option
@json_option
def check(home: Path | None, directive: str | None, *, as_json: bool) -> None:
    """Compare what stands in the database with what the policy in force says; exit 6 when they differ.

    Rights of PUBLIC that reduce the wall are told, and are no difference.
    """
    found = load_home(home_folder(home))
    wanted = _wanted(found, directive)
    result = check_walls(found.keeper_dsn, wanted.profiles, wanted.catalogue)
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
        click.echo(f"{len(result.standing)} of {len(wanted.profiles)} walls stand as {wanted.rule} says")
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


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The walls that should stand, over one catalogue; and in words for which policy."""

    profiles: tuple[Profile, ...]
    catalogue: Catalogue
    rule: str = "the policy"

    @property
    def said(self) -> str:
        return self.rule if self.rule != "the policy" else "the policy in force"


def _wanted(home: Home, directive: str | None) -> _Wanted:
    """Those of the policy in force, and of one that is ordered besides, where its directive is named."""
    bundle, day = policy_in_force(home).bundle, datetime.now(UTC).date()
    if directive is None:
        return _Wanted(all_profiles(bundle, day), bundle.catalogue)
    other = policy_ordered(home, directive).bundle
    versions = [(one.catalogue, all_profiles(one, day)) for one in (bundle, other)]
    return _Wanted(*walls_together(versions), rule=f"the policy with {directive}")


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _builder(home: Home, dsn_file: Path | None) -> str:
    return home.keeper_dsn if dsn_file is None else read_dsn(dsn_file)
