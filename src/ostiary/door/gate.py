"""What is in force at this gateway now: policy, directives, walls, and the lease.

Knows: how a chain of directive steps makes a new snapshot, which policy versions are ready, until when a snapshot may be
trusted.
Must not know: sessions, sockets, what a decision is, why a policy may be served under.

INVARIANT: a snapshot has the policy version that its own directives put in force, or nothing is released under it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from ostiary.directives.lineage import grounds_of
from ostiary.door.cover import Cover
from ostiary.model.bundle import Bundle
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.profiles import KnownProfiles
from ostiary.session.world import Received, Snapshot

LEASE_SECONDS: Final = 2.0
"""How long a gateway serves after it last *sent* a question that the control database answered (design, section 2)."""

MAX_READY: Final = 4
"""Policy versions kept ready: the one in force, and the last three that are ordered. One of 2,000 rules takes some 10 MB."""


def boot_clock() -> float:
    """Seconds since the machine started, counted also while it sleeps, and set by nobody."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True, slots=True)
class Ready:
    """A policy version that may be served under as soon as directives say so, and the profiles whose walls stand for it.

    ``grounds`` are the changes that it was judged with (``directives.lineage``): on others it may not be served under.
    """

    policy: IndexedPolicy
    walls: frozenset[str]
    grounds: tuple[str, ...] = ()

    @property
    def bundle(self) -> Bundle:
        """Its bundle."""
        return self.policy.bundle


class Gate:
    """The one mutable place of a gateway's rules. ``boot_clock`` counts seconds, also while the machine sleeps.

    ``founding`` is the policy version in force while no directive has put another one in its place: that of ``snapshot``
    where it is not said. ``grounds`` are those of the policy of ``snapshot``. ``cover`` says how far witnesses have covered
    the chain; without it nobody is asked to.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        boot_clock: Callable[[], float],
        founding: str = "",
        grounds: tuple[str, ...] = (),
        cover: Cover | None = None,
    ) -> None:
        self.snapshot = snapshot
        # The chain as far as it was taken; what is served under may be narrower, while the cover is behind.
        self._register = snapshot.register
        self._cover = cover
        self._boot_clock = boot_clock
        self._alive_until = 0.0
        self._founding = founding or snapshot.bundle.version
        self._ready = {snapshot.bundle.version: Ready(snapshot.policy, snapshot.walls, grounds)}
        self._judged_on = grounds
        self._grounds = grounds_of(snapshot.register)

    @property
    def wanted(self) -> str:
        """The policy version that is in force by directives, whether or not it is to be had here."""
        return self.snapshot.register.policy or self._founding

    @property
    def has_policy(self) -> bool:
        """Whether the policy version in force is the one that statements are decided by."""
        return (self.snapshot.bundle.version, self._judged_on) == (self.wanted, self._grounds)

    @property
    def has_lease(self) -> bool:
        """Whether the control database was heard from recently enough to know whom to serve."""
        return self.lease_seconds > 0

    @property
    def lease_seconds(self) -> float:
        """How long it may still serve without hearing of the control database; 0 when it may not."""
        return max(0.0, self._alive_until - self._boot_clock())

    @property
    def closed(self) -> str:
        """Why nothing may be released now; empty when it may."""
        if not self.has_lease:
            return "this gateway has lost touch with the control database"
        if not self.has_policy:
            return f"this gateway does not have the policy in force, {self.wanted[:12]}"
        return self.uncovered

    @property
    def uncovered(self) -> str:
        """What witnesses have not covered, so that nothing may be released; empty when that keeps nothing back."""
        return "" if self._cover is None else self._cover.lacking(self._boot_clock())

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
        register, cover = self._register, self._cover
        for step in steps:
            register = register.apply(step)
            cover = None if cover is None else cover.take(step, register)
        register.verify_dated(self.now())
        self._register, self._cover = register, cover
        self._put_in_force()

    def extend_cover(self, sequence: int, until: float) -> None:
        """Witnesses have covered the chain up to that step, which counts until that time of the boot clock."""
        if self._cover is not None:
            self._cover = self._cover.extend(sequence, until)
            self._put_in_force()

    def prepare(self, ready: Ready) -> None:
        """This policy version may be served under; it is from now on, where directives have put it in force."""
        version = ready.bundle.version
        self._ready.pop(version, None)
        if version == self.snapshot.bundle.version:
            # The same policy, judged anew: what sessions have worked out of it stays.
            ready = replace(ready, policy=self.snapshot.policy, walls=self.snapshot.walls)
        self._ready[version] = ready
        for version in [one for one in self._ready if one != self.snapshot.bundle.version]:
            if len(self._ready) > MAX_READY:
                del self._ready[version]
        self._put_in_force()

    def is_prepared(self, version: str, grounds: tuple[str, ...]) -> bool:
        """Whether this version is ready on these grounds."""
        return version in self._ready and self._ready[version].grounds == grounds

    @property
    def ready(self) -> tuple[Bundle, ...]:
        """The policy versions that may be served under, the one that is served under among them."""
        # Taken at once: the watch on the walls asks from a thread of its own.
        return tuple(one.bundle for one in tuple(self._ready.values()))

    def keep_walls(self, walls: Mapping[str, frozenset[str]]) -> None:
        """Only these walls stand: the profiles' ids by policy version.

        A version that is not named was not ready yet when the walls were looked at: its own were, since then.
        """
        self._ready = {
            version: replace(ready, walls=walls.get(version, ready.walls))
            for version, ready in self._ready.items()
        }
        in_use = self.snapshot.bundle.version
        self.snapshot = replace(self.snapshot, walls=walls.get(in_use, self.snapshot.walls))

    def doubt_walls(self) -> None:
        """No wall is known to stand, of any version."""
        self._ready = {version: replace(ready, walls=frozenset()) for version, ready in self._ready.items()}
        self.snapshot = replace(self.snapshot, walls=frozenset())

    def _put_in_force(self) -> None:
        """One assignment: whoever looks has these directives and their policy, or those before with theirs."""
        register = self._register if self._cover is None else self._cover.served
        if register.changed_by != self.snapshot.register.changed_by:
            self._grounds = grounds_of(register)
        ready = self._ready.get(register.policy or self._founding)
        if ready is None or ready.grounds != self._grounds:
            self.snapshot = replace(self.snapshot, register=register)
            return
        self._judged_on = ready.grounds
        if ready.bundle is self.snapshot.bundle:
            self.snapshot = replace(self.snapshot, register=register)
            return
        bundle = ready.bundle
        # What else was ordered followed the version that is gone, and can be confirmed no more.
        self._ready = {bundle.version: ready}
        self.snapshot = replace(
            self.snapshot,
            bundle=bundle,
            agencies=bundle.agency_tree,
            register=register,
            walls=ready.walls,
            policy=ready.policy,
            profiles=KnownProfiles(),
        )
