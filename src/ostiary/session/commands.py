"""What a session asks of the world, and how the world can end it.

Knows: the commands with the types of their answers, and the events that are thrown into a session.
Must not know: who carries a command out, or how.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeAlias, TypeVar

from ostiary.errors import OstiaryError
from ostiary.model.access import Answered
from ostiary.model.agency import AgencyProof
from ostiary.model.directive import Enrolled
from ostiary.model.profile import Profile
from ostiary.session.world import Channel, Received
from ostiary.sql.plan import Plan

Answer = TypeVar("Answer")
Result = TypeVar("Result")


class Command(Generic[Answer]):
    """Something that needs the world; ``Answer`` is the type of what comes back."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement that a backend may keep for whoever holds it: its name, which tells its text, and the Parse of it."""

    name: str
    parse: bytes


@dataclass(frozen=True, slots=True)
class Read(Command[Received]):
    """Wait for bytes of the client."""


@dataclass(frozen=True, slots=True)
class StartTls(Command[Channel]):
    """Speak TLS with the client from here on; the answer comes when the handshake is done.

    ``opening`` is the beginning of a handshake that the client began unasked (direct TLS): it must then name
    ``postgresql`` as its protocol (ALPN). Raises ProtocolViolation when bytes of the client are waiting that came in
    the clear, and ClientGone when the handshake fails.
    """

    opening: bytes = b""


@dataclass(frozen=True, slots=True)
class Look(Command[Received]):
    """Say what is in force now, and the instant; no bytes come with it, and nobody is waited for.

    What a session knows is as old as the last bytes that it received, and it may have waited since then.
    """


@dataclass(frozen=True, slots=True)
class PlanStatement(Command[Plan]):
    """Understand a statement for a profile under a policy version; the parser runs where it may die.

    Raises UpstreamDown when there is none, or when that version is not kept any more.
    """

    text: str
    profile: Profile
    policy: str


@dataclass(frozen=True, slots=True)
class LookUpCase(Command[bool]):
    """Ask the city's case table, as the clerk's reader, whether a case is open on a day; ``text`` is the statement that asks.

    Raises UpstreamDown when there is no answer, or none that is understood.
    """

    profile_id: str
    text: str
    case: str
    day: date


@dataclass(frozen=True, slots=True)
class Append(Command[int]):
    """Hand an access entry to the log; the answer is a ticket. Raises LogUnavailable.

    ``answered`` is what the payload says of the outcome, for those who count outcomes and read no payloads.
    """

    payload: bytes
    answered: Answered


@dataclass(frozen=True, slots=True)
class AwaitDurable(Command[int]):
    """Wait until the ticket's entry is durable; the answer is its index. Raises LogUnavailable."""

    ticket: int


@dataclass(frozen=True, slots=True)
class Forward(Command[None]):
    """Send bytes to the database as the profile's reader, on the one backend that this session holds.

    ``data`` may bind ``kept``, which is prepared there first unless it is already. Raises UpstreamDown.
    """

    profile_id: str
    data: bytes
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class ReadUpstream(Command[Received]):
    """Wait for bytes of the database. Raises UpstreamDown when it is gone."""


@dataclass(frozen=True, slots=True)
class Release(Command[None]):
    """Send bytes to the client, unless the session has been cut off.

    ``told`` are the SQLSTATEs of the errors among them, for those who count errors and read no messages.
    """

    data: bytes
    told: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Admit(Command[None]):
    """The login is done: from now on directives find this session by its member, its agencies and its agency's proof.

    A request to cancel finds it by ``cancel_secret``, and by nothing where that is empty.

    Raises CutOffNow or StandingLost when one has ended it already: what the session knows may be older than this moment;
    and QuotaReached when the member's agency has as many sessions as one agency may.
    """

    enrolled: Enrolled
    principals: frozenset[str]
    proof: AgencyProof | None = None
    cancel_secret: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class SpendFailure(Command[None]):
    """One of the member's questions has failed in the database: it is taken off the budget that all sessions share."""

    member: str


@dataclass(frozen=True, slots=True)
class CancelOther(Command[None]):
    """Cancel what the session with this key is doing, if there is one."""

    pid: int
    secret: bytes


AnyCommand: TypeAlias = (
    Read
    | StartTls
    | Look
    | PlanStatement
    | LookUpCase
    | Append
    | AwaitDurable
    | Forward
    | ReadUpstream
    | Release
    | Admit
    | SpendFailure
    | CancelOther
)

Flow: TypeAlias = Generator[AnyCommand, Any, Result]


def ask(command: Command[Answer]) -> Generator[Any, Any, Answer]:
    """Yield one command and return its answer with its type."""
    answer: Answer = yield command
    return answer


class SessionEnded(OstiaryError):
    """The world ends this session: thrown in at whatever command it is waiting for."""


class ClientGone(SessionEnded):
    """The client has closed the connection."""

    code = "X01"


class CutOffNow(SessionEnded):
    """A directive cut off one of the session's agencies, or suspended it (``done`` says which).

    ``directive`` is its id, ``why`` its reason and end.
    """

    code = "X02"

    def __init__(self, directive: str, why: str = "", hint: str = "", done: str = "cut off") -> None:
        super().__init__(f"access was {done} by directive {directive}", hint=hint)
        self.directive = directive
        self.why = why


class StandingLost(SessionEnded):
    """The member is not enrolled any more as at the log-in, or the agency is not proved any more by what proved it."""

    code = "X05"


class LeaseLost(SessionEnded):
    """The gateway does not know whom it may serve, or by what: its lease is over, or it lacks the policy in force."""

    code = "X03"


class Draining(SessionEnded):
    """The gateway is shutting down."""

    code = "X04"
