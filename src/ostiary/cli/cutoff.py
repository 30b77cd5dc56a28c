"""``ostiary cutoff``: end an agency's access, by two officials.

Knows: the command line of ordering, confirming, refusing, lifting and listing cut-offs.
Must not know: which steps are admitted, signatures, the database, how sessions end.

To order one is severe, and must take seconds: at a terminal the agency's code is typed once more; a script says it with
``--confirm`` or has no terminal.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from ostiary.cli.directive_show import show_list
from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.opening_desk import open_desk
from ostiary.cli.options import day_text_value, home_option, json_option, key_option
from ostiary.cli.ordering import show_ordered
from ostiary.cli.settling import confirm_directive, refuse_directive
from ostiary.directives.act_form import MAX_URGENT_HOURS, verify_end
from ostiary.directives.life_cycle import Directive
from ostiary.errors import DirectiveRefused
from ostiary.model.directive import AnyCutOff, CutOff, Lift, UrgentCutOff
from ostiary.office.act_words import said
from ostiary.office.desk import Desk
from ostiary.office.ordering import order_act, verify_agency

KINDS: Final = (CutOff, UrgentCutOff, Lift)
"""What is settled as a cut-off."""


@click.group(cls=ExplainingGroup)
def cutoff() -> None:
    """End an agency's access: one official orders it, another confirms it."""


@cutoff.command()
@click.argument("agency")
@click.option("--permanent", is_flag=True, help="For good: nothing ends it by itself.")
@click.option(
    "--until", metavar="DATE", callback=day_text_value, help="Until the beginning of that day (UTC)."
)
@click.option("--reason", required=True, help="Why, in one line. The agency's members will see it.")
@click.option(
    "--now",
    is_flag=True,
    help="In danger of delay: it takes effect at once, on this one signature, and lapses.",
)
@click.option(
    "--within",
    type=click.IntRange(1, MAX_URGENT_HOURS),
    metavar="HOURS",
    show_default="the setting `urgent_cut_off_hours`",
    help="With --now: lapses after so many hours unless another official confirms it.",
)
@click.option(
    "--confirm", "typed", metavar="CODE", help="The agency's code once more, instead of the question."
)
@key_option
@home_option
@json_option
def order(
    *,
    agency: str,
    permanent: bool,
    until: str | None,
    reason: str,
    now: bool,
    within: int | None,
    typed: str | None,
    key: Path,
    home: Path | None,
    as_json: bool,
) -> None:
    """Order that AGENCY (a code of the policy), and everything under it, is cut off.

    Nothing happens yet: it takes effect when another official confirms it. With --now it takes effect at once, and ends
    by itself when nobody confirms it in time.
    """
    if permanent == (until is not None):
        raise click.UsageError("give either --permanent or --until DATE")
    if within is not None and not now:
        raise click.UsageError("--within goes with --now")
    desk = open_desk(home)
    signatory = desk.signatory(key)
    verify_agency(agency, desk.bundle)
    # Also before the question: nobody should have to type what is then refused.
    verify_end(until, datetime.now(UTC).date())
    act: AnyCutOff = CutOff(agency, reason, until)
    if now:
        act = UrgentCutOff(agency, reason, until, within or desk.urgent_hours)
    _warn_of_earlier(agency, desk)
    click.echo(f"this {said(act, desk.bundle)}", err=True)
    _verify_typed(agency, typed)
    after = order_act(desk, signatory, act)
    show_ordered(after, desk, home, as_json=as_json, noun="cutoff")


@cutoff.command()
@click.argument("directive_id", metavar="ID")
@key_option
@home_option
@json_option
def confirm(directive_id: str, key: Path, home: Path | None, *, as_json: bool) -> None:
    """Confirm the cut-off or lift ID, which another official has ordered. It takes effect at once."""
    confirm_directive(open_desk(home), key, directive_id, as_json=as_json, kinds=KINDS)


@cutoff.command()
@click.argument("directive_id", metavar="ID")
@click.option("--reason", required=True, help="Why it is refused, in one line.")
@key_option
@home_option
@json_option
def refuse(directive_id: str, reason: str, key: Path, home: Path | None, *, as_json: bool) -> None:
    """Refuse the cut-off or lift ID for good, before it is confirmed. Whoever ordered it may take it back in this way too.

    A cut-off that took effect on one signature ends at once.
    """
    refuse_directive(open_desk(home), key, directive_id, reason, as_json=as_json, kinds=KINDS)


@cutoff.command()
@click.argument("directive_id", metavar="ID")
@click.option("--reason", required=True, help="Why, in one line.")
@key_option
@home_option
@json_option
def lift(directive_id: str, reason: str, key: Path, home: Path | None, *, as_json: bool) -> None:
    """Order that the cut-off ID ends before its day. It ends when another official confirms it.

    A permanent cut-off has no lift, and one that is not confirmed is refused instead.
    """
    desk = open_desk(home)
    after = order_act(desk, desk.signatory(key), Lift(directive_id, reason))
    _warn_of_others(directive_id, desk)
    show_ordered(after, desk, home, as_json=as_json, noun="cutoff")


@cutoff.command(name="list")
@home_option
@json_option
def list_(home: Path | None, *, as_json: bool) -> None:
    """List all cut-offs and lifts: in force, waiting for a second official, ended, refused."""
    desk = open_desk(home)
    register = desk.register()
    found = tuple(one for one in register.directives.values() if isinstance(one.act, KINDS))
    show_list(found, register, desk.bundle, "no cut-off was ever ordered", as_json=as_json)


def _warn_of_earlier(agency: str, desk: Desk) -> None:
    """Say so when the agency is cut off already; a second order may still be meant, such as a permanent one."""
    earlier = desk.register().cut_off_for({agency}, desk.bundle.agency_tree, datetime.now(UTC))
    if earlier is not None:
        click.echo(f"warning: `{agency}` is cut off already, by {earlier.id}", err=True)


def _warn_of_others(lifted: str, desk: Desk) -> None:
    """Say so when another directive goes on keeping the agency out after the lift."""
    register, tree = desk.register(), desk.bundle.agency_tree
    agency = _agency_of(register.find(lifted))
    for one in register.cut_offs(datetime.now(UTC)):
        if one.id != lifted and tree.is_under(agency, _agency_of(one)):
            click.echo(f"warning: `{agency}` stays cut off by {one.id}", err=True)


def _agency_of(directive: Directive) -> str:
    return directive.act.agency if isinstance(directive.act, CutOff | UrgentCutOff) else ""


def _verify_typed(agency: str, typed: str | None) -> None:
    if typed is None and sys.stdin.isatty():
        typed = click.prompt(f"type `{agency}` to order this", default="", show_default=False, err=True)
    if typed is not None and typed != agency:
        raise DirectiveRefused(f"`{typed}` is not `{agency}`: nothing was ordered")
