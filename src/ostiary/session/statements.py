"""What each kind of statement does.

Knows: the plans, and what answers each: settings, transactions, queries, refusals.
Must not know: how messages are framed, rows, why anything is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import assert_never

from ostiary.errors import BadSetting, UpstreamDown
from ostiary.pgwire.backend import (
    ColumnDescription,
    command_complete,
    data_row,
    empty_query_response,
    row_description,
)
from ostiary.session.commands import CutOffNow, Flow, PlanStatement, StandingLost, ask
from ostiary.session.conversation import Conversation, no_purpose
from ostiary.session.deciding import Question, deny_for, refuse
from ostiary.session.parameters import verify_types
from ostiary.session.prepared import Portal, Prepared, Transaction
from ostiary.session.queries import answer_query
from ostiary.session.refusals import (
    ACTIVE_TRANSACTION,
    CUT_OFF,
    INVALID_SETTING,
    NOT_NOW,
    NOT_SUPPORTED,
    READ_ONLY,
    SYNTAX,
    Refusal,
    Refused,
    fatal,
    refusal_of_database_error,
    upstream_down,
)
from ostiary.session.settings import OWN_SETTINGS, PREFIX, Declared, accept_foreign, declare
from ostiary.session.standing import cut_off_refusal
from ostiary.session.upstream import command
from ostiary.sql.limits import MAX_STATEMENT_BYTES
from ostiary.sql.plan import (
    Begin,
    Empty,
    End,
    NotAllowed,
    Select,
    SetSetting,
    ShowSetting,
    Unsupported,
    Write,
)

TEXT_OID = 25


def prepare(conversation: Conversation, text: str, types: tuple[int, ...] = ()) -> Flow[Prepared]:
    """Understand a statement for the present profile. Raises Refused, recorded, for what has no answer at all."""
    if "\0" in text:
        raise Refused(Refusal(SYNTAX, "a statement cannot hold a NUL"))
    if len(text.encode()) > MAX_STATEMENT_BYTES:
        raise Refused(Refusal(SYNTAX, f"a statement has at most {MAX_STATEMENT_BYTES} bytes"))
    verify_types(types)
    profile, policy = conversation.profile, conversation.snapshot.bundle.version
    plan = yield from ask(PlanStatement(text, profile))
    conversation.verify_not_failed(plan)
    prepared = Prepared(text, types, plan, profile, policy)
    match plan:
        case Write(what):
            refusal = Refusal(READ_ONLY, f"{what} is refused: this door only reads", hint="Ask with SELECT.")
        case Unsupported(why, position, hint, syntax):
            sqlstate = SYNTAX if syntax else NOT_SUPPORTED
            refusal = Refusal(sqlstate, why, hint=hint, position=_characters(text, position))
        case _:
            return prepared
    raise (yield from refuse(conversation, Question(text, plan), deny_for(refusal.message), refusal))


def _characters(text: str, position: int) -> int:
    """A byte offset as the count of characters from 1 that clients expect; 0 for none."""
    return len(text.encode()[:position].decode(errors="ignore")) + 1 if position >= 0 else 0


def perform(conversation: Conversation, portal: Portal, *, describe: bool) -> Flow[None]:
    """Execute a bound statement and send its answer up to CommandComplete. Raises Refused."""
    prepared = portal.prepared
    conversation.verify_not_failed(prepared.plan)
    match prepared.plan:
        case Empty():
            yield from conversation.client.send(empty_query_response())
        case SetSetting() as setting:
            yield from _set(conversation, prepared.text, setting)
        case ShowSetting(name):
            yield from _show(conversation, name, describe=describe)
        case Begin() as begin:
            yield from _begin(conversation, begin)
        case End(how):
            yield from _end(conversation, how)
        case Select() | NotAllowed():
            yield from answer_query(conversation, portal, describe=describe)
        case Write() | Unsupported():
            raise Refused(Refusal(NOT_SUPPORTED, "this statement is refused"))
        case _ as never:
            assert_never(never)


def _set(conversation: Conversation, text: str, setting: SetSetting) -> Flow[None]:
    name, value = setting.name, setting.value
    key = name.lower()
    if key != "all" and not key.startswith(PREFIX):
        with _as_refusal():
            accept_foreign(name, value)
        yield from conversation.client.send(command_complete("SET"))
        return
    if setting.local or conversation.client.status != "I":
        raise Refused(
            Refusal(
                ACTIVE_TRANSACTION,
                "purpose, case, basis and beneficiary are declared outside a transaction",
                hint="COMMIT or ROLLBACK first; in psycopg connect with autocommit=True, or use options=.",
            )
        )
    if key == "all":
        declared = Declared()
    else:
        with _as_refusal():
            declared = declare(
                conversation.declared, key.removeprefix(PREFIX), value, conversation.snapshot.bundle
            )
    yield from _redeclare(conversation, text, declared)
    yield from conversation.client.send(command_complete("SET" if value is not None else "RESET"))


def _redeclare(conversation: Conversation, text: str, declared: Declared) -> Flow[None]:
    """Take over what is declared, unless it speaks for an agency that is cut off: then what was tried is recorded.

    Raises Refused, and CutOffNow or StandingLost when what ends the session has come since the client's last bytes.
    """
    # What was answered on behalf of one agency leaves before the session stands for another: a cut-off finds it until then.
    yield from conversation.client.flush()
    member = conversation.member
    question = Question(text, Empty(), tried=declared)
    refusal = cut_off_refusal(member, declared, conversation.snapshot, conversation.day)
    if refusal is not None:
        refusal = replace(refusal, fatal=False)
        raise (yield from refuse(conversation, question, deny_for(refusal.message), refusal))
    try:
        yield from ask(conversation.admission(declared))
    except (CutOffNow, StandingLost) as error:
        refusal = Refusal(CUT_OFF, error.message)
        # The session ends for it, whether or not the log can be had.
        with suppress(Refused):
            yield from refuse(conversation, question, deny_for(refusal.message), refusal)
        raise
    conversation.declared = declared


@contextmanager
def _as_refusal() -> Iterator[None]:
    """A setting that cannot be is refused with its hint."""
    try:
        yield
    except BadSetting as error:
        raise Refused(Refusal(INVALID_SETTING, error.message, hint=error.hint)) from error


def _show(conversation: Conversation, name: str, *, describe: bool) -> Flow[None]:
    value = _shown(conversation, name.lower())
    if describe:
        yield from conversation.client.send(row_description((shown_column(name),)))
    yield from conversation.client.send(data_row((value.encode(),)))
    yield from conversation.client.send(command_complete("SHOW"))


def shown_column(name: str) -> ColumnDescription:
    """The one column of the answer to SHOW."""
    return ColumnDescription(name, 0, 0, TEXT_OID, -1, -1, 0)


def _shown(conversation: Conversation, key: str) -> str:
    if key.startswith(PREFIX) and key.removeprefix(PREFIX) in OWN_SETTINGS:
        return conversation.declared.shown(key.removeprefix(PREFIX))
    if key == "transaction_isolation":
        return "read committed"
    for name, value in conversation.snapshot.server.items():
        if name.lower() == key:
            return value
    raise Refused(Refusal("42704", f"`{key}` is not a setting that can be shown here"))


def _begin(conversation: Conversation, begin: Begin) -> Flow[None]:
    if begin.writable:
        raise Refused(Refusal(READ_ONLY, "a transaction here is read only", hint="BEGIN READ ONLY."))
    if conversation.client.status == "I":
        if conversation.context is None:
            raise Refused(no_purpose(conversation))
        conversation.verify_standing()
        if conversation.profile.id not in conversation.snapshot.walls:
            raise Refused(Refusal(NOT_NOW, "nothing is permitted for what was declared"))
        conversation.transaction = Transaction(conversation.client.at, conversation.grounds)
        isolation = f" ISOLATION LEVEL {begin.isolation}" if begin.isolation else ""
        yield from _command(conversation, conversation.profile.id, f"BEGIN READ ONLY{isolation}")
    yield from conversation.client.send(command_complete("BEGIN"))


def _end(conversation: Conversation, how: str) -> Flow[None]:
    # A COMMIT of a failed transaction is a ROLLBACK, and says so, as in PostgreSQL.
    done = "ROLLBACK" if conversation.client.status == "E" else how
    # However it goes, the transaction is over: a session that could not end one could do nothing else any more.
    transaction, conversation.transaction = conversation.transaction, None
    conversation.client.status = "I"
    conversation.portals.clear()
    if transaction is not None:
        yield from _command(conversation, transaction.grounds.profile, done)
    yield from conversation.client.send(command_complete(done))


def _command(conversation: Conversation, profile_id: str, text: str) -> Flow[None]:
    """Run a fixed text of ours that begins or ends a transaction on the session's backend. Raises Refused."""
    try:
        upstream = yield from command(profile_id, text, conversation.client.note)
        if upstream.sqlstate and upstream.status == "I":
            conversation.transaction = None
        conversation.keep_status(upstream.status)
    except UpstreamDown as error:
        raise Refused(fatal(upstream_down())) from error
    if upstream.sqlstate:
        raise Refused(refusal_of_database_error(upstream.sqlstate))
