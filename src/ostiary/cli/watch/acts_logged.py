"""What the log of an installation says of acts in its watch folder.

Knows: which entries are acts, which folder is the installation's, that acts stand in its closed logs too.
Must not know: what an act did, how a chain is held against it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from ostiary.evidence.commitment import CONSOLE_ACT
from ostiary.server.settings import load_home
from ostiary.watch.duties.verifying import LoggedActs
from ostiary.watch.own_log.installation import logs_of
from ostiary.watch.own_log.log_entries import has_lost_keys, opened_entries

EVERYTHING: Final = sys.maxsize
"""Also what is not published yet: an act is done as soon as its entry is durable."""


def acts_logged(home_folder: Path, folder: Path, master_key: Path | None = None) -> LoggedActs | None:
    """The acts, in the logs' order; None for another folder than the installation's, of which its log says nothing.

    Only these entries are opened. Raises SettingsError, LogDamaged, ProofInvalid, KeyFileError.
    """
    home = load_home(home_folder)
    if folder.resolve() != home.watch_dir.resolve():
        return None
    found: list[tuple[str, str]] = []
    for directory in logs_of(home.log_dir).folders:
        if has_lost_keys(directory):
            continue
        with opened_entries(directory, master_key or home.master_key_file) as log:
            said = [json.loads(one) for one in log.of_kind(CONSOLE_ACT, EVERYTHING)]
        found += [(str(one["act"]), str(one["on"])) for one in said]
    return found
