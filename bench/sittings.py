"""What one look-up costs inside a session, when the world answers at once: no sockets, no disk, no database.

Knows: a session that is driven command by command, and bytes that a database would send.
Must not know: how a session works.

This is the part of a look-up's cost that is ours alone; other processes on the machine disturb it least.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, assert_never

from bench.plan import Plan
from bench.series import Ledger
from bench.statements import MAJOR, agents_context
from ostiary.demo.installation import POLICY, policy_folder
from ostiary.demo.people import AGENT
from ostiary.directives.register import Register
from ostiary.model.bundle import Bundle
from ostiary.model.directive import Enrolled
from ostiary.model.profile import Profile
from ostiary.pgwire import kinds
from ostiary.pgwire.authentication import AuthenticationSaslContinue, parse_authentication
from ostiary.pgwire.backend import (
    ColumnDescription,
    bind_complete,
    command_complete,
    data_row,
    parse_complete,
    ready_for_query,
    row_description,
)
from ostiary.pgwire.framing import MAX_BACKEND_FRAME, FrameBuffer
from ostiary.pgwire.frontend import (
    build_bind,
    build_describe,
    build_execute,
    build_parse,
    build_sasl_initial,
    build_sasl_response,
    build_sync,
)
from ostiary.pgwire.scram import ClientExchange, derive_verifier
from ostiary.pgwire.startup import startup_message
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.profiles import profile_of
from ostiary.session.commands import (
    Admit,
    AnyCommand,
    Append,
    AwaitDurable,
    CancelOther,
    Flow,
    Forward,
    Look,
    LookUpCase,
    PlanStatement,
    Read,
    ReadUpstream,
    Release,
    SpendFailure,
    StartTls,
)
from ostiary.session.life import session
from ostiary.session.world import Connection, Received, Snapshot
from ostiary.sql.plan import Plan as StatementPlan
from ostiary.sql.statement import Ground, plan_statement
from ostiary.store.bundle_files import read_bundle

TIMES: Final = 2_000
TEXT: Final = "SELECT surname, given_name, dob, sex FROM persons WHERE person_id = $1"
PASSWORD: Final = "only measured"  # noqa: S105 - nobody's
_COLUMNS: Final = ("surname", "given_name", "dob", "sex")

PARSE: Final = build_parse("", TEXT)
"""What an unnamed statement takes each time."""
NAMED: Final = build_parse("P0", TEXT)


def asked(statement: str) -> bytes:
    """Bind, Describe, Execute and Sync, as pgbench and most drivers send them."""
    bound = build_bind("", statement, (), (b"10000001",), ())
    return bound + build_describe("P", "") + build_execute("") + build_sync()


ANSWERED: Final = (
    parse_complete()
    + bind_complete()
    + row_description(
        [
            *(ColumnDescription(name, 4711, 1, 25, -1, -1, 0) for name in _COLUMNS),
            ColumnDescription("key1", 0, 0, 20, 8, -1, 1),
        ]
    )
    + data_row((b"Surname1", b"Given1", b"1950", b"F", (10_000_001).to_bytes(8)))
    + command_complete("SELECT 1")
    + ready_for_query("I")
)


def measure(_: object, plan: Plan, ledger: Ledger, say: Callable[[str], None]) -> None:
    """A statement prepared once, and one that comes with its text each time."""
    bundle = read_bundle(policy_folder(POLICY))
    for number in range(plan.rounds):
        say(f"sessions without a world, round {number + 1} of {plan.rounds}")
        sitting = Sitting(bundle)
        sitting.send(NAMED + build_sync())
        ledger.note("sittings/prepared", "us", _timed(sitting, asked("P0")) * 1e6)
        ledger.note("sittings/extended", "us", _timed(sitting, PARSE + asked("")) * 1e6)


def _timed(sitting: Sitting, flight: bytes) -> float:
    for _ in range(TIMES // 10):
        sitting.send(flight)
    sitting.verify_answered()
    started = time.process_time()
    for _ in range(TIMES):
        sitting.send(flight)
    return (time.process_time() - started) / TIMES


@dataclass
class Sitting:
    """One member's session, logged in. ``send`` returns when it waits for the client again."""

    bundle: Bundle

    def __post_init__(self) -> None:
        self._said = b""
        self._tickets = 0
        self._plans: dict[str, StatementPlan] = {}
        self._snapshot = _snapshot(self.bundle)
        self._flow: Flow[None] = session(Connection("b" * 16, "127.0.0.1:1", "nonce", bytes(32), 1, bytes(4)))
        next(self._flow)
        self._log_in()

    def send(self, data: bytes) -> None:
        """Bytes of the client, and everything that the session does about them."""
        answer: object = self._received(data)
        while True:
            command: AnyCommand = self._flow.send(answer)
            if isinstance(command, Read):
                return
            answer = self._carry_out(command)

    def _carry_out(self, command: AnyCommand) -> object:
        match command:
            case Append():
                self._tickets += 1
                return self._tickets
            case AwaitDurable(ticket):
                return ticket
            case ReadUpstream():
                return self._received(ANSWERED)
            case Look():
                return self._received(b"")
            case Release(data):
                self._said = data
            case PlanStatement(text, profile, _):
                return self._plan(text, profile)
            case LookUpCase():
                return True
            case Forward() | Admit() | SpendFailure() | CancelOther() | Read() | StartTls():
                pass
            case _ as never:
                assert_never(never)
        return None

    def _plan(self, text: str, profile: Profile) -> StatementPlan:
        if text not in self._plans:
            self._plans[text] = plan_statement(text, Ground(self.bundle.catalogue, profile, MAJOR))
        return self._plans[text]

    def _received(self, data: bytes) -> Received:
        return Received(data, datetime.now(UTC), self._snapshot)

    def _log_in(self) -> None:
        exchange = ClientExchange(PASSWORD, "nonce-of-the-client")
        settings = {"ostiary.purpose": AGENT.purpose, "ostiary.case": "JK123456"}
        self.send(startup_message({"user": AGENT.member.code, **settings}))
        self.send(build_sasl_initial("SCRAM-SHA-256", exchange.first()))
        frames = FrameBuffer(MAX_BACKEND_FRAME)
        frames.feed(self._said)
        frame = frames.next_frame()
        challenge = None if frame is None else parse_authentication(frame.body)
        if not isinstance(challenge, AuthenticationSaslContinue):
            raise TypeError("the session does not go on with the log-in")
        self.send(build_sasl_response(exchange.continue_(challenge.data)))
        if not self._said.endswith(ready_for_query("I")):
            raise RuntimeError(f"the log-in was refused: {self._said!r}")

    def verify_answered(self) -> None:
        """Raises RuntimeError when the last question was not answered with rows."""
        if bytes((kinds.DATA_ROW,)) not in self._said or b"SELECT 1" not in self._said:
            raise RuntimeError(f"the measured question is not answered: {self._said!r}")


def _snapshot(bundle: Bundle) -> Snapshot:
    day = datetime.now(UTC).date()
    verifier = derive_verifier(PASSWORD, b"salt-of-the-bench").format()
    register = Register(members={AGENT.member.code: Enrolled(AGENT.member, verifier)})
    walls = frozenset({profile_of(IndexedPolicy(bundle), agents_context(), day).id})
    return Snapshot(bundle, bundle.agency_tree, register, walls, {"server_version": f"{MAJOR}.0"}, "bench")
