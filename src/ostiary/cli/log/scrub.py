"""``ostiary log scrub``: everything of a log is read again.

Knows: arguments, the bar, what is printed, the exit status.
Must not know: journals, tiles, how damage is found.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from ostiary.cli.exits import VERIFICATION_FAILED
from ostiary.cli.log.home import log_of_home
from ostiary.cli.options import home_option, json_option
from ostiary.cli.progress import shown_progress
from ostiary.errors import SettingsError
from ostiary.store.log.scrubbing import DEFAULT_RATE, Scrubbed, note_scrub, scrub
from ostiary.store.master_key import read_master_key

_MEBIBYTE = 2**20
_LEAST_URGENT = 19


@click.command("scrub")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--mirror",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A second copy of the log, which may be older: it is read too, and said which of the two is right.",
)
@click.option(
    "--master-key",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Also open every sealed entry with its key.",
)
@click.option(
    "--rate",
    metavar="MIB",
    type=click.IntRange(0, 100_000),
    default=DEFAULT_RATE // _MEBIBYTE,
    show_default=True,
    help="How many MiB a second are read at the most; 0: as fast as it goes.",
)
@home_option
@json_option
def scrub_log(
    folder: Path | None,
    mirror: Path | None,
    master_key: Path | None,
    rate: int,
    home: Path | None,
    *,
    as_json: bool,
) -> None:
    """Read everything of a log again, from the disk: journal, entries, tiles and signatures against each other.

    FOLDER is a log's folder; without it, the log of the installation is meant, which may be running. Nothing is repaired. The
    result is noted in the folder, for metrics. Exits with 0 when all is as it was signed, and 5 when not.
    """
    directory = folder or log_of_home(home)
    # Whoever waits for an answer comes first.
    with suppress(OSError):
        # A unit that forbids this has said how urgent it is itself.
        os.nice(_LEAST_URGENT)
    with shown_progress("reading", is_shown=sys.stderr.isatty() and not as_json) as progress:
        found = scrub(
            directory,
            progress,
            mirror=mirror,
            master=None if master_key is None else read_master_key(master_key),
            rate=rate * _MEBIBYTE,
        )
    _note(directory, found)
    click.echo(json.dumps(_as_object(found)) if as_json else "\n".join(_lines(found)))
    if not found.is_good:
        sys.exit(VERIFICATION_FAILED)


def _note(directory: Path, found: Scrubbed) -> None:
    if not (directory / "private").is_dir():
        # The public side alone belongs to whoever has copied it.
        return
    try:
        note_scrub(directory, found)
    except OSError as fault:
        raise SettingsError(
            f"the result cannot be noted in `{directory}`: {(fault.strerror or 'unknown reason').lower()}",
            hint="run it as the account that runs the gateway",
        ) from fault


def _lines(found: Scrubbed) -> list[str]:
    if found.is_good:
        opened = "" if found.opened is None else f"; {found.opened} sealed entries opened"
        return [f"all is as it was signed: {found.size} entries read in {found.seconds:.0f} seconds{opened}"]
    return [
        *found.findings,
        "Nothing was repaired. Keep all copies as they are; see docs/operating.md, `Read the log again`.",
    ]


def _as_object(found: Scrubbed) -> dict[str, object]:
    return {
        "good": found.is_good,
        "size": found.size,
        "ended_at": datetime.fromtimestamp(found.ended_at, UTC).isoformat(timespec="seconds"),
        "seconds": round(found.seconds, 3),
        "opened": found.opened,
        "findings": found.findings,
    }
