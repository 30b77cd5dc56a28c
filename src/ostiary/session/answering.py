"""One allowed query on its way: forwarded, its rows held back until their entry is durable, then released.

Knows: the parts of an access, that each batch of rows waits for its entry, and when an answer is full.
Must not know: why the query is allowed, the database's bytes, the log's form, in which form the client gets rows.

A policy version that comes into force meanwhile ends the answer: what comes from then on is read to its end and dropped.

INVARIANT: bytes of a row reach the outbox only after ``AwaitDurable`` has answered for entries of this access that hold
the subjects of that row: the one of its batch, and where rows stand for many, those before it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from typing import TypeAlias, TypeVar

from ostiary.errors import LogUnavailable, UpstreamDown, UpstreamNonsense
from ostiary.model.access import Answered, Asked, Outcome, Part, entry_payload
from ostiary.session.commands import Append, AwaitDurable, Flow, Look, SessionEnded, SpendFailure, ask
from ostiary.session.conversation import Conversation
from ostiary.session.deciding import duties_of
from ostiary.session.portals.forms import Form
from ostiary.session.portals.portions import Batch, Portion
from ostiary.session.refusals import (
    CANCELLED,
    DATA_ERROR,
    LIMIT_EXCEEDED,
    SERIALIZATION,
    Refusal,
    Refused,
    fatal,
    log_unavailable,
    numbered,
    refusal_of_database_error,
    upstream_down,
)
from ostiary.session.upstream import Shape, Upstream
from ostiary.sql.limits import MAX_CONTRIBUTORS

MAX_REMEMBERED = 262_144
"""Subjects that an access has named and does not name again: two rows of the longest lists, some 20 MB. Without it a
window over 100,000 rows, which names all of them beside each, would write 2 MB into the log for every row."""

T = TypeVar("T")

Source: TypeAlias = Callable[[int], Flow[Upstream]]
"""Sends for so many rows, 0 for all; what comes back is yet to be read. Asked again, it goes on where it stopped."""


class Answering:
    """One access from its question to its end. ``preface`` is sent before the first row: notices."""

    def __init__(
        self,
        conversation: Conversation,
        asked: Asked,
        portion: Portion | None = None,
        preface: bytes = b"",
    ) -> None:
        self._conversation = conversation
        self._client = conversation.client
        self._asked = asked
        self._portion = portion or Portion()
        self._preface = preface
        self._has_opened = False
        # What the last flight that brought rows said of them: one after it may fail before it says anything.
        self._shape = Shape()
        self._batch = Batch()
        # A full batch whose entries were appended last.
        self._waiting: Batch | None = None
        # Tickets of entries that were not awaited yet, in the order of the log.
        self._tickets: list[int] = []
        # Whom the entries of this access name already, where rows stand for many.
        self._named: set[int] = set()
        self._total = 0
        self._is_stream = False
        self._has_ended = False

    def answer(self, source: Source, form: Form) -> Flow[Upstream]:
        """Bring the rows, log, release. Raises Refused; whatever was forwarded has its entry when this returns or raises.

        The answer is the last flight: it says whether the portal has more.
        """
        return (yield from self._accounted_for(self._answer(source, form)))

    def describe(self, flight: Flow[Upstream]) -> Flow[Shape]:
        """The shape that a flight brings which runs nothing; recorded likewise. Raises Refused."""
        return (yield from self._accounted_for(self._described(flight)))

    def _accounted_for(self, flow: Flow[T]) -> Flow[T]:
        """Carry out what forwards something: however it ends, its last entry is made."""
        try:
            try:
                return (yield from flow)
            except UpstreamDown as error:
                if not self._has_ended:
                    yield from self._end(Answered("failed"))
                if isinstance(error, UpstreamNonsense):
                    # Whoever asks can make a row as large as that, if there is one.
                    yield from self._pay()
                raise Refused(fatal(upstream_down())) from error
        except LogUnavailable as error:
            raise Refused(fatal(log_unavailable())) from error
        except Exception as error:
            # The session is ended from outside, or by a bug of ours: nobody waits for the entry, and no row rests on it.
            if not self._has_ended:
                outcome: Outcome = "cancelled" if isinstance(error, SessionEnded) else "failed"
                with suppress(LogUnavailable):
                    yield from self._append(self._last_part, Answered(outcome))
            raise

    def _answer(self, source: Source, form: Form) -> Flow[Upstream]:
        upstream = yield from self._flight(source, form)
        # Groups that are too small are left out. A portion is filled up all the same: it does not tell how many they were.
        while upstream.is_suspended and not self._is_over(upstream):
            yield from self._verify_still()
            upstream = yield from self._flight(source, form)
        yield from self._conclude(upstream, form)
        return upstream

    def _verify_still(self) -> Flow[None]:
        """Raises Refused, recorded, or CutOffNow or StandingLost, where a question to the database could not be put any more.

        A portion may take as many as there are small groups, each with the time that a statement has.
        """
        self._conversation.verify_standing()
        try:
            self._conversation.verify_transaction()
        except Refused as lost:
            index = yield from self._end(Answered("failed", sqlstate=lost.refusal.sqlstate))
            raise Refused(numbered(lost.refusal, index)) from lost

    def _flight(self, source: Source, form: Form) -> Flow[Upstream]:
        upstream = yield from source(self._portion.wanted(self._total))
        yield from self._relay(upstream, form)
        self._conversation.keep_status(upstream.status)
        return upstream

    def _is_over(self, upstream: Upstream) -> bool:
        """Whether this access brings no more: it is full, or has too much."""
        is_full = 0 < self._portion.max_rows <= self._total
        return is_full or self._is_not_for_release(upstream)

    def _is_not_for_release(self, upstream: Upstream) -> bool:
        return self._portion.is_past_limit or upstream.has_too_many_contributors or self._is_overtaken

    @property
    def _is_overtaken(self) -> bool:
        """Whether another policy version is in force than the one that this was decided under."""
        return self._conversation.snapshot.bundle.version != self._asked.policy

    def _described(self, flight: Flow[Upstream]) -> Flow[Shape]:
        upstream = yield from flight
        self._conversation.keep_status(upstream.status)
        refusal = self._refusal(upstream)
        index = yield from self._end(Answered("described", sqlstate=refusal.sqlstate if refusal else ""))
        if refusal is not None:
            yield from self._spend(refusal)
            raise Refused(numbered(refusal, index))
        yield from self._client.send(self._conversation.receipts.notice())
        return upstream.shape

    def _relay(self, upstream: Upstream, form: Form) -> Flow[None]:
        while not upstream.is_finished:
            rows = yield from upstream.step()
            if not upstream.sqlstate:
                self._shape = upstream.shape
            if rows is None:
                continue
            self._total += rows.count
            self._portion.progress.counted += rows.counted
            # What is refused is read to its end all the same: what was left of it would be taken for the next answer.
            if self._is_not_for_release(upstream) or form.unfit(self._shape) is not None:
                self._batch = Batch()
                continue
            self._batch.add(rows)
            if self._batch.is_full:
                yield from self._release_batch(form)

    def _release_batch(self, form: Form) -> Flow[None]:
        """Append the entries of a full batch. Its rows wait: the next ones are read while the entries become durable."""
        yield from self._release_waiting(form)
        if self._is_overtaken:
            self._batch = Batch()
            return
        if not self._is_stream:
            yield from self._append("asked", Answered("open"))
            self._is_stream = True
        batch = self._batch
        for answered in batch.answered("open"):
            yield from self._append("answered", answered)
        self._waiting = batch
        self._remember(batch.subjects)
        self._batch = Batch(self._named)

    def _remember(self, subjects: Collection[int]) -> None:
        """Keep whom an entry names that was appended. Rows that rest on it wait for a later one, so it is durable then."""
        if self._asked.accounting == "G":
            if len(self._named) > MAX_REMEMBERED:
                self._named.clear()
            self._named.update(subjects)

    def _release_waiting(self, form: Form) -> Flow[None]:
        """Send the rows of the batch whose entries were appended last, once these are durable."""
        if self._is_overtaken:
            self._waiting = None
        if self._waiting is None:
            return
        batch, self._waiting = self._waiting, None
        yield from self._await_durable()
        yield from self._send_rows(batch, form)
        # The disk and the client may have taken their time.
        self._client.note((yield from ask(Look())))

    def _conclude(self, upstream: Upstream, form: Form) -> Flow[None]:
        yield from self._release_waiting(form)
        refusal = self._refusal(upstream) or form.unfit(self._shape)
        if refusal is not None:
            is_cancelled = upstream.sqlstate == CANCELLED and not self._is_overtaken
            outcome: Outcome = "cancelled" if is_cancelled else "failed"
            index = yield from self._end(Answered(outcome, sqlstate=refusal.sqlstate))
            yield from self._spend(refusal)
            raise Refused(numbered(refusal, index))
        # A full batch has been released before, so this one fits one entry.
        (answered,) = self._batch.answered("answered")
        yield from self._end(answered)
        yield from self._send_rows(self._batch, form)
        closing = form.closing(self._total, is_suspended=upstream.is_suspended)
        yield from self._client.send(self._conversation.receipts.notice() + closing)

    def _spend(self, refusal: Refusal) -> Flow[None]:
        """What depends on rows that nobody is named for is paid for, before it is told: their values, and how many they are."""
        if refusal.sqlstate in {DATA_ERROR, LIMIT_EXCEEDED}:
            yield from self._pay()

    def _pay(self) -> Flow[None]:
        yield from ask(SpendFailure(self._conversation.member.code))

    def _refusal(self, upstream: Upstream) -> Refusal | None:
        if self._is_overtaken:
            return Refusal(
                SERIALIZATION, "another policy came into force while this was answered", hint="Ask again."
            )
        if upstream.sqlstate:
            return refusal_of_database_error(upstream.sqlstate)
        if upstream.has_too_many_contributors:
            return Refusal(
                LIMIT_EXCEEDED,
                f"a row of the answer stands for more than {MAX_CONTRIBUTORS} records",
                detail="Everybody whom a row stands for is named in the log.",
                hint="Narrow the question, or group by more.",
            )
        if self._portion.is_past_limit:
            limit = self._portion.row_limit
            rules = duties_of(self._conversation, self._asked.decision, lambda one: one.row_limit is not None)
            under = f"Under {', '.join(rules)} one" if rules else "One"
            return Refusal(
                LIMIT_EXCEEDED,
                f"the answer {'collects' if upstream.collects else 'has'} more than {limit} rows",
                detail=f"{under} question has at most {limit} rows here.",
                hint=f"Narrow the question, or add LIMIT {limit}.",
            )
        return None

    def _send_rows(self, batch: Batch, form: Form) -> Flow[None]:
        if not self._has_opened:
            self._has_opened = True
            yield from self._client.send(self._preface + form.opening(self._shape))
        yield from self._client.send(form.rows(b"".join(batch.rows)))

    @property
    def _last_part(self) -> Part:
        return "ended" if self._is_stream else "whole"

    def _end(self, answered: Answered) -> Flow[int]:
        """The number of the last entry of this access, durable."""
        yield from self._append(self._last_part, answered)
        self._has_ended = True
        return (yield from self._await_durable())

    def _await_durable(self) -> Flow[int]:
        """Wait until every entry that was appended is durable; the number of the last."""
        index = -1
        tickets, self._tickets = self._tickets, []
        for ticket in tickets:
            index = yield from ask(AwaitDurable(ticket))
            self._conversation.receipts.note(self._asked.access, index)
        return index

    def _append(self, part: Part, answered: Answered) -> Flow[None]:
        at = self._client.at.isoformat(timespec="microseconds")
        payload = entry_payload(part, at, self._asked, answered)
        self._tickets.append((yield from ask(Append(payload, answered))))
