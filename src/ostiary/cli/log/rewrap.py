"""``ostiary log rewrap``: the keys of a log under a new master key.

Knows: arguments, progress, and what has to be destroyed afterwards.
Must not know: slots, files, how it is done.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ostiary.cli.log.master_keys import draw_master_key, named_log, new_master_key_option
from ostiary.cli.log.working import count_entries, steps_shown, stopped_log
from ostiary.cli.options import home_option, json_option, master_key_option
from ostiary.errors import SettingsError
from ostiary.store.durable_files import Disk
from ostiary.store.log.index_days import IndexFolder
from ostiary.store.log.index_key import rewrap_index_key
from ostiary.store.log.rests import rewrap_rests
from ostiary.store.log.rewrapping import logs_still_under
from ostiary.store.log.rewrapping import rewrap as rewrap_keys
from ostiary.store.master_key import read_master_key


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@master_key_option
@new_master_key_option
@click.option(
    "--to",
    "to",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Use this master key, which is there already, such as one in a token.",
)
@home_option
@json_option
def rewrap(
    folder: Path | None,
    master_key: Path | None,
    new_master_key: Path | None,
    to: Path | None,
    home: Path | None,
    *,
    as_json: bool,
) -> None:
    """Wrap the keys of all entries anew, under a new master key, with the gateway stopped.

    After an erasure, older copies of the key file still hold the erased key (backups, snapshots, cells that an SSD has set
    aside). They open nothing once the old master key is destroyed. Change `master_key_file` in ostiary.toml before the
    start, make a new backup, then destroy every copy of the old master key. Closed logs are under it too: wrap each of them
    first, or nobody ever reads them again.
    """
    log, home_key = named_log(folder, home)
    old = master_key or home_key
    if old is None:
        raise click.UsageError("name the master key that opens the log now: --master-key FILE")
    with stopped_log(log):
        path = draw_master_key(to, new_master_key, log.root)
        if path is None:
            raise click.UsageError("name the new master key: --new-master-key FILE, or --to FILE")
        before, after = read_master_key(old), read_master_key(path)
        if before.name == after.name:
            raise SettingsError(
                f"both master keys are called `{before.name}`", hint="draw one: --new-master-key FILE"
            )
        with steps_shown(is_shown=sys.stderr.isatty() and not as_json) as progress:
            size = count_entries(log, progress)
            # If we crash behind this, the index key is under the new master key already, and the same call goes on.
            rewrap_index_key(IndexFolder.of(log.root).key, before, after)
            rewrap_rests(log, before, after)
            rewrap_keys(
                log.keys, before, after, size, Disk(), staging=log.staging,
                progress=lambda done, total: progress("wrapping", done, total),
            )  # fmt: skip
    others = logs_still_under(log.root, before.name)
    if as_json:
        found = {"entries": size, "old": before.name, "new": after.name, "master_key_file": str(path)}
        click.echo(json.dumps(found | {"still_under_old": list(map(str, others))}))
        return
    click.echo(f"the keys of {size} entries are under the master key `{after.name}` now")
    click.echo(f'next: put `master_key_file = "{path.resolve()}"` under [log] in ostiary.toml, then start')
    for other in others:
        click.echo(_also_under(other, old, path))
    click.echo(f"then make a new backup, and destroy every copy of the master key `{before.name}`: {old}")


def _also_under(log: Path, old: Path, new: Path) -> str:
    return (
        f"BEFORE the old master key goes: `{log}` is under it too, and could never be read again without;"
        f" ostiary log rewrap {log} --master-key {old} --to {new}"
    )
