"""The file that names a log's peers, and how many of them must know of an entry before anything is released.

Knows: the lines ``peer`` and ``quorum``.
Must not know: where the file stands, sockets, what peers are told.

    peer <name> <vkey> <host>:<port>
    quorum <number>

It is read as strictly as a trust file: a line that is not understood refuses the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ostiary.errors import ProofInvalid
from ostiary.tlog.note import VerifierKey

MAX_PEERS: Final = 16
"""Each commit is told to every peer: sixteen of 350 bytes are 6 kB, and one more verification each way for every peer."""

MAX_PEERS_BYTES: Final = 2**16

_MAX_PORT: Final = 65_535


@dataclass(frozen=True, slots=True)
class NamedPeer:
    """A peer: what the file calls it, its key, and where it listens."""

    name: str
    key: VerifierKey
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class PeerPolicy:
    """The peers in the order of the file, and how many of them are enough."""

    peers: tuple[NamedPeer, ...]
    quorum: int

    def acknowledged(self, sizes: Mapping[str, int]) -> int:
        """The largest size that enough peers keep, by the size that each keeps; 0 for those that are not named."""
        kept = sorted((sizes.get(peer.name, 0) for peer in self.peers), reverse=True)
        return kept[self.quorum - 1]


def parse_peers(raw: bytes) -> PeerPolicy:
    """Read the file. Raises ProofInvalid, naming the line, unless every line is understood."""
    if len(raw) > MAX_PEERS_BYTES:
        raise ProofInvalid(f"a file of peers has at most {MAX_PEERS_BYTES} bytes")
    try:
        lines = raw.decode().split("\n")
    except UnicodeDecodeError:
        raise ProofInvalid("a file of peers is UTF-8") from None
    peers: list[NamedPeer] = []
    quorums: list[int] = []
    for number, line in enumerate(lines, 1):
        try:
            _take(line, peers, quorums)
        except ProofInvalid as fault:
            raise ProofInvalid(f"line {number} of the file of peers: {fault.message}") from None
    quorum = quorums[0] if quorums else 0
    if not 1 <= quorum <= len(peers) <= MAX_PEERS:
        raise ProofInvalid(
            f"a file of peers names 1 to {MAX_PEERS} of them, and a quorum of at least one and at most all"
        )
    return PeerPolicy(tuple(peers), quorum)


def _take(line: str, peers: list[NamedPeer], quorums: list[int]) -> None:
    match line.split():
        case []:
            return
        case [word, *_] if word.startswith("#"):
            return
        case ["peer", name, vkey, where]:
            peers.append(_peer(name, vkey, where, peers))
        case ["quorum", count] if not quorums:
            quorums.append(_quorum(count))
        case _:
            raise ProofInvalid("neither a peer (name, vkey, host:port) nor the one quorum (a number)")


def _peer(name: str, vkey: str, where: str, before: list[NamedPeer]) -> NamedPeer:
    key = VerifierKey.parse(vkey)
    if any(name == one.name or key.public == one.key.public for one in before):
        # One key under two names would be two voices of one.
        raise ProofInvalid(f"the peer `{name}`, or its key, is there twice")
    host, gap, port = where.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    is_number = port.isascii() and port.isdecimal() and len(port) <= len(str(_MAX_PORT))
    if not gap or not host or not is_number or not 1 <= int(port) <= _MAX_PORT:
        raise ProofInvalid(f"`{where}` is not a host and a port")
    return NamedPeer(name, key, host, int(port))


def _quorum(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(MAX_PEERS)) or int(text) < 1:
        raise ProofInvalid(f"`{text}` is no number of peers")
    return int(text)
