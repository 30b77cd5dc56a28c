"""The master key in a file, for those who have no token.

Knows: the file's one line, and how it wraps a file key.
Must not know: what the wrapped key opens, or where key files are.

    ostiary-master-key <name> <base64 of 32 bytes>

Whoever reads this file and a key file reads every entry that was not erased. It belongs on another disk than the log's
folder, and into no backup that holds a key file.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ostiary.errors import KeyFileError, ProofInvalid
from ostiary.evidence.key_slots import MAX_NAME_BYTES
from ostiary.evidence.sealing import KEY_BYTES, NONCE_BYTES
from ostiary.store.key_files import read_private_line, write_private
from ostiary.tlog.key_text import decode_base64, encode_base64

_WORD: Final = "ostiary-master-key"
_BOUND: Final = b"ostiary/file-key/v1\x00"


class FileMasterKey:
    """A master key whose 32 bytes this process knows. A ``MasterKey``."""

    def __init__(self, name: str, secret: bytes) -> None:
        self._name = name
        self._cipher = AESGCM(secret)

    @property
    def name(self) -> str:
        """How the master key is called."""
        return self._name

    def wrap(self, file_key: bytes) -> bytes:
        """Nonce, then the file key under AES-256-GCM, bound to this master key's name. A nonce is random: one for each file."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, file_key, self._bound)

    def unwrap(self, wrapped: bytes) -> bytes:
        """What was wrapped. Raises KeyFileError when it was not by this master key."""
        try:
            return self._cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], self._bound)
        except (InvalidTag, ValueError):
            # ValueError: bytes too short to hold a nonce or a tag.
            raise KeyFileError(
                f"the master key `{self._name}` does not open this key file",
                hint="the key file's header names the master key that does",
            ) from None

    @property
    def _bound(self) -> bytes:
        return _BOUND + self._name.encode()


def read_master_key(path: Path) -> FileMasterKey:
    """The master key in a file. Raises KeyFileError as ``read_private_line``, and when the line is none; it is not shown."""
    word, _, rest = read_private_line(path).partition(" ")
    name, _, text = rest.partition(" ")
    try:
        secret = decode_base64(text)
    except ProofInvalid:
        secret = b""
    if word != _WORD or not _is_name(name) or len(secret) != KEY_BYTES:
        raise KeyFileError(f"`{path}` is not a master key")
    return FileMasterKey(name, secret)


def write_new_master_key(path: Path, name: str) -> None:
    """Draw a master key into a new file (mode 0600). Raises KeyFileError for a bad name, or as ``write_private``."""
    if not _is_name(name):
        raise KeyFileError(f"`{name}` cannot be a master key's name", hint="use letters, digits and ./-_")
    write_private(path, f"{_WORD} {name} {encode_base64(os.urandom(KEY_BYTES))}\n".encode())


def _is_name(name: str) -> bool:
    return 1 <= len(name) <= MAX_NAME_BYTES and name.isascii() and name.isprintable() and " " not in name
