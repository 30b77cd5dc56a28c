"""One sequence of bytes for one value.

Knows: JSON with sorted keys, no spaces and UTF-8, over text, whole numbers, booleans, null, lists and objects.
Must not know: what is being written.

Floating-point numbers are refused, because two writers need not agree on their digits. What was hashed or signed
is kept as bytes and compared as bytes: nobody has to reproduce these to verify, only to write.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Plain: TypeAlias = "str | int | bool | Sequence[Plain] | Mapping[str, Plain] | None"


def canonical_bytes(value: Plain) -> bytes:
    """The value as canonical JSON. Raises TypeError for anything that is not ``Plain``."""
    _refuse_other_kinds(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def canonical_hash(value: Plain) -> str:
    """The SHA-256 of the canonical bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def _refuse_other_kinds(value: object) -> None:
    match value:
        case str() | int() | None:
            return
        case Mapping():
            for key, item in value.items():
                if not isinstance(key, str):
                    raise TypeError(f"an object key must be text, not {type(key).__name__}")
                _refuse_other_kinds(item)
        case list() | tuple():
            for item in value:
                _refuse_other_kinds(item)
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form")
