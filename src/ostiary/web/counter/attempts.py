"""How often codes may be tried and letters sent, without keeping who did.

Knows: the limits, and that a network is counted under a word that nobody can trace back.
Must not know: HTTP, codes, what time it is.

A code has 70 bits, so nobody guesses one; what is limited is work. Networks are counted in memory alone, under their HMAC with a key
that is drawn at start and kept nowhere: a picture of the memory shows which networks asked only to whoever has the key in it too.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Final, TypeAlias

from ostiary.web.guard.throttle import OTHERS, Counters, Limit, Paid, TooOften

OF_NETWORK: Final = Limit(burst=10, every_ms=60_000)
"""A library with one address has ten people at once, then one a minute. A code that was right costs nothing."""
OF_ALL: Final = Limit(burst=20, every_ms=1_000)
"""A code costs some 0.05 s of a core and 19 MiB: at one a second a twentieth of a core."""
LETTERS_OF_NETWORK: Final = Limit(burst=5, every_ms=600_000)
"""144 a day from one network: it takes two to use up what the office can read in a day."""

_KEY_BYTES: Final = 32
Verdict: TypeAlias = Paid | TooOften


class Attempts:
    """The attempts of everybody, of one kind."""

    def __init__(self, of_network: Limit = OF_NETWORK, of_all: Limit = OF_ALL) -> None:
        self._networks = Counters(of_network)
        self._all = Counters(of_all)
        self._key = secrets.token_bytes(_KEY_BYTES)

    def attempt(self, network: str, now_ms: int) -> Verdict:
        """Pay for an attempt, or say how long to wait. An attempt that may not be made costs nothing."""
        kept = hmac.digest(self._key, network.encode(errors="replace"), "sha256").hex()
        wait_ms = max(self._networks.wait_ms(kept, now_ms), self._all.wait_ms(OTHERS, now_ms))
        if wait_ms > 0:
            return TooOften(wait_ms)
        return Paid((self._networks.pay(kept, now_ms), self._all.pay(OTHERS, now_ms)))

    def succeeded(self, paid: Paid) -> None:
        """Give back what an attempt has cost that was right."""
        for counters, key in zip((self._networks, self._all), paid.keys, strict=True):
            counters.give_back(key)


def minutes(wait: TooOften) -> int:
    """How long to wait, in minutes that have begun."""
    return -(-wait.wait_ms // 60_000)
