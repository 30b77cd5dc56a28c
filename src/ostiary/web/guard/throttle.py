"""How often somebody may try to sign in.

Knows: limits of attempts for an account, for an address and for everybody, and how far each is used.
Must not know: passwords, codes, what time it is, how a network address is written.

Each counter is one number (the generic cell rate algorithm): the instant at which it would be unused again. An attempt is paid
for before anything is computed for it, and given back when it succeeds. A stranger can use up an account's attempts, or everybody's,
and so delay sign-ins. Nobody who is signed in notices, and a cut-off can be ordered with a key and the command line all the while.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Limit:
    """``burst`` attempts at once, and after that one in each ``every_ms`` milliseconds."""

    burst: int
    every_ms: int


OF_ACCOUNT: Final = Limit(burst=10, every_ms=60_000)
"""Somebody who has the password and guesses codes has 1,440 attempts a day at 3 in 1,000,000 each: 0.4 % a day, all of them told."""
OF_ADDRESS: Final = Limit(burst=30, every_ms=10_000)
"""An office behind one address signs in at eight in the morning: 30 at once, then 6 a minute."""
OF_EVERYBODY: Final = Limit(burst=40, every_ms=1_000)
"""A verification costs some 0.2 s of a core and 64 MiB: at one a second a fifth of a core."""
MAX_COUNTERS: Final = 20_000
"""Of each kind; some 200 bytes each: 4 MB. Those who come when all are in use share one counter."""

OTHERS: Final = ""
"""The key that is shared when there are too many; no account and no address is empty."""


@dataclass(frozen=True, slots=True)
class Paid:
    """The attempt may be made; ``keys`` are those under which it was counted, for giving it back."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TooOften:
    """The attempt may not be made before this many milliseconds have passed."""

    wait_ms: int

    @property
    def seconds(self) -> int:
        """The same in whole seconds, rounded up."""
        return -(-self.wait_ms // 1_000)


Verdict: TypeAlias = Paid | TooOften


class Counters:
    """The counters of one limit, by key."""

    def __init__(self, limit: Limit, max_counters: int = MAX_COUNTERS) -> None:
        self._limit = limit
        self._max_counters = max_counters
        self._unused_at: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._unused_at)

    def wait_ms(self, key: str, now_ms: int) -> int:
        """How long until an attempt is free; 0: now."""
        after = self._after(self._kept(key, now_ms), now_ms)
        return max(0, after - now_ms - self._limit.burst * self._limit.every_ms)

    def pay(self, key: str, now_ms: int) -> str:
        """Count one attempt; the key under which it is counted comes back."""
        kept = self._kept(key, now_ms)
        self._unused_at[kept] = self._after(kept, now_ms)
        return kept

    def give_back(self, kept: str) -> None:
        """Take one attempt out of the count again, by the key that ``pay`` gave. One that is forgotten by now needs nothing."""
        if kept in self._unused_at:
            self._unused_at[kept] -= self._limit.every_ms

    def _after(self, key: str, now_ms: int) -> int:
        return max(self._unused_at.get(key, now_ms), now_ms) + self._limit.every_ms

    def _kept(self, key: str, now_ms: int) -> str:
        """The key under which this one is counted: itself, while there is room."""
        if key in self._unused_at or len(self._unused_at) < self._max_counters:
            return key
        # What is unused says nothing, so it goes. It is looked for only when there is no room.
        self._unused_at = {one: at for one, at in self._unused_at.items() if at > now_ms}
        return key if len(self._unused_at) < self._max_counters else OTHERS


class Throttle:
    """The attempts of all accounts and addresses."""

    def __init__(self, max_counters: int = MAX_COUNTERS) -> None:
        self._counters = tuple(
            Counters(limit, max_counters) for limit in (OF_ACCOUNT, OF_ADDRESS, OF_EVERYBODY)
        )

    def attempt(self, account: str, address: str, now_ms: int) -> Verdict:
        """Pay for an attempt, or say how long to wait. ``account`` is what was typed, folded in case; it need not exist.

        An attempt that may not be made costs nothing: who waits as long as was said is let through.
        """
        payable = tuple(zip(self._counters, (account, address, OTHERS), strict=True))
        wait_ms = max(counters.wait_ms(key, now_ms) for counters, key in payable)
        if wait_ms > 0:
            return TooOften(wait_ms)
        return Paid(tuple(counters.pay(key, now_ms) for counters, key in payable))

    def succeeded(self, paid: Paid) -> None:
        """Give back what an attempt has cost that was right. Others' failures stay counted."""
        for counters, key in zip(self._counters, paid.keys, strict=True):
            counters.give_back(key)
