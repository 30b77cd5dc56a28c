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
from json.encoder import encode_basestring
from typing import TypeAlias

_ENCODER = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)

Plain: TypeAlias = "str | int | bool | Sequence[Plain] | Mapping[str, Plain] | None"


def canonical_bytes(value: Plain) -> bytes:
    """The value as canonical JSON. Raises TypeError for anything that is not ``Plain``."""
    return canonical_text(value).encode()


def canonical_text(value: Plain) -> str:
    """The same, before its UTF-8."""
    _refuse_other_kinds(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def text_member(name: str, value: str) -> str:
    """One member of an object as in its canonical form: a name of plain ASCII letters and a text, neither looked at."""
    return f'"{name}":{encode_basestring(value)}'


def list_member(name: str, values: Sequence[str | None]) -> str:
    """The same for such a name and a list, without looking at either."""
    return f'"{name}":{_ENCODER.encode(values)}'


def text_list(values: Sequence[str]) -> bytes:
    """The canonical form of a list of texts. Raises UnicodeEncodeError for half a surrogate."""
    return f"[{','.join(map(encode_basestring, values))}]".encode()


def canonical_object(*members: str) -> bytes:
    """The canonical form of an object from its encoded members, in the order of their names.

    Raises UnicodeEncodeError for half a surrogate.
    """
    return f"{{{','.join(members)}}}".encode()


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
