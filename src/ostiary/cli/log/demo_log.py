"""`ostiary demo log`: a large log of made-up accesses, to be verified.

Knows: arguments, what is printed.
Must not know: how a log is made.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ostiary.cli.options import json_option
from ostiary.cli.progress import shown_progress
from ostiary.demo.made_log import make_log
from ostiary.errors import SettingsError
from ostiary.store.log.receipts import read_published

_STEP = 1_024
"""The bar moves once in so many entries."""


@click.command("log")
@click.option(
    "-o",
    "--out",
    "folder",
    required=True,
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the log is made; nothing is made over one.",
)
@click.option(
    "--entries",
    metavar="N",
    type=click.IntRange(0, 10_000_000),
    default=10_000,
    show_default=True,
    help="How many entries.",
)
@json_option
def demo_log(folder: Path, entries: int, *, as_json: bool) -> None:
    """A log of made-up accesses, written by the real log writer: to be verified, also with tools that are not ours.

    In FOLDER stand `public` (C2SP tlog-tiles), `log.vkey`, `trust.policy`, and `private` with the journal and the key.
    """
    try:
        with shown_progress("appending", is_shown=sys.stderr.isatty() and not as_json) as progress:
            make_log(
                folder, entries, lambda done, total: progress(done, total) if done % _STEP == 0 else None
            )
    except OSError as fault:
        raise SettingsError(
            f"`{fault.filename}` cannot be made: {(fault.strerror or 'unknown reason').lower()}"
        ) from fault
    found = read_published(folder).checkpoint
    told = {"folder": str(folder), "origin": found.origin, "size": found.size}
    click.echo(
        json.dumps(told) if as_json else f"`{folder}` holds the log {found.origin} of {found.size} entries"
    )
