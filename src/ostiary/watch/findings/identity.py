"""By what a finding is known again, and by what a reviewer knows a user until the finding is opened.

Knows: that a lead with the same detector, entity, agency and period is the same finding.
Must not know: files, where the folder's key lies.

Both are keyed with a secret of the folder. Member codes are few and known, so that anybody could try them all against a plain hash.
A pseudonym keeps whoever ranks and takes findings from going by the name; it hides nothing from whoever holds the folder.
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


def finding_id(key: bytes, *identity: str) -> str:
    """The id of a finding, such as `f-7q2m5xk4wz3a`, from its detector, kind of entity, entity, agency and period."""
    return f"f-{_token(key, 'finding', *identity)}"


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


def _token(key: bytes, *parts: str) -> str:
    digest = hmac.digest(key, canonical_bytes(list(parts)), hashlib.sha256)
    return base64.b32encode(digest).decode().lower()[:_CHARACTERS]
