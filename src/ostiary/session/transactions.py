"""Transactions: begun, given modes and savepoints, ended.

Knows: what opens and closes one here and at the database, and that a batch may need one of its own.
Must not know: rows, entries, decisions, messages' framing.

A transaction here is always read only. Names of savepoints are the client's here and ours at the database.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from ostiary.errors import UpstreamDown
from ostiary.pgwire.backend import command_complete
from ostiary.session.commands import Flow
from ostiary.session.conversation import Conversation, no_purpose
from ostiary.session.flights import command
from ostiary.session.prepared import Mark, Transaction
from ostiary.session.refusals import (
    ACTIVE_TRANSACTION,
    CONFIGURED_LIMIT,
    INVALID_SETTING,
    NO_SAVEPOINT,
    NO_TRANSACTION,
    NOT_NOW,
    READ_ONLY,
    Refusal,
    Refused,
    fatal,
    refusal_of_database_error,
    upstream_down,
)
from ostiary.sql.plan import ISOLATION_LEVELS, Begin, End, Modes, Savepoint, SetTransaction, Transacting

MAX_MARKS = 64
"""Savepoints at once. The server keeps 64 subtransactions in shared memory before it has to look them up on disk."""


def transact(conversation: Conversation, plan: Transacting) -> Flow[None]:
    """Carry out a statement about transactions. Raises Refused."""
    match plan:
        case Begin():
            yield from _begin(conversation, plan)
        case SetTransaction():
            yield from _set_modes(conversation, plan)
        case Savepoint():
            yield from _savepoint(conversation, plan)
        case End():
            yield from _end(conversation, plan)
        case _ as never:
            assert_never(never)


def _begin(conversation: Conversation, plan: Begin) -> Flow[None]:
    """``BEGIN``. Raises Refused."""
    _verify_read_only(plan.modes)
    transaction = conversation.transaction
    if transaction is None:
        yield from _open(conversation, _merged(conversation.modes, plan.modes))
    elif transaction.is_batch:
        _take_over(conversation, transaction, plan.modes)
    yield from conversation.client.send(command_complete("BEGIN"))


def _open(conversation: Conversation, modes: Modes) -> Flow[None]:
    """Begin a transaction for the client. Raises Refused where nothing could be asked in it."""
    if conversation.context is None:
        raise Refused(no_purpose(conversation))
    conversation.verify_standing()
    if conversation.profile.id not in conversation.snapshot.walls:
        raise Refused(Refusal(NOT_NOW, "nothing is permitted for what was declared"))
    yield from _begun(conversation, Transaction(conversation.client.at, conversation.grounds, modes))


def _begun(conversation: Conversation, transaction: Transaction) -> Flow[None]:
    conversation.transaction = transaction
    modes = _written(transaction.modes)
    yield from _command(conversation, transaction.grounds.profile, f"BEGIN READ ONLY{modes}")


def _take_over(conversation: Conversation, transaction: Transaction, modes: Modes) -> None:
    """A batch that has a transaction of ours goes on as one of the client's. Raises Refused for modes: it has asked."""
    if modes != Modes():
        raise Refused(
            Refusal(ACTIVE_TRANSACTION, "the modes of a transaction are set before its first question")
        )
    transaction.is_batch = False
    conversation.client.status = "T"


def open_batch(conversation: Conversation) -> Flow[None]:
    """A transaction at the database for a batch of a client that has none; it ends at Sync. Raises Refused."""
    if conversation.transaction is None:
        began, grounds, modes = conversation.client.at, conversation.grounds, conversation.modes
        yield from _begun(conversation, Transaction(began, grounds, modes, is_batch=True))


def end_batch(conversation: Conversation) -> Flow[None]:
    """The batch is over, and what was opened for it. Raises Refused."""
    transaction = conversation.transaction
    if transaction is not None and transaction.is_batch:
        conversation.transaction = None
        # Nothing was written, and this word ends a transaction that has failed as well.
        yield from _command(conversation, transaction.grounds.profile, "ROLLBACK")


def _end(conversation: Conversation, plan: End) -> Flow[None]:
    """``COMMIT`` or ``ROLLBACK``, perhaps with another transaction after it. Raises Refused."""
    if plan.chain and conversation.client.status == "I":
        raise Refused(_no_transaction(f"{plan.how} AND CHAIN"))
    # A COMMIT of a failed transaction is a ROLLBACK, and says so, as in PostgreSQL.
    done = "ROLLBACK" if conversation.client.status == "E" else plan.how
    # However it goes, the transaction is over: a session that could not end one could do nothing else any more.
    transaction, conversation.transaction = conversation.transaction, None
    conversation.client.status = "I"
    conversation.held.end_portals()
    if transaction is not None:
        yield from _command(conversation, transaction.grounds.profile, done)
        if plan.chain:
            yield from _open(conversation, transaction.modes)
    yield from conversation.client.send(command_complete(done))


def _savepoint(conversation: Conversation, plan: Savepoint) -> Flow[None]:
    """``SAVEPOINT``, ``ROLLBACK TO`` or ``RELEASE``. Raises Refused."""
    transaction = conversation.transaction
    if transaction is None or transaction.is_batch:
        raise Refused(_no_transaction(plan.how))
    match plan.how:
        case "SAVEPOINT":
            yield from _mark(conversation, transaction, plan.name)
        case "ROLLBACK TO":
            yield from _go_back(conversation, transaction, plan.name)
        case "RELEASE":
            yield from _release(conversation, transaction, plan.name)
        case _ as never:
            assert_never(never)


