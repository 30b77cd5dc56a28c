"""``ostiary watch report``: pictures of a log, as one page.

Knows: arguments, what is printed, that a file is imported into a folder that goes again.
Must not know: what a report says, how it is made, formats.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.options import json_option
from ostiary.cli.progress import shown_progress
from ostiary.errors import ImportRefused
from ostiary.watch.detecting.engine import MEMORY
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.passing import passing_place
from ostiary.watch.importing.formats import format_of
from ostiary.watch.importing.importer import Reading, import_file
from ostiary.watch.reporting.making import Report, Wishes, make_report, write_report


@click.command(cls=ExplainingCommand)
@click.argument("log", metavar="DIR|FILE", type=click.Path(path_type=Path, exists=True))
@click.option(
    "-o",
    "--output",
    "page",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page to write.  [default: report.html, unless --json is given]",
)
@click.option(
    "--data",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write each table as CSV and all figures as JSON there, too; the page has them in itself.",
)
@click.option("--title", metavar="TEXT", default="", help="The page's title.")
@click.option(
    "--retention",
    "retention_days",
    metavar="DAYS",
    type=click.IntRange(1, 36_500),
    help="How long records are kept, as their owner states.",
)
@click.option(
    "--with-free-text",
    is_flag=True,
    help="For auditors: show reasons as they were typed. They may name people.",
)
@click.option("--memory", metavar="SIZE", default=MEMORY, show_default=True, help="What counting may use.")
@click.option(
    "--as",
    "format_name",
    metavar="FORMAT",
    help="With FILE: a name of `ostiary watch formats`, or mapping:FILE.toml.",
)
@click.option("--owner", default="", metavar="NAME", help="With FILE: the agency that released it.")
@click.option(
    "--time-zone", default="", metavar="ZONE", help="With FILE: the agency's, such as America/Los_Angeles."
)
@json_option
def report(
    log: Path, page: Path | None, data: Path | None, *, title: str, retention_days: int | None, with_free_text: bool,
    memory: str, format_name: str | None, owner: str, time_zone: str, as_json: bool,
) -> None:  # fmt: skip
    """Make a page of pictures of a log: who searches, for what, how vaguely, how widely, when.

    DIR is a watch folder. A FILE that somebody released is read as with `ostiary watch import`, and nothing of it is kept.

    The page needs nothing beside it. It has no user's name and no plate, and reasons only where so many share one that
    it names nobody.
    """
    wishes = Wishes(title, with_free_text, retention_days, memory)
    target = page or (None if as_json else Path("report.html"))
    for place in filter(None, (target, data)):
        _verify_place(place)
    with _folder(log, format_name, owner, time_zone) as folder, _progress("counting") as told:
        made = make_report(folder, wishes, datetime.now(UTC), told)
    _write(made, target, data)
    if as_json:
        click.echo(made.json, nl=False)
    elif target is not None:
        _say(made, target, data)


@contextmanager
def _folder(log: Path, format_name: str | None, owner: str, time_zone: str) -> Iterator[WatchFolder]:
    if log.is_dir():
        if format_name or owner or time_zone:
            raise click.UsageError("--as, --owner and --time-zone are for a file; a folder is read as it is")
        yield WatchFolder.open(log)
        return
    if not format_name:
        raise ImportRefused(
            f"`{log.name}` is a file, and nobody said of which form",
            hint="add --as FORMAT; ostiary watch formats lists them",
        )
    with passing_place() as kept:
        folder = WatchFolder.open_or_make(kept / "log")
        with _progress(f"reading {log.name}") as told:
            reading = Reading(format_of(format_name), owner=owner, time_zone=time_zone)
            done = import_file(log, folder, replace(reading, tell=told))
        if done.is_doubtful:
            click.echo(
                f"warning: {done.counts.refused} of {done.counts.read} rows were refused: hardly a file of that format",
                err=True,
            )
        yield folder


def _progress(label: str) -> AbstractContextManager[Callable[[int, int], None]]:
    return shown_progress(label, is_shown=sys.stderr.isatty())


def _verify_place(target: Path) -> None:
    # Counting takes minutes: what cannot be written is said before.
    near = next(one for one in target.absolute().parents if one.exists())
    if not (near.is_dir() and os.access(near, os.W_OK)):
        raise click.ClickException(
            f"`{target}` cannot be written: `{near}` is no folder that you may write into"
        )


def _write(made: Report, page: Path | None, data: Path | None) -> None:
    try:
        write_report(made, page, data)
    except OSError as error:
        raise click.ClickException(f"`{error.filename}` cannot be written: {error.strerror}") from error


def _say(made: Report, page: Path, data: Path | None) -> None:
    for sentence in made.summary:
        click.echo(f"{sentence}.")
    click.echo(f"{len(made.charts)} charts in {page}", err=True)
    if data is not None:
        click.echo(f"their tables in {data}", err=True)
