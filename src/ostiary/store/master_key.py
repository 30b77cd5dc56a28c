"""The master key in a file, or in a token that a file names.

Knows: the file's one line, and how it wraps a file key.
Must not know: what the wrapped key opens, or where key files are.

    ostiary-master-key <name> <base64 of 32 bytes>
    pkcs11:token=...;object=...?module-path=...&pin-source=...        (ostiary.store.token_uri)

Whoever reads this file and a key file reads every entry that was not erased. It belongs on another disk than the log's
folder, and into no backup that holds a key file.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ostiary.errors import KeyFileError, ProofInvalid
from ostiary.evidence.key_slots import MAX_NAME_BYTES, MasterKey
from ostiary.evidence.sealing import KEY_BYTES, NONCE_BYTES
from ostiary.store.key_files import read_private_line, write_private
from ostiary.store.token_uri import SCHEME, parse_token_uri
from ostiary.tlog.key_text import decode_base64, encode_base64

_WORD: Final = "ostiary-master-key"
# Imported where it is needed: whoever verifies with a file needs nothing that speaks with tokens.
_TOKENS: Final = "ostiary.store.token_key"
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


def read_master_key(path: Path) -> MasterKey:
    """The master key in a file, or in the token that it names.

    Raises KeyFileError as ``read_private_line``, and when the line is none, which is not shown; or when what speaks with
    tokens is not installed. A token is not asked yet.
    """
    line = read_private_line(path)
    return _in_token(line) if line.startswith(SCHEME) else _in_file(path, line)


def _in_token(line: str) -> MasterKey:
    uri = parse_token_uri(line)
    try:
        module = import_module(_TOKENS)
    except ImportError as fault:
        raise KeyFileError(
            "the master key is in a token, and what speaks with tokens is not installed here",
            hint="pip install 'ostiary[pkcs11]'",
        ) from fault
    key: MasterKey = module.TokenMasterKey(uri)
    return key


def _in_file(path: Path, line: str) -> FileMasterKey:
    word, _, rest = line.partition(" ")
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
