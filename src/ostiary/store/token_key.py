"""The master key in a PKCS#11 token (a smart card, an HSM, SoftHSM): the token wraps, and gives no key out.

Knows: one AES key in one token, its PIN's file, AES-GCM by the token.
Must not know: what the wrapped key opens, or where key files are.

The token is asked when a program starts, once or twice, and never for an entry.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pkcs11

from ostiary.errors import KeyFileError
from ostiary.evidence.sealing import NONCE_BYTES, TAG_BYTES
from ostiary.store.key_files import read_private_line
from ostiary.store.token_uri import TokenUri

_BOUND: Final = b"ostiary/file-key/v1\x00"
_BITS: Final = 8

# What people can mend, in words; whatever else a token says is told by its name in PKCS#11.
_FAULTS: Final[tuple[tuple[type[Exception], str, str], ...]] = (
    (pkcs11.NoSuchToken, "there is no such token", "`pkcs11-tool --list-slots` shows those there are"),
    (pkcs11.NoSuchKey, "the token has no such AES key, or shows it only after another log-in", ""),
    (pkcs11.MultipleObjectsReturned, "the token has several AES keys of that name", ""),
    (pkcs11.PinIncorrect, "the PIN is not the token's", "a token locks itself after a few wrong ones: stop the gateway first"),
    (pkcs11.PinLocked, "the token has locked itself after wrong PINs", "its security officer unlocks it"),
)  # fmt: skip


class TokenMasterKey:
    """A master key that stays in its token. A ``MasterKey``."""

    def __init__(self, uri: TokenUri) -> None:
        self._uri = uri

    @property
    def name(self) -> str:
        """How the master key is called: the part of its URI that says which key in which token."""
        return self._uri.name

    def wrap(self, file_key: bytes) -> bytes:
        """Nonce, then the file key under AES-GCM by the token, bound to this name. Raises KeyFileError."""
        nonce = os.urandom(NONCE_BYTES)
        with self._key() as key:
            sealed = key.encrypt(
                file_key, mechanism=pkcs11.Mechanism.AES_GCM, mechanism_param=self._with(nonce)
            )
        return nonce + bytes(sealed)

    def unwrap(self, wrapped: bytes) -> bytes:
        """What was wrapped. Raises KeyFileError when it was not by this key, or when the token cannot be asked."""
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        with self._key() as key:
            return bytes(
                key.decrypt(sealed, mechanism=pkcs11.Mechanism.AES_GCM, mechanism_param=self._with(nonce))
            )

    def _with(self, nonce: bytes) -> pkcs11.GCMParams:
        return pkcs11.GCMParams(nonce, _BOUND + self.name.encode(), TAG_BYTES * _BITS)

    @contextmanager
    def _key(self) -> Iterator[Any]:
        """The key, whose type depends on the token, in a session that ends with the block. The PIN is read each time, and kept nowhere."""
        pin = read_private_line(self._uri.pin_file)
        try:
            token = pkcs11.lib(str(self._uri.module)).get_token(token_label=self._uri.token)
            with token.open(user_pin=pin) as session:
                yield session.get_key(key_type=pkcs11.KeyType.AES, label=self._uri.key)
        except (pkcs11.PKCS11Error, RuntimeError, OSError) as fault:
            raise self._explained(fault) from None

    def _explained(self, fault: Exception) -> KeyFileError:
        for kind, said, hint in _FAULTS:
            if isinstance(fault, kind):
                return KeyFileError(f"`{self.name}`: {said}", hint=hint)
        return KeyFileError(f"`{self.name}`: the token does not do it ({type(fault).__name__})")
