"""``ostiary policy fetch``: the policy in force, or one that was ordered, as a folder of its files.

Knows: arguments, which version is meant.
Must not know: where texts are kept, how they become a policy.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.opening_desk import open_desk
from ostiary.cli.options import home_option, json_option
from ostiary.errors import DirectiveRefused, SettingsError
from ostiary.model.directive import PolicyChange
from ostiary.office.desk import Desk
from ostiary.store.bundle_files import write_bundle_files


@click.command(cls=ExplainingCommand)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--directive",
    "directive_id",
    metavar="ID",
    help="Of this change of policy, whether or not it is in force.",
)
@home_option
@json_option
def fetch(folder: Path, directive_id: str | None, home: Path | None, *, as_json: bool) -> None:
    """Write the files of the policy in force, or of a change that was ordered, into the new FOLDER.

    A further change begins with them, and whoever is to confirm one reads all of it there. They are taken only when they
    compile to the version that officials signed.
    """
    desk = open_desk(home)
    version = desk.version if directive_id is None else _ordered(desk, directive_id)
    bundle, texts = desk.policy(version), desk.texts(version)
    try:
        write_bundle_files(folder, texts)
    except OSError as error:
        raise SettingsError(
            f"`{folder}` cannot be written: {error.strerror}", hint="name another folder"
        ) from error
    if as_json:
        click.echo(json.dumps({"name": bundle.name, "version": version, "files": sorted(texts)}))
    else:
        click.echo(f"{len(texts)} files of `{bundle.name}`, version {version}, are in {folder}")


def _ordered(desk: Desk, directive_id: str) -> str:
    act = desk.register().find(directive_id).act
    if not isinstance(act, PolicyChange):
        raise DirectiveRefused(
            f"`{directive_id}` is no change of policy",
            hint="`ostiary directive list` shows what each directive does",
        )
    return act.version
