"""Portals that live on at the database between one Execute and the next.

Knows: when a portal is made there, under which name, and how its next rows are sent for.
Must not know: decisions, entries, what becomes of rows.

A portal lives as long as its transaction. Where the client has none, its batch is one (as in PostgreSQL, where all up to
Sync is one transaction), and one is opened for it at the database. Names there are made here, never the client's.
"""

from __future__ import annotations

from functools import partial

from ostiary.session.answering import Source
from ostiary.session.commands import Flow
from ostiary.session.conversation import Conversation
from ostiary.session.flights import (
    closing_of,
    fetch_from,
    go_on,
    open_portal,
    run,
    run_portal,
)
from ostiary.session.jobs import Job
from ostiary.session.prepared import Progress
from ostiary.session.transactions import open_batch
from ostiary.session.upstream import Upstream


def source_of(conversation: Conversation, progress: Progress, job: Job, max_rows: int) -> Source:
    """Where the next rows of a portal come from. What is asked for as a whole from the start needs none that lives on."""
    if not max_rows and not progress.name:
        return partial(run, job, note=conversation.client.note)
    return partial(_portion, conversation, progress, job)


def _portion(conversation: Conversation, progress: Progress, job: Job, max_rows: int) -> Flow[Upstream]:
    note = conversation.client.note
    yield from open_batch(conversation)
    if not progress.name:
        _take_name(conversation, progress, job)
        spent = closing_of(conversation.held.take_spent())
        return (yield from run_portal(job, progress.name, max_rows, note, spent))
    send = go_on if progress.formats == job.formats else fetch_from
    return (yield from send(job, progress.name, max_rows, note))


def opened(conversation: Conversation, progress: Progress, job: Job) -> Flow[Upstream]:
    """Make a portal at the database without reading from it."""
    _take_name(conversation, progress, job)
    spent = closing_of(conversation.held.take_spent())
    return (yield from open_portal(job, progress.name, conversation.client.note, spent))


def _take_name(conversation: Conversation, progress: Progress, job: Job) -> None:
    progress.name, progress.formats = conversation.held.next_name(), job.formats
    progress.opened = conversation.held.marked
