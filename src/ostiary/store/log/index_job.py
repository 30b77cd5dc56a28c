"""The process that indexes the days that are due, started by a gateway now and then.

Knows: its command line, and that nobody waits for it.
Must not know: what an index is made of, when it is started.

A process of its own, and the last in line for the processor: building a day takes seconds of it, and a client's statement
waits for none of them. Killed at any point it loses nothing (``indexing``).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ostiary.errors import OstiaryError
from ostiary.store.log.client import append_once
from ostiary.store.log.indexing import Source, index_due
from ostiary.store.log.unlocking import log_keys
from ostiary.store.master_key import read_master_key

_LOWEST_PRIORITY = 19


@contextlib.contextmanager
def opened_source(directory: Path, master_key: Path | None) -> Iterator[Source]:
    """A log with what it takes to index it; ``master_key`` is needed where it is sealed. Raises KeyFileError, LogDamaged."""
    with log_keys(directory, master_key) as keys:
        master = None if keys is None or master_key is None else read_master_key(master_key)
        yield Source(directory, master, keys)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; the exit status. It prints each day that it indexed."""
    parser = argparse.ArgumentParser(
        prog="python -m ostiary.store.log.index_job", description="Index a log's days."
    )
    parser.add_argument("directory", type=Path, metavar="DIR", help="the folder of the log")
    parser.add_argument("--socket", type=Path, required=True, metavar="PATH", help="where the writer listens")
    parser.add_argument("--delay-days", type=int, required=True, metavar="N")
    parser.add_argument("--master-key", type=Path, metavar="PATH", help="the master key of a sealed log")
    given = parser.parse_args(arguments)
    os.nice(_LOWEST_PRIORITY)
    append, today = partial(append_once, given.socket), datetime.now(UTC).date()
    try:
        with opened_source(given.directory, given.master_key) as source:
            for one in index_due(source, today, given.delay_days, append, lambda _done, _total: None):
                sys.stdout.write(f"{one.root.day}\n")
    except (OstiaryError, OSError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
