"""One client's life: log in, ask, be answered, leave.

Knows: the loop over messages, and how each kind of end reads.
Must not know: how anything inside it is done.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from ostiary.errors import LogUnavailable, ProtocolViolation, UpstreamDown
from ostiary.pgwire.frontend import (
    Bind,
    Close,
    CopyData,
    CopyDone,
    CopyFail,
    Describe,
    Execute,
    Flush,
    FrontendMessage,
    FunctionCall,
    Parse,
    PasswordResponse,
    Query,
    Sync,
    Terminate,
)
from ostiary.session.case_lookup import know_case
from ostiary.session.client import Client
from ostiary.session.commands import (
    ClientGone,
    CutOffNow,
    Draining,
    Flow,
    LeaseLost,
    Release,
    SessionEnded,
    StandingLost,
    ask,
)
from ostiary.session.conversation import Conversation
from ostiary.session.extended import Extended
from ostiary.session.login import log_in
from ostiary.session.prepared import Portal
from ostiary.session.refusals import (
    CUT_OFF,
    NOT_NOW,
    NOT_SUPPORTED,
    OUR_BUG,
    PROTOCOL_VIOLATION,
    SHUT_DOWN,
    Refusal,
    Refused,
    fatal,
    log_unavailable,
    upstream_down,
)
from ostiary.session.statements import perform, prepare
from ostiary.session.world import Connection
from ostiary.sql.plan import query_of


def session(connection: Connection) -> Flow[None]:
    """One connection from its first byte to its last. Returns when it is to be closed.

    Raises nothing, unless there is a bug of ours. The world may throw in SessionEnded, UpstreamDown or LogUnavailable.
    """
    words = yield from _until_the_end(Client(), connection)
    # When the end comes a second time, nobody is left to be told.
    with suppress(SessionEnded):
        yield from _last_words(words)


@dataclass(frozen=True, slots=True)
class LastWords:
    """What is still to be said: answers that wait in the outbox, then a refusal of ours, or how the session was ended."""

    answers: bytes = b""
    refusal: bytes = b""
    end: bytes = b""
    told: tuple[str, ...] = ()


def _last_words(words: LastWords) -> Flow[None]:
    try:
        if said := words.answers + words.refusal + words.end:
            yield from ask(Release(said, words.told))
    except LeaseLost:
        # Answers stay where nobody knows whom they would serve. A refusal gives nothing away: it is told all the same.
        if words.refusal:
            yield from ask(Release(words.refusal, words.told))


def _until_the_end(client: Client, connection: Connection) -> Flow[LastWords]:
    """Live; the answer is what is still to be said. Only a refusal of ours comes after what waits in the outbox."""
    try:
        yield from _live(client, connection)
    except ClientGone:
        return LastWords()
    except Refused as refused:
        told = (*client.take_told(), refused.refusal.sqlstate)
        return LastWords(client.take_outbox(), refused.refusal.response(), told=told)
    except ProtocolViolation as error:
        refusal = Refusal(PROTOCOL_VIOLATION, error.message)
    except CutOffNow as error:
        over = f"{error.why} The session is over and stays over.".strip()
        refusal = Refusal(CUT_OFF, error.message, detail=over, hint=error.hint)
    except StandingLost as error:
        refusal = Refusal(CUT_OFF, error.message, detail="The session is over.", hint=error.hint)
    except LeaseLost as error:
        refusal = Refusal(NOT_NOW, error.message, hint="Try again later.")
    except Draining as error:
        refusal = Refusal(SHUT_DOWN, error.message, hint="Connect again.")
    except UpstreamDown:
        refusal = upstream_down()
    except LogUnavailable:
        refusal = log_unavailable()
    else:
        return LastWords(client.take_outbox(), told=client.take_told())
    return LastWords(end=fatal(refusal).response(), told=(refusal.sqlstate,))


def bug_response() -> bytes:
    """The last words when something of ours failed: they say nothing about what it was."""
    return Refusal(OUR_BUG, "something failed inside the door, so nothing is answered", fatal=True).response()


def _live(client: Client, connection: Connection) -> Flow[None]:
    conversation = yield from log_in(client, connection)
    if conversation is None:
        return
    extended = Extended(conversation)
    while True:
        message = yield from client.message()
        if isinstance(message, Terminate):
            return
        if client.is_skipping:
            continue
        try:
            yield from _answer(conversation, extended, message)
        except Refused as refused:
            if refused.refusal.fatal:
                raise
            yield from _refused(conversation, message, refused.refusal)


def _refused(conversation: Conversation, message: FrontendMessage, refusal: Refusal) -> Flow[None]:
    """An error fails the transaction; a simple statement is done with, a batch is skipped up to its Sync."""
    client = conversation.client
    conversation.fail_transaction()
    yield from client.send_error(refusal.response(), refusal.sqlstate)
    if isinstance(message, Query | FunctionCall | Sync):
        yield from client.send_ready()


def _answer(conversation: Conversation, extended: Extended, message: FrontendMessage) -> Flow[None]:
    if conversation.asks_for_open_case and isinstance(message, Bind | Describe | Execute):
        # What is understood anew is known about then; these go on with what was.
        yield from know_case(conversation)
    match message:
        case Query(text):
            yield from _simple(conversation, text)
        case Parse():
            yield from extended.parse(message)
        case Bind():
            yield from extended.bind(message)
        case Describe():
            yield from extended.describe(message)
        case Execute():
            yield from extended.execute(message)
        case Close():
            yield from extended.close(message)
        case Flush():
            yield from extended.settle()
            yield from conversation.client.flush()
        case Sync():
            yield from extended.sync()
            yield from conversation.client.send_ready()
        case FunctionCall():
            raise Refused(Refusal(NOT_SUPPORTED, "function calls past SQL are refused"))
        case Terminate() | PasswordResponse() | CopyData() | CopyDone() | CopyFail():
            raise ProtocolViolation("this message may not come here")


def _simple(conversation: Conversation, text: str) -> Flow[None]:
    # As in PostgreSQL, what has no name lives until the next simple query.
    conversation.held.statements.pop("", None)
    conversation.held.forget_portal("")
    prepared = yield from prepare(conversation, text)
    query = query_of(prepared.plan)
    if query is not None and query.parameters:
        raise Refused(Refusal("42P02", "a simple statement has no parameters"))
    portal = Portal(prepared, (), (), (), conversation.grounds)
    yield from perform(conversation, portal, describe=True)
    yield from conversation.client.send_ready()
