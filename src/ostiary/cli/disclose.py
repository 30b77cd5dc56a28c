"""`ostiary disclose`: telling people, and auditors, who looked.

Knows: arguments, what is printed.
Must not know: what may be told, proofs, how a disclosure is made.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click

from ostiary.cli.disclosing import Asked, Office
from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.home import home_folder
from ostiary.cli.log.disclosure import audit_lines, audit_object, disclosure_lines, disclosure_object
from ostiary.cli.opening_desk import open_desk
from ostiary.cli.options import day_value, home_option, json_option, key_option, master_key_option
from ostiary.cli.progress import shown_progress
from ostiary.evidence.index.keys import Identifier, identifiers
from ostiary.server.settings import load_home
from ostiary.store.disclosing_chain import Chain, opened_logs

_BEGINNING = "0001-01-01"


since_option = click.option(
    "--since", metavar="DATE", callback=day_value, help="The first day.  [default: the first that is indexed]"
)
until_option = click.option(
    "--until",
    metavar="DATE",
    callback=day_value,
    help="The last day.  [default: the last that can be told of]",
)
out_option = click.option(
    "-o",
    "--out",
    required=True,
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="A new folder, which is what is handed over.",
)


@click.group(cls=ExplainingGroup)
def disclose() -> None:
    """Tell people, and auditors, who looked. Each disclosure is logged, and signed by the official who makes it."""


def _also_value(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> tuple[Identifier, ...]:
    return tuple(one for value in values for one in _identifiers(value))


def _identifiers(value: str) -> tuple[Identifier, ...]:
    column, is_there, said = value.partition("=")
    found = identifiers(column, said)
    if not is_there or not column or not found:
        raise click.BadParameter(f"`{value}` is not written like plate=AB1234")
    return found


@disclose.command()
@click.argument("person", type=click.IntRange(min=0), metavar="KEY")
@click.option(
    "--also",
    multiple=True,
    callback=_also_value,
    metavar="COLUMN=VALUE",
    help="Also what was asked for by something that is this person's alone, such as plate=AB1234.",
)
@since_option
@until_option
@out_option
@key_option
@master_key_option
@home_option
@json_option
def person(
    *,
    person: int,
    also: tuple[Identifier, ...],
    since: date | None,
    until: date | None,
    out: Path,
    key: Path,
    master_key: Path | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """Every access about the person with the subject key KEY, as a folder that opens in any browser and verifies offline.

    Who the person is, somebody has to have made sure of before. Nobody else is named in the folder. What a hold covers is
    counted and not told. Closed logs that stand beside this one are told of too.
    """
    found = load_home(home_folder(home))
    desk = open_desk(home)
    signatory = desk.signatory(key)
    asked = Asked(
        person, also, since.isoformat() if since else _BEGINNING, until.isoformat() if until else ""
    )
    with (
        opened_logs(found.log_dir, master_key or found.master_key_file, asked.since) as chain,
        shown_progress("reading days", is_shown=sys.stderr.isatty() and not as_json) as progress,
    ):
        checked = Office(found, chain, desk, signatory).tell_person(asked, out, progress)
    if as_json:
        click.echo(json.dumps({"folder": str(out), **disclosure_object(checked), "left_out": chain.left_out}))
        return
    click.echo("\n".join(disclosure_lines(checked)))
    _tell_left_out(chain)
    click.echo(f"it is in `{out}`; open `index.html`")


@disclose.command()
@since_option
@until_option
@out_option
@key_option
@master_key_option
@home_option
@json_option
def auditor(
    *,
    since: date | None,
    until: date | None,
    out: Path,
    key: Path,
    master_key: Path | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """Every entry of some days, opened in full, as a folder that opens in any browser and verifies offline.

    Closed logs that stand beside this one are told of too. What is held back from people is in it, and marked. Whoever has the folder knows everything that these entries say.
    """
    found = load_home(home_folder(home))
    desk = open_desk(home)
    signatory = desk.signatory(key)
    first, last = (one.isoformat() if one else "" for one in (since, until))
    with (
        opened_logs(found.log_dir, master_key or found.master_key_file, first) as chain,
        shown_progress("opening entries", is_shown=sys.stderr.isatty() and not as_json) as progress,
    ):
        checked = Office(found, chain, desk, signatory).tell_auditor(first, last, out, progress)
    if as_json:
        click.echo(json.dumps({"folder": str(out), **audit_object(checked), "left_out": chain.left_out}))
        return
    click.echo("\n".join(audit_lines(checked)))
    _tell_left_out(chain)
    click.echo(f"it is in `{out}`; open `index.html`")


def _tell_left_out(chain: Chain) -> None:
    if chain.left_out:
        click.echo(
            f"not told of: {chain.left_out}, which this log goes on from; its index is not beside this one's"
        )
