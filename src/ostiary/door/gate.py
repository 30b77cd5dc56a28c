"""What is in force at this gateway now: policy, directives, walls, and the lease.

Knows: how a chain of directive steps makes a new snapshot, and until when a snapshot may be trusted.
Must not know: sessions, sockets, what a decision is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from ostiary.session.world import Received, Snapshot

LEASE_SECONDS: Final = 2.0
"""How long a gateway serves after it last *sent* a question that the control database answered (design, section 2)."""


def boot_clock() -> float:
    """Seconds since the machine started, counted also while it sleeps, and set by nobody."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Gate:
    """The one mutable place of a gateway's rules. ``boot_clock`` counts seconds, also while the machine sleeps."""

    def __init__(self, snapshot: Snapshot, boot_clock: Callable[[], float]) -> None:
        self.snapshot = snapshot
        self._boot_clock = boot_clock
        self._alive_until = 0.0

    @property
    def has_lease(self) -> bool:
        """Whether the control database was heard from recently enough to know whom to serve."""
        return self.lease_seconds > 0

    @property
    def lease_seconds(self) -> float:
        """How long it may still serve without hearing of the control database; 0 when it may not."""
        return max(0.0, self._alive_until - self._boot_clock())

    def now(self) -> datetime:
        """The instant, in UTC."""
        return datetime.now(UTC)

    def received(self, data: bytes) -> Received:
        """Bytes with their instant and the snapshot in force."""
        return Received(data, self.now(), self.snapshot)

    def renew(self, sent_at: float) -> None:
        """The control database has answered a question that was sent at this time of the boot clock."""
        self._alive_until = max(self._alive_until, sent_at + LEASE_SECONDS)

    def take_steps(self, steps: list[bytes]) -> None:
        """Apply the next steps of the chain. Raises DirectiveRefused or ProofInvalid, and then changes nothing."""
        register = self.snapshot.register
        for step in steps:
            register = register.apply(step)
        register.verify_dated(self.now())
        self.snapshot = replace(self.snapshot, register=register)

    def keep_walls(self, walls: frozenset[str]) -> None:
        """Only these profiles' walls stand as they should."""
        self.snapshot = replace(self.snapshot, walls=walls)
