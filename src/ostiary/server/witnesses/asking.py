"""One witness as the log meets it: what it has seen, what it answers, and what each answer means.

Knows: tlog-witness's statuses, the witness's key and size.
Must not know: sockets, other witnesses, the quorum, when it is asked.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ostiary.errors import ProofInvalid
from ostiary.server.witnesses.exchange import NoAnswer, Reply
from ostiary.tlog.checkpoint import Checkpoint
from ostiary.tlog.cosignature import verify_cosignatures
from ostiary.tlog.note import SignatureLine, parse_lines
from ostiary.tlog.trust import Witness
from ostiary.tlog.witnessing import SIZE_TYPE, encode_add_checkpoint, parse_size

MAX_TRIES: Final = 3
"""Of one checkpoint in one round. A witness says what it has seen once; one that says more with each answer is not waited for."""

MAX_AHEAD: Final = 300
"""Seconds that a witness's clock may be ahead of ours; its cosignatures would outlive what they say."""

Kind: TypeAlias = Literal["silent", "refuses", "contradicts"]

Post: TypeAlias = Callable[[bytes], Awaitable[Reply]]
"""Sends the body of a request. Raises NoAnswer."""

Prove: TypeAlias = Callable[[int], Awaitable[Sequence[bytes]]]
"""The proof that the checkpoint continues the log's tree of that size."""


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The witness has cosigned."""

    lines: tuple[SignatureLine, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """It has not.

    It is *silent* (or answers nonsense), *refuses* (it does not know the log or its key), or *contradicts*: what it has
    seen of the log is not what the log is now, or not what it said before. One of the two is wrong then.
    """

    kind: Kind
    why: str


Outcome: TypeAlias = Cosigned | Failed


class AskedWitness:
    """Remembers what a witness has seen, which it may say better itself."""

    def __init__(self, witness: Witness, post: Post, seen: int = 0) -> None:
        """``seen`` is the largest size that it is known to have cosigned."""
        self.witness = witness
        self._post = post
        self._seen = seen
        self._cosigned = seen

    async def ask(self, note: bytes, checkpoint: Checkpoint, prove: Prove, now: int) -> Outcome:
        """Have a checkpoint cosigned. Raises what ``prove`` raises."""
        for _ in range(MAX_TRIES):
            # What it has seen beyond this checkpoint, it will say itself.
            old = self._seen if self._seen <= checkpoint.size else 0
            body = encode_add_checkpoint(old, await prove(old), note)
            try:
                reply = await self._post(body)
            except NoAnswer as fault:
                return Failed("silent", str(fault))
            outcome = self._judge(reply, old, checkpoint, now)
            if outcome is not None:
                return outcome
        return Failed("contradicts", "it has seen another size with each answer")

    def _judge(self, reply: Reply, old: int, checkpoint: Checkpoint, now: int) -> Outcome | None:
        """What a reply means; None: ask again, from the size that it has seen."""
        try:
            match reply.status:
                case 200:
                    return self._take(reply.body, checkpoint, now)
                case 409 if reply.content_type == SIZE_TYPE:
                    return self._conflict(parse_size(reply.body), old, checkpoint)
                case 409 | 422:
                    return Failed(
                        "contradicts",
                        f"it says that {checkpoint.size} entries do not continue what it has seen",
                    )
                case 404:
                    return Failed("refuses", "it does not follow this log")
                case 403:
                    return Failed("refuses", "it does not know the key of this log")
                case _:
                    return Failed("silent", f"it answers {reply.status}")
        except ProofInvalid:
            # The error would quote the answer, and events hold sentences of ours alone.
            return Failed("silent", "its answer is not understood")

    def _take(self, body: bytes, checkpoint: Checkpoint, now: int) -> Outcome:
        try:
            lines = parse_lines(body.decode())
        except UnicodeDecodeError:
            return Failed("silent", "its answer is not UTF-8")
        found = verify_cosignatures(checkpoint, lines, [self.witness.key])
        if not found:
            return Failed("refuses", "it signs with another key than the trust file names")
        # Of one that repeats itself, the last word counts.
        last = max(found, key=lambda one: one.time)
        if last.time == 0 or last.time > now + MAX_AHEAD:
            return Failed("silent", "the time that it signs is missing, or ahead of ours")
        self._seen = self._cosigned = checkpoint.size
        return Cosigned((last.line,))

    def _conflict(self, size: int, old: int, checkpoint: Checkpoint) -> Outcome | None:
        before, self._seen = self._cosigned, size
        if size > checkpoint.size:
            return Failed("contradicts", f"it has seen {size} entries, and {checkpoint.size} are published")
        if size < before:
            # It is asked again in the next round: that it has forgotten is told, and is no reason to go without it.
            self._cosigned = size
            return Failed("contradicts", f"it has cosigned {before} entries, and remembers {size}")
        if size == old:
            return Failed("contradicts", f"it says that it has seen {size} entries, and other ones")
        return None
