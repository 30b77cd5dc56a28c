"""`ostiary policy compare`: two policies side by side.

Knows: arguments, the exit code.
Must not know: how policies are compared, how a comparison reads.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from ostiary.cli.exits import FAILED, ExplainingCommand
from ostiary.cli.options import day_value, json_option
from ostiary.model.bundle import Bundle
from ostiary.promises.difference.comparison import compare as compared
from ostiary.promises.difference.comparison_report import comparison_as_values, comparison_report
from ostiary.promises.difference.settling import settle_rest
from ostiary.promises.proving import prove
from ostiary.promises.report import proofs_as_values, side_by_side
from ostiary.store.bundle_files import read_bundle


@click.command(cls=ExplainingCommand)
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "since",
    callback=day_value,
    metavar="DATE",
    help="Days before this one do not count: by default those before both policies are in force.",
)
@json_option
@click.pass_context
def compare(context: click.Context, first: Path, second: Path, *, since: date | None, as_json: bool) -> None:
    """Lay the policies in folders FIRST and SECOND side by side, such as those of two neighbouring towns.

    First what each promises and whether it keeps it. A table says what each lets which kind of agency see for which purposes; below it stand what one allows and the other
    does not, and what cannot be compared because only one knows it. Agencies that neither lists are compared as well.

    Exits 0 when it is settled that the two differ in nothing else, and 1 when it is not.
    """
    one, other = read_bundle(first), read_bundle(second)
    found = compared(one, other, since or _both_in_force(one, other))
    settled = settle_rest(found.difference)
    proofs = [prove(one), prove(other)]
    if as_json:
        promised = {"promises": [proofs_as_values(each) for each in proofs]}
        click.echo(json.dumps({**comparison_as_values(found, settled), **promised}))
    else:
        click.echo(f"{side_by_side(proofs)}\n\n{comparison_report(found, settled)}")
    if not settled.is_proved:
        context.exit(FAILED)


def _both_in_force(one: Bundle, other: Bundle) -> date:
    return max(one.effective or date.min, other.effective or date.min)
