"""``publication.json``: what a publication was made from and with, and the digest of each of its files.

Knows: its form, which has one spelling.
Must not know: files, logs, whether any of it is true.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ostiary.errors import ProofInvalid
from ostiary.evidence.disclosure.exact import (
    exact_day,
    exact_instant,
    exact_map,
    exact_number,
    exact_object,
    exact_text,
)
from ostiary.model.canonical import canonical_bytes

FORM: Final = "ostiary/publication/v1"
NAME: Final = "publication.json"
# A line of 150 bytes a file: some ten files a month, and one recount file a day, for a hundred years.
MAX_BYTES: Final = 16 * 2**20
_MEMBERS: Final = "form origin size root made_at delay_days since until end policy is_recountable files"
_FILE: Final = re.compile(r"(?:[a-z]{1,20}/)?[A-Za-z0-9][A-Za-z0-9-]{0,99}(?:\.[a-z]{2,5})?", re.ASCII)
_SHA_256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The tree (``root`` in base64), the instant and the delay, the days and entries that are counted, the policy's version.

    ``files`` are SHA-256 in hexadecimal digits by name. ``since`` and ``until`` are empty where no day is counted.
    """

    origin: str
    size: int
    root: str
    made_at: str
    delay_days: int
    since: str
    until: str
    end: int
    policy: str
    is_recountable: bool
    files: Mapping[str, str]


def write_manifest(manifest: Manifest) -> bytes:
    """The file's bytes: one line of canonical JSON."""
    return (
        canonical_bytes(
            {
                "form": FORM,
                "origin": manifest.origin,
                "size": manifest.size,
                "root": manifest.root,
                "made_at": manifest.made_at,
                "delay_days": manifest.delay_days,
                "since": manifest.since,
                "until": manifest.until,
                "end": manifest.end,
                "policy": manifest.policy,
                "is_recountable": manifest.is_recountable,
                "files": dict(manifest.files),
            }
        )
        + b"\n"
    )


def read_manifest(raw: bytes) -> Manifest:
    """Read it. Raises ProofInvalid unless it is exactly what ``write_manifest`` writes."""
    try:
        found = exact_object(json.loads(raw), _MEMBERS, "publication")
    except (ValueError, RecursionError):
        raise ProofInvalid(f"`{NAME}` is not JSON") from None
    manifest = Manifest(
        exact_text(found["origin"]),
        exact_number(found["size"]),
        exact_text(found["root"]),
        exact_instant(found["made_at"]),
        exact_number(found["delay_days"]),
        _day(found["since"]),
        _day(found["until"]),
        exact_number(found["end"]),
        exact_text(found["policy"]),
        found["is_recountable"] is True,
        exact_map(found["files"], exact_text),
    )
    is_spelled = found["form"] == FORM and write_manifest(manifest) == raw
    if not is_spelled or not all(_is_file(*one) for one in manifest.files.items()):
        raise ProofInvalid(f"`{NAME}` is not spelled in the one canonical way")
    return manifest


def digest(data: bytes) -> str:
    """What stands in the manifest for a file."""
    return hashlib.sha256(data).hexdigest()


def _is_file(name: str, value: str) -> bool:
    # A name may never lead out of the folder.
    return _FILE.fullmatch(name) is not None and _SHA_256.fullmatch(value) is not None


def _day(value: object) -> str:
    return "" if value == "" else exact_day(value)
