"""What each kind of statement does.

Knows: the plans, and what answers each: settings, transactions, queries, cursors, refusals.
Must not know: how messages are framed, rows, why anything is allowed.
"""

from __future__ import annotations

from typing import assert_never

from ostiary.pgwire.backend import (
    ColumnDescription,
    command_complete,
    data_row,
    empty_query_response,
    row_description,
)
from ostiary.session.case_lookup import know_case
from ostiary.session.commands import Flow, Look, PlanStatement, ask
from ostiary.session.conversation import Conversation
from ostiary.session.deciding import Question, deny_for, refuse
from ostiary.session.declarations import ALL, set_setting, show, shown_column
from ostiary.session.parameters import verify_types
from ostiary.session.portals.cursors import close_cursors, read
from ostiary.session.portals.forms import AsRows
from ostiary.session.prepared import Portal, Prepared
from ostiary.session.queries import answer_query
from ostiary.session.refusals import (
    NOT_SUPPORTED,
    READ_ONLY,
    SYNTAX,
    Refusal,
    Refused,
)
from ostiary.session.telling import tell
from ostiary.session.transactions import transact
from ostiary.sql.limits import MAX_STATEMENT_BYTES
from ostiary.sql.plan import (
    Begin,
    CloseCursor,
    CopyOut,
    Deallocate,
    DeclareCursor,
    Empty,
    End,
    Fetch,
    NotAllowed,
    ResetSession,
    ResetStep,
    Savepoint,
    Select,
    SetSetting,
    SetTransaction,
    ShowSetting,
    Tell,
    Unlisten,
    Unsupported,
    Write,
)

VOID_OID = 2278


def prepare(conversation: Conversation, text: str, types: tuple[int, ...] = ()) -> Flow[Prepared]:
    """Understand a statement for the present profile. Raises Refused, recorded, for what has no answer at all."""
    if "\0" in text:
        raise Refused(Refusal(SYNTAX, "a statement cannot hold a NUL"))
    if len(text.encode()) > MAX_STATEMENT_BYTES:
        raise Refused(Refusal(SYNTAX, f"a statement has at most {MAX_STATEMENT_BYTES} bytes"))
    verify_types(types)
    prepared = yield from _understood(conversation, text, types)
    conversation.verify_not_failed(prepared.plan)
    match prepared.plan:
        case Write(what):
            refusal = Refusal(READ_ONLY, f"{what} is refused: this door only reads", hint="Ask with SELECT.")
        case Unsupported(why, position, hint, syntax):
            sqlstate = SYNTAX if syntax else NOT_SUPPORTED
            refusal = Refusal(sqlstate, why, hint=hint, position=_characters(text, position))
        case _:
            return prepared
    raise (yield from refuse(conversation, Question(text, prepared.plan), deny_for(refusal.message), refusal))


def _understood(conversation: Conversation, text: str, types: tuple[int, ...]) -> Flow[Prepared]:
    """The plan under the rules that are in force when it is there; those may have changed while it was made."""
    while True:
        if conversation.asks_for_open_case:
            yield from know_case(conversation)
        profile, policy = conversation.profile, conversation.snapshot.bundle.version
        plan = yield from ask(PlanStatement(text, profile, policy))
        prepared = Prepared(text, types, plan, profile, policy)
        conversation.client.note((yield from ask(Look())))
        if conversation.is_current(prepared):
            return prepared


def _characters(text: str, position: int) -> int:
    """A byte offset as the count of characters from 1 that clients expect; 0 for none."""
    return len(text.encode()[:position].decode(errors="ignore")) + 1 if position >= 0 else 0


def perform(conversation: Conversation, portal: Portal, *, describe: bool, max_rows: int = 0) -> Flow[None]:
    """Execute a bound statement and send its answer up to what ends it; ``max_rows`` 0: all rows. Raises Refused."""
    prepared = portal.prepared
    conversation.verify_not_failed(prepared.plan)
    match prepared.plan:
        case Select() | NotAllowed():
            yield from answer_query(conversation, portal, AsRows(describe=describe), max_rows)
        case CopyOut() | DeclareCursor() | Fetch() | CloseCursor() as plan:
            yield from read(conversation, portal, plan, describe=describe)
        case Begin() | SetTransaction() | End() | Savepoint() as plan:
            yield from transact(conversation, plan)
        case Tell() as plan:
            yield from tell(conversation, plan, formats=portal.result_formats if describe else None)
        case SetSetting() as setting:
            yield from set_setting(conversation, prepared.text, setting)
        case ShowSetting(name):
            yield from show(conversation, name, describe=describe)
        case Deallocate(name):
            yield from _deallocate(conversation, name)
        case ResetSession(steps):
            for step in steps:
                yield from _reset(conversation, prepared.text, step)
        case Unlisten() | Empty() as plan:
            does_nothing = isinstance(plan, Empty)
            answer = empty_query_response() if does_nothing else command_complete("UNLISTEN")
            yield from conversation.client.send(answer)
        case Write() | Unsupported():
            raise Refused(Refusal(NOT_SUPPORTED, "this statement is refused"))
        case _ as never:
            assert_never(never)


def _deallocate(conversation: Conversation, name: str | None) -> Flow[None]:
    """Statements that the session has prepared; those that a backend keeps are none of the client's."""
    statements = conversation.held.statements
    if name is None:
        statements.clear()
    else:
        conversation.held.statement(name)
        del statements[name]
    yield from conversation.client.send(command_complete("DEALLOCATE ALL" if name is None else "DEALLOCATE"))


def _reset(conversation: Conversation, text: str, step: ResetStep) -> Flow[None]:
    """One step of what a client does to begin, or a pool between two users: as if it had come by itself."""
    match step:
        case "ROLLBACK":
            yield from transact(conversation, End("ROLLBACK"))
        case "SELECT 1":
            # pg_advisory_unlock_all(): nobody can have such a lock here.
            column = ColumnDescription("pg_advisory_unlock_all", 0, 0, VOID_OID, 4, -1, 0)
            answer = row_description((column,)) + data_row((b"",)) + command_complete(step)
            yield from conversation.client.send(answer)
        case "CLOSE CURSOR ALL":
            yield from close_cursors(conversation, None)
        case "UNLISTEN" | "SET":
            yield from conversation.client.send(command_complete(step))
        case "SET bytea_output":
            column = shown_column("set_config")
            answer = row_description((column,)) + data_row((b"hex",)) + command_complete("SELECT 1")
            yield from conversation.client.send(answer)
        case "RESET":
            yield from set_setting(conversation, text, SetSetting(ALL, None))
        case _ as never:
            assert_never(never)
