"""An official's desk, opened for a command.

Knows: where an installation keeps what a desk needs, and that a desk here warns on standard error.
Must not know: what is done at it.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from ostiary.cli.home import home_folder
from ostiary.cli.progress import shown_progress
from ostiary.office.desk import Desk
from ostiary.office.late_reviewer import reviewer_for
from ostiary.office.replaying import ReplayedLog
from ostiary.server.settings import Home, load_home
from ostiary.store.bundle_files import read_bundle_files


def open_desk(home: Path | None) -> Desk:
    """The desk of an installation. Raises SettingsError, KeyFileError, and BundleError."""
    return desk_of(load_home(home_folder(home)))


def desk_of(home: Home) -> Desk:
    """The desk of a home. Raises KeyFileError and BundleError."""
    texts = read_bundle_files(home.policy_dir)
    log = ReplayedLog(
        home.log_dir,
        home.master_key_file,
        lambda label: shown_progress(label, is_shown=sys.stderr.isatty()),
    )
    hours = home.settings.urgent_cut_off_hours
    return Desk(texts, home.officials_dsn, hours, reviewer_for(log), partial(click.echo, err=True))
