"""Strict mode: what a commit answers waits until enough peers know how far the journal goes.

Knows: what is held back, what each peer has acknowledged, how long that may take.
Must not know: sockets, what an entry says, who waits for an answer.

INVARIANT: an answer leaves only when a quorum has acknowledged a statement that covers its entries. Statements supersede each
other: the latest speaks for all before it, so that a peer that was away is told one thing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from ostiary.errors import LogUnavailable
from ostiary.store.log.journal import Position
from ostiary.tlog.peering import Mark, Statement
from ostiary.tlog.peers import PeerPolicy

PEER_SECONDS: Final = 3.0
"""How long a quorum may be silent. A lost packet is sent again after some 0.2, 0.6 and 1.4 seconds: two may be lost in a
row. A client waits at most as long, and gets 58030 then."""

BEAT_SECONDS: Final = 1.0
"""After so long without a commit the last statement is made again: a peer that has gone is noticed before it is needed."""


@dataclass(slots=True)
class Standing:
    """What a peer has acknowledged, when it was last heard, and why it is away, in words (empty: it is not)."""

    size: int = -1
    heard: float = 0.0
    why: str = "it has not answered yet"


@dataclass(slots=True)
class _Held:
    size: int
    since: float
    release: Callable[[], None]


@dataclass(slots=True)
class StrictRelease:
    """Holds answers back. ``clock`` gives seconds that only grow."""

    policy: PeerPolicy
    sign: Callable[[Statement], bytes]
    origin: str
    clock: Callable[[], float]
    seconds: float = PEER_SECONDS
    standings: dict[str, Standing] = field(default_factory=dict)
    _size: int = 0
    _chain: bytes = b""
    _note: bytes = b""
    _held: deque[_Held] = field(default_factory=deque)

    def begin(self, at: Position) -> None:
        """Everything up to here is in the journal; from now on a quorum is waited for."""
        now = self.clock()
        self.standings = {peer.name: Standing(heard=now) for peer in self.policy.peers}
        self._state(at)

    def hold(self, at: Position, release: Callable[[], None]) -> None:
        """The journal is durable up to here; ``release`` is called when a quorum knows."""
        self._held.append(_Held(at.index, self.clock(), release))
        self._state(at)

    @property
    def note(self) -> bytes:
        """The statement that peers are to acknowledge now: signed when the first of them is told, however many commits later."""
        if not self._note:
            self._note = self.sign(Statement(self.origin, self._size, self._chain))
        return self._note

    @property
    def size(self) -> int:
        """How many entries are stated now."""
        return self._size

    def waits_for(self, size: int) -> bool:
        """Whether an answer about one of the first ``size`` entries is held back."""
        return bool(self._held) and self._held[0].size <= size

    def heard(self, name: str, mark: Mark) -> None:
        """A peer keeps this mark. What enough of them keep is released. Raises LogUnavailable when it keeps something else."""
        standing = self.standings[name]
        if mark.size > self._size or (mark.size == self._size and mark.chain != self._chain):
            raise LogUnavailable(
                f"the peer `{name}` keeps another journal of {mark.size} entries than this one"
            )
        standing.size = max(standing.size, mark.size)
        standing.heard, standing.why = self.clock(), ""
        acknowledged = self.policy.acknowledged({one: each.size for one, each in self.standings.items()})
        while self._held and self._held[0].size <= acknowledged:
            self._held.popleft().release()

    def lost(self, name: str, why: str) -> None:
        """A peer cannot be reached, or does not do its part."""
        self.standings[name].why = why

    def verify_quorum(self) -> None:
        """Raises LogUnavailable, naming who is away and why, when a quorum has been silent for too long.

        That is final for this writer: whoever waits learns it by the end of the connection, and the next writer asks the
        peers before anything else.
        """
        now = self.clock()
        times = sorted((one.heard for one in self.standings.values()), reverse=True)
        oldest = min(times[self.policy.quorum - 1], self._held[0].since if self._held else now)
        if now - oldest > self.seconds:
            raise LogUnavailable(
                f"strict mode: {self.policy.quorum} peers must acknowledge; {self._away(now)}"
            )

    def _away(self, now: float) -> str:
        late = {
            name: one for name, one in self.standings.items() if one.why or now - one.heard > self.seconds / 2
        }
        return (
            "; ".join(f"`{name}`: {one.why or 'it is silent'}" for name, one in late.items())
            or "they are too slow"
        )

    def _state(self, at: Position) -> None:
        self._size, self._chain, self._note = at.index, at.chain, b""
