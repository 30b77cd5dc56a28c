"""The last step of directives that a recent witnessed checkpoint covers.

Knows: what covers means, what recent means, whether witnesses contradict the log.
Must not know: how witnesses are asked, what a step says, workers.

*Covers*: an entry with the step stands below the size that a quorum of the log's trust file has cosigned. Each step names
the hash of the one before, so that all before it are covered too. *Recent*: the quorum's time is at most ``seconds`` ago,
on the boot clock from the moment at which it was first seen, so that setting the wall clock back prolongs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from ostiary.errors import EvidenceFault, LogDamaged
from ostiary.server.steps.logged_steps import Logged
from ostiary.store.log.folder import LogFolder, read_part, read_verifier
from ostiary.store.log.witnessed import Witnessed, find_witnessed, read_tile, witnessed_file
from ostiary.tlog.checkpoint import open_checkpoint
from ostiary.tlog.merkle import verify_inclusion
from ostiary.tlog.note import VerifierKey
from ostiary.tlog.tile_proofs import TileTree
from ostiary.tlog.trust import NO_QUORUM, TrustPolicy

_SET_BACK: Final = (
    "The log was set back, or another one was put in its place; see docs/backup.md. Do not serve from it."
)


@dataclass(frozen=True, slots=True)
class Head:
    """The last step that is covered (-1: none), and until when that counts on the boot clock."""

    sequence: int = -1
    until: float = 0.0


class WitnessedHead:
    """Follows the cosigned checkpoint of one log. ``clocks`` gives the boot clock and the wall clock, in seconds."""

    def __init__(
        self,
        folder: LogFolder,
        verifier: VerifierKey,
        trust: TrustPolicy,
        logged: Iterable[Logged],
        *,
        seconds: float,
        clocks: Callable[[], tuple[float, float]],
    ) -> None:
        self._folder = folder
        self._verifier = verifier
        self._trust = trust
        self._logged = {one.sequence: one for one in logged}
        self._seconds = seconds
        self._clocks = clocks
        self._stamp = (0, 0)
        self._first_as_of: int | None = None
        self._as_of = 0
        self._until = 0.0
        self._size = 0
        self._proved = -1

    @property
    def is_needed(self) -> bool:
        """Whether the trust file asks for a quorum; without one nothing is ever covered, and nothing waits."""
        return self._trust.quorum != NO_QUORUM

    @property
    def is_renewed(self) -> bool:
        """Whether the quorum has signed anew since the first look."""
        return self._first_as_of is not None and self._as_of > self._first_as_of

    def add(self, sequence: int, step_hash: str, index: int) -> None:
        """The log writer has made a step durable, at this index. One in the successor of this log is left out: nothing here covers it."""
        if self._is_in_place():
            self._logged.setdefault(sequence, Logged(index, b"", sequence, step_hash))

    def look(self, contradicted: frozenset[str] = frozenset()) -> Head:
        """How far the chain is covered now.

        ``contradicted``: the names of witnesses that have seen another log than this one. Where the quorum cannot be had
        without them, nothing counts. Raises LogDamaged when more was cosigned than is published, ProofInvalid when a step
        does not stand in the cosigned tree, and as ``find_witnessed``.
        """
        stamp = self._stamp_now()
        if stamp != self._stamp:
            witnessed = find_witnessed(self._folder, self._verifier, self._trust)
            if witnessed is not None and witnessed.is_quorum:
                self._take(witnessed)
            self._stamp = stamp
        if self._first_as_of is None:
            self._first_as_of = self._as_of
        others = {one.name for one in self._trust.witnesses} - contradicted
        is_doubted = bool(contradicted) and not self._trust.is_met_by(others)
        return Head(self._covered(), 0.0 if is_doubted else self._until)

    def _is_in_place(self) -> bool:
        """Whether the log is still the one in its folder. After a rotation numbers begin anew, below what witnesses have seen of this one."""
        try:
            return read_verifier(self._folder) == self._verifier
        except (EvidenceFault, OSError):
            # Between two renamings there is no log at the name.
            return False

    def _stamp_now(self) -> tuple[int, int]:
        """What changes when the cosigned checkpoint is replaced: signatures are verified once."""
        try:
            found = witnessed_file(self._folder, self._verifier.name).stat()
        except FileNotFoundError:
            return (0, 0)
        return (found.st_ino, found.st_mtime_ns)

    def _take(self, witnessed: Witnessed) -> None:
        boot, wall = self._clocks()
        if witnessed.as_of > self._as_of:
            self._as_of = witnessed.as_of
            # A witness whose clock is ahead of ours gives no more time than one that signs now.
            self._until = boot + self._seconds - max(0.0, wall - witnessed.as_of)
        if witnessed.checkpoint.size != self._size:
            self._verify(witnessed)
            self._size = witnessed.checkpoint.size

    def _covered(self) -> int:
        return max((one.sequence for one in self._logged.values() if one.index < self._size), default=-1)

    def _verify(self, witnessed: Witnessed) -> None:
        """The newest step that the journal itself showed stands in the tree that was cosigned; it names all before it."""
        size = witnessed.checkpoint.size
        published = open_checkpoint(read_part(self._folder, self._folder.checkpoint), self._verifier)
        if published.size < size:
            raise LogDamaged(
                f"{size} entries were cosigned, and {published.size} are published", hint=_SET_BACK
            )
        shown = [one for one in self._logged.values() if one.leaf and one.index < size]
        last = max(shown, key=lambda one: one.sequence, default=None)
        if last is None or last.sequence == self._proved:
            return
        tree = TileTree(size, lambda tile: read_tile(self._folder, tile))
        proof = tree.inclusion_proof(last.index)
        verify_inclusion(
            index=last.index, size=size, leaf=last.leaf, proof=proof, root=witnessed.checkpoint.root
        )
        self._proved = last.sequence
