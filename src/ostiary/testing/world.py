"""The world behind a session's commands, in memory.

Knows: how each command is carried out, by the fakes of this room and the real planner.
Must not know: sockets, processes, what a session means by its commands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Final, assert_never

from ostiary.errors import UpstreamDown
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile
from ostiary.session.commands import (
    Admit,
    AnyCommand,
    Append,
    AwaitDurable,
    CancelOther,
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
from ostiary.session.failures import FailureBudgets
from ostiary.session.standing import ended_by
from ostiary.session.world import Channel, Received, Snapshot
from ostiary.sql.plan import Plan
from ostiary.sql.statement import Ground, plan_statement
from ostiary.testing.example import NOON, example_snapshot
from ostiary.testing.fake_database import FakeDatabase
from ostiary.testing.fake_log import FakeLog

CHANNEL: Final = Channel(b"the end point of the door")
"""A channel whose client showed no certificate."""


class Waiting(Exception):
    """The session waits for bytes of the client, and there are none."""


@dataclass
class World:
    """What one session stands in: a log, a database, a snapshot, an instant; and what it has done so far.

    ``channel`` is what each TLS handshake comes to; the bytes that follow stay in the clear here.

    ``open_cases`` stand open in the case table; None: nobody can look there.

    ``failures`` are the members' budgets, with room for sixty an hour.

    ``before`` is called with each command before it is carried out; what it raises is thrown into the session.
    """

    snapshot: Snapshot = field(default_factory=example_snapshot)
    at: datetime = NOON
    log: FakeLog = field(default_factory=FakeLog)
    database: FakeDatabase = field(default_factory=FakeDatabase)
    inbox: list[bytes] = field(default_factory=list)
    commands: list[AnyCommand] = field(default_factory=list)
    released: list[bytes] = field(default_factory=list)
    admitted: list[Admit] = field(default_factory=list)
    cancelled: list[CancelOther] = field(default_factory=list)
    channel: Channel = CHANNEL
    failures: FailureBudgets = field(default_factory=FailureBudgets)
    open_cases: frozenset[str] | None = frozenset()
    before: Callable[[AnyCommand], None] = lambda _: None

    def __post_init__(self) -> None:
        self.snapshot = replace(self.snapshot, failures=self.failures)

    def carry_out(self, command: AnyCommand) -> object:
        """The answer to a command. Raises what the command may raise, and Waiting for a Read with an empty inbox."""
        if command == Read() and not self.inbox:
            raise Waiting
        self.commands.append(command)
        self.before(command)
        match command:
            case Read():
                return self.received(self.inbox.pop(0))
            case ReadUpstream():
                return self.received(self.database.receive())
            case StartTls():
                return self.channel
            case Look():
                return self.received(b"")
            case Release(data, _):
                self.released.append(data)
            case PlanStatement() | LookUpCase():
                return self._ask_house(command)
            case Append(payload, _):
                return self.log.append(payload)
            case AwaitDurable(ticket):
                return self.log.wait_durable(ticket)
            case Forward(profile_id, data, kept):
                self.database.send(profile_id, data, kept)
            case Admit() | SpendFailure() | CancelOther():
                self._tell_house(command)
            case _ as never:
                assert_never(never)
        return None

    def _ask_house(self, command: PlanStatement | LookUpCase) -> object:
        match command:
            case PlanStatement(text, profile):
                return plan(text, profile, self.snapshot)
            case LookUpCase(_, _, case):
                if self.open_cases is None:
                    raise UpstreamDown("the case table cannot be asked")
                return case in self.open_cases
            case _ as never:
                assert_never(never)

    def _tell_house(self, command: Admit | SpendFailure | CancelOther) -> None:
        match command:
            case Admit():
                self._admit(command)
            case SpendFailure(member):
                self.failures.spend(member, self.at)
            case CancelOther():
                self.cancelled.append(command)
            case _ as never:
                assert_never(never)

    def received(self, data: bytes) -> Received:
        """Bytes that come now."""
        return Received(data, self.at, self.snapshot)

    def _admit(self, command: Admit) -> None:
        why = ended_by(command, self.snapshot, self.at)
        if why is not None:
            raise why
        self.admitted.append(command)


def plan(text: str, profile: Profile, snapshot: Snapshot) -> Plan:
    """The real plan of a statement; the same statement is understood once."""
    return _planned(
        text, _Grounds(profile, snapshot.bundle.catalogue, snapshot.major, snapshot.bundle.version)
    )


@dataclass(frozen=True)
class _Grounds:
    """What a plan depends on, compared by what names it."""

    profile: Profile = field(compare=False)
    catalogue: Catalogue = field(compare=False)
    major: int
    policy: str
    profile_id: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "profile_id", self.profile.id)


@lru_cache(maxsize=4096)
def _planned(text: str, grounds: _Grounds) -> Plan:
    return plan_statement(text, Ground(grounds.catalogue, grounds.profile, grounds.major))
