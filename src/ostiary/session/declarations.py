"""SET, RESET and SHOW: what a session declares, and what it can be told of itself.

Knows: whose settings are the door's own, what each statement about them answers, that a declaration is an admission.
Must not know: how values are checked, decisions, rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from ostiary.errors import BadSetting
from ostiary.pgwire.backend import ColumnDescription, command_complete, data_row, row_description
from ostiary.session.commands import CutOffNow, Flow, StandingLost, ask
from ostiary.session.conversation import Conversation
from ostiary.session.deciding import Question, deny_for, refuse
from ostiary.session.receipts import RECEIPT, RECEIPTS, read_switch
from ostiary.session.refusals import ACTIVE_TRANSACTION, CUT_OFF, INVALID_SETTING, Refusal, Refused
from ostiary.session.settings import OWN_SETTINGS, PREFIX, Declared, accept_foreign, declare
from ostiary.session.standing import cut_off_refusal
from ostiary.session.telling import TEXT_OID
from ostiary.session.transactions import set_default_isolation, shown_mode
from ostiary.sql.plan import Empty, Modes, SetSetting

ALL = "all"
"""The name under which RESET ALL stands."""


def set_setting(conversation: Conversation, text: str, setting: SetSetting) -> Flow[None]:
    """``SET`` or ``RESET``. Raises Refused, CutOffNow or StandingLost."""
    name, value = setting.name, setting.value
    key = name.lower()
    if key != ALL and not key.startswith(PREFIX):
        if key == "default_transaction_isolation" and not setting.local:
            set_default_isolation(conversation, value)
        else:
            with _as_refusal():
                accept_foreign(name, value)
        yield from conversation.client.send(command_complete("SET" if value is not None else "RESET"))
        return
    if key == PREFIX + RECEIPTS:
        yield from _set_receipts(conversation, setting)
        return
    declared = _declared(conversation, key, value)
    if setting.local or conversation.client.status != "I":
        _verify_unchanged(conversation, declared, is_all=key == ALL)
    else:
        yield from _redeclare(conversation, text, declared)
    if key == ALL:
        conversation.modes = Modes()
        conversation.receipts.is_on = conversation.receipts.at_start
    yield from conversation.client.send(command_complete("SET" if value is not None else "RESET"))


def _set_receipts(conversation: Conversation, setting: SetSetting) -> Flow[None]:
    """Whether a notice comes with each access: no declaration, so also within a transaction. Raises Refused."""
    receipts = conversation.receipts
    with _as_refusal():
        if setting.local:
            raise BadSetting(f"`{PREFIX}{RECEIPTS}` is set for the session", hint="Leave LOCAL out.")
        receipts.is_on = read_switch(setting.value, otherwise=receipts.at_start)
    yield from conversation.client.send(command_complete("SET" if setting.value is not None else "RESET"))


def _declared(conversation: Conversation, key: str, value: str | None) -> Declared:
    """What is declared afterwards. RESET goes back to what came with the start-up. Raises Refused."""
    if key == ALL:
        return conversation.initial
    name = key.removeprefix(PREFIX)
    if value is None and name in OWN_SETTINGS:
        return replace(conversation.declared, **{name: getattr(conversation.initial, name)})
    with _as_refusal():
        return declare(conversation.declared, name, value, conversation.snapshot.bundle)


def _verify_unchanged(conversation: Conversation, declared: Declared, *, is_all: bool) -> None:
    """Raises Refused for a declaration inside a transaction. RESET ALL of what nobody has changed declares nothing."""
    if not (is_all and declared == conversation.declared):
        raise Refused(
            Refusal(
                ACTIVE_TRANSACTION,
                "purpose, case, basis and beneficiary are declared outside a transaction",
                hint="COMMIT or ROLLBACK first; in psycopg connect with autocommit=True, or use options=.",
            )
        )


def _redeclare(conversation: Conversation, text: str, declared: Declared) -> Flow[None]:
    """Take over what is declared, unless it speaks for an agency that is cut off: then what was tried is recorded.

    Raises Refused, and CutOffNow or StandingLost when what ends the session has come since the client's last bytes.
    """
    # What was answered on behalf of one agency leaves before the session stands for another: a cut-off finds it until then.
    yield from conversation.client.flush()
    member = conversation.member
    question = Question(text, Empty(), tried=declared)
    refusal = cut_off_refusal(member, declared, conversation.snapshot, conversation.client.at)
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


def show(conversation: Conversation, name: str, *, describe: bool) -> Flow[None]:
    """``SHOW``. Raises Refused for what is not shown here."""
    value = _shown(conversation, name.lower())
    if describe:
        yield from conversation.client.send(row_description((shown_column(name),)))
    yield from conversation.client.send(data_row((value.encode(),)))
    yield from conversation.client.send(command_complete("SHOW"))


def shown_column(name: str) -> ColumnDescription:
    """The one column of an answer that is the text of a setting, as that to SHOW."""
    return ColumnDescription(name, 0, 0, TEXT_OID, -1, -1, 0)


def _shown(conversation: Conversation, key: str) -> str:
    if key == PREFIX + RECEIPT:
        return conversation.receipts.shown
    if key == PREFIX + RECEIPTS:
        return "on" if conversation.receipts.is_on else "off"
    if key.startswith(PREFIX) and key.removeprefix(PREFIX) in OWN_SETTINGS:
        return conversation.declared.shown(key.removeprefix(PREFIX))
    mode = shown_mode(conversation, key)
    if mode is not None:
        return mode
    for name, value in conversation.snapshot.server.items():
        if name.lower() == key:
            return value
    raise Refused(Refusal("42704", f"`{key}` is not a setting that can be shown here"))
