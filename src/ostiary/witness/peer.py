"""A peer: it keeps how far journals of logs went, before anybody who asked them is answered.

Knows: which statement may follow which, what is answered to each.
Must not know: sockets, files, what a journal holds.

INVARIANT: nothing is acknowledged that is not durable here, and a mark is never followed by a smaller one, nor by another
one of its size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ostiary.errors import ProofInvalid
from ostiary.tlog import peering
from ostiary.tlog.note import ReadySigner, SignerKey, VerifierKey
from ostiary.tlog.peering import LATEST, MAX_PAGE, Mark, Question, Reason, Statement
from ostiary.witness.marks import Marks
from ostiary.witness.notices import Notice, Notices


class Peer:
    """Answers requests, those that came together together. ``logs`` are the keys by origin, ``marks`` the files.

    ``keep`` takes the origin, size and note of a statement that contradicts a mark. ``now`` gives seconds since 1970.
    """

    def __init__(
        self,
        signer: SignerKey,
        logs: Mapping[str, Sequence[VerifierKey]],
        marks: Mapping[str, Marks],
        *,
        keep: Callable[[str, int, bytes], object],
        now: Callable[[], int],
        notices: Notices,
    ) -> None:
        self._signer = ReadySigner(signer)
        self._logs = logs
        self._marks = marks
        self._keep = keep
        self._now = now
        self._notices = notices

    def answer(self, requests: Sequence[bytes]) -> list[bytes]:
        """The answers to what one connection has sent, in order. Of statements about one log, the last is answered.

        It speaks for those before it, which an honest log has signed on the way to it; so that a peer that is behind
        catches up with one write. Of questions the first is answered: nobody asks a second one before that, and a log that
        waits for an acknowledgement waits for every answer before it. Raises LogUnavailable when the disk fails.
        """
        last: dict[str, bytes] = {}
        answers: list[bytes] = []
        has_asked = False
        for raw in requests:
            try:
                if raw.startswith(f"{peering.QUESTION}\n".encode()):
                    question = peering.read_question(raw)
                    answers.append(self._refuse("malformed") if has_asked else self._tell(question))
                    has_asked = True
                else:
                    last[peering.read_statement(raw).origin] = raw
            except ProofInvalid:
                answers.append(self._refuse("malformed"))
        return answers + [self._take(raw) for raw in last.values()]

    def _take(self, raw: bytes) -> bytes:
        statement = peering.read_statement(raw)
        keys, marks = self._logs.get(statement.origin), self._marks.get(statement.origin)
        if keys is None or marks is None:
            return self._refuse("unknown")
        try:
            peering.verify_statement(raw, keys)
        except ProofInvalid:
            return self._refuse("unsigned", statement.origin)
        return self._follow(statement, marks, raw)

    def _follow(self, statement: Statement, marks: Marks, raw: bytes) -> bytes:
        last = marks.last
        if last is not None and statement.size < last.size:
            if marks.keeps(statement.size, statement.chain):
                # An old one shown again, as anybody can who has read it on its way: it contradicts nothing.
                return self._refuse("behind", statement.origin)
            return self._contradicted("behind", statement, last, raw)
        if last is not None and statement.size == last.size:
            if statement.chain != last.chain:
                return self._contradicted("fork", statement, last, raw)
            # The same again: it lives, and has said nothing new.
            return peering.sign_kept(statement.origin, last, self._signer)
        # A clock that went back does not make the file's times go back.
        mark = Mark(statement.size, statement.chain, max(self._now(), last.time if last else 0))
        marks.append(mark)
        return peering.sign_kept(statement.origin, mark, self._signer)

    def _contradicted(self, reason: Reason, statement: Statement, last: Mark, raw: bytes) -> bytes:
        self._keep(statement.origin, statement.size, raw)
        self._notices.tell(
            Notice.JOURNAL_CONTRADICTS,
            log=statement.origin,
            kept=last.size,
            stated=statement.size,
            why=reason,
        )
        return peering.encode_refusal(reason)

    def _tell(self, question: Question) -> bytes:
        marks = self._marks.get(question.origin)
        if marks is None:
            return self._refuse("unknown")
        latest = [marks.last] if marks.last else []
        found = latest if question.start == LATEST else marks.since(question.start, MAX_PAGE)
        return peering.sign_marks(question, found, self._signer)

    def _refuse(self, reason: Reason, origin: str = "") -> bytes:
        self._notices.refused(0, origin, reason)
        return peering.encode_refusal(reason)