def _mark(conversation: Conversation, transaction: Transaction, name: str) -> Flow[None]:
    if len(transaction.marks) >= MAX_MARKS:
        raise Refused(Refusal(CONFIGURED_LIMIT, f"a transaction has at most {MAX_MARKS} savepoints at once"))
    conversation.held.marked += 1
    mark = Mark(name, conversation.held.marked)
    yield from _command(conversation, transaction.grounds.profile, f"SAVEPOINT {mark.upstream}")
    transaction.marks.append(mark)
    yield from conversation.client.send(command_complete("SAVEPOINT"))


def _go_back(conversation: Conversation, transaction: Transaction, name: str) -> Flow[None]:
    place = _place_of(transaction, name)
    mark = transaction.marks[place]
    # It stays, and can be gone back to again; those after it are gone.
    del transaction.marks[place + 1 :]
    conversation.held.go_back(mark.number)
    # Whether the transaction has failed at the database, or here only: there it is whole again after this, so here too.
    yield from _command(conversation, transaction.grounds.profile, f"ROLLBACK TO SAVEPOINT {mark.upstream}")
    yield from conversation.client.send(command_complete("ROLLBACK"))


def _release(conversation: Conversation, transaction: Transaction, name: str) -> Flow[None]:
    place = _place_of(transaction, name)
    mark = transaction.marks[place]
    yield from _command(conversation, transaction.grounds.profile, f"RELEASE SAVEPOINT {mark.upstream}")
    del transaction.marks[place:]
    yield from conversation.client.send(command_complete("RELEASE"))


def _place_of(transaction: Transaction, name: str) -> int:
    """Where the latest savepoint of that name stands. Raises Refused."""
    places = [place for place, mark in enumerate(transaction.marks) if mark.name == name]
    if not places:
        raise Refused(Refusal(NO_SAVEPOINT, f"there is no savepoint `{name}`"))
    return places[-1]


def _set_modes(conversation: Conversation, plan: SetTransaction) -> Flow[None]:
    """``SET TRANSACTION``, or for those to come. Raises Refused for one that could write."""
    _verify_read_only(plan.modes)
    transaction = conversation.transaction
    if plan.session:
        conversation.modes = _merged(conversation.modes, plan.modes)
    elif transaction is not None and not transaction.is_batch:
        text = f"SET TRANSACTION READ ONLY{_written(plan.modes)}"
        yield from _command(conversation, transaction.grounds.profile, text)
        transaction.modes = _merged(transaction.modes, plan.modes)
    yield from conversation.client.send(command_complete("SET"))


def set_default_isolation(conversation: Conversation, value: str | None) -> None:
    """``SET default_transaction_isolation``, as older drivers say it; None: back to PostgreSQL's own. Raises Refused."""
    level = (value or "").upper()
    if value is not None and level not in ISOLATION_LEVELS:
        hint = f"Levels are {', '.join(sorted(one.lower() for one in ISOLATION_LEVELS))}."
        raise Refused(Refusal(INVALID_SETTING, f"there is no isolation level `{value}`", hint=hint))
    conversation.modes = replace(conversation.modes, isolation=level)


def shown_mode(conversation: Conversation, setting: str) -> str | None:
    """The value of a setting that tells of a transaction's modes; None for any other."""
    default, transaction = conversation.modes, conversation.transaction
    modes = default if transaction is None else transaction.modes
    match setting:
        case "transaction_isolation":
            return (modes.isolation or "READ COMMITTED").lower()
        case "default_transaction_isolation":
            return (default.isolation or "READ COMMITTED").lower()
        case "transaction_read_only" | "default_transaction_read_only":
            return "on"
        case "transaction_deferrable":
            return "on" if modes.deferrable else "off"
        case "default_transaction_deferrable":
            return "on" if default.deferrable else "off"
        case _:
            return None


def _verify_read_only(modes: Modes) -> None:
    if modes.writable:
        raise Refused(Refusal(READ_ONLY, "a transaction here is read only", hint="BEGIN READ ONLY."))


def _merged(modes: Modes, others: Modes) -> Modes:
    deferrable = modes.deferrable if others.deferrable is None else others.deferrable
    return Modes(others.isolation or modes.isolation, deferrable=deferrable)


def _written(modes: Modes) -> str:
    """The modes as SQL; isolation levels come from a fixed list."""
    isolation = f" ISOLATION LEVEL {modes.isolation}" if modes.isolation else ""
    if modes.deferrable is None:
        return isolation
    return isolation + (" DEFERRABLE" if modes.deferrable else " NOT DEFERRABLE")


def _no_transaction(what: str) -> Refusal:
    return Refusal(NO_TRANSACTION, f"{what} can only be used in a transaction", hint="BEGIN first.")


def _command(conversation: Conversation, profile_id: str, text: str) -> Flow[None]:
    """Run a fixed text of ours about a transaction on the session's backend. Raises Refused."""
    try:
        upstream = yield from command(profile_id, text, conversation.client.note)
        if upstream.sqlstate and upstream.status == "I":
            conversation.transaction = None
        conversation.keep_status(upstream.status)
    except UpstreamDown as error:
        raise Refused(fatal(upstream_down())) from error
    if upstream.sqlstate:
        raise Refused(refusal_of_database_error(upstream.sqlstate))
