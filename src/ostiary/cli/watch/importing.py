"""``ostiary watch import``: a log, or what is known beside it, into a watch folder.

Knows: arguments, what is printed, the exit code of a doubtful file.
Must not know: formats, how a row is read.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Final, cast, get_args

import click

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.options import json_option, master_key_option
from ostiary.cli.progress import shown_progress
from ostiary.cli.watch.other_formats import OTHER_FORMATS, Opening
from ostiary.errors import ImportRefused
from ostiary.evidence.disclosure.english import counted
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.importing.formats import format_of
from ostiary.watch.importing.imported import Imported
from ostiary.watch.importing.importer import Reading, import_file
from ostiary.watch.importing.mapping import Clock, Order
from ostiary.watch.importing.refusing import DUPLICATE, REASONS

LOOK_AT_IT: Final = 3


@click.command("import", cls=ExplainingCommand)
@click.argument("file", type=click.Path(exists=True, path_type=Path))
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
@click.option(
    "--replace",
    "replaces",
    is_flag=True,
    help="Read a file again in another way; what was taken from it before goes.",
)
@click.option(
    "--subject-key",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The key under which subjects become tokens, drawn when there is none.  [default: DIRECTORY.subject-key]",
)
@click.option(
    "--unlogged",
    is_flag=True,
    help="For `ostiary`: open entries also where no log writer can note who does.",
)
@master_key_option
@json_option
def import_(
    file: Path, format_name: str, output: Path, *, as_json: bool, owner: str, time_zone: str, as_of: str,
    clock: str | None, dates: str | None, encoding: str, header: str, replaces: bool,
    subject_key: Path | None, unlogged: bool, master_key: Path | None,
) -> None:  # fmt: skip
    """Read a log that somebody released, or what is known beside it, into a watch folder; gzip is read as it is.

    Every row is accounted for: taken, a copy of an event that another log has told, a duplicate, or refused. Each that was not taken
    stands in a side file with the reason. The same file again changes nothing. Ends with 3 where half of the rows or more
    were refused.

    With `--as ostiary` FILE is the home folder of an installation: what its logs have published since the last run becomes events,
    what was erased in them goes, and each log notes first who opens its entries.
    """
    of_files = {
        "--owner": owner, "--as-of": as_of, "--clock": clock, "--dates": dates, "--encoding": encoding, "--header": header,
        "--replace": replaces,
    }  # fmt: skip
    of_homes = {"--unlogged": unlogged, "--master-key": master_key}
    _verify_only(of_files if format_name in OTHER_FORMATS else of_homes, format_name)
    if format_name in OTHER_FORMATS:
        opening = Opening(time_zone, master_key, subject_key, unlogged)
        import_module(OTHER_FORMATS[format_name][1]).import_home(file, output, opening, as_json=as_json)
        return
    if file.is_dir():
        raise click.UsageError(f"`{file}` is a folder, and {format_name} reads a file")
    reading = Reading(
        format_of(format_name),
        owner=owner,
        time_zone=time_zone,
        as_of=as_of,
        clock=cast("Clock | None", clock),
        dates=cast("Order | None", dates),
        encoding=encoding,
        titles=tuple(next(csv.reader([header]), [])),
        replaces=replaces,
        subject_key=subject_key,
    )
    _import(file, output, reading, as_json=as_json)


def _import(file: Path, output: Path, reading: Reading, *, as_json: bool) -> None:
    label = f"reading {file.name}"
    with shown_progress(label, is_shown=sys.stderr.isatty() and not as_json) as progress:
        try:
            done = import_file(file, WatchFolder.open_or_make(output), replace(reading, tell=progress))
        except OSError as error:
            raise ImportRefused(
                f"the folder `{output}` cannot be written: {error.strerror}",
                hint="nothing of this import counts; make room or get the right to write, and start it again",
            ) from error
    click.echo(json.dumps(_object(done)) if as_json else "\n".join(_words(done)))
    if done.is_doubtful:
        click.echo(_doubt(done), err=True)
        raise SystemExit(LOOK_AT_IT)


def _verify_only(others: Mapping[str, object], format_name: str) -> None:
    """Raises UsageError for an option that says nothing to this format: nobody is to believe that it was heeded."""
    for name, value in others.items():
        if value:
            raise click.UsageError(f"{name} is not for `--as {format_name}`")


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
        f"  {counted(counts.read, 'row', 'rows')}: {counts.taken} taken, "
        f"{counted(counts.copies, 'copy', 'copies')} of events that are already there, "
        f"{counted(counts.duplicates, 'duplicate', 'duplicates')}, {counts.refused} refused"
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
        "What was taken is in the folder; look at the side file before anything is concluded from it. Where cells stand "
        "beside their headers, --header gives the right ones"
    )


def _instant(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
