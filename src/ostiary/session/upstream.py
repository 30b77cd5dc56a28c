"""The database's side of a session: what it sends, piece by piece.

Knows: framing of backend messages, and which of them a flight of ours can bring.
Must not know: what rows mean, entries, the client.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from ostiary.errors import ProtocolViolation, UpstreamDown
from ostiary.pgwire import kinds
from ostiary.pgwire.backend import (
    TransactionStatus,
    parse_error_fields,
    parse_parameter_description,
    parse_ready_for_query,
    parse_row_description,
    row_description,
)
from ostiary.pgwire.framing import HEADER_SIZE, MAX_BACKEND_FRAME, Frame, FrameBuffer, RowRun
from ostiary.pgwire.frontend import (
    build_bind,
    build_close,
    build_describe,
    build_execute,
    build_parse,
    build_sync,
)
from ostiary.pgwire.rowgroups import HiddenColumn, cut_groups
from ostiary.pgwire.rowkeys import CutRows, cut_description, cut_rows
from ostiary.session.commands import Flow, Forward, Kept, ReadUpstream, ask
from ostiary.session.world import Received
from ostiary.sql.limits import MAX_CONTRIBUTORS

MAX_DESCRIPTIONS = 256
"""Descriptions remembered: 1,600 columns, the most that a result has, with names of 63 bytes make 130 kB, all of them 33 MB."""

MAX_KEPT_TEXTS = 256
"""Statements whose names are remembered, each with at most 64 kB of text as it came and 200 kB as composed: 68 MB at worst."""

MAX_ENDINGS = 64
"""There are as many as there are row limits in a policy."""

KEPT_DIGITS = 48
"""192 of a hash's 256 bits: with `kept-` 53 characters, and PostgreSQL cuts names after 63."""

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
                raise UpstreamDown("the records database sent something that is not understood") from error
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


@dataclass(frozen=True, slots=True)
class Job:
    """One statement for the database, always through the extended protocol."""

    profile_id: str
    text: str
    hidden: tuple[HiddenColumn, ...] = ()
    collects: bool = False
    parameter_types: tuple[int, ...] = ()
    parameter_formats: tuple[int, ...] = ()
    parameters: Sequence[bytes | None] = ()
    result_formats: tuple[int, ...] = ()

    @property
    def is_row_exact(self) -> bool:
        """Whether each hidden column holds one key, and no group of them is counted."""
        return not any(column.is_list or column.minimum for column in self.hidden)

    @property
    def bound(self) -> bytes:
        """Parse and Bind, both unnamed, with every hidden key asked for in binary."""
        return self.parse + self.bound_to("")

    @property
    def parse(self) -> bytes:
        """Parse of the statement without a name."""
        return build_parse("", self.text, self.parameter_types)

    def bound_to(self, statement: str, portal: str = "") -> bytes:
        """Bind alone, of a statement that is prepared."""
        return build_bind(portal, statement, self.parameter_formats, self.parameters, self.formats)

    @property
    def formats(self) -> tuple[int, ...]:
        """One format for each column: those of the client's as asked, hidden ones in binary."""
        return (*self.result_formats, *(1,) * len(self.hidden))

    @property
    def kept(self) -> Kept | None:
        """The statement as a backend may keep it. One without parameters is seldom asked twice: its constants change."""
        return kept_statement(self.text, self.parameter_types) if self.parameters else None


def run(job: Job, max_rows: int, note: Note) -> Flow[Upstream]:
    """Send a statement to be run, with its description; the answer is yet to be read. ``max_rows`` 0: all."""
    kept = job.kept
    bound = job.bound if kept is None else job.bound_to(kept.name)
    return (yield from _sent(job, bound + _executed(max_rows), note, kept, max_rows))


@lru_cache(MAX_ENDINGS)
def _executed(max_rows: int) -> bytes:
    """What follows a Bind: Describe, Execute and Sync."""
    return _executed_as("", max_rows)


def _executed_as(portal: str, max_rows: int) -> bytes:
    return build_describe("P", portal) + build_execute(portal, max_rows) + build_sync()


