"""``ostiary policy``: look at a policy bundle before anybody enforces it.

Knows: the command line, how a bundle's problems and its summary are printed.
Must not know: what makes a bundle wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from ostiary.cli.late import LateGroup
from ostiary.cli.policy_explain import explain
from ostiary.cli.policy_export import export
from ostiary.cli.policy_history import history
from ostiary.cli.policy_render import render
from ostiary.errors import BundleError
from ostiary.model.bundle import Bundle
from ostiary.store.bundle_files import read_bundle

# Verb: module, and the line that the help shows without importing it.
VERBS: Final[dict[str, tuple[str, str]]] = {
    "compare": ("ostiary.cli.policy_compare", "Two policies side by side."),
    "diff": (
        "ostiary.cli.policy_diff",
        "What changes from one policy to another, and that nothing else does.",
    ),
    "fetch": (
        "ostiary.cli.policy_fetch",
        "Write the files of the policy in force, or of a change that was ordered, into a new folder.",
    ),
    "promises": (
        "ostiary.cli.policy_promises",
        "Prove that a policy keeps its promises, or show how it does not.",
    ),
    "replay": ("ostiary.cli.policy_replay", "What NEW would have answered to what was asked."),
}


@click.group(cls=LateGroup, late=VERBS)
def policy() -> None:
    """Look at policy bundles."""


policy.add_command(export)
policy.add_command(history)


@policy.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def check(context: click.Context, folder: Path, *, as_json: bool) -> None:
    """Say whether a FOLDER of TOML files is a sound policy bundle, and list everything wrong with it.

    Exits 0 when it is sound and 1 when it is not.
    """
    try:
        bundle = read_bundle(folder)
    except BundleError as error:
        problems = error.problems or (error.message,)
        click.echo(json.dumps({"ok": False, "problems": problems}) if as_json else "\n".join(problems))
        context.exit(1)
    counts = _counts(bundle)
    if as_json:
        click.echo(json.dumps({"ok": True, "name": bundle.name, "version": bundle.version, "counts": counts}))
    else:
        click.echo(_summary(bundle, counts))


policy.add_command(explain)
policy.add_command(render)


def _counts(bundle: Bundle) -> Mapping[str, int]:
    return {
        "permits": len(bundle.permits),
        "prohibitions": len(bundle.prohibitions),
        "duties": len(bundle.duties),
        "promises": len(bundle.promises),
        "agencies": len(bundle.agencies),
        "agreements": len(bundle.agreements),
        "officials": len(bundle.officials),
        "purposes": len(bundle.purposes),
        "record classes": len(bundle.catalogue.classes),
    }


def _summary(bundle: Bundle, counts: Mapping[str, int]) -> str:
    *most, last = (f"{count} {name if count != 1 else _one(name)}" for name, count in counts.items())
    return f"`{bundle.name}` is sound: {', '.join(most)} and {last}; version {bundle.version}."


def _one(name: str) -> str:
    return {"agencies": "agency", "duties": "duty", "record classes": "record class"}.get(name, name[:-1])
