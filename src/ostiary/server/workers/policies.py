"""The policy versions that a worker holds: compiled, with the profiles and the walls of each.

Knows: how texts become a version that may be served under, and which walls stand for each version.
Must not know: which version is in force, sessions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from threading import Lock
from typing import Final, TypeAlias

from ostiary.door.events import Event, Events
from ostiary.door.gate import MAX_READY, Ready
from ostiary.errors import UpstreamDown, WallMismatch
from ostiary.model.bundle import Bundle
from ostiary.model.profile import Profile
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.load import load_bundle
from ostiary.policy.profiles import all_profiles
from ostiary.store.wall import check_walls

MAX_HELD: Final = 2 * MAX_READY
"""Versions whose profiles are remembered: those that are ready, and as many that were a moment ago."""

Standing: TypeAlias = Mapping[str, frozenset[str]]
"""The ids of the profiles whose walls stand, by policy version."""


class HeldPolicies:
    """What is worked out of each version. ``compile`` and ``compare`` block, and may be called from any thread."""

    def __init__(self, keeper_dsn: Callable[[], str], events: Events) -> None:
        self._keeper_dsn = keeper_dsn
        self._events = events
        # By version; guarded by the lock but for `wanted`, which only reads.
        self._profiles: dict[str, tuple[Profile, ...]] = {}
        self._lock = Lock()

    def compile(self, texts: Mapping[str, str], grounds: tuple[str, ...]) -> Ready:
        """A policy version with the walls that stand for it: none, when they cannot be looked at now. Raises BundleError."""
        bundle = load_bundle(texts)
        walls = frozenset[str]()
        # The next comparison looks again.
        with suppress(WallMismatch, UpstreamDown):
            walls = self._standing(bundle, is_told=False)
        return Ready(IndexedPolicy(bundle), walls, grounds)

    def compare(self, in_force: str, bundles: Iterable[Bundle]) -> dict[str, frozenset[str]]:
        """The walls that stand for each; what differs for the one in force is told.

        Raises UpstreamDown or WallMismatch when they cannot be looked at.
        """
        return {
            bundle.version: self._standing(bundle, is_told=bundle.version == in_force) for bundle in bundles
        }

    def wanted(self, bundle: Bundle) -> int:
        """How many walls a version has when all stand; it was compiled or compared before."""
        return len(self._profiles.get(bundle.version, ()))

    def _standing(self, bundle: Bundle, *, is_told: bool) -> frozenset[str]:
        check = check_walls(self._keeper_dsn(), self._profiles_of(bundle), bundle.catalogue)
        for difference in check.differences if is_told else ():
            self._events.tell(Event.WALL_DIFFERS, why=difference)
        return check.standing

    def _profiles_of(self, bundle: Bundle) -> tuple[Profile, ...]:
        with self._lock:
            found = self._profiles.get(bundle.version)
            if found is None:
                found = self._profiles[bundle.version] = all_profiles(bundle, datetime.now(UTC).date())
            # One that is still in use is worked out again when it is asked for.
            while len(self._profiles) > MAX_HELD:
                del self._profiles[next(iter(self._profiles))]
            return found
