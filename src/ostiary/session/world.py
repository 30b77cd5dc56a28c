"""What a session stands on: a snapshot of everything that was decided elsewhere, and the facts of its connection.

Knows: policy, directives in force, which walls stand, the server's version.
Must not know: how any of it is fetched or kept fresh.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from ostiary.directives.register import Register
from ostiary.model.bundle import Bundle
from ostiary.model.tree import Tree
from ostiary.policy.index.policy import NO_POLICY, IndexedPolicy
from ostiary.policy.profiles import KnownProfiles
from ostiary.session.failures import FailureBudgets


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One instant's rules. ``walls`` are the ids of the profiles whose wall stands as it should."""

    bundle: Bundle
    agencies: Tree
    register: Register
    walls: frozenset[str]
    server: Mapping[str, str]
    gateway: str
    policy: IndexedPolicy = field(default=NO_POLICY, compare=False, repr=False)
    """``bundle``, ready to decide: made with the first snapshot that has another bundle than the one before."""
    profiles: KnownProfiles = field(default_factory=KnownProfiles, compare=False, repr=False)
    """Those of ``bundle`` that sessions have needed so far."""
    failures: FailureBudgets = field(default_factory=FailureBudgets, compare=False, repr=False)
    """How many questions of each member may still fail in the database: of all sessions together, under any snapshot."""

    def __post_init__(self) -> None:
        if self.policy.bundle is not self.bundle:
            object.__setattr__(self, "policy", IndexedPolicy(self.bundle))

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


class Tls(Enum):
    """Whether the door speaks TLS to its clients."""

    ABSENT = "it has no certificate"
    OFFERED = "whoever asks for it gets it"
    REQUIRED = "nobody logs in without it"


@dataclass(frozen=True, slots=True)
class Channel:
    """What a TLS handshake has settled.

    ``end_point`` is the channel's ``tls-server-end-point`` binding, None when the door's certificate has none.
    ``certificate`` is what the client showed (DER), None when it showed none: the client holds its key; that it was
    issued by somebody who counts, and is in force, is still to be judged.
    """

    end_point: bytes | None
    certificate: bytes | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """The facts of one connection that need randomness or a socket: given once, when it is accepted.

    ``cancel_secret`` is as long as the newest protocol has it; older ones show its beginning.
    ``is_surplus``: the door had as many connections as it may already. This one may ask for a cancel, and not log in.
    """

    id: str
    client: str
    server_nonce: str
    decoy_secret: bytes
    cancel_pid: int
    cancel_secret: bytes
    tls: Tls = Tls.ABSENT
    is_surplus: bool = False
