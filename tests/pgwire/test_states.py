from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ostiary.errors import ProtocolViolation
from ostiary.pgwire import kinds
from ostiary.pgwire.states import AFTER_ERROR, State, after_error, after_proof, next_state

BATCH = "PBDEC"
# Written apart from the table: state, kinds that may come, state after them.
EXPECTED = {
    (State.AWAIT_SASL_INITIAL, "p"): State.AWAIT_SASL_RESPONSE,
    (State.AWAIT_SASL_INITIAL, "X"): State.CLOSED,
    (State.AWAIT_SASL_RESPONSE, "p"): State.VERIFYING,
    (State.AWAIT_SASL_RESPONSE, "X"): State.CLOSED,
    (State.READY, "QFHS"): State.READY,
    (State.READY, BATCH): State.EXTENDED,
    (State.READY, "X"): State.CLOSED,
    (State.EXTENDED, BATCH + "H"): State.EXTENDED,
    (State.EXTENDED, "S"): State.READY,
    (State.EXTENDED, "X"): State.CLOSED,
    (State.SKIPPING, BATCH + "H"): State.SKIPPING,
    (State.SKIPPING, "S"): State.READY,
    (State.SKIPPING, "X"): State.CLOSED,
}
ALLOWED = {(state, ord(letter)): after for (state, letters), after in EXPECTED.items() for letter in letters}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("kind", [*sorted(kinds.FRONTEND_NAMES), 0, ord("Z"), 255])
def test_every_message_in_every_state(state: State, kind: int) -> None:
    """Each pair of state and kind leads where it should, or is a violation."""
    if (state, kind) in ALLOWED:
        assert next_state(state, kind) is ALLOWED[state, kind]
    else:
        with pytest.raises(ProtocolViolation, match="may not come here"):
            next_state(state, kind)


@pytest.mark.parametrize("state", [State.AWAIT_SASL_INITIAL, State.AWAIT_SASL_RESPONSE, State.VERIFYING])
def test_nothing_a_client_sends_makes_it_logged_in(state: State) -> None:
    """No message leads from before the log-in to after it: only an accepted proof does."""
    after_login = {State.READY, State.EXTENDED, State.SKIPPING}
    assert not after_login & {after for (before, _), after in ALLOWED.items() if before is state}


@pytest.mark.parametrize("state", State)
def test_a_proof_is_accepted_only_when_one_was_given(state: State) -> None:
    """``after_proof`` leads to READY from VERIFYING and from nowhere else."""
    if state is State.VERIFYING:
        assert after_proof(state) is State.READY
    else:
        with pytest.raises(ProtocolViolation):
            after_proof(state)


@pytest.mark.parametrize("state", State)
def test_an_error_leads_somewhere_from_every_state(state: State) -> None:
    """An error inside a batch is skipped to its Sync, between statements it changes nothing, and a log-in it ends."""
    expected = {State.READY: State.READY, State.EXTENDED: State.SKIPPING, State.SKIPPING: State.SKIPPING}
    assert set(AFTER_ERROR) == set(State)
    assert after_error(state) is expected.get(state, State.CLOSED)


def test_these_tests_need_no_server_and_no_network() -> None:
    """The protocol is tested as bytes: no test here opens a socket, starts a program or waits for a clock."""
    forbidden = {"asyncio", "os", "psycopg", "shutil", "socket", "ssl", "subprocess", "threading", "time"}
    for file in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not forbidden & {alias.name.partition(".")[0] for alias in node.names}, file
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").partition(".")[0] not in forbidden, file
