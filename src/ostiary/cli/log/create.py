"""``ostiary log create``: a new log.

Knows: arguments, and what is said of a log that cannot be made, or is made in the clear.
Must not know: tiles, notes, journals.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from ostiary.cli.log.master_keys import draw_master_key, new_master_key_option
from ostiary.cli.options import master_key_option
from ostiary.errors import ProofInvalid, SettingsError
from ostiary.store.log.folder import create_log, refuse_to_replace
from ostiary.store.log.second_key import maybe_draw_second_key
from ostiary.store.master_key import read_master_key
from ostiary.tlog.key_text import SEED_BYTES

IN_THE_CLEAR = (
    "warning: this log is IN THE CLEAR: whoever reads its disk, or a backup of it, reads what everybody asked about whom,"
    " and no entry can ever be erased.\n"
    "hint: make it with --new-master-key FILE, or seal it now: ostiary log encrypt FOLDER --new-master-key FILE"
)


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--origin",
    required=True,
    metavar="NAME",
    help="The log's name for good, such as log.city.example/ostiary/2026: a host of yours, and a path.",
)
@master_key_option
@new_master_key_option
def create(folder: Path, origin: str, master_key: Path | None, new_master_key: Path | None) -> None:
    """Make a new log in FOLDER, with a signing key of its own, and print its public key.

    With a master key the log is sealed from its first entry on: each entry under a key of its own, which can be destroyed.
    Without one it is in the clear, and says so. The master key belongs on another disk than FOLDER, and into no backup
    that holds FOLDER's `private/keys`.

    Where the installed `cryptography` has ML-DSA-44, the log gets a second key of that type, in `log.ml-dsa.vkey`.
    Nothing is ever made over a log, or over what is left of one.
    """
    # Before a key is drawn that nothing would need.
    refuse_to_replace(folder)
    path = draw_master_key(master_key, new_master_key, folder)
    master = None if path is None else read_master_key(path)
    try:
        vkey = create_log(folder, origin, os.urandom(SEED_BYTES), maybe_draw_second_key(origin), master)
    except ProofInvalid as fault:
        # Of a name that no log can have; nothing was verified.
        raise SettingsError(fault.message, hint=fault.hint) from None
    except OSError as fault:
        raise SettingsError(
            f"`{fault.filename}` cannot be made: {(fault.strerror or 'unknown reason').lower()}"
        ) from fault
    click.echo(vkey.format())
    if master is None:
        click.echo(IN_THE_CLEAR, err=True)
