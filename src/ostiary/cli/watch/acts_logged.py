"""What the console of an installation has logged of acts in its watch folder.

Knows: which entries are acts at the console, which folder is the installation's.
Must not know: what an act did, how a chain is held against it.
"""

from __future__ import annotations

import json
from pathlib import Path

from ostiary.evidence.commitment import CONSOLE_ACT
from ostiary.server.settings import load_home
from ostiary.store.log.reader import read_entries
from ostiary.store.log.unlocking import log_keys
from ostiary.watch.duties.verifying import LoggedActs


def acts_logged(home_folder: Path, folder: Path) -> LoggedActs:
    """The acts, in the log's order; none for another folder than the installation's. Raises SettingsError, LogDamaged, KeyFileError."""
    home = load_home(home_folder)
    if folder.resolve() != home.watch_dir.resolve():
        return ()
    with log_keys(home.log_dir, home.master_key_file) as keys:
        said = [
            json.loads(entry.payload)
            for entry in read_entries(home.log_dir, 0, keys)
            if entry.kind == CONSOLE_ACT
        ]
    return [(str(one["act"]), str(one["on"])) for one in said]
