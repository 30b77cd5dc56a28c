"""`ostiary policy promises`: whether a policy keeps what it promises.

Knows: arguments, progress, the exit code.
Must not know: how anything is proved, how a report reads.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click

from ostiary.cli.exits import FAILED, ExplainingCommand
from ostiary.cli.options import day_value, json_option
from ostiary.cli.progress import shown_progress
from ostiary.promises.findings import find
from ostiary.promises.findings_report import findings_as_values, findings_in_words
from ostiary.promises.proving import prove
from ostiary.promises.report import proofs_as_values, report
from ostiary.store.bundle_files import read_bundle


@click.command(cls=ExplainingCommand)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "since",
    callback=day_value,
    metavar="DATE",
    help="Days before this one do not count: by default those before the policy's `effective`.",
)
@click.option(
    "--findings", "with_findings", is_flag=True, help="List rules that change nothing below the promises."
)
@json_option
@click.pass_context
def promises(
    context: click.Context, folder: Path, *, since: date | None, with_findings: bool, as_json: bool
) -> None:
    """Prove for each promise of the policy in FOLDER that it is kept, or show what breaks it.

    Two engines that know nothing of each other must agree: set algebra, and a solver. KEPT: prohibitions alone see to it,
    so that no permit that anybody may add can break it. KEPT TODAY: only because nobody is permitted otherwise; a
    permanent promise needs more. BROKEN: something is allowed that must never be; it is shown, with one request that the
    reference evaluator has allowed, the rules that allow it, and changes that mend it, each proved. NOT SETTLED counts as
    broken. A proof is about declared facts, not about whether they are true.

    Exits 0 only when every promise is kept in the strength promised, and 1 otherwise.
    """
    bundle = read_bundle(folder)
    with shown_progress("proving", is_shown=sys.stderr.isatty() and not as_json) as progress:
        proofs = prove(bundle, since, progress)
    findings = find(bundle, proofs) if with_findings else None
    if as_json:
        found = {} if findings is None else {"findings": findings_as_values(findings)}
        click.echo(json.dumps({**proofs_as_values(proofs), **found}))
    else:
        click.echo(report(proofs))
        if findings is not None:
            click.echo("\n" + findings_in_words(findings))
    if not proofs.are_kept_as_promised:
        context.exit(FAILED)
