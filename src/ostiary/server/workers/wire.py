"""What the supervisor and a worker say to each other.

Knows: the messages of each direction and their frames.
Must not know: processes, sockets, what is done about a message.

The two ends are processes of one version, joined by a pair of sockets that have no name: nobody else can connect.
Each direction takes its own messages and nothing else; whatever cannot be decoded ends the channel.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, TypeAlias

import msgspec

from ostiary.errors import ProtocolViolation
from ostiary.server.monitoring.figures import Figures
from ostiary.server.settings import Settings

LENGTH: Final = struct.Struct("!I")

MAX_FRAME: Final = 2**27
"""128 MiB: the first message holds the texts of four policies at most, each with at most 16 MiB (``store.policy_versions``) and
mostly with some 100 kB; all others but further policies are shorter than 8 kB."""


class Covered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """To a worker: witnesses have covered the chain up to that step (-1: none), which counts until then, on the boot clock."""

    sequence: int
    until: float


class Start(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """To a new worker, once: who it is and what it serves under.

    The policy and the settings come from here, not from the home folder: a worker that replaces another serves under what
    its gateway serves under, whatever stands in the folder by now. With one ``decoy_secret`` for all, an unknown name
    meets the same decoy at each of them. ``addresses`` are host and port of each address to listen on. ``founding`` is the
    version that is in force while no directive has put another one in its place; ``grounds`` the changes that the policy was
    judged with. ``floor`` is the last step that the log or the floor file names, with its hash. ``cover`` is how far witnesses
    have covered the chain and until when, as ``Covered``; None where no witness has to.
    """

    number: int
    home: str
    settings: Settings
    policy: dict[str, str]
    decoy_secret: bytes
    addresses: tuple[tuple[str, int], ...]
    founding: str = ""
    grounds: tuple[str, ...] = ()
    floor: tuple[int, str] = (-1, "")
    cover: tuple[int, float] | None = None


class Prepare(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """To a worker: the texts of a policy that may be served under, as soon as these very changes have put it in force."""

    policy: dict[str, str]
    version: str
    grounds: tuple[str, ...] = ()


class Cancel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """Either way: a client wants what that session is doing cancelled. Only the session's own worker judges the secret."""

    pid: int
    secret: bytes


class Serving(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """From a worker, once: clients may come."""


class Failed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """From a worker that cannot start: the error, by its stable code."""

    code: str
    message: str
    hint: str


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """From a worker that serves, twice a second and whenever steps have come into force: it lives, and how it stands."""

    figures: Figures


FromWorker: TypeAlias = Serving | Failed | Report | Cancel
ToWorker: TypeAlias = Start | Cancel | Prepare | Covered

FROM_WORKER: Final[msgspec.msgpack.Decoder[FromWorker]] = msgspec.msgpack.Decoder(FromWorker)
TO_WORKER: Final[msgspec.msgpack.Decoder[ToWorker]] = msgspec.msgpack.Decoder(ToWorker)


def encode(message: FromWorker | ToWorker) -> bytes:
    """A frame: its length, then the message."""
    data = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(data)) + data


def split_frames(inbox: bytearray) -> Iterator[bytes]:
    """Take the whole frames from the front of the inbox. Raises ProtocolViolation for one that is too long."""
    while len(inbox) >= LENGTH.size:
        (length,) = LENGTH.unpack_from(inbox)
        if length > MAX_FRAME:
            raise ProtocolViolation(f"a frame of {length} bytes is too long")
        if len(inbox) < LENGTH.size + length:
            return
        frame = bytes(inbox[LENGTH.size : LENGTH.size + length])
        del inbox[: LENGTH.size + length]
        yield frame
