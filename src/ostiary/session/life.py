"""One client's life: log in, ask, be answered, leave.

Knows: the loop over messages, and how each kind of end reads.
Must not know: how anything inside it is done.
"""

from __future__ import annotations

from ostiary.errors import ProtocolViolation
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
from ostiary.session.client import Client
from ostiary.session.commands import ClientGone, CutOffNow, Draining, Flow, LeaseLost, Release, ask
from ostiary.session.conversation import Conversation, Portal
from ostiary.session.extended import Extended
from ostiary.session.login import log_in
from ostiary.session.refusals import (
    CUT_OFF,
    NOT_NOW,
    NOT_SUPPORTED,
    OUR_BUG,
    PROTOCOL_VIOLATION,
    Refusal,
    Refused,
)
from ostiary.session.statements import perform, prepare
from ostiary.session.world import Connection
from ostiary.sql.plan import Select


def session(connection: Connection) -> Flow[None]:
    """One connection from its first byte to its last. Returns when it is to be closed."""
    client = Client()
    try:
        yield from _live(client, connection)
    except ClientGone:
        return
    except Refused as refused:
        yield from client.send(refused.refusal.response())
        yield from client.flush()
    except ProtocolViolation as error:
        yield from _last_words(Refusal(PROTOCOL_VIOLATION, error.message, fatal=True))
    except CutOffNow as error:
        yield from _last_words(
            Refusal(CUT_OFF, error.message, detail="The session is over and stays over.", fatal=True)
        )
    except LeaseLost as error:
        yield from _last_words(Refusal(NOT_NOW, error.message, hint="Try again later.", fatal=True))
    except Draining as error:
        yield from _last_words(Refusal(CUT_OFF, error.message, hint="Connect again.", fatal=True))


def bug_response() -> bytes:
    """The last words when something of ours failed: they say nothing about what it was."""
    return Refusal(OUR_BUG, "something failed inside the door, so nothing is answered", fatal=True).response()


def _last_words(refusal: Refusal) -> Flow[None]:
    """What still waits in the outbox is not sent: the end comes first."""
    yield from ask(Release(refusal.response()))


def _live(client: Client, connection: Connection) -> Flow[None]:
    login = yield from log_in(client, connection)
    if login is None:
        return
    conversation = Conversation(client, connection, login.member, login.declared)
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
    if client.status == "T":
        client.status = "E"
    yield from client.send_error(refusal.response())
    if isinstance(message, Query | FunctionCall | Sync):
        yield from client.send_ready()


def _answer(conversation: Conversation, extended: Extended, message: FrontendMessage) -> Flow[None]:
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
            yield from extended.settle()
            extended.synced()
            yield from conversation.client.send_ready()
        case FunctionCall():
            raise Refused(Refusal(NOT_SUPPORTED, "function calls past SQL are refused"))
        case Terminate() | PasswordResponse() | CopyData() | CopyDone() | CopyFail():
            raise ProtocolViolation("this message may not come here")


def _simple(conversation: Conversation, text: str) -> Flow[None]:
    prepared = yield from prepare(conversation, text)
    if isinstance(prepared.plan, Select) and prepared.plan.parameters:
        raise Refused(Refusal("42P02", "a simple statement has no parameters"))
    portal = Portal(prepared, (), (), (), conversation.grounds)
    yield from perform(conversation, portal, describe=True)
    yield from conversation.client.send_ready()
