"""That a disclosure was made: the entry in the log, signed by the official who made it.

Knows: the form of the entry, and which evidence it is for.
Must not know: keys as files, the log, what was disclosed.

It names nobody whom the disclosure is about: of a person it has a pseudonym, which only the index key leads to.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, cast

from ostiary.errors import ProofInvalid
from ostiary.evidence.index.keys import Identifier, subject_key
from ostiary.model.canonical import canonical_bytes
from ostiary.tlog.note import SignerKey, VerifierKey, open_note, sign_note

FORM: Final = "ostiary/disclosure-made/v1"
Audience: TypeAlias = Literal["person", "auditor"]
_NAMES: Final = {"form", "by", "audience", "about", "since", "until", "evidence"}
_PSEUDONYM_TAG: Final = b"ostiary/disclosed-to/v1\x00"


@dataclass(frozen=True, slots=True)
class Made:
    """Who (code) made a disclosure for whom, of which days, and the SHA-256 (hex) of its evidence."""

    by: str
    audience: Audience
    about: str
    since: str
    until: str
    evidence: str


def pseudonym(index_key: bytes, who: Identifier) -> str:
    """What stands in the log for a person to whom something was disclosed."""
    return hmac.digest(subject_key(index_key, who), _PSEUDONYM_TAG, "sha256").hex()


def evidence_hash(raw: bytes) -> str:
    """The SHA-256 of evidence as it is written."""
    return hashlib.sha256(raw).hexdigest()


def sign_made(made: Made, signer: SignerKey) -> bytes:
    """The payload of the entry: a signed note whose text is one line of canonical JSON."""
    return sign_note(_text(made), [signer])


def open_made(payload: bytes, vkey: str) -> Made:
    """Read it. Raises ProofInvalid unless this key has signed it and it is of that form."""
    text = open_note(payload, [VerifierKey.parse(vkey)]).text
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if (
        not isinstance(found, dict)
        or set(found) != _NAMES
        or not all(isinstance(one, str) for one in found.values())
    ):
        raise ProofInvalid(f"the entry is not of the form `{FORM}`")
    made = Made(
        found["by"],
        cast("Audience", found["audience"]),
        found["about"],
        found["since"],
        found["until"],
        found["evidence"],
    )
    if found["form"] != FORM or not _is_spelled(made, text):
        raise ProofInvalid(f"the entry is not of the form `{FORM}`")
    return made


def _is_spelled(made: Made, text: str) -> bool:
    try:
        return _text(made) == text
    except ValueError:
        # Half a character has no UTF-8.
        return False


def _text(made: Made) -> str:
    return (
        canonical_bytes(
            {
                "form": FORM,
                "by": made.by,
                "audience": made.audience,
                "about": made.about,
                "since": made.since,
                "until": made.until,
                "evidence": made.evidence,
            }
        ).decode()
        + "\n"
    )
