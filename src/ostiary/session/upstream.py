"""The database's side of a session: what it sends, piece by piece.

Knows: framing of backend messages, and which of them a flight of ours can bring.
Must not know: what rows mean, entries, the client.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from ostiary.errors import ProtocolViolation, UpstreamDown, UpstreamNonsense
from ostiary.pgwire import kinds
from ostiary.pgwire.backend import (
    ColumnDescription,
    TransactionStatus,
    parse_error_fields,
    parse_parameter_description,
    parse_ready_for_query,
    parse_row_description,
    row_description,
)
from ostiary.pgwire.framing import HEADER_SIZE, MAX_BACKEND_FRAME, Frame, FrameBuffer, RowRun
from ostiary.pgwire.rowgroups import cut_groups
from ostiary.pgwire.rowkeys import CutRows, cut_description, cut_rows
from ostiary.session.commands import Flow, ReadUpstream, ask
from ostiary.session.jobs import Job
from ostiary.session.world import Received
from ostiary.sql.limits import MAX_CONTRIBUTORS

MAX_DESCRIPTIONS = 256
"""Descriptions remembered: 1,600 columns, the most that a result has, with names of 63 bytes make 130 kB, all of them 33 MB."""

Note: TypeAlias = Callable[[Received], None]
"""Is told of everything that the database sends, for the instant and the snapshot that come with it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A run of rows without their hidden keys, and those keys.

    ``counted`` is what the run counts for where rows are limited: the rows that came, or what was collected into them.
    """

    count: int
    cut: CutRows
    counted: int


@dataclass(frozen=True, slots=True)
class Shape:
    """What the database says of a statement: parameter types, and the message that tells of its columns, hidden ones left out."""

    parameters: tuple[int, ...] = ()
    description: bytes = row_description(())

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self._columns)

    def described_in(self, formats: Sequence[int]) -> bytes:
        """The description with one format for each column."""
        columns = zip(self._columns, formats, strict=True)
        return row_description([replace(column, format_code=code) for column, code in columns])

    @property
    def _columns(self) -> tuple[ColumnDescription, ...]:
        return parse_row_description(self.description[HEADER_SIZE:])


class Upstream:
    """The answer to one flight that ends in Sync. The job's hidden columns are cut from rows and descriptions."""

    def __init__(self, job: Job, note: Note, max_rows: int = 0) -> None:
        self.has_too_many_contributors = False
        """Whether a row stands for more records than its entry could name."""
        self._max_rows = max_rows
        self._came = 0
        self.shape = Shape()
        self.sqlstate = ""
        self.status: TransactionStatus | None = None
        self._job = job
        self._note = note
        self._frames = FrameBuffer(MAX_BACKEND_FRAME)

    @property
    def collects(self) -> bool:
        """Whether a row may hold the values of many."""
        return self._job.collects

    @property
    def is_suspended(self) -> bool:
        """Whether as many rows have come as were asked for, so that there may be more."""
        return not self.sqlstate and 0 < self._max_rows <= self._came

    @property
    def is_finished(self) -> bool:
        """Whether the database is ready for the next flight."""
        return self.status is not None

    def step(self) -> Flow[Rows | None]:
        """The next run of rows, or None when the flight has ended. Raises UpstreamDown for bytes that make no sense."""
        while True:
            try:
                rows, run = self._frames.next_rows()
                while not run.count and (frame := self._frames.next_frame()) is not None:
                    self._take(frame)
                    if self.is_finished:
                        return None
                    rows, run = self._frames.next_rows()
                if run.count:
                    return self._cut(rows, run)
            except ProtocolViolation as error:
                raise UpstreamNonsense(
                    "the records database sent something that is not understood"
                ) from error
            received = yield from ask(ReadUpstream())
            self._note(received)
            if not received.data:
                raise UpstreamDown("the records database closed the connection")
            self._frames.feed(received.data)

    def finish(self) -> Flow[None]:
        """Read to the end of the flight, dropping rows."""
        while not self.is_finished:
            yield from self.step()

    def _cut(self, rows: bytes, run: RowRun) -> Rows:
        self._came += run.count
        if self._job.is_row_exact:
            return Rows(run.count, cut_rows(rows, run, len(self._job.hidden)), run.count)
        cut = cut_groups(rows, run, self._job.hidden)
        self.has_too_many_contributors |= cut.longest > MAX_CONTRIBUTORS
        counted = cut.contributors if self._job.collects else run.count
        return Rows(cut.count, CutRows(cut.rows, cut.keys), counted)

    def _take(self, frame: Frame) -> None:
        match frame.kind:
            case kinds.ROW_DESCRIPTION:
                description = _description(frame.body, len(self._job.hidden))
                self.shape = replace(self.shape, description=description)
            case kinds.PARAMETER_DESCRIPTION:
                self.shape = replace(self.shape, parameters=parse_parameter_description(frame.body))
            case kinds.ERROR_RESPONSE:
                self.sqlstate = parse_error_fields(frame.body).get("C", "XX000")
            case kinds.READY_FOR_QUERY:
                self.status = parse_ready_for_query(frame.body)
            case kind if kind in _WITHOUT_MEANING:
                pass
            case kind:
                raise ProtocolViolation(f"a message with the kind byte {kind:#04x} was not expected")


@lru_cache(MAX_DESCRIPTIONS)
def _description(body: bytes, keys: int) -> bytes:
    """A RowDescription without the hidden columns: the same for the same."""
    columns = cut_description(parse_row_description(body), keys)
    # The numbers of our views tell a client nothing that it may use.
    return row_description([replace(column, table_oid=0, column_number=0) for column in columns])


_WITHOUT_MEANING = frozenset(
    {
        kinds.PARSE_COMPLETE,
        kinds.CLOSE_COMPLETE,
        kinds.BIND_COMPLETE,
        kinds.NO_DATA,
        kinds.COMMAND_COMPLETE,
        kinds.PORTAL_SUSPENDED,
        kinds.EMPTY_QUERY_RESPONSE,
        # Notices may quote data and parameters are pinned: neither is passed on.
        kinds.NOTICE_RESPONSE,
        kinds.PARAMETER_STATUS,
    }
)
