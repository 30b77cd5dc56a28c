"""What commands that order a directive have in common: what is said when it is ordered.

Knows: how the second official goes on.
Must not know: which acts there are, who may order.
"""

from __future__ import annotations

import json
import shlex
from datetime import UTC, datetime
from pathlib import Path

import click

from ostiary.directives.life_cycle import Directive
from ostiary.office.desk import Desk
from ostiary.office.directive_words import directive_object, official_said


def show_ordered(
    directive: Directive, desk: Desk, home: Path | None, *, as_json: bool, noun: str = "directive"
) -> None:
    """Say that it was ordered, from when on it holds, and what another official types to confirm it."""
    where = "" if home is None else f" --home {shlex.quote(str(home))}"
    following = f"ostiary {noun} confirm {directive.id} --key FILE{where}"
    if as_json:
        found = directive_object(directive, desk.bundle, datetime.now(UTC))
        click.echo(json.dumps({**found, "next": following}))
        return
    by = official_said(directive.ordered_by, desk.bundle)
    click.echo(f"{directive.id} ordered by {by}; {_effect_said(directive)}:")
    click.echo(f"    {following}")


def _effect_said(directive: Directive) -> str:
    lapses_at = directive.lapses_at
    if lapses_at is None:
        return "it takes effect when another official confirms it"
    return f"it is in force now, and lapses at {lapses_at:%Y-%m-%d %H:%M:%S} UTC unless another official confirms it"
