"""The key under which subjects become tokens, and the tokens.

Knows: the private file of the key, how somebody is told apart from somebody else without saying who.
Must not know: events, logs, where somebody was named.

A token is keyed because a bare hash would hide nobody: there are some 10^8 plates and 10^7 keys of records, and a machine
hashes all of them in a minute. Whoever has the folder without the key can say that two accesses were about the same
subject, which detectors need, and nothing else. So the key never lies in the folder: it stands beside it, and a folder
that is handed to somebody goes without.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from ostiary.errors import ImportRefused
from ostiary.evidence.index.keys import Identifier
from ostiary.store.durable_files import PRIVATE_MODE, Disk, replace_file_durably
from ostiary.store.key_files import read_private_line

KEY_BYTES: Final = 32
TOKEN_CHARACTERS: Final = 32
"""128 bits in hexadecimal digits: among 10^9 subjects two have one token once in 10^20 folders."""

_TOKEN: Final = b"ostiary/watch-subject/v1\x00"
_COMMITMENT: Final = b"ostiary/watch-subject-key/v1\x00"


def key_file_of(folder: Path) -> Path:
    """Where the key of a watch folder lies: beside the folder."""
    absolute = folder.absolute()
    return absolute.with_name(f"{absolute.name}.subject-key")


def open_subject_key(path: Path) -> bytes:
    """The 32 bytes in a private file, which is made when there is none. Raises KeyFileError, ImportRefused, OSError."""
    if not path.exists():
        line = secrets.token_hex(KEY_BYTES) + "\n"
        staging = path.with_name(f".{path.name}.{os.getpid()}")
        replace_file_durably(Disk(), path, line.encode(), mode=PRIVATE_MODE, staging=staging)
    return read_subject_key(path)


def read_subject_key(path: Path) -> bytes:
    """The 32 bytes in a private file. Raises KeyFileError when it is missing or open to others, ImportRefused when it is none."""
    try:
        key = bytes.fromhex(read_private_line(path))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ImportRefused(f"`{path}` is no key of subjects: it has {2 * KEY_BYTES} hexadecimal digits")
    return key


def key_commitment(key: bytes) -> str:
    """Stands in a manifest, so that a folder is never continued under another key: every subject would be a new one."""
    return hashlib.sha256(_COMMITMENT + key).hexdigest()


def token(key: bytes, who: Identifier) -> str:
    """What stands for somebody in ``subjects``."""
    name = who.kind.encode() + b"\x00" + who.value.encode()
    return hmac.digest(key, _TOKEN + name, "sha256").hex()[:TOKEN_CHARACTERS]
