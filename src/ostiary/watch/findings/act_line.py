"""The line of an act in its chain.

Knows: its JSON form, of which any change is a new version of the chain.
Must not know: files, what an act does, how a text is sealed.
"""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from ostiary.errors import FindingRefused, WatchFolderDamaged
from ostiary.model.canonical import Plain, canonical_bytes
from ostiary.watch.findings.act import LAST_INSTANT, Act, TextPlace

MAX_LINE_BYTES: Final = 32 * 1024
"""Of one act. What stays in the chain is at most a reason of 4,000 characters: 16,000 bytes where each takes four, and names."""

MAX_TEXT_BYTES: Final = 256 * 1024
"""Of what an act says beside the chain. A lead names at most 50 events of some 100 bytes and one entity; a note has 4,000 characters:
30 KiB together."""
MAX_SEALED_BYTES: Final = MAX_TEXT_BYTES + 1024
"""With nonce, salt, tag, and up to 255 bytes that round the length up."""
MAX_TEXTS_BYTES: Final = 2**40
"""Of all texts of a folder: four million acts of the largest size."""

_COMMITMENT: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


class _Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    at: int
    bytes: int
    commitment: str


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    at: int
    before: str
    by: str
    number: int
    on: str
    says: dict[str, Any]
    word: str
    text: _Text | None = None
    was: str = ""


_DECODER: Final = msgspec.json.Decoder(_Line)


def write_act(act: Act, number: int, before: str, was: str = "") -> bytes:
    """Its line, without the line end: what it says openly, and where the rest stands (``act.place``).

    ``before`` is the hash of the line before; ``was`` that of the same act in a chain that was sealed anew. Raises FindingRefused when
    it is too long.
    """
    line: dict[str, Plain] = {
        "at": act.at,
        "before": before,
        "by": act.by,
        "number": number,
        "on": act.on,
        "says": act.said_openly,
        "word": act.word,
    }
    if act.place is not None:
        place = act.place
        line["text"] = {"at": place.at, "bytes": place.length, "commitment": place.commitment}
    if was:
        line["was"] = was
    raw = encoded(line)
    if len(raw) > MAX_LINE_BYTES:
        raise FindingRefused(f"an act of {len(raw):,} bytes; one has at most {MAX_LINE_BYTES:,}")
    return raw


def encoded(value: Plain) -> bytes:
    """Canonical JSON. Raises FindingRefused for a character that no text may hold."""
    try:
        return canonical_bytes(value)
    except UnicodeEncodeError as error:
        raise FindingRefused("an act has a character that no text may hold (half a surrogate)") from error


def read_act(line: bytes, number: int, before: str) -> tuple[Act, str]:
    """The act in a line that must be the one of this number, after that hash, with what it ``was``; what is sealed is not in it.

    Raises WatchFolderDamaged when it is not.
    """
    try:
        found = _DECODER.decode(line)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise WatchFolderDamaged(f"act {number} cannot be read: it was damaged or changed") from error
    if found.number != number or found.before != before:
        raise WatchFolderDamaged(f"act {number} does not follow the one before it: history was changed")
    if not 0 <= found.at <= LAST_INSTANT:
        raise WatchFolderDamaged(f"act {number} is of no time that there is: it was damaged or changed")
    place = None if found.text is None else _place(found.text, number)
    return Act(found.at, found.by, found.word, found.on, found.says, number, place), found.was


def _place(text: _Text, number: int) -> TextPlace:
    is_there = 0 <= text.at <= MAX_TEXTS_BYTES and 0 <= text.bytes <= MAX_SEALED_BYTES
    if not is_there or not _COMMITMENT.fullmatch(text.commitment):
        raise WatchFolderDamaged(f"act {number} cannot be read: it was damaged or changed")
    return TextPlace(text.at, text.bytes, text.commitment)
