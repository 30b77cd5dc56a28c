"""`ostiary doctor`: what is wrong with an installation, and how to mend it.

Knows: how findings are printed, the exit code of the worst.
Must not know: what is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from ostiary.cli.exits import FAILED, ExplainingCommand
from ostiary.cli.home import home_folder
from ostiary.cli.options import home_option, json_option
from ostiary.server.doctor.examination import CHECKS, examine
from ostiary.server.doctor.finding import SEVERITY, Finding, State

WARNED: Final = 3
"""The exit code when the worst is a warning, as in docs/commands.md."""

_EXITS: Final[dict[State, int]] = {"ok": 0, "skipped": FAILED, "warning": WARNED, "error": FAILED}
_WIDTH: Final = max(len(check.name) for check in CHECKS)


@click.command(cls=ExplainingCommand)
@home_option
@json_option
@click.pass_context
def doctor(context: click.Context, home: Path | None, *, as_json: bool) -> None:
    """Look at an installation and say what is wrong with it, one line a check, and how to mend it.

    Nothing is changed, and it may run beside the gateway; run it as the gateway's account. Exits with 0 when all is
    well, 3 when something should be looked at, 1 when something is wrong.
    """
    findings = list[Finding]()
    for finding in examine(home_folder(home)):
        findings.append(finding)
        if not as_json:
            _print(finding)
    worst = max((finding.state for finding in findings), key=SEVERITY.index)
    if as_json:
        click.echo(json.dumps({"worst": worst, "checks": [asdict(finding) for finding in findings]}))
    else:
        click.echo(_summary(findings))
    context.exit(_EXITS[worst])


def _print(finding: Finding) -> None:
    click.echo(f"{finding.state:<7}  {finding.check:<{_WIDTH}}  {finding.said}")
    if finding.hint and finding.state != "ok":
        click.echo(f"{'':<7}  {'':<{_WIDTH}}  hint: {finding.hint}")


def _summary(findings: Iterable[Finding]) -> str:
    states = [finding.state for finding in findings]
    wrong, warned = states.count("error"), states.count("warning")
    if not wrong and not warned:
        return "all is well"
    return f"{wrong} wrong, {warned} to be looked at"
