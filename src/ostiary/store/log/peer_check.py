"""What peers keep of a journal, asked for and compared with it: what is lost is named.

Knows: one question to a peer, which of them must answer, how marks and a journal are compared.
Must not know: what an entry says, who repairs.

Whatever was released in strict mode, a quorum keeps. Any ``n - quorum + 1`` of ``n`` peers have one of each quorum among them,
so that so many have to answer before a journal is believed to be whole.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from ostiary.errors import LogDamaged, LogUnavailable, ProofInvalid, SettingsError
from ostiary.store.log.folder import LogFolder, find_part
from ostiary.store.log.journal import Position
from ostiary.tlog.moments import show_moment
from ostiary.tlog.peering import (
    LATEST,
    MAX_ANSWER_BYTES,
    MAX_PAGE,
    Mark,
    Question,
    encode_frame,
    encode_question,
    maybe_refusal,
    open_marks,
    take_frames,
)
from ostiary.tlog.peers import NamedPeer, PeerPolicy, parse_peers

ASK_SECONDS: Final = 3.0
MAX_MARKS: Final = 2**21
"""Of one peer: its two files are full with so many (``ostiary.witness.marks``)."""

_RECEIVE_BYTES: Final = 65_536
_HINT: Final = (
    "Keep everything as it is, and bring the journal back from its other copy. What cannot be brought back is lost:"
    " publish that with the peer's answer, and begin a new log with a new name."
)


def find_peers(folder: LogFolder) -> PeerPolicy | None:
    """The peers of a log; None when it has no file of peers. Raises SettingsError when that cannot be used."""
    raw = find_part(folder, folder.peers)
    if raw is None:
        return None
    try:
        return parse_peers(raw)
    except ProofInvalid as fault:
        raise SettingsError(
            f"`{folder.peers}`: {fault.message}", hint="See docs/witness.md, `Peers`."
        ) from None


def verify_peers(folder: LogFolder) -> PeerPolicy:
    """The peers of a log that must have some. Raises SettingsError when their file is missing or cannot be used."""
    policy = find_peers(folder)
    if policy is None:
        raise SettingsError(f"strict mode: `{folder.peers}` is missing", hint="See docs/witness.md, `Peers`.")
    return policy


def ask(peer: NamedPeer, origin: str, start: int, seconds: float = ASK_SECONDS) -> tuple[Mark, ...]:
    """The marks of a log that a peer keeps, from that size on. Raises LogUnavailable, saying why there is no answer."""
    question = Question(origin, start, os.urandom(16).hex())
    try:
        with socket.create_connection((peer.host, peer.port), timeout=seconds) as line:
            line.sendall(encode_frame(encode_question(question)))
            raw = _receive(line, time.monotonic() + seconds)
        refusal = maybe_refusal(raw)
        if refusal is not None:
            raise LogUnavailable(f"the peer `{peer.name}` refuses: {refusal}")
        return open_marks(raw, question, peer.key)
    except OSError as fault:
        why = (fault.strerror or str(fault) or "unknown reason").lower()
        raise LogUnavailable(f"the peer `{peer.name}` does not answer: {why}") from fault
    except ProofInvalid as fault:
        raise LogUnavailable(
            f"the answer of the peer `{peer.name}` does not hold: {fault.message}"
        ) from fault


def ask_all(peer: NamedPeer, origin: str) -> tuple[Mark, ...]:
    """Every mark that a peer keeps of a log. Raises as ``ask``."""
    marks: list[Mark] = []
    while len(marks) < MAX_MARKS:
        page = ask(peer, origin, marks[-1].size + 1 if marks else 0)
        marks += page
        if len(page) < MAX_PAGE:
            break
    return tuple(marks)


def ask_latest(policy: PeerPolicy, origin: str) -> dict[str, tuple[Mark, ...]]:
    """The last mark of every peer that answers, by its name.

    Raises LogUnavailable when too few answer to know what was acknowledged, or to acknowledge anything.
    """
    answers: dict[str, tuple[Mark, ...]] = {}
    silent: list[str] = []
    with ThreadPoolExecutor(len(policy.peers)) as asking:
        asked = {peer.name: asking.submit(ask, peer, origin, LATEST) for peer in policy.peers}
    for name, answer in asked.items():
        try:
            answers[name] = answer.result()
        except LogUnavailable as fault:
            silent.append(fault.message)
    needed = max(policy.quorum, len(policy.peers) - policy.quorum + 1)
    if len(answers) < needed:
        raise LogUnavailable(
            f"strict mode: {len(answers)} of {len(policy.peers)} peers answer, and {needed} must; {'; '.join(silent)}"
        )
    return answers


@dataclass(frozen=True, slots=True)
class _Kept:
    by: str
    mark: Mark


class MarkCheck:
    """Compares a journal with marks while it is read from its start. ``marks`` are each peer's, by its name."""

    def __init__(self, marks: Mapping[str, Iterable[Mark]]) -> None:
        kept = [_Kept(name, mark) for name, each in marks.items() for mark in each]
        # The smallest last, where it is taken from.
        self._waiting = sorted(kept, key=lambda one: one.mark.size, reverse=True)
        self.compared = 0
        """How many marks the journal has met so far."""

    def meet(self, at: Position) -> None:
        """The journal has a frame that ends here. Raises LogDamaged when a peer keeps something else."""
        while self._waiting and self._waiting[-1].mark.size <= at.index:
            kept = self._waiting.pop()
            if (kept.mark.size, kept.mark.chain) != (at.index, at.chain):
                raise LogDamaged(
                    f"the journal holds another history than the first {kept.mark.size} entries that the peer"
                    f" `{kept.by}` acknowledged at {show_moment(kept.mark.time)}",
                    hint=_HINT,
                )
            self.compared += 1

    def finish(self, end: Position) -> None:
        """The journal ends here. Raises LogDamaged, naming what is lost, when a peer keeps more."""
        if self._waiting:
            # The largest: what is lost reaches up to there.
            kept = self._waiting[0]
            raise LogDamaged(
                f"entries {end.index} to {kept.mark.size - 1} are lost: the peer `{kept.by}` acknowledged"
                f" {kept.mark.size} entries at {show_moment(kept.mark.time)}, and the journal holds {end.index}",
                hint=_HINT,
            )


def _receive(line: socket.socket, until: float) -> bytes:
    """One frame. Raises TimeoutError when it is not whole by then, however many bytes come: a start waits for it."""
    inbox = bytearray()
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError("its answer takes too long")
        line.settimeout(left)
        data = line.recv(_RECEIVE_BYTES)
        if not data:
            raise ConnectionResetError("it hung up")
        inbox += data
        frames = take_frames(inbox, MAX_ANSWER_BYTES)
        if frames:
            return frames[0]
