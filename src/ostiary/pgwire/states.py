"""Which frontend message may follow which.

Knows: the message flow of the PostgreSQL protocol from the first SASL message on, as seen from the server.
Must not know: bytes, what an answer says, SQL, policy.

A client moves the state with what it sends (``next_state``); we move it with two answers only: the proof was right
(``after_proof``), and an error (``after_error``). What is not in the table is refused and ends the session.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from ostiary.errors import ProtocolViolation
from ostiary.pgwire import kinds


class State(Enum):
    """Where one client stands with us."""

    AWAIT_SASL_INITIAL = "waiting for the choice of a mechanism"
    AWAIT_SASL_RESPONSE = "waiting for the proof"
    VERIFYING = "checking the proof"
    READY = "between statements"
    EXTENDED = "in a batch"
    """Between the first extended message and its Sync."""
    SKIPPING = "after an error in a batch"
    """Until Sync; what is allowed here is read and not acted upon."""
    CLOSED = "closed"


EXTENDED_KINDS: Final = frozenset({kinds.PARSE, kinds.BIND, kinds.DESCRIBE, kinds.EXECUTE, kinds.CLOSE})
"""The messages that open a batch, or go on with one."""

# A FunctionCall is let in so that the session can refuse it in words and go on. The COPY messages are nowhere: a
# client sends them in COPY FROM only, which is never begun; in COPY TO it listens. A Query inside a batch is refused, though
# PostgreSQL runs it: no driver sends one, and it would have to be skipped or run depending on an error that the client has
# not seen.
TABLE: Final[Mapping[State, Mapping[int, State]]] = {
    State.AWAIT_SASL_INITIAL: {
        kinds.PASSWORD: State.AWAIT_SASL_RESPONSE,
        kinds.TERMINATE: State.CLOSED,
    },
    State.AWAIT_SASL_RESPONSE: {
        kinds.PASSWORD: State.VERIFYING,
        kinds.TERMINATE: State.CLOSED,
    },
    State.VERIFYING: {},
    State.READY: {
        kinds.QUERY: State.READY,
        kinds.FUNCTION_CALL: State.READY,
        kinds.FLUSH: State.READY,
        kinds.SYNC: State.READY,
        kinds.TERMINATE: State.CLOSED,
        **dict.fromkeys(EXTENDED_KINDS, State.EXTENDED),
    },
    State.EXTENDED: {
        kinds.FLUSH: State.EXTENDED,
        kinds.SYNC: State.READY,
        kinds.TERMINATE: State.CLOSED,
        **dict.fromkeys(EXTENDED_KINDS, State.EXTENDED),
    },
    State.SKIPPING: {
        kinds.FLUSH: State.SKIPPING,
        kinds.SYNC: State.READY,
        kinds.TERMINATE: State.CLOSED,
        **dict.fromkeys(EXTENDED_KINDS, State.SKIPPING),
    },
    State.CLOSED: {},
}

AFTER_ERROR: Final[Mapping[State, State]] = {
    State.AWAIT_SASL_INITIAL: State.CLOSED,
    State.AWAIT_SASL_RESPONSE: State.CLOSED,
    State.VERIFYING: State.CLOSED,
    State.READY: State.READY,
    State.EXTENDED: State.SKIPPING,
    State.SKIPPING: State.SKIPPING,
    State.CLOSED: State.CLOSED,
}
"""What an ERROR (not a FATAL, which closes) makes of each state."""


def next_state(state: State, kind: int) -> State:
    """The state after a frontend message of that kind. Raises ProtocolViolation when it may not come now."""
    following = TABLE[state].get(kind)
    if following is None:
        name = kinds.FRONTEND_NAMES.get(kind, f"a message with the kind byte {kind:#04x}")
        raise ProtocolViolation(f"{name} may not come here ({state.value})")
    return following


def after_proof(state: State) -> State:
    """The state once the client's proof was found right. Raises ProtocolViolation when none was awaited."""
    if state is not State.VERIFYING:
        raise ProtocolViolation(f"no proof can be accepted here ({state.value})")
    return State.READY


def after_error(state: State) -> State:
    """The state once the client has been sent an error that does not end the session."""
    return AFTER_ERROR[state]
