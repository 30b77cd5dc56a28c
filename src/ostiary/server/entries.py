"""The entries of an installation's log, opened with the master key that its settings name.

Knows: which settings say where the log and its master key are.
Must not know: what an entry says.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ostiary.server.settings import load_home
from ostiary.store.log.reader import Entry, read_entries
from ostiary.store.log.unlocking import log_keys


def entries_of(folder: Path, start: int = 0) -> Iterator[Entry]:
    """Every entry from ``start`` on that still says something, of the home in ``folder``.

    Raises as ``load_home``, ``log_keys`` and ``read_entries``.
    """
    home = load_home(folder)
    with log_keys(home.log_dir, home.master_key_file) as keys:
        yield from read_entries(home.log_dir, start, keys)
