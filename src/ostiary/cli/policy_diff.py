"""`ostiary policy diff`: what one policy allows and another does not.

Knows: arguments, the exit code.
Must not know: how a difference is found, proved or said.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from ostiary.cli.exits import FAILED, ExplainingCommand
from ostiary.cli.options import day_value, json_option
from ostiary.promises.difference.finding import differ
from ostiary.promises.difference.report import report
from ostiary.promises.difference.settling import settle_rest
from ostiary.promises.difference.values import difference_as_values
from ostiary.store.bundle_files import read_bundle


@click.command(cls=ExplainingCommand)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "since",
    callback=day_value,
    metavar="DATE",
    help="Days before this one do not count: by default those before NEW's `effective`.",
)
@json_option
@click.pass_context
def diff(context: click.Context, old: Path, new: Path, *, since: date | None, as_json: bool) -> None:
    """Say what changes from the policy in folder OLD to that in NEW, and prove that nothing else does.

    Newly allowed, newly refused, and allowed by both with other duties: at most eight regions each, those of the most
    sensitive fields first, each with the rules that did it and one request that the reference evaluator has decided under
    both policies. That nothing else changes is proved by two engines that know nothing of each other: set algebra, and a
    solver. It holds for agencies that are not registered yet and for all days to come.

    Exits 0 when that is settled, whatever changes, and 1 when it is not.
    """
    before, after = read_bundle(old), read_bundle(new)
    found = differ(before, after, since or after.effective or date.min)
    settled = settle_rest(found)
    click.echo(json.dumps(difference_as_values(found, settled)) if as_json else report(found, settled))
    if not settled.is_proved:
        context.exit(FAILED)
