"""Rounds: one checkpoint is shown to every witness at once, and published with what they sign when the quorum has.

Knows: when a round begins, who is in trouble, what is told of it.
Must not know: HTTP, what a witness's answer means, entries.

In a round all witnesses see the same checkpoint: each at its own pace would sign another size, and no quorum would meet.
A witness that hangs costs its round the seconds that an answer may take, and nothing else waits for a round.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ostiary.door.events import Event, Events
from ostiary.errors import OstiaryError
from ostiary.server.log_outside import LogOutside
from ostiary.server.witnesses.asking import AskedWitness, Cosigned, Failed, Outcome
from ostiary.server.witnesses.exposure import At, Exposure
from ostiary.store.durable_files import Disk
from ostiary.store.log.folder import LogFolder, read_part
from ostiary.store.log.witnessed import publish_witnessed, read_tile
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint
from ostiary.tlog.note import SignatureLine, VerifierKey
from ostiary.tlog.tile_proofs import TileTree
from ostiary.tlog.trust import NO_QUORUM, TrustPolicy

LOOK_SECONDS: Final = 0.5
"""Between two looks at the published checkpoint, which is a file of some hundred bytes."""

REFRESH_SECONDS: Final = 60.0
"""A log that does not grow is shown again after this time, so that the last cosignature is never much older."""

MAX_REST_SECONDS: Final = 60.0
"""A witness in trouble is left out for a round, then for two, four and so on, but never longer than this."""


@dataclass(slots=True)
class _Standing:
    """How a witness has fared lately."""

    failures: int = 0
    why: str = ""
    rests_until: float = 0.0
    contradicts: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """Times in seconds.

    ``interval`` lies between two rounds at least, ``answer`` is what a witness has for a checkpoint, and after ``quorum``
    it is told that newer entries have none. A log that does not grow is shown again after ``refresh``.
    """

    interval: float
    answer: float
    quorum: float
    refresh: float = REFRESH_SECONDS


@dataclass(slots=True)
class WitnessCounts:
    """What happened so far, for metrics."""

    requests: Counter[str] = field(default_factory=Counter)
    cosigning: int = 0
    troubled: int = 0
    exposure: Exposure = field(default_factory=Exposure)


class Rounds:
    """Shows checkpoints for as long as ``run`` runs."""

    def __init__(
        self,
        folder: LogFolder,
        verifier: VerifierKey,
        trust: TrustPolicy,
        asked: Sequence[AskedWitness],
        *,
        pace: Pace,
        events: Events,
    ) -> None:
        self.counts = WitnessCounts()
        self._folder = folder
        self._verifier = verifier
        self._trust = trust
        self._asked = asked
        self._pace = pace
        self._events = events
        self._standing = {one.witness.name: _Standing() for one in asked}
        self._shown = b""
        self._last_round = -math.inf
        # Since when there are entries that no quorum has witnessed; None: there are none.
        self._behind_since: float | None = None
        self._is_quorum_lost = False
        self._trouble = ""
        self._wanted = 0
        self._shown_size = 0

    @property
    def contradicted(self) -> frozenset[str]:
        """The witnesses whose last word was that the log is not what they have seen."""
        return frozenset(name for name, one in self._standing.items() if one.contradicts)

    def want(self, size: int) -> None:
        """Somebody waits until a checkpoint of that size is cosigned: it is shown as soon as it is published."""
        self._wanted = max(self._wanted, size)

    async def run(self) -> None:
        """Go on until cancelled. What goes wrong is told, and tried again in the next round."""
        while True:
            try:
                await self._look()
            except OstiaryError as fault:
                self._tell_trouble(fault.message)
            except OSError as fault:
                self._tell_trouble(f"`{fault.filename}`: {(fault.strerror or 'unknown reason').lower()}")
            except Exception as fault:  # noqa: BLE001 - nothing that a witness can cause may end the gateway.
                self._tell_trouble(f"a fault of ours: {type(fault).__name__}")
            else:
                self._trouble = ""
            await asyncio.to_thread(self._measure)
            self._watch_quorum(time.monotonic())
            await asyncio.sleep(LOOK_SECONDS)

    def _measure(self) -> None:
        """Look at both checkpoints as anybody could."""
        outside = LogOutside.maybe_look(self._folder.root)
        if outside is None:
            return
        witnessed = None
        if outside.witnessed_entries is not None:
            witnessed = At(outside.witnessed_entries, outside.witnessed_at)
        self.counts.exposure.look(At(outside.published_entries, outside.published_at), witnessed)

    async def _look(self) -> None:
        now = time.monotonic()
        is_wanted = self._wanted > self._shown_size
        if now - self._last_round < self._pace.interval and not is_wanted:
            return
        note = await asyncio.to_thread(read_part, self._folder, self._folder.checkpoint)
        if note == self._shown and now - self._last_round < self._pace.refresh and self._behind_since is None:
            return
        checkpoint = open_checkpoint(note, self._verifier)
        if checkpoint.size == 0:
            # Nothing was said yet that could be taken back.
            return
        if is_wanted and checkpoint.size < self._wanted and now - self._last_round < self._pace.interval:
            return
        self._last_round, self._shown, self._shown_size = now, note, checkpoint.size
        if self._behind_since is None:
            self._behind_since = now
        await self._round(note, checkpoint, now)

    async def _round(self, note: bytes, checkpoint: Checkpoint, now: float) -> None:
        """Show the checkpoint to all that are not resting; publish as soon as the quorum has cosigned, and with each more."""

        async def ask(one: AskedWitness) -> tuple[str, Outcome]:
            return one.witness.name, await one.ask(
                note, checkpoint, self._prover(checkpoint.size), int(time.time())
            )

        tasks = [
            asyncio.create_task(ask(one)) for one in self._asked if self._standing_of(one).rests_until <= now
        ]
        lines: dict[str, tuple[SignatureLine, ...]] = {}
        try:
            for task in asyncio.as_completed(tasks):
                name, outcome = await task
                self._note(name, outcome)
                if isinstance(outcome, Cosigned):
                    lines[name] = outcome.lines
                    await self._publish(note, lines)
        finally:
            for left in tasks:
                left.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _publish(self, note: bytes, lines: dict[str, tuple[SignatureLine, ...]]) -> None:
        if not self._trust.is_met_by(lines.keys()):
            return
        every = [line for each in lines.values() for line in each]
        await asyncio.to_thread(publish_witnessed, self._folder, note, every, Disk())
        self._behind_since = None
        if self._is_quorum_lost:
            self._is_quorum_lost = False
            self._events.tell(Event.QUORUM_BACK)

    def _prover(self, size: int) -> Callable[[int], asyncio.Future[tuple[bytes, ...]]]:
        tree = TileTree(size, lambda tile: read_tile(self._folder, tile))
        loop = asyncio.get_running_loop()
        return lambda old: loop.run_in_executor(None, tree.consistency_proof, old)

    def _standing_of(self, one: AskedWitness) -> _Standing:
        return self._standing[one.witness.name]

    def _note(self, name: str, outcome: Outcome) -> None:
        """Count an outcome, tell of it when it is another than before, and let who is in trouble rest."""
        standing = self._standing[name]
        match outcome:
            case Cosigned():
                self.counts.requests["cosigned"] += 1
                if standing.why:
                    self._events.tell(Event.WITNESS_BACK, witness=name)
                standing.failures, standing.why, standing.rests_until, standing.contradicts = (
                    0,
                    "",
                    0.0,
                    False,
                )
            case Failed(kind, why):
                self.counts.requests[kind] += 1
                if why != standing.why and kind == "contradicts":
                    self._events.tell(Event.WITNESS_CONTRADICTS, witness=name, why=why)
                elif why != standing.why:
                    self._events.tell(Event.WITNESS_TROUBLE, witness=name, why=why)
                standing.failures, standing.why = standing.failures + 1, why
                # One that is silent now has not taken back what it said.
                standing.contradicts = standing.contradicts or kind == "contradicts"
                rest = min(self._pace.interval * 2 ** min(standing.failures - 1, 16), MAX_REST_SECONDS)
                standing.rests_until = time.monotonic() + rest
        self.counts.troubled = sum(bool(each.failures) for each in self._standing.values())
        self.counts.cosigning = len(self._standing) - self.counts.troubled

    def _watch_quorum(self, now: float) -> None:
        if self._trust.quorum == NO_QUORUM or self._behind_since is None or self._is_quorum_lost:
            return
        if now - self._behind_since > self._pace.quorum:
            self._is_quorum_lost = True
            self._events.tell(Event.QUORUM_LOST)

    def _tell_trouble(self, why: str) -> None:
        if why != self._trouble:
            self._events.tell(Event.WITNESSING_TROUBLE, why=why)
        self._trouble = why
