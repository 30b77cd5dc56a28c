"""The index key of a log: from which everybody's place in the subject index follows.

Knows: the file, its two forms, that it is drawn once and never changed.
Must not know: the index, people, who may have which key of it.

    plain     "OSTIDXK1" | key 32
    wrapped   the header of a key file (``evidence.key_slots``): the master key's name, and the key that it wraps

A sealed log has it wrapped: whoever steals the disk could otherwise ask the index of a day about anybody.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from ostiary.errors import KeyFileError, LogDamaged
from ostiary.evidence.index.keys import INDEX_KEY_BYTES
from ostiary.evidence.key_slots import HEADER_BYTES, Header, MasterKey, decode_header, encode_header
from ostiary.store.durable_files import PRIVATE_MODE, Disk, replace_file_durably
from ostiary.store.key_files import private_file, write_private

_MAGIC: Final = b"OSTIDXK1"


def draw_index_key(path: Path, master: MasterKey | None) -> bytes:
    """A new index key in a new file, durable when this returns. Raises KeyFileError, also when there is one already."""
    key = os.urandom(INDEX_KEY_BYTES)
    write_private(
        path, _MAGIC + key if master is None else encode_header(Header(master.name, master.wrap(key)))
    )
    return key


def rewrap_index_key(path: Path, old: MasterKey | None, new: MasterKey) -> None:
    """Have the index key, if there is one, wrapped by another master key; the file that was there goes.

    Done twice it is as good as once. Raises KeyFileError when neither master key opens it, OSError.
    """
    if not path.exists():
        return
    try:
        key = read_index_key(path, new)
    except KeyFileError:
        key = read_index_key(path, old)
    header = encode_header(Header(new.name, new.wrap(key)))
    staging = path.with_name(f"{path.name}.staging")
    replace_file_durably(Disk(), path, header, mode=PRIVATE_MODE, staging=staging)


def read_index_key(path: Path, master: MasterKey | None) -> bytes:
    """The index key in a file. Raises KeyFileError when there is none, or when it is wrapped by another master key."""
    with private_file(path) as file:
        raw = file.read(HEADER_BYTES + 1)
    if raw.startswith(_MAGIC):
        key = raw.removeprefix(_MAGIC)
    elif master is None:
        raise KeyFileError(
            f"`{path}` is wrapped, and nobody gave the master key", hint="give --master-key FILE"
        )
    else:
        try:
            key = master.unwrap(decode_header(raw).wrapped)
        except LogDamaged:
            raise KeyFileError(f"`{path}` is no index key") from None
    if len(key) != INDEX_KEY_BYTES:
        raise KeyFileError(f"`{path}` is no index key")
    return key
