"""A sign-in that has begun elsewhere: what is remembered of it, in the browser that began it and nowhere else.

Knows: the sealed form of what is remembered, and how long it holds.
Must not know: cookies, HTTP, what the other place answers.

It is sealed under a key that is drawn when the process starts: nobody can make one up, and nothing that strangers begin fills a memory.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HOLDS_SECONDS: Final = 600
"""Ten minutes to find one's telephone."""
_NONCE_BYTES: Final = 12
_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class Pending:
    """``state`` comes back with the answer, ``nonce`` in the token, ``verifier`` proves to the provider that it is us who asked."""

    state: str
    nonce: str
    verifier: str

    @property
    def challenge(self) -> str:
        """RFC 7636, section 4.2: the S256 form of the verifier."""
        digest = hashlib.sha256(self.verifier.encode("ascii")).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def is_answered_by(self, state: str) -> bool:
        """Whether an answer belongs to this question."""
        return hmac.compare_digest(self.state.encode(), state.encode("utf-8", "replace"))


def new_pending() -> Pending:
    """One of 256 bits in each of its parts."""
    return Pending(*(secrets.token_urlsafe(32) for _ in range(3)))


class PendingSealer:
    """Seals and opens what browsers remember."""

    def __init__(self) -> None:
        self._cipher = AESGCM(os.urandom(32))

    def seal(self, pending: Pending, now: int) -> str:
        """What the browser is given."""
        content = " ".join((str(now), pending.state, pending.nonce, pending.verifier)).encode()
        nonce = os.urandom(_NONCE_BYTES)
        return (
            base64.urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, content, None)).decode().rstrip("=")
        )

    def maybe_pending(self, text: str, now: int) -> Pending | None:
        """What it stands for; None for what we have not sealed, and for what is too old."""
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            content = self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError, binascii.Error):
            return None
        began, *parts = content.decode().split(" ")
        return Pending(*parts) if 0 <= now - int(began) <= HOLDS_SECONDS else None
