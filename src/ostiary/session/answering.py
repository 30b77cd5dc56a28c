"""One allowed query on its way: forwarded, its rows held back until their entry is durable, then released.

Knows: batches of rows, the parts of an access, what the client sees of a result.
Must not know: why the query is allowed, the database's bytes, the log's form.

INVARIANT: bytes of a row reach the outbox only after ``AwaitDurable`` has answered for an entry that holds the subjects
of that row.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from ostiary.errors import LogUnavailable, UpstreamDown
from ostiary.model.access import Answered, Asked, Outcome, Part, entry_payload
from ostiary.pgwire.backend import command_complete, row_description
from ostiary.session.commands import Append, AwaitDurable, Flow, SessionEnded, ask
from ostiary.session.conversation import Conversation
from ostiary.session.refusals import (
    CANCELLED,
    ROW_LIMIT,
    Refusal,
    Refused,
    fatal,
    log_unavailable,
    refusal_of_database_error,
    upstream_down,
)
from ostiary.session.upstream import Job, Rows, Upstream, run

BATCH_BYTES = 65_536
"""Rows are released in batches: one entry and one fdatasync for some thousand rows, and no more held in memory."""


@dataclass(slots=True)
class Batch:
    """Rows that wait for their entry, and the subjects that they are about."""

    rows: list[bytes] = field(default_factory=list)
    subjects: dict[int, None] = field(default_factory=dict)
    count: int = 0
    size: int = 0

    def add(self, rows: Rows) -> None:
        """Add a run of rows."""
        self.rows.append(rows.cut.rows)
        self.subjects.update(dict.fromkeys(rows.cut.keys))
        self.count += rows.count
        self.size += len(rows.cut.rows)

    def answered(self, outcome: Outcome) -> Answered:
        """What an entry says of this batch."""
        return Answered(outcome, self.count, tuple(self.subjects))


class Answering:
    """One access from its question to its end. ``preface`` is sent before the first row: notices."""

    def __init__(
        self,
        conversation: Conversation,
        asked: Asked,
        row_limit: int | None,
        preface: bytes,
        *,
        describe: bool,
    ) -> None:
        self._conversation = conversation
        self._client = conversation.client
        self._asked = asked
        self._row_limit = row_limit
        self._preface = preface
        self._describe = describe
        self._batch = Batch()
        self._total = 0
        self._is_stream = False

    def answer(self, job: Job) -> Flow[None]:
        """Run the job, log, release. Raises Refused; whatever was forwarded has its entry when this returns or raises."""
        # One row more than the limit is asked for, so that reaching it and passing it can be told apart.
        max_rows = self._row_limit + 1 if self._row_limit is not None else 0
        try:
            upstream = yield from run(job, max_rows)
            yield from self._relay(upstream)
            yield from self._conclude(upstream)
        except UpstreamDown as error:
            yield from self._end_badly("failed")
            raise Refused(fatal(upstream_down())) from error
        except LogUnavailable as error:
            raise Refused(fatal(log_unavailable())) from error
        except SessionEnded:
            # No time is left to wait for this entry, and no row rests on it.
            with suppress(LogUnavailable):
                yield from self._append("ended" if self._is_stream else "whole", Answered("cancelled"))
            raise

    def _relay(self, upstream: Upstream) -> Flow[None]:
        while not upstream.is_finished:
            rows = yield from upstream.step()
            if rows is None:
                continue
            self._total += rows.count
            if self._row_limit is not None and self._total > self._row_limit:
                self._batch = Batch()
                continue
            self._batch.add(rows)
            if self._batch.size >= BATCH_BYTES:
                yield from self._release_batch(upstream)

    def _release_batch(self, upstream: Upstream) -> Flow[None]:
        if not self._is_stream:
            yield from self._append("asked", Answered("open"))
            self._is_stream = True
        batch, self._batch = self._batch, Batch()
        yield from self._durable("answered", batch.answered("open"))
        yield from self._send_rows(upstream, batch)

    def _conclude(self, upstream: Upstream) -> Flow[None]:
        if upstream.status is not None:
            self._client.status = upstream.status
        refusal = self._refusal(upstream)
        part: Part = "ended" if self._is_stream else "whole"
        if refusal is not None:
            outcome: Outcome = "cancelled" if upstream.sqlstate == CANCELLED else "failed"
            yield from self._durable(part, Answered(outcome, sqlstate=refusal.sqlstate))
            raise Refused(refusal)
        yield from self._durable(part, self._batch.answered("answered"))
        yield from self._send_rows(upstream, self._batch)
        yield from self._client.send(command_complete(f"SELECT {self._total}"))

    def _refusal(self, upstream: Upstream) -> Refusal | None:
        if upstream.sqlstate:
            return refusal_of_database_error(upstream.sqlstate)
        if self._row_limit is not None and self._total > self._row_limit:
            return Refusal(
                ROW_LIMIT,
                f"the answer has more than {self._row_limit} rows",
                detail=f"The policy allows {self._row_limit} rows to one question here.",
                hint=f"Narrow the question, or add LIMIT {self._row_limit}.",
            )
        return None

    def _send_rows(self, upstream: Upstream, batch: Batch) -> Flow[None]:
        yield from self._client.send(self._preface)
        if self._describe:
            yield from self._client.send(row_description(upstream.shape.columns or ()))
        self._preface, self._describe = b"", False
        yield from self._client.send(b"".join(batch.rows))

    def _end_badly(self, outcome: Outcome) -> Flow[None]:
        try:
            yield from self._durable("ended" if self._is_stream else "whole", Answered(outcome))
        except LogUnavailable as error:
            raise Refused(fatal(log_unavailable())) from error

    def _append(self, part: Part, answered: Answered) -> Flow[int]:
        at = self._client.at.isoformat(timespec="microseconds")
        return (yield from ask(Append(entry_payload(part, at, self._asked, answered))))

    def _durable(self, part: Part, answered: Answered) -> Flow[int]:
        ticket = yield from self._append(part, answered)
        return (yield from ask(AwaitDurable(ticket)))
