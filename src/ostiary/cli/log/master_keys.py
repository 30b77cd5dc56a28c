"""Which master key a command is given, and drawing a new one.

Knows: the options, the name of a new key, and where a master key must not lie.
Must not know: what is wrapped with it.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

import click

from ostiary.cli.log.home import log_and_key_of_home
from ostiary.errors import SettingsError
from ostiary.store.log.folder import LogFolder
from ostiary.store.master_key import write_new_master_key

new_master_key_option = click.option(
    "--new-master-key",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw a new master key into this file (mode 0600), which must not be there yet, and use it.",
)


def draw_master_key(given: Path | None, new: Path | None, log: Path) -> Path | None:
    """The file of the master key that a command is to use, drawn when it is a new one; None when none was named.

    Raises UsageError for both at once, SettingsError for a new one within the log's folder, KeyFileError when it cannot be
    written.
    """
    if given is not None and new is not None:
        raise click.UsageError("either --master-key or --new-master-key, not both")
    if new is None:
        return given
    if new.resolve().is_relative_to(log.resolve()):
        raise SettingsError(
            f"`{new}` lies within the log's folder: one theft, or one backup, would have both",
            hint="choose a place on another disk",
        )
    write_new_master_key(new, f"{datetime.now(UTC):%Y-%m-%d}-{secrets.token_hex(4)}")
    return new


def named_log(folder: Path | None, home: Path | None) -> tuple[LogFolder, Path | None]:
    """The log that is meant, and its master key's file by the settings of its home; None where it is named by its folder."""
    log_dir, master_key = log_and_key_of_home(home) if folder is None else (folder, None)
    return LogFolder(log_dir), master_key
