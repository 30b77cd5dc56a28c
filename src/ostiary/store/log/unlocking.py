"""The keys of a log for those who read it.

Knows: whether a log is sealed, and that its keys need its master key.
Must not know: who may read, or what is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ostiary.errors import KeyFileError
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.rests import Rests
from ostiary.store.master_key import read_master_key

HINT = "name the file of the master key: [log] master_key_file in ostiary.toml, or --master-key"


def is_sealed(directory: Path) -> bool:
    """Whether a log has begun to seal what it writes."""
    return LogFolder(directory).keys.exists()


@contextmanager
def log_keys(directory: Path, master_key: Path | None) -> Iterator[KeyFile | None]:
    """The keys of the log in a folder, to read with; None for a log in the clear.

    Raises KeyFileError when the log is sealed and no master key is named, or another one, or it cannot be read;
    LogDamaged when the key file is damaged.
    """
    if not is_sealed(directory):
        yield None
        return
    if master_key is None:
        raise KeyFileError(f"the log `{directory}` is sealed, and no master key was given", hint=HINT)
    folder, master = LogFolder(directory), read_master_key(master_key)
    with KeyFile(folder.keys, master) as keys, Rests(folder, master) as rests:
        keys.rests = rests
        yield keys
