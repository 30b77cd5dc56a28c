"""The file of a partial opening: one line of canonical JSON, which has one spelling.

Knows: the form of the file.
Must not know: digests, who may have an opening, files on a disk.

    form     "ostiary/opening/v2"
    fields   [{"name", "salt", "value"}], in the order of the entry's fields; the value is the text that was hashed
    lists    {"subjects" and "asked_about", those of which something is open: {"depth", "digests", "names"}}
    names    [{"name", "position", "salt"}], by position; a subject's name is its number in decimal digits as text, that of
             something asked about is [column, text]
    closed   the digests of all parts that are not in ``fields`` or ``lists``, in the order of the entry

Salts and digests are base64. A whole entry of either form opens with a file of form v1 (ostiary.evidence.opening).
"""

from __future__ import annotations

import json
from typing import Any, Final

from ostiary.errors import ProofInvalid
from ostiary.evidence.opened_names import OpenedNames, OpenName
from ostiary.evidence.opening import MAX_OPENING_BYTES, Opening, read_opening
from ostiary.evidence.partial_opening import OpenField, PartialOpening
from ostiary.model.canonical import Plain, canonical_bytes
from ostiary.model.entry_form import FIELDS, LISTS, asked_name, subject_name, subject_of
from ostiary.tlog.key_text import decode_base64, encode_base64

FORM: Final = "ostiary/opening/v2"

MAX_PARTIAL_BYTES: Final = 16 * 2**20
"""A payload of 1 MiB has at most some 131,000 names of 8 bytes, and the form allows 65,536 a list: 90 bytes each here make
12 MiB, and the fields at most 2 MiB of escaped text."""

_SUBJECTS: Final = LISTS[0]
_SPELLED_WRONG: Final = "the opening is not spelled in the one canonical way"


def write_partial(opening: PartialOpening) -> bytes:
    """The file's bytes. Raises ProofInvalid for a value that is not text, which the door never writes."""
    try:
        return canonical_bytes(_plain(opening)) + b"\n"
    except ValueError:
        raise ProofInvalid("a part of the entry is not text") from None


def read_partial(raw: bytes) -> PartialOpening:
    """Read a file. Raises ProofInvalid unless it is exactly what ``write_partial`` writes."""
    if len(raw) > MAX_PARTIAL_BYTES:
        raise ProofInvalid(f"an opening has at most {MAX_PARTIAL_BYTES} bytes")
    try:
        found = json.loads(raw)
        if found["form"] != FORM:
            raise ProofInvalid(f"the file is not of the form `{FORM}`")
        opening = _opening(found)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        raise ProofInvalid(_SPELLED_WRONG) from None
    if write_partial(opening) != raw:
        raise ProofInvalid(_SPELLED_WRONG)
    return opening


def read_any_opening(raw: bytes) -> Opening | PartialOpening:
    """Read a file of either form: of a whole entry, or of parts. Raises ProofInvalid."""
    return read_partial(raw) if f'"{FORM}"'.encode() in raw[:MAX_PARTIAL_BYTES] else _whole(raw)


def _whole(raw: bytes) -> Opening:
    return read_opening(raw[: MAX_OPENING_BYTES + 1])


def _plain(opening: PartialOpening) -> Plain:
    return {
        "form": FORM,
        "closed": [encode_base64(digest) for digest in opening.closed],
        "fields": [
            {"name": one.name, "salt": encode_base64(one.salt), "value": one.value.decode()}
            for one in opening.fields
        ],
        "lists": {
            name: _plain_list(name, opened)
            for name, opened in zip(LISTS, opening.lists, strict=True)
            if opened is not None
        },
    }


def _plain_list(which: str, opened: OpenedNames) -> Plain:
    return {
        "depth": opened.depth,
        "digests": [encode_base64(digest) for digest in opened.digests],
        "names": [
            {
                "name": _plain_name(which, one.name),
                "position": one.position,
                "salt": encode_base64(one.salt),
            }
            for one in opened.names
        ],
    }


def _plain_name(which: str, name: bytes) -> Plain:
    if which == _SUBJECTS:
        return str(subject_of(name))
    column, text = json.loads(name)
    return [column, text]


def _opening(found: dict[str, Any]) -> PartialOpening:
    listed = [_opened_names(name, found["lists"][name]) if name in found["lists"] else None for name in LISTS]
    return PartialOpening(
        tuple(
            OpenField(FIELDS.index(one["name"]), decode_base64(one["salt"]), one["value"].encode())
            for one in found["fields"]
        ),
        (listed[0], listed[1]),
        tuple(decode_base64(digest) for digest in found["closed"]),
    )


def _opened_names(which: str, found: dict[str, Any]) -> OpenedNames:
    return OpenedNames(
        _number(found["depth"]),
        tuple(
            OpenName(_number(one["position"]), decode_base64(one["salt"]), _name(which, one["name"]))
            for one in found["names"]
        ),
        tuple(decode_base64(digest) for digest in found["digests"]),
    )


def _number(value: object) -> int:
    # JSON's true is a number to Python.
    if type(value) is not int:
        raise ProofInvalid(_SPELLED_WRONG)
    return value


def _name(which: str, value: Any) -> bytes:
    if which == _SUBJECTS:
        return subject_name(int(value))
    column, text = value
    return asked_name(column, text)
