"""By what a finding is named, and by what a reviewer knows a user until the finding is opened.

Knows: names that chance gives, and names that a secret of the folder gives.
Must not know: files, where the folder's key lies.

A finding's id is drawn: it stands in the chain and in the log for ever, and nothing may lead from it to what was erased. It is known
again by what its acts say beside the chain. Pseudonyms are keyed: member codes are few and known, so that anybody could try them all
against a plain hash. They keep whoever ranks and takes findings from going by the name; they hide nothing from whoever holds the folder.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final

from ostiary.model.canonical import canonical_bytes

KEY_BYTES: Final = 32
_CHARACTERS: Final = 12
"""Of base 32: 60 bits. Among a million findings, two meet with a chance of 1 in two million."""

MASKED_KINDS: Final = frozenset({"user", "reason"})
"""Entities that are shown by a pseudonym: a user is a person, and a reason's text can name one."""


def finding_id(random: bytes) -> str:
    """The id of a new finding, such as `f-7q2m5xk4wz3a`, of at least eight random bytes."""
    return f"f-{base64.b32encode(random).decode().lower()[:_CHARACTERS]}"


def group_id(key: bytes, entity_kind: str, entity: str, agency: str) -> str:
    """What findings share that are looked at together: the user, or the agency where it is about no user."""
    about = (entity_kind, entity, agency) if entity_kind == "user" or not agency else ("agency", agency, "")
    return f"g-{_token(key, 'group', *about)}"


def pseudonym(key: bytes, entity_kind: str, entity: str) -> str:
    """What a reviewer reads in place of an entity, such as `user-7q2m5xk4wz3a`; the entity itself where it is no person."""
    return (
        f"{entity_kind}-{_token(key, 'entity', entity_kind, entity)}"
        if entity_kind in MASKED_KINDS
        else entity
    )


def draw(key: bytes, day: str, name: str) -> bytes:
    """A number for one thing on one day, by which a random sample is drawn: the same all day, and not to be guessed."""
    return hmac.digest(key, canonical_bytes(["draw", day, name]), hashlib.sha256)


def drawn_by(number: bytes, name: str) -> bytes:
    """A number for one thing by one that was drawn for the day: as good a draw, and quicker for thousands of things."""
    return hmac.digest(number, name.encode(), hashlib.sha256)


def _token(key: bytes, *parts: str) -> str:
    digest = hmac.digest(key, canonical_bytes(list(parts)), hashlib.sha256)
    return base64.b32encode(digest).decode().lower()[:_CHARACTERS]
