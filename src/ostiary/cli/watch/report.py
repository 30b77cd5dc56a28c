"""``ostiary watch report``: pictures of a log, as one page.

Knows: arguments, what is printed.
Must not know: what a report says, how it is made.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from ostiary.cli.options import json_option
from ostiary.cli.progress import shown_progress
from ostiary.watch.detecting.engine import MEMORY
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.reporting.making import Report, Wishes, make_report, write_report


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
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
@json_option
def report(
    *,
    folder: Path,
    page: Path | None,
    data: Path | None,
    title: str,
    retention_days: int | None,
    with_free_text: bool,
    memory: str,
    as_json: bool,
) -> None:
    """Make a page of pictures of the log in DIR: who searches, for what, how vaguely, how widely, when.

    The page needs nothing beside it. It has no user's name and no plate, and reasons only where so many share one that
    it names nobody.
    """
    wishes = Wishes(title, with_free_text, retention_days, memory)
    opened = WatchFolder.open(folder)
    with shown_progress("counting", is_shown=sys.stderr.isatty()) as told:
        made = make_report(opened, wishes, datetime.now(UTC), told)
    target = page or (None if as_json else Path("report.html"))
    _write(made, target, data)
    if as_json:
        click.echo(made.json, nl=False)
    elif target is not None:
        _say(made, target, data)


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
