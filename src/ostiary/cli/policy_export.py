"""``ostiary policy export``: a policy in the form of another engine.

Knows: the command line, the files of an export.
Must not know: how rules are said in the other form.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.options import json_option
from ostiary.errors import SettingsError
from ostiary.policy.cedar.entities import SCHEMA, cedar_entities
from ostiary.policy.cedar.policies import cedar_policies
from ostiary.store.bundle_files import read_bundle


@click.command(cls=ExplainingCommand)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--form", type=click.Choice(["cedar"]), required=True, help="The form of the export.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for policies.cedar, schema.cedarschema and entities.json, in place of printing the policies.",
)
@json_option
def export(*, folder: Path, form: str, out: Path | None, as_json: bool) -> None:
    """Write the policy bundle in FOLDER in a form that another engine reads, to compare with.

    The rules that permit and forbid are the same; duties other than needs are left out, and the export says so. What counts
    is the bundle.
    """
    bundle = read_bundle(folder)
    files = {
        "policies.cedar": cedar_policies(bundle),
        "schema.cedarschema": SCHEMA,
        "entities.json": json.dumps(cedar_entities(bundle), indent=1, ensure_ascii=False) + "\n",
    }
    if out is not None:
        _write(out, files)
    if as_json:
        click.echo(json.dumps({"form": form, "version": bundle.version, "files": files}))
    elif out is None:
        click.echo(files["policies.cedar"], nl=False)
    else:
        click.echo(f"{len(files)} files in {out}: {', '.join(files)}.")


def _write(folder: Path, files: Mapping[str, str]) -> None:
    """Raises SettingsError when the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError(
            f"`{folder}` cannot be written: {error.strerror}", hint="name another folder with --out"
        ) from error
