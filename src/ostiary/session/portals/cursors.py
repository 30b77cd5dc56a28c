"""What reads otherwise than a query by itself: COPY, and cursors from DECLARE to CLOSE.

Knows: which statement reads from which portal, how much, and in which form.
Must not know: decisions, entries, framing.
"""

from __future__ import annotations

from typing import assert_never

from ostiary.pgwire.backend import command_complete
from ostiary.session.commands import Flow
from ostiary.session.conversation import Conversation
from ostiary.session.portals.forms import AsCopy, AsFetch
from ostiary.session.prepared import Portal
from ostiary.session.queries import answer_query, declare_cursor
from ostiary.session.refusals import NO_TRANSACTION, NOT_TO_BE_RUN, Refusal, Refused
from ostiary.sql.plan import CloseCursor, CopyOut, DeclareCursor, Fetch, NotAllowed, Reading, Select


def read(conversation: Conversation, portal: Portal, plan: Reading, *, describe: bool) -> Flow[None]:
    """Carry out a bound statement that reads otherwise than a query by itself. Raises Refused."""
    match plan:
        case CopyOut(_, form):
            yield from answer_query(conversation, portal, AsCopy(form), formats=(form.format_code,))
        case DeclareCursor(name):
            yield from _declare(conversation, portal, name)
        case Fetch() as fetch:
            yield from _fetch(conversation, portal, fetch, describe=describe)
        case CloseCursor(name):
            yield from close_cursors(conversation, name)
        case _ as never:
            assert_never(never)


def _declare(conversation: Conversation, portal: Portal, name: str) -> Flow[None]:
    if conversation.client.status == "I":
        raise Refused(
            Refusal(NO_TRANSACTION, "DECLARE CURSOR can only be used in a transaction", hint="BEGIN first.")
        )
    yield from declare_cursor(conversation, portal, name)
    yield from conversation.client.send(command_complete("DECLARE CURSOR"))


def _fetch(conversation: Conversation, portal: Portal, plan: Fetch, *, describe: bool) -> Flow[None]:
    """Each FETCH is decided and recorded as an access to the cursor's query, in the formats that were bound for it.

    Raises Refused.
    """
    cursor = conversation.held.portal(plan.name)
    if not isinstance(cursor.prepared.plan, Select | NotAllowed):
        raise Refused(Refusal(NOT_TO_BE_RUN, "rows are fetched from portals of queries only"))
    form = AsFetch(describe=describe)
    yield from answer_query(conversation, cursor, form, plan.count, portal.result_formats)


def close_cursors(conversation: Conversation, name: str | None) -> Flow[None]:
    """``CLOSE name``, or of all. Raises Refused for one that is not there."""
    held = conversation.held
    if name is not None:
        held.portal(name)
    for each in list(held.portals) if name is None else [name]:
        held.forget_portal(each)
    tag = "CLOSE CURSOR ALL" if name is None else "CLOSE CURSOR"
    yield from conversation.client.send(command_complete(tag))
