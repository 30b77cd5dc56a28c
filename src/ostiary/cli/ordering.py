"""What commands that order a directive have in common: known agencies, and what is said when it is ordered.

Knows: how a wrong code is met with the nearest one, how an order is taken at a desk, and how the second official goes on.
Must not know: which acts there are, who may order.
"""

from __future__ import annotations

import difflib
import json
import shlex
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from ostiary.cli.desk import Desk, Signatory
from ostiary.cli.directive_words import directive_object, official_said
from ostiary.directives.acts import order
from ostiary.directives.life_cycle import Directive
from ostiary.errors import DirectiveRefused
from ostiary.model.bundle import Bundle
from ostiary.model.directive import Act


def verify_agency(agency: str, bundle: Bundle) -> None:
    """Raises DirectiveRefused, with the nearest code, for an agency that the policy does not have."""
    if agency not in bundle.agencies:
        raise DirectiveRefused(
            f"the policy `{bundle.name}` has no agency `{agency}`",
            hint=near_or_all(agency, bundle.agencies, "agencies"),
        )


def near_or_all(code: str, known: Iterable[str], what: str) -> str:
    """The hint for a code that is not known: the nearest one, or all there are."""
    codes = sorted(known)
    near = difflib.get_close_matches(code.lower(), codes, n=1)
    return f"did you mean `{near[0]}`?" if near else f"the {what} are {', '.join(codes)}"


def order_act(desk: Desk, signatory: Signatory, act: Act) -> Directive:
    """Order an act; the directive as it stands then. Raises what the desk raises."""
    return desk.take_step(signatory, lambda register, by, at: order(register, act, by, at))


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
