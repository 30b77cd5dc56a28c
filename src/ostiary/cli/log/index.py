"""``ostiary log index``: the days that are due are indexed by subject.

Knows: arguments, where the log and its writer are, what is printed.
Must not know: what an index is made of.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.home import home_folder
from ostiary.cli.options import home_option, json_option, master_key_option
from ostiary.cli.progress import shown_progress
from ostiary.evidence.disclosure.english import counted
from ostiary.evidence.index.day_root import DayRoot
from ostiary.server.settings import Home, load_home
from ostiary.store.disclosing_chain import opened_logs
from ostiary.store.log.client import append_once
from ostiary.store.log.index_chain import check_chain, index_chain, opened_chain
from ostiary.store.log.indexing import Indexed


@click.command(cls=ExplainingCommand)
@click.option(
    "--check",
    is_flag=True,
    help="Build what is indexed again, also of closed logs, and compare it with the logs; log nothing.",
)
@master_key_option
@home_option
@json_option
def index(master_key: Path | None, home: Path | None, *, check: bool, as_json: bool) -> None:
    """Index by subject each day that is due, and log its root. The gateway must be running; it does this by itself too.

    A day is due when `disclosures.delay_days` have passed since. Days that are indexed stay as they are. Days of a closed log
    that were not due then are indexed first, from its folder beside this one; their roots stand in this log.
    """
    found = load_home(home_folder(home))
    if check:
        _check(found, master_key, as_json=as_json)
        return
    today, delay = datetime.now(UTC).date(), found.settings.disclosures.delay_days
    append = partial(append_once, found.log_socket)
    with (
        opened_chain(found.log_dir, master_key or found.master_key_file) as logs,
        shown_progress("reading the log", is_shown=sys.stderr.isatty() and not as_json) as progress,
    ):
        days = list(index_chain(logs, today, delay, append, progress))
    if as_json:
        click.echo(json.dumps({"indexed": [_object(one) for one in days]}))
        return
    for one in days:
        of = f" of the closed log {one.root.origin}" if one.log else ""
        click.echo(
            f"{one.root.day} is indexed: entries {one.root.start} to {one.root.end}{of}, root in entry {one.entry}"
        )
    if not days:
        click.echo(f"no day is due: a day is indexed {delay} days after it has passed")


def _check(home: Home, master_key: Path | None, *, as_json: bool) -> None:
    with (
        opened_logs(home.log_dir, master_key or home.master_key_file) as chain,
        shown_progress("building again", is_shown=sys.stderr.isatty() and not as_json) as progress,
    ):
        logs = list(check_chain(chain.logs, progress))
    if as_json:
        found = [{"log": name, "checked": [one.day for one in days]} for name, days in logs]
        click.echo(json.dumps({"checked": found[-1]["checked"], "logs": found}))
        return
    for name, days in logs:
        of = f" of the log {name}" if len(logs) > 1 else ""
        click.echo(
            f"{counted(len(days), 'day', 'days')}{of} {_is_or_are(days)} indexed as the journal and the log say"
        )


def _is_or_are(days: Sequence[DayRoot]) -> str:
    return "is" if len(days) == 1 else "are"


def _object(one: Indexed) -> dict[str, object]:
    root = one.root
    found = {"day": root.day, "start": root.start, "end": root.end, "root": root.root, "entry": one.entry}
    return {**found, "log": root.origin}
