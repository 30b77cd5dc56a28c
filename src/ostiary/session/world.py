"""What a session stands on: a snapshot of everything that was decided elsewhere, and the facts of its connection.

Knows: policy, directives in force, which walls stand, the server's version.
Must not know: how any of it is fetched or kept fresh.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ostiary.directives.register import Register
from ostiary.model.bundle import Bundle
from ostiary.model.tree import Tree


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One instant's rules. ``walls`` are the ids of the profiles whose wall stands as it should."""

    bundle: Bundle
    agencies: Tree
    register: Register
    walls: frozenset[str]
    server: Mapping[str, str]
    gateway: str

    @property
    def major(self) -> int:
        """The major version of the records database."""
        return int(self.server["server_version"].split(".")[0])

    @property
    def directive_head(self) -> str:
        """The hash of the last step of the chain of directives."""
        return self.register.head.hash


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes from the client or the database, when they came (UTC), and the snapshot in force then. No bytes: closed."""

    data: bytes
    at: datetime
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Connection:
    """The facts of one connection that need randomness or a socket: given once, when it is accepted."""

    id: str
    client: str
    server_nonce: str
    decoy_secret: bytes
    cancel_pid: int
    cancel_secret: bytes
