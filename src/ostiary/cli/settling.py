"""Confirming and refusing from the command line, for all kinds of directive.

Knows: how the steps are taken at a desk, what must be seen before, and what is said afterwards.
Must not know: who may take them; how a policy is reviewed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ostiary.cli.directive_show import show_before, show_one
from ostiary.directives.life_cycle import Directive
from ostiary.directives.lineage import Change
from ostiary.errors import DirectiveRefused
from ostiary.model.directive import Act, PolicyChange
from ostiary.office.desk import Desk
from ostiary.office.reviewing import review_change, verify_reviewed
from ostiary.office.settling import confirmation, refusal


def confirm_directive(
    desk: Desk,
    key: Path,
    directive: str,
    *,
    as_json: bool,
    kinds: tuple[type[Act], ...] = (),
    is_seen: bool = False,
) -> None:
    """Confirm a directive (of these kinds only, when some are given) and print it. Raises what the desk raises.

    A change of policy is shown first, with its review, and confirmed by typing its id, unless it is said that it
    ``is_seen`` already.
    """
    signatory = desk.signatory(key)
    found = desk.register().find(directive)
    judged: Change | None = None
    if isinstance(found.act, PolicyChange) and found.status == "ordered":
        judged = _see(found, found.act, desk, is_seen=is_seen)
    after = desk.take_step(signatory, confirmation(directive, judged, kinds))
    show_one(after, desk.bundle, as_json=as_json, also=f"{after.id} is confirmed and takes effect now:")


def refuse_directive(
    desk: Desk, key: Path, directive: str, reason: str, *, as_json: bool, kinds: tuple[type[Act], ...] = ()
) -> None:
    """Refuse a directive (of these kinds only, when some are given) and print it. Raises what the desk raises."""
    after = desk.take_step(desk.signatory(key), refusal(directive, reason, kinds))
    show_one(after, desk.bundle, as_json=as_json, also=f"{after.id} is refused and will never take effect:")


def _see(directive: Directive, act: PolicyChange, desk: Desk, *, is_seen: bool) -> Change:
    """Show what is about to be signed; as what it was judged. Raises DirectiveRefused when it must not be signed, or its id was not typed."""
    reviewed = review_change(desk, directive.id, act)
    show_before(directive, desk.bundle, reviewed.review)
    verify_reviewed(reviewed)
    if not is_seen:
        _verify_typed(directive.id)
    return reviewed.change


def _verify_typed(directive: str) -> None:
    if not sys.stdin.isatty():
        raise DirectiveRefused(
            f"`{directive}` changes the policy, and nobody is here to read what it changes",
            hint=f"`ostiary directive show {directive}`, then confirm it with --yes",
        )
    typed = click.prompt(f"type `{directive}` to confirm this", default="", show_default=False, err=True)
    if typed != directive:
        raise DirectiveRefused(f"`{typed}` is not `{directive}`: nothing was confirmed")
