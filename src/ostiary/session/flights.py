"""What is sent to the database: each flight brings one answer and ends in Sync.

Knows: which messages ask for a whole answer, for a portion of one, for a description, for a command of ours.
Must not know: what an answer says, what is asked, why it may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ostiary.pgwire.frontend import (
    build_bind,
    build_close,
    build_describe,
    build_execute,
    build_parse,
    build_sync,
)
from ostiary.session.commands import Flow, Forward, Kept, ask
from ostiary.session.jobs import Job
from ostiary.session.upstream import Note, Upstream

MAX_ENDINGS = 64
"""There are as many as there are row limits in a policy."""


def run(job: Job, max_rows: int, note: Note) -> Flow[Upstream]:
    """Send a statement to be run, with its description; the answer is yet to be read. ``max_rows`` 0: all."""
    return (yield from _sent(job, _bound(job) + _executed(max_rows), note, job.kept, max_rows))


@lru_cache(MAX_ENDINGS)
def _executed(max_rows: int) -> bytes:
    """What follows a Bind: Describe, Execute and Sync."""
    return _executed_as("", max_rows)


def _executed_as(portal: str, max_rows: int) -> bytes:
    return build_describe("P", portal) + build_execute(portal, max_rows) + build_sync()


def open_portal(job: Job, portal: str, note: Note, closing: bytes = b"") -> Flow[Upstream]:
    """Make a portal of that name, which lives as long as its transaction; ``closing`` goes before it. No row comes."""
    flight = closing + _bound(job, portal) + build_describe("P", portal) + build_sync()
    upstream = yield from _sent(job, flight, note, job.kept)
    yield from upstream.finish()
    return upstream


def run_portal(job: Job, portal: str, max_rows: int, note: Note, closing: bytes = b"") -> Flow[Upstream]:
    """Make such a portal and send for its first rows; the answer is yet to be read. ``max_rows`` 0: all."""
    flight = closing + _bound(job, portal) + _executed_as(portal, max_rows)
    return (yield from _sent(job, flight, note, job.kept, max_rows))


def _bound(job: Job, portal: str = "") -> bytes:
    """Bind, after Parse where no backend keeps the statement."""
    kept = job.kept
    return job.parse + job.bound_to("", portal) if kept is None else job.bound_to(kept.name, portal)


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


def _sent(job: Job, flight: bytes, note: Note, kept: Kept | None = None, max_rows: int = 0) -> Flow[Upstream]:
    yield from ask(Forward(job.profile_id, flight, kept))
    return Upstream(job, note, max_rows)
