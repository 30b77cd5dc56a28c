"""Verifying a journal against everything that its peers keep of it.

Knows: who is asked, that each mark is met on the way through the journal, when enough have answered.
Must not know: tiles, checkpoints, how a report is shown.

At the start a writer compares the last mark of each peer. Here every mark is compared: a tail that was destroyed, and
written again by a program that does not ask, still differs at the marks of before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ostiary.errors import LogUnavailable
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.peer_check import MarkCheck, ask_all
from ostiary.tlog.moments import show_moment
from ostiary.tlog.peering import Mark
from ostiary.tlog.peers import PeerPolicy


@dataclass(frozen=True, slots=True)
class PeerReport:
    """What agrees with the journal: each peer that answered with its last mark, and who did not."""

    marks: int
    """How many marks were compared."""
    latest: dict[str, Mark | None]
    silent: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        return f"the journal agrees with {self.marks} marks of its peers: {'; '.join(self._each())}"

    def _each(self) -> Iterator[str]:
        for name, mark in self.latest.items():
            if mark is None:
                yield f"`{name}` keeps nothing yet"
            else:
                yield f"`{name}` acknowledged {mark.size} entries at {show_moment(mark.time)}"
        yield from self.silent


def verify_with_peers(directory: Path, policy: PeerPolicy) -> PeerReport:
    """Compare the journal in a log's folder with every mark of its peers.

    Raises LogDamaged, naming what is lost or different; LogUnavailable when too few peers answer to know what was
    acknowledged; ProofInvalid for a bad key.
    """
    folder = LogFolder(directory)
    origin = read_verifier(folder).name
    answers: dict[str, tuple[Mark, ...]] = {}
    silent: list[str] = []
    for peer in policy.peers:
        try:
            answers[peer.name] = ask_all(peer, origin)
        except LogUnavailable as fault:
            silent.append(fault.message)
    check = MarkCheck(answers)
    _read(folder, check)
    # Asked after the comparison: what contradicts the journal is told, however few have answered.
    if len(answers) < len(policy.peers) - policy.quorum + 1:
        raise LogUnavailable(f"too few peers answer to know what was acknowledged: {'; '.join(silent)}")
    latest = {name: marks[-1] if marks else None for name, marks in answers.items()}
    return PeerReport(check.compared, latest, tuple(silent))


def _read(folder: LogFolder, check: MarkCheck) -> None:
    with JournalReader(folder.journal) as reader:
        end = reader.start
        check.meet(end)
        for _, end in reader.read_frames(reader.start):
            check.meet(end)
        check.finish(end)
