"""The witness itself: which request gets which answer, and in which order something is remembered and signed.

Knows: the paths of tlog-witness, the judgement, the state, the key, the clock it is given.
Must not know: sockets, how a file is made durable.

INVARIANT: a tree is durable in the state before it is signed, and nothing is signed that does not continue what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from ostiary.errors import ProofInvalid
from ostiary.tlog.checkpoint import encode_checkpoint
from ostiary.tlog.cosignature import Cosigner
from ostiary.tlog.key_text import ML_DSA_44_COSIGNATURE
from ostiary.tlog.note import sign_line
from ostiary.tlog.witnessing import SIZE_TYPE, AddCheckpoint, parse_add_checkpoint, witnessed_path
from ostiary.witness.durable import PRIVATE_DIRECTORY_MODE, Disk, replace_durably
from ostiary.witness.http_text import Answer, Head
from ostiary.witness.judging import BAD_REQUEST, NOT_FOUND, Growth, Logs, Refusal, judge
from ostiary.witness.notices import Notice, Notices
from ostiary.witness.state import Seen, State

OK: Final = 200
METHOD_NOT_ALLOWED: Final = 405
UNAVAILABLE: Final = 503

EARLIEST: Final = 1_767_225_600
"""The first second of 2026. A clock before it was never set: small machines begin in 1970 until the network tells them."""

MAX_EVIDENCE: Final = 100
"""Files. Only a log's own key can cause one; the first of them says all that there is to say."""


class Witness:
    """Answers requests, one at a time."""

    def __init__(
        self,
        signers: Sequence[Cosigner],
        logs: Logs,
        state: State,
        evidence: Path,
        *,
        now: Callable[[], int],
        notices: Notices,
    ) -> None:
        """``now`` is in seconds since 1970; ``evidence`` is the folder for histories that cannot both be true."""
        self._signers = signers
        self._logs = logs
        self._state = state
        self._evidence = evidence
        self._now = now
        self._notices = notices
        self._origins = {f"/{witnessed_path(origin)}": origin for origin in logs}
        self._last_time = max((seen.time for seen in state.logs.values()), default=EARLIEST)

    def respond(self, head: Head, body: bytes) -> Answer:
        """The answer. Raises LogDamaged or LogUnavailable when the state is lost: then nothing may be signed again."""
        if head.path == "/add-checkpoint":
            return (
                self._add_checkpoint(body)
                if head.method == "POST"
                else _said(METHOD_NOT_ALLOWED, "only POST")
            )
        if head.method not in {"GET", "HEAD"}:
            return _said(METHOD_NOT_ALLOWED, "only GET")
        if head.path == "/":
            return _said(OK, "\n".join(signer.verifier().format() for signer in self._signers))
        return self._witnessed(self._origins.get(head.path, ""))

    def _witnessed(self, origin: str) -> Answer:
        seen = self._state.logs.get(origin)
        if seen is None:
            return _said(NOT_FOUND, "nothing was cosigned for such a log")
        return Answer(OK, (seen.note + self._cosignatures(seen)).encode())

    def _add_checkpoint(self, body: bytes) -> Answer:
        try:
            request = parse_add_checkpoint(body)
        except ProofInvalid as fault:
            return self._refuse(Refusal(BAD_REQUEST, fault.message), "")
        origin = request.checkpoint.origin
        seen = self._state.logs.get(origin)
        judged = judge(request, self._logs, seen)
        match judged:
            case Refusal():
                if judged.fork and seen is not None:
                    self._keep_fork(request, seen)
                # An origin that is not followed is a stranger's word.
                return self._refuse(judged, origin if origin in self._logs else "")
            case Growth(note):
                return self._cosign(origin, seen, note)

    def _cosign(self, origin: str, before: Seen | None, note: str) -> Answer:
        now = self._now()
        if now < self._last_time:
            # "As of the time, this is the largest tree": with a clock that went back, that would contradict what was signed.
            self._notices.tell(Notice.CLOCK_BEHIND, seconds=self._last_time - now)
            return _said(UNAVAILABLE, "the clock of this witness is behind what it has signed")
        after = Seen(note, now)
        # If we crash before the next line returns, nothing was signed. If we crash after it, what is signed next continues
        # this tree; the log asks again, gets a conflict with this size, and goes on from there.
        self._state.advance(origin, before, after)
        self._last_time = now
        lines = self._cosignatures(after)
        self._notices.tell(Notice.COSIGNED, log=origin, size=after.checkpoint.size)
        return Answer(OK, lines.encode())

    def _cosignatures(self, seen: Seen) -> str:
        """A line by each key. What ML-DSA-44 signs has no extension lines, what Ed25519 signs is the whole text."""
        bare = encode_checkpoint(seen.checkpoint)
        return "".join(
            sign_line(
                bare if signer.type == ML_DSA_44_COSIGNATURE else seen.text, signer.at(seen.time)
            ).format()
            for signer in self._signers
        )

    def _refuse(self, refusal: Refusal, origin: str) -> Answer:
        self._notices.refused(refusal.status, origin, refusal.said)
        if refusal.size is not None:
            return Answer(refusal.status, refusal.body, SIZE_TYPE)
        return Answer(refusal.status, refusal.body)

    def _keep_fork(self, request: AddCheckpoint, seen: Seen) -> None:
        """Keep both notes: anybody who knows the log's key can see from them alone that it has shown two histories."""
        origin, size = request.checkpoint.origin, request.checkpoint.size
        name = f"{witnessed_path(origin)[:16]}-{size}"
        pair = [(self._evidence / f"{name}-{half}.note") for half in ("first", "second")]
        self._notices.tell(Notice.FORK_SHOWN, log=origin, size=size, kept=str(pair[0]))
        try:
            self._evidence.mkdir(mode=PRIVATE_DIRECTORY_MODE, exist_ok=True)
            if pair[1].exists() or len(list(self._evidence.iterdir())) >= MAX_EVIDENCE:
                return
            for path, note in zip(pair, (seen.note.encode(), request.note), strict=True):
                replace_durably(Disk(), path, note)
        except OSError as fault:
            self._notices.tell(Notice.FORK_NOT_KEPT, log=origin, why=fault.strerror or "unknown reason")


def _said(status: int, said: str) -> Answer:
    return Answer(status, f"{said}\n".encode())
