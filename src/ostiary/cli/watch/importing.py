"""``ostiary watch import``: a log, or what is known beside it, into a watch folder.

Knows: arguments, what is printed, the exit code of a doubtful file.
Must not know: formats, how a row is read.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, cast, get_args

import click

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.options import json_option
from ostiary.cli.progress import shown_progress
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.importing.formats import format_of
from ostiary.watch.importing.imported import Imported
from ostiary.watch.importing.importer import Reading, import_file
from ostiary.watch.importing.mapping import Clock, Order
from ostiary.watch.importing.refusing import DUPLICATE, REASONS

LOOK_AT_IT: Final = 3


@click.command("import", cls=ExplainingCommand)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--as",
    "format_name",
    required=True,
    metavar="FORMAT",
    help="A name of `ostiary watch formats`, or mapping:FILE.toml.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The watch folder; made when there is none.",
)
@click.option(
    "--owner",
    default="",
    metavar="NAME",
    help="The agency that released the file, where the file does not say it.",
)
@click.option(
    "--time-zone", default="", metavar="ZONE", help="The agency's own, such as America/Los_Angeles."
)
@click.option(
    "--as-of", default="", metavar="DAY", help="The day that a roster or a list of grants describes."
)
@click.option(
    "--clock",
    type=click.Choice(get_args(Clock)),
    help="What a time without a zone is, in place of the format's own.",
)
@click.option(
    "--dates",
    type=click.Choice(get_args(Order)[:2]),
    help="Which comes first in 3/4/2025, where no row of the column tells.",
)
@click.option(
    "--encoding",
    default="",
    metavar="NAME",
    help="Such as cp1252; otherwise UTF-8, or what the file's first bytes say.",
)
@click.option(
    "--header", default="", metavar="TITLES", help="The headers of a file that has none, with commas between."
)
@json_option
def import_(
    file: Path, format_name: str, output: Path, *, as_json: bool, owner: str, time_zone: str, as_of: str,
    clock: str | None, dates: str | None, encoding: str, header: str,
) -> None:  # fmt: skip
    """Read a log that somebody released, or what is known beside it, into a watch folder; gzip is read as it is.

    Every row is accounted for: taken, a copy of an event that another log has told, a duplicate, or refused. Each that was not taken
    stands in a side file with the reason. The same file again changes nothing. Ends with 3 where half of the rows or more
    were refused.
    """
    reading = Reading(
        format_of(format_name),
        owner=owner,
        time_zone=time_zone,
        as_of=as_of,
        clock=cast("Clock | None", clock),
        dates=cast("Order | None", dates),
        encoding=encoding,
        titles=tuple(next(csv.reader([header]), [])),
    )
    label = f"reading {file.name}"
    with shown_progress(label, is_shown=sys.stderr.isatty() and not as_json) as progress:
        done = import_file(file, WatchFolder.open_or_make(output), replace(reading, tell=progress))
    click.echo(json.dumps(_object(done)) if as_json else "\n".join(_words(done)))
    if done.is_doubtful:
        click.echo(_doubt(done), err=True)
        raise SystemExit(LOOK_AT_IT)


def _object(done: Imported) -> dict[str, object]:
    return {
        "source": done.source,
        "format": done.format,
        "table": done.table,
        **asdict(done.counts),
        "reasons": dict(done.reasons),
        "first": None if done.first is None else _instant(done.first),
        "last": None if done.last is None else _instant(done.last),
        "notes": list(done.notes),
        "side_file": done.side_file or None,
        "again": done.is_again,
        "doubtful": done.is_doubtful,
    }


def _words(done: Imported) -> Iterator[str]:
    counts = done.counts
    if done.is_again:
        yield f"this file is already here, read the same way: nothing was changed. It is `{done.source}`:"
    else:
        yield f"`{done.source}`, read as {done.format}:"
    yield (
        f"  {counts.read} rows: {counts.taken} taken, {counts.copies} copies of events that are already there, "
        f"{counts.duplicates} duplicates, {counts.refused} refused"
    )
    if done.first is not None and done.last is not None:
        yield f"  from {_instant(done.first)} to {_instant(done.last)}"
    for reason, count in done.reasons.items():
        fate = "duplicate" if reason in DUPLICATE else "refused"
        yield f"  {fate}, {count}: {REASONS[reason]}"
    yield from (f"  {note}" for note in done.notes)
    if done.side_file:
        yield f"  each row that was not taken, with its reason: {done.side_file}"


def _doubt(done: Imported) -> str:
    if not done.counts.read:
        return "warning: the file has a header and no rows"
    return (
        f"warning: {done.counts.refused} of {done.counts.read} rows were refused: this is hardly a file of that format. "
        "What was taken is in the folder; look at the side file before anything is concluded from it"
    )


def _instant(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
