"""``ostiary directive order``: acts that have no noun of their own.

Knows: the command line of ordering changes of policy, suspensions and approvals.
Must not know: which steps are admitted, signatures, the database, how a policy is reviewed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import click

from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.opening_desk import open_desk
from ostiary.cli.options import day_text_value, home_option, json_option, key_option
from ostiary.cli.ordering import show_ordered
from ostiary.directives.act_form import verify_end
from ostiary.errors import DirectiveRefused
from ostiary.model.bundle import Bundle
from ostiary.model.directive import (
    Approval,
    Hold,
    Lift,
    Notice,
    NoticeStatus,
    PolicyChange,
    StatusChange,
)
from ostiary.office.act_words import said
from ostiary.office.desk import Desk
from ostiary.office.ordering import near_or_all, order_act, verify_agency
from ostiary.office.reviewing import order_policy, review_lines
from ostiary.policy.load import load_bundle
from ostiary.session.settings import Declared, declare
from ostiary.store.bundle_files import read_bundle_files


@click.group(cls=ExplainingGroup)
def order() -> None:
    """Order a directive. Nothing happens until another official confirms it."""


@order.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--reason", required=True, help="Why, in one line. Everybody will see it.")
@click.option("--title", help="What it is called in lists.  [default: the policy's own title]")
@click.option(
    "--withdraw",
    "withdraws",
    multiple=True,
    metavar="ID",
    help="A promise that it takes back or weakens; then it does nothing else. It may be given again.",
)
@click.option("--law", default="", help="With --withdraw: the law that says so.")
@key_option
@home_option
@json_option
def policy(
    *,
    folder: Path,
    reason: str,
    title: str | None,
    withdraws: tuple[str, ...],
    law: str,
    key: Path,
    home: Path | None,
    as_json: bool,
) -> None:
    """Order that the policy in FOLDER takes the place of the one in force.

    Its texts are kept in the control database, so that all officials and gateways read the same; those of the policy in
    force are only kept again. It is shown what changes. A policy that breaks a permanent promise cannot be ordered, and one that breaks any promise cannot be
    confirmed.
    """
    if bool(withdraws) != bool(law):
        raise click.UsageError("--withdraw and --law go together")
    desk = open_desk(home)
    signatory = desk.signatory(key)
    texts = read_bundle_files(folder)
    after = load_bundle(texts)
    if after.version == desk.version:
        _keep_again(desk, after, texts, as_json=as_json)
        return
    act = PolicyChange(after.version, desk.in_force.version, title or after.title, reason, withdraws, law)
    directive, review = order_policy(desk, signatory, act, after, texts)
    click.echo("\n".join(review_lines(review)), err=True)
    show_ordered(directive, desk, home, as_json=as_json)


@order.command()
@click.argument("agency")
@click.option("--reason", required=True, help="Why, in one line. The agency's members will see it.")
@key_option
@home_option
@json_option
def suspend(*, agency: str, reason: str, key: Path, home: Path | None, as_json: bool) -> None:
    """Order that AGENCY, and everything under it, is suspended: refused until it is set active again."""
    _order_status(StatusChange(agency, "suspended", reason), key, home, as_json=as_json)


@order.command()
@click.argument("agency")
@click.option("--reason", required=True, help="Why, in one line.")
@key_option
@home_option
@json_option
def reinstate(*, agency: str, reason: str, key: Path, home: Path | None, as_json: bool) -> None:
    """Order that AGENCY, which a directive has suspended, is set active again."""
    _order_status(StatusChange(agency, "active", reason), key, home, as_json=as_json)


@order.command()
@click.argument("member")
@click.option("--case", "case", required=True, help="The case number, as the member declares it.")
@click.option(
    "--until",
    required=True,
    metavar="DATE",
    callback=day_text_value,
    help="Until the beginning of that day (UTC).",
)
@click.option("--reason", required=True, help="Why, in one line.")
@key_option
@home_option
@json_option
def approval(
    *, member: str, case: str, until: str, reason: str, key: Path, home: Path | None, as_json: bool
) -> None:
    """Order a supervisor's approval that MEMBER (a code) asks for one case.

    Nobody approves what they ask for themselves: an official whose code, or name, is the member's code is refused.
    """
    desk = open_desk(home)
    signatory = desk.signatory(key)
    members = desk.register().members
    if member not in members:
        raise DirectiveRefused(f"`{member}` is no member", hint=near_or_all(member, members, "members"))
    verify_end(until, datetime.now(UTC).date(), "an approval")
    # As the session will read it that the approval is for.
    declare(Declared(), "case", case, desk.bundle)
    act = Approval(member, case, until, reason)
    click.echo(f"this {said(act, desk.bundle)}", err=True)
    show_ordered(order_act(desk, signatory, act), desk, home, as_json=as_json)


@order.command()
@click.argument("case")
@click.option("--order", "order_id", required=True, help="The id of the court's order.")
@click.option(
    "--until",
    required=True,
    metavar="DATE",
    callback=day_text_value,
    help="Until the beginning of that day (UTC); then what was held back is told by itself.",
)
@key_option
@home_option
@json_option
def hold(*, case: str, order_id: str, until: str, key: Path, home: Path | None, as_json: bool) -> None:
    """Order that what people are told of accesses for CASE is held back until a day, as a court has ordered.

    Each of them is told how many entries are held back and until when. Auditors see them. `release` ends it earlier.
    """
    desk = open_desk(home)
    signatory = desk.signatory(key)
    verify_end(until, datetime.now(UTC).date(), "a hold")
    declare(Declared(), "case", case, desk.bundle)
    act = Hold(case, order_id, until)
    click.echo(f"this {said(act, desk.bundle)}", err=True)
    show_ordered(order_act(desk, signatory, act), desk, home, as_json=as_json)


@order.command()
@click.argument("title")
@click.option(
    "--status",
    required=True,
    type=click.Choice(get_args(NoticeStatus)),
    help="Others report it; officials confirm it; it is put off; it is over.",
)
@click.option("--statement", required=True, help="What is announced, in one line. Everybody will see it.")
@click.option(
    "--source", required=True, help="Where it comes from: an announcement, a newspaper and its day."
)
@click.option(
    "--corrects",
    default="",
    metavar="ID",
    help="The notice that it takes the place of; that one stays to be read.",
)
@key_option
@home_option
@json_option
def notice(
    *,
    title: str,
    status: NoticeStatus,
    statement: str,
    source: str,
    corrects: str,
    key: Path,
    home: Path | None,
    as_json: bool,
) -> None:
    """Order that TITLE is announced to everybody, with where it comes from.

    It stands on the public site once another official has confirmed it. Nothing is overwritten: what is wrong is corrected by a
    further notice, and both are shown.
    """
    desk = open_desk(home)
    signatory = desk.signatory(key)
    act = Notice(title, status, statement, source, corrects)
    click.echo(f"this {said(act, desk.bundle)}", err=True)
    show_ordered(order_act(desk, signatory, act), desk, home, as_json=as_json)


@order.command()
@click.argument("directive_id", metavar="ID")
@click.option("--reason", required=True, help="Why, in one line.")
@key_option
@home_option
@json_option
def release(*, directive_id: str, reason: str, key: Path, home: Path | None, as_json: bool) -> None:
    """Order that the hold ID ends before its day."""
    desk = open_desk(home)
    signatory = desk.signatory(key)
    if not isinstance(desk.register().find(directive_id).act, Hold):
        raise DirectiveRefused(
            f"`{directive_id}` is no hold", hint="`ostiary directive list` shows all there are"
        )
    act = Lift(directive_id, reason)
    click.echo(f"this {said(act, desk.bundle)}", err=True)
    show_ordered(order_act(desk, signatory, act), desk, home, as_json=as_json)


def _keep_again(desk: Desk, bundle: Bundle, texts: Mapping[str, str], *, as_json: bool) -> None:
    """Nothing is to be signed; where its texts were lost, they are there again."""
    desk.keep_policy(bundle, texts)
    if as_json:
        click.echo(json.dumps({"kept": bundle.version}))
    else:
        click.echo(f"policy {bundle.version[:12]} is in force already; its texts are kept for all gateways")


def _order_status(act: StatusChange, key: Path, home: Path | None, *, as_json: bool) -> None:
    desk = open_desk(home)
    signatory = desk.signatory(key)
    # An agency that the policy has lost can still be set active, so that nothing stays suspended for ever.
    if act.status == "suspended":
        verify_agency(act.agency, desk.bundle)
    click.echo(f"this {said(act, desk.bundle)}", err=True)
    show_ordered(order_act(desk, signatory, act), desk, home, as_json=as_json)
