r"""What the door and the log writer say to each other on their Unix socket.

Knows: the bytes of the greeting, of a request to append, and of the reply that an entry is durable.
Must not know: sockets, journals, or what a payload says.

    greeting  "ostiary-log/1\n", from each side before anything else; the number is the version
    append    length u32 (of what follows) | ticket u64 | kind u8 | payload
    durable   ticket u64 | index u64

Numbers are big-endian. A ticket is the client's own number for a request; replies come in the order of requests, those for
erasures after the others that arrived with them.
There is no reply for failure: a writer that cannot write closes the connection.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from ostiary.errors import LogDamaged
from ostiary.evidence.commitment import ACCESS, BEGINNING, CLOSING, KINDS, RECOVERY
from ostiary.model.entry_form import verify_entry
from ostiary.store.log.journal_frames import MAX_ENTRY_PAYLOAD

GREETING = b"ostiary-log/1\n"

_APPEND = struct.Struct(">IQB")
_DURABLE = struct.Struct(">QQ")
_LENGTH_BYTES = 4
_FIXED_BYTES = _APPEND.size - _LENGTH_BYTES
# The longest request that a client can have sent in part: 13 bytes and a payload of 1 MiB.
MAX_APPEND_BYTES = _APPEND.size + MAX_ENTRY_PAYLOAD
DURABLE_BYTES = _DURABLE.size
# Recovery, closing and beginning say what was done to the log itself, so that only who holds its lock writes them. An erasure is asked for: its
# payload is a request (ostiary.evidence.erase_request), and the entry is the writer's own.
CLIENT_KINDS = frozenset(KINDS) - {RECOVERY, CLOSING, BEGINNING}


@dataclass(frozen=True, slots=True)
class Append:
    """Please make this entry durable."""

    ticket: int
    kind: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class Durable:
    """The entry of this ticket is durable and stands at this index."""

    ticket: int
    index: int


def encode_append(append: Append) -> bytes:
    """The bytes of a request. Raises ValueError for a kind or payload that no client may send."""
    if append.kind not in CLIENT_KINDS or len(append.payload) > MAX_ENTRY_PAYLOAD:
        raise ValueError(f"an entry of kind {append.kind} and {len(append.payload)} bytes cannot be sent")
    length = _FIXED_BYTES + len(append.payload)
    return _APPEND.pack(length, append.ticket, append.kind) + append.payload


def split_appends(received: bytes | bytearray) -> tuple[list[Append], int]:
    """The whole requests at the start of what was received, and how many bytes they take.

    Raises LogDamaged for bytes that cannot become a request.
    """
    appends: list[Append] = []
    at = 0
    while at + _APPEND.size <= len(received):
        length, ticket, kind = _APPEND.unpack_from(received, at)
        if not _FIXED_BYTES <= length <= _FIXED_BYTES + MAX_ENTRY_PAYLOAD or kind not in CLIENT_KINDS:
            raise LogDamaged(f"a request of {length} bytes and kind {kind} cannot be")
        end = at + _LENGTH_BYTES + length
        if end > len(received):
            break
        payload = bytes(received[at + _APPEND.size : end])
        if kind == ACCESS:
            # What is in the journal has a commitment: an access whose parts cannot be told would have none.
            verify_entry(payload)
        appends.append(Append(ticket, kind, payload))
        at = end
    return appends, at


def encode_durable(ticket: int, index: int) -> bytes:
    """The 16 bytes of a reply."""
    return _DURABLE.pack(ticket, index)


def split_durables(received: bytes | bytearray) -> tuple[list[Durable], int]:
    """The whole replies at the start of what was received, and how many bytes they take."""
    used = len(received) - len(received) % DURABLE_BYTES
    return [Durable(*pair) for pair in _DURABLE.iter_unpack(received[:used])], used
