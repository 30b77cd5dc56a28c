"""``ostiary slip``: issuing, at a terminal, what opens a list on the resident site.

Knows: the command line, and how a slip is printed.
Must not know: how a code is drawn, how a disclosure is made or sealed.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Final

import click

from ostiary.cli.disclose import since_option
from ostiary.cli.disclosing import Asked, Office
from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.home import home_folder
from ostiary.cli.opening_desk import open_desk
from ostiary.cli.options import home_option, json_option, key_option, master_key_option
from ostiary.cli.progress import shown_progress
from ostiary.directives.instants import write_instant
from ostiary.server.settings import load_home
from ostiary.store.disclosing_chain import opened_logs
from ostiary.web.counter.clerk_pages import MAX_KEY
from ostiary.web.counter.slips import SLIP_HOURS, issue_slip

EVERYTHING: Final = "0001-01-01"


@click.group(cls=ExplainingGroup)
def slip() -> None:
    """Slips with a one-time code, which open a person's list on the resident site."""


@slip.command()
@click.argument("person", type=click.IntRange(min=0, max=MAX_KEY), metavar="KEY")
@key_option
@since_option
@master_key_option
@home_option
@json_option
def issue(
    *, person: int, key: Path, since: date | None, master_key: Path | None, home: Path | None, as_json: bool
) -> None:
    """Make the disclosure to the person with the subject key KEY, and print the code that opens it once.

    Make sure who the person is before. The disclosure is signed and logged as by `ostiary disclose person`, and waits for the
    code for a day, sealed; the code is printed here and kept nowhere.
    """
    found = load_home(home_folder(home))
    first = since.isoformat() if since else EVERYTHING
    desk = open_desk(home)
    signatory = desk.signatory(key)
    with (
        opened_logs(found.log_dir, master_key or found.master_key_file, first) as chain,
        shown_progress("reading days", is_shown=sys.stderr.isatty() and not as_json) as progress,
    ):
        _, files = Office(found, chain, desk, signatory).person_files(Asked(person, (), first, ""), progress)
    issued = issue_slip(found.officials_dsn, files)
    ends = write_instant(issued.ends)
    if as_json:
        click.echo(json.dumps({"code": issued.code.grouped, "ends": ends}))
        return
    click.echo(issued.code.grouped)
    click.echo(f"it opens the list once, until {ends} (at least {SLIP_HOURS} hours)", err=True)
