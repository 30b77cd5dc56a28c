"""``ostiary log create``: a new log.

Knows: arguments, and what is said of a log that cannot be made.
Must not know: tiles, notes, journals.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from ostiary.cli.exits import FAILED, tell
from ostiary.errors import ProofInvalid, SettingsError
from ostiary.store.log.folder import create_log
from ostiary.store.log.second_key import maybe_draw_second_key
from ostiary.tlog.key_text import SEED_BYTES


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--origin",
    required=True,
    metavar="NAME",
    help="The log's name for good, such as log.city.example/ostiary/2026: a host of yours, and a path.",
)
def create(folder: Path, origin: str) -> None:
    """Make a new log in FOLDER, with a signing key of its own, and print its public key.

    Where the installed `cryptography` has ML-DSA-44, the log gets a second key of that type, in `log.ml-dsa.vkey`.
    Nothing is ever made over a log, or over what is left of one.
    """
    try:
        vkey = create_log(folder, origin, os.urandom(SEED_BYTES), maybe_draw_second_key(origin))
    except (SettingsError, ProofInvalid) as fault:
        tell(fault)
        sys.exit(FAILED)
    except OSError as fault:
        tell(
            SettingsError(
                f"`{fault.filename}` cannot be made: {(fault.strerror or 'unknown reason').lower()}"
            )
        )
        sys.exit(FAILED)
    click.echo(vkey.format())
