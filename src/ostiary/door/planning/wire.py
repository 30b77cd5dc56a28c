"""What the door and the parser's process say to each other.

Knows: the frames between them, and how a plan is written in one.
Must not know: processes, pipes, the parser.

The parser's process is not trusted: whatever it sends is decoded into the known plans or refused.
"""

from __future__ import annotations

import struct
from typing import Final, get_args

import msgspec

from ostiary.errors import UpstreamDown
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile
from ostiary.sql.plan import Plan

LENGTH: Final = struct.Struct("!I")

READY: Final = LENGTH.pack(0)
"""The first frame of the parser's process is empty: it takes questions now."""

MAX_FRAME: Final = 2**24
"""16 MiB: a plan of a 64 kB statement is some times longer than the statement; a catalogue has a few hundred kB."""

# The name of each kind of plan is its tag between the processes, which are of one version.
_KINDS: Final[dict[str, type[Plan]]] = {kind.__name__: kind for kind in get_args(Plan)}


class Hello(msgspec.Struct, frozen=True, tag=True):
    """The first frame to the process, and one for each further policy version: what holds for all statements under it.

    ``forgotten`` are the versions that nobody asks for any more.
    """

    catalogue: Catalogue
    major: int
    policy: str = ""
    forgotten: tuple[str, ...] = ()


class Question(msgspec.Struct, frozen=True, tag=True):
    """One statement to be understood for one profile under a policy version; the reply repeats its number."""

    text: str
    profile: Profile
    number: int = 0
    policy: str = ""


class Reply(msgspec.Struct, frozen=True):
    """The plan: which question it answers, its kind, and the rest as it stands."""

    number: int
    kind: str
    body: msgspec.Raw


def encode(value: Hello | Question) -> bytes:
    """A frame: its length, then the value."""
    return _framed(msgspec.msgpack.encode(value))


def encode_plan(plan: Plan, number: int = 0) -> bytes:
    """A frame with the plan for the question of that number."""
    body = msgspec.Raw(msgspec.msgpack.encode(plan))
    return _framed(msgspec.msgpack.encode(Reply(number, type(plan).__name__, body)))


def decode_hello(data: bytes) -> Hello:
    """The first frame."""
    return msgspec.msgpack.decode(data, type=Hello)


def decode_asked(data: bytes) -> Hello | Question:
    """Any frame after it."""
    return msgspec.msgpack.decode(data, type=Hello | Question)


def decode_question(data: bytes) -> Question:
    """A question."""
    return msgspec.msgpack.decode(data, type=Question)


def decode_plan(data: bytes, number: int = 0) -> Plan:
    """The plan for the question of that number. Raises UpstreamDown for bytes that are none, or another's."""
    try:
        reply = msgspec.msgpack.decode(data, type=Reply)
        plan: Plan = msgspec.msgpack.decode(reply.body, type=_KINDS[reply.kind])
    except (msgspec.MsgspecError, KeyError, UnicodeDecodeError) as error:
        raise UpstreamDown("the parser's process sent something that is no plan") from error
    if reply.number != number:
        raise UpstreamDown("the parser's process answered another question")
    return plan


def _framed(data: bytes) -> bytes:
    return LENGTH.pack(len(data)) + data
