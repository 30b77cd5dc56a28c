"""The key under which the secrets of one-time codes are sealed, so that a copy of the control database yields no codes.

Knows: a key file of the home, AES-256-GCM, and that a sealed secret belongs to one account.
Must not know: what a secret is for, where it is kept once it is sealed.
"""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ostiary.errors import KeyFileError
from ostiary.store.key_files import privacy_of, read_private_line, write_private

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
"""Drawn for each secret: after 2^32 of them under one key NIST SP 800-38D asks for another, and a city has some hundred."""
_MARK: Final = "ostiary-code-key/v1 "


class CodeSealer:
    """Seals and opens secrets under one key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, secret: bytes, account: str) -> bytes:
        """A secret as it is kept; it opens for this account alone."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, _bound(account))

    def open(self, sealed: bytes, account: str) -> bytes:
        """The secret. Raises KeyFileError when it was sealed under another key, for another account, or was changed."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(account))
        except (InvalidTag, ValueError):
            raise KeyFileError(
                "the secret of an account's codes does not open under this home's key",
                hint="the key file was replaced, or somebody changed the row; end the account and add another",
            ) from None


def read_sealer(path: Path) -> CodeSealer:
    """The sealer of a key file. Raises KeyFileError when there is none, others may read it, or it holds no such key."""
    line = read_private_line(path)
    try:
        if not line.startswith(_MARK):
            raise KeyFileError(f"`{path}` holds no key for codes")
        key = base64.b64decode(line.removeprefix(_MARK), validate=True)
    except binascii.Error:
        raise KeyFileError(f"`{path}` holds no key for codes") from None
    if len(key) != KEY_BYTES:
        raise KeyFileError(f"`{path}` holds no key for codes")
    return CodeSealer(key)


def make_sealer(path: Path) -> CodeSealer:
    """As ``read_sealer``, after a key was drawn into a new file where there is none.

    If we crash behind it, a key is left that nothing is sealed under; the next call takes it.
    """
    if privacy_of(path) == "missing":
        key = base64.b64encode(os.urandom(KEY_BYTES)).decode()
        write_private(path, f"{_MARK}{key}\n".encode())
    return read_sealer(path)


def _bound(account: str) -> bytes:
    return b"ostiary/code-secret/v1\0" + account.encode()
