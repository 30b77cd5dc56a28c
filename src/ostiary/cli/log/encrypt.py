"""``ostiary log encrypt``: seal a log that was begun in the clear.

Knows: arguments, progress, and what is said of the old journal's blocks.
Must not know: journals, keys, how it is done.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ostiary.cli.log.master_keys import draw_master_key, named_log, new_master_key_option
from ostiary.cli.log.working import steps_shown, stopped_log
from ostiary.cli.options import home_option, json_option, master_key_option
from ostiary.store.durable_files import Disk
from ostiary.store.log.encrypting import encrypt_log
from ostiary.store.log.index_days import IndexFolder
from ostiary.store.log.index_key import rewrap_index_key
from ostiary.store.master_key import read_master_key

BLOCKS = (
    "The old journal was overwritten where the file system lets that be done in place (ext4, XFS). On Btrfs, ZFS, snapshots and"
    " SSDs its blocks may still say what they said, and so does every older backup: destroy those, or keep them like the"
    " journal itself. The signatures, receipts and checkpoints stay as they were."
)


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@master_key_option
@new_master_key_option
@home_option
@json_option
def encrypt(
    folder: Path | None,
    master_key: Path | None,
    new_master_key: Path | None,
    home: Path | None,
    *,
    as_json: bool,
) -> None:
    """Seal a log that was begun in the clear, with the gateway stopped: each entry under a key of its own.

    FOLDER is a log's folder; without it, the log of the installation is meant. A new journal is written beside the old one,
    read back from the disk and compared byte by byte; only then it takes the old one's place. What was interrupted goes on
    when it is called again with the same master key. What is public does not change.
    """
    log, home_key = named_log(folder, home)
    with stopped_log(log):
        path = draw_master_key(master_key, new_master_key, log.root) or home_key
        if path is None:
            raise click.UsageError("name a master key: --new-master-key FILE draws one")
        with steps_shown(is_shown=sys.stderr.isatty() and not as_json) as progress:
            done = encrypt_log(log, read_master_key(path), Disk(), progress)
        rewrap_index_key(IndexFolder.of(log.root).key, None, read_master_key(path))
    if as_json:
        click.echo(json.dumps({"entries": done.entries, "sealed": done.sealed, "master_key_file": str(path)}))
        return
    click.echo(
        f"{done.sealed} entries were sealed; all {done.entries} are, and the log's root is what it was"
    )
    click.echo(BLOCKS)
    if home_key is None:
        click.echo(
            f'next: put `master_key_file = "{path.resolve()}"` under [log] in ostiary.toml, then start'
        )
