"""What the log's writer is asked for when entries, or names in one, are to be erased.

Knows: the form of the request.
Must not know: sockets, files, who may ask.

It says where the frame of each entry begins, so that the writer looks at those frames alone and its other clients do not
wait while a journal is read. Nothing is believed: the writer reads each frame itself, and a frame has a checksum that
nobody can make who has not read the journal.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from ostiary.errors import LogDamaged
from ostiary.evidence.name_erasure import AnyErasure, entries_of, read_any_erasure, write_any_erasure
from ostiary.model.canonical import canonical_bytes


@dataclass(frozen=True, slots=True)
class EraseRequest:
    """An erasure, and for each of its entries the offset of its frame in the journal."""

    erasure: AnyErasure
    frames: tuple[int, ...]


def write_request(request: EraseRequest) -> bytes:
    """The bytes of a request: canonical JSON."""
    erasure = write_any_erasure(request.erasure).decode()
    return canonical_bytes({"erasure": erasure, "frames": list(request.frames)})


def read_request(payload: bytes) -> EraseRequest:
    """Read it. Raises LogDamaged unless it is exactly what ``write_request`` writes."""
    try:
        found = json.loads(payload)
        request = EraseRequest(read_any_erasure(found["erasure"].encode()), tuple(found["frames"]))
        is_told = len(request.frames) == len(entries_of(request.erasure)) and all(
            type(frame) is int and frame >= 0 for frame in request.frames
        )
        if is_told and write_request(request) == payload:
            return request
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    raise LogDamaged("a request to erase is not of the form that is written")