def open_portal(job: Job, portal: str, note: Note, closing: bytes = b"") -> Flow[Upstream]:
    """Make a portal of that name, which lives as long as its transaction; ``closing`` goes before it. No row comes."""
    flight = _portal_bound(job, portal, closing) + build_describe("P", portal) + build_sync()
    upstream = yield from _sent(job, flight, note, job.kept)
    yield from upstream.finish()
    return upstream


def run_portal(job: Job, portal: str, max_rows: int, note: Note, closing: bytes = b"") -> Flow[Upstream]:
    """Make such a portal and send for its first rows; the answer is yet to be read. ``max_rows`` 0: all."""
    flight = _portal_bound(job, portal, closing) + _executed_as(portal, max_rows)
    return (yield from _sent(job, flight, note, job.kept, max_rows))


def _portal_bound(job: Job, portal: str, closing: bytes) -> bytes:
    kept = job.kept
    return closing + (
        job.parse + job.bound_to("", portal) if kept is None else job.bound_to(kept.name, portal)
    )


def go_on(job: Job, portal: str, max_rows: int, note: Note) -> Flow[Upstream]:
    """Send for the next rows of a portal, in the formats in which it was made."""
    return (yield from _sent(job, _executed_as(portal, max_rows), note, None, max_rows))


def fetch_from(job: Job, portal: str, max_rows: int, note: Note) -> Flow[Upstream]:
    """Send for the next rows of a portal in the formats of this job. The name is one of ours, so it needs no quotes."""
    text = f"FETCH FORWARD {max_rows or 'ALL'} FROM {portal}"
    bound = build_parse("", text) + build_bind("", "", (), (), job.formats)
    return (yield from _sent(job, bound + _executed(0), note, None, max_rows))


def closing_of(portals: Sequence[str]) -> bytes:
    """What closes portals; to close what is not there is no error."""
    return b"".join(build_close("P", portal) for portal in portals)


def describe_statement(job: Job, note: Note) -> Flow[Upstream]:
    """Ask for a statement's parameters and columns without running it."""
    parse = build_parse("", job.text, job.parameter_types)
    upstream = yield from _sent(job, parse + build_describe("S", "") + build_sync(), note)
    yield from upstream.finish()
    return upstream


def described_as(shape: Shape, formats: Sequence[int]) -> bytes:
    """The description of a shape with one format for each column."""
    columns = parse_row_description(shape.description[HEADER_SIZE:])
    return row_description(
        [replace(column, format_code=code) for column, code in zip(columns, formats, strict=True)]
    )


def column_names(shape: Shape) -> tuple[str, ...]:
    """The names of its columns."""
    return tuple(column.name for column in parse_row_description(shape.description[HEADER_SIZE:]))


def describe_portal(job: Job, note: Note) -> Flow[Upstream]:
    """Ask for a portal's columns, in the formats asked for, without running it."""
    upstream = yield from _sent(job, job.bound + build_describe("P", "") + build_sync(), note)
    yield from upstream.finish()
    return upstream


def command(profile_id: str, text: str, note: Note) -> Flow[Upstream]:
    """Run a fixed text of ours that has no result, such as BEGIN."""
    job = Job(profile_id, text)
    upstream = yield from _sent(job, job.bound + build_execute("") + build_sync(), note)
    yield from upstream.finish()
    return upstream


@lru_cache(MAX_KEPT_TEXTS)
def kept_statement(text: str, types: tuple[int, ...]) -> Kept:
    """A statement under a name that no other text or types have (SHA-256)."""
    unnamed = build_parse("", text, types)
    name = f"kept-{hashlib.sha256(unnamed).hexdigest()[:KEPT_DIGITS]}"
    return Kept(name, build_parse(name, text, types))


def _sent(job: Job, flight: bytes, note: Note, kept: Kept | None = None, max_rows: int = 0) -> Flow[Upstream]:
    yield from ask(Forward(job.profile_id, flight, kept))
    return Upstream(job, note, max_rows)
