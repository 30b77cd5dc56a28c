"""``ostiary log index``: the days that are due are indexed by subject.

Knows: arguments, where the log and its writer are, what is printed.
Must not know: what an index is made of.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.home import home_folder
from ostiary.cli.options import home_option, json_option, master_key_option
from ostiary.cli.progress import shown_progress
from ostiary.evidence.disclosure.english import counted
from ostiary.server.settings import Home, load_home
from ostiary.store.log.client import append_once
from ostiary.store.log.index_job import opened_source
from ostiary.store.log.indexing import Indexed, check_indexed, index_due


@click.command(cls=ExplainingCommand)
@click.option(
    "--check", is_flag=True, help="Build what is indexed again, and compare it with the log; log nothing."
)
@master_key_option
@home_option
@json_option
def index(master_key: Path | None, home: Path | None, *, check: bool, as_json: bool) -> None:
    """Index by subject each day that is due, and log its root. The gateway must be running; it does this by itself too.

    A day is due when `disclosures.delay_days` have passed since. Days that are indexed stay as they are.
    """
    found = load_home(home_folder(home))
    if check:
        _check(found, master_key, as_json=as_json)
        return
    today, delay = datetime.now(UTC).date(), found.settings.disclosures.delay_days
    append = partial(append_once, found.log_socket)
    with (
        opened_source(found.log_dir, master_key or found.master_key_file) as source,
        shown_progress("reading the log", is_shown=sys.stderr.isatty() and not as_json) as progress,
    ):
        days = list(index_due(source, today, delay, append, progress))
    if as_json:
        click.echo(json.dumps({"indexed": [_object(one) for one in days]}))
        return
    for one in days:
        click.echo(
            f"{one.root.day} is indexed: entries {one.root.start} to {one.root.end}, root in entry {one.entry}"
        )
    if not days:
        click.echo(f"no day is due: a day is indexed {delay} days after it has passed")


def _check(home: Home, master_key: Path | None, *, as_json: bool) -> None:
    with (
        opened_source(home.log_dir, master_key or home.master_key_file) as source,
        shown_progress("building again", is_shown=sys.stderr.isatty() and not as_json) as progress,
    ):
        days = list(check_indexed(source, progress))
    if as_json:
        click.echo(json.dumps({"checked": [one.day for one in days]}))
    else:
        click.echo(f"{counted(len(days), 'day is', 'days are')} indexed as the journal and the log say")


def _object(one: Indexed) -> dict[str, object]:
    root = one.root
    return {"day": root.day, "start": root.start, "end": root.end, "root": root.root, "entry": one.entry}
