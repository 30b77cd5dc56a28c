"""What one logged-in session remembers between messages.

Knows: declared settings, the context and profile that follow from them, the transaction, what is held for the client.
Must not know: the database's bytes, how refusals read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from ostiary.errors import UpstreamDown
from ostiary.model.agency import AgencyProof, Member
from ostiary.model.directive import Enrolled
from ostiary.model.profile import Profile
from ostiary.model.request import Context
from ostiary.model.rules import Need
from ostiary.pgwire.backend import TransactionStatus
from ostiary.policy.ways_out import open_purposes
from ostiary.session.client import Client
from ostiary.session.commands import Admit
from ostiary.session.known_case import KnownCase
from ostiary.session.portals.held import Held
from ostiary.session.prepared import Grounds, Portal, Prepared, Recorded, Transaction
from ostiary.session.receipts import Receipts
from ostiary.session.refusals import (
    FAILED_TRANSACTION,
    INVALID_SETTING,
    SERIALIZATION,
    TRANSACTION_TIMEOUT,
    Refusal,
    Refused,
)
from ostiary.session.settings import Declared
from ostiary.session.standing import ended_by, principals, verify_unexpired
from ostiary.session.verdicts import Verdicts
from ostiary.session.world import Connection, Snapshot
from ostiary.sql.plan import Empty, End, Modes, Plan, ResetSession, Savepoint

MAX_TRANSACTION = timedelta(seconds=60)
"""A transaction carries one decision's grounds; longer ones would keep yesterday's rows visible to today's question."""

MAX_RECORDED = 64
MAX_RECORDED_TEXT = 4_096
"""Questions kept a session as entries say them, at most some 12 kB each: 0.8 MB."""

MAX_NOTICED = 256
"""Notices kept a session, so that each is told once, at most some 4 kB each: 1 MB. A client chooses which fields it asks
for, so there are many; beyond it they are told once more."""

NO_PROFILE = Profile({})
"""What is read before a purpose is declared: nothing."""


@dataclass(slots=True)
class Conversation:
    """One session after its log-in."""

    client: Client
    connection: Connection
    enrolled: Enrolled
    declared: Declared
    proof: AgencyProof | None = None
    transaction: Transaction | None = None
    held: Held = field(default_factory=Held)
    noticed: set[str] = field(default_factory=set)
    accesses: int = 0
    verdicts: Verdicts = field(default_factory=Verdicts)
    recorded: dict[str, Recorded] = field(default_factory=dict)
    # What the client calls the database that it is connected to.
    database: str = ""
    # What a request to cancel has to show: the part of the connection's secret that its protocol has room for.
    cancel_secret: bytes = field(default=b"", repr=False)
    # What was declared with the connection's start-up: RESET goes back to it, as in PostgreSQL.
    initial: Declared = field(default_factory=Declared)
    # The entries of the last access.
    receipts: Receipts = field(default_factory=Receipts)
    # The modes of transactions that name none.
    modes: Modes = field(default_factory=Modes)
    # What the case table had to say of the declared case, where the policy asks.
    known_case: KnownCase | None = None
    # What follows from values that do not change is worked out once, and again when one of them is another object.
    _context: tuple[Declared, Enrolled, KnownCase | None, Snapshot, date, Context] | None = None
    _profile: tuple[Context, str, date, Profile] | None = None
    _grounds: tuple[Context | None, Snapshot, date, Grounds] | None = None
    _standing: tuple[Context, Snapshot, datetime] | None = None
    _open_purposes: tuple[Context, str, date, tuple[str, ...]] | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot in force when the client's last bytes came."""
        return self.client.snapshot

    @property
    def day(self) -> date:
        """The UTC day of the client's last bytes."""
        return self.client.at.date()

    @property
    def member(self) -> Member:
        """Who has logged in."""
        return self.enrolled.member

    @property
    def context(self) -> Context | None:
        """Who asks, for whom and why; None while no purpose is declared."""
        return None if self.declared.purpose is None else self._declared_context

    @property
    def _declared_context(self) -> Context:
        held, client = self._context, self.client
        if (
            held is None
            or held[0] is not self.declared
            or held[1] is not self.enrolled
            or held[2] is not self.known_case
            or held[3] is not client.snapshot
            or held[4] != client.at.date()
        ):
            context = self.context_of(self.declared)
            # What rests on an equal one goes on to rest on the same.
            context = held[5] if held is not None and held[5] == context else context
            held = (self.declared, self.enrolled, self.known_case, client.snapshot, self.day, context)
            self._context = held
        return held[5]

    def context_of(self, declared: Declared) -> Context:
        """The context that goes with what is declared, or is tried; its purpose is empty while none is."""
        return Context(
            member=self.member.code,
            agency=self.member.agency,
            role=self.member.role,
            purpose=declared.purpose or "",
            beneficiary=declared.beneficiary or self.member.agency,
            affiliations=self.member.affiliations,
            basis=declared.basis,
            case=declared.case,
            vouched=frozenset(self._vouched(declared)),
        )

    @property
    def asks_for_open_case(self) -> bool:
        """Whether the policy in force has a rule that needs one, and a case table to look in."""
        snapshot = self.client.snapshot
        return snapshot.profiles.clerk(snapshot.bundle) is not None

    def _vouched(self, declared: Declared) -> Iterator[Need]:
        """The needs that others vouch for, when this is declared."""
        known, policy = self.known_case, self.snapshot.bundle.version
        if known is not None and known.vouches(declared.case, policy):
            yield "open-case"
        case, register = declared.case, self.snapshot.register
        if case is not None and register.approvals(self.member.code, case, self.day):
            yield "approval"

    @property
    def grounds(self) -> Grounds:
        """What a decision would rest on now."""
        context, snapshot, day, held = self.context, self.snapshot, self.day, self._grounds
        if held is None or held[0] is not context or held[1] is not snapshot or held[2] != day:
            grounds = Grounds(context, snapshot.bundle.version, snapshot.directive_head, self.profile.id)
            held = self._grounds = (context, snapshot, day, grounds)
        return held[3]

    @property
    def profile(self) -> Profile:
        """What can be read at all under the present context, worked out once for each."""
        context = self.context
        if context is None:
            return NO_PROFILE
        policy, version = self.snapshot.policy, self.snapshot.bundle.version
        if self._profile is None or self._profile[:3] != (context, version, self.day):
            profile = self.snapshot.profiles.of(policy, context, self.day)
            self._profile = (context, version, self.day, profile)
        return self._profile[3]

    @property
    def open_purposes(self) -> tuple[str, ...]:
        """The purposes that are open to the member, worked out once likewise."""
        context, bundle = self.context_of(replace(self.declared, purpose=None)), self.snapshot.bundle
        if self._open_purposes is None or self._open_purposes[:3] != (context, bundle.version, self.day):
            found = open_purposes(self.snapshot.policy, context, self.day)
            self._open_purposes = (context, bundle.version, self.day, found)
        return self._open_purposes[3]

    def verify_standing(self) -> None:
        """Raises CutOffNow for a cut-off, and StandingLost when member or agency are not proved any more as at the log-in.

        What has been found to stand under one snapshot stands until there is another one: time ends what keeps people out,
        and begins nothing. A clock that is set back could begin it again, so that is another time to look.
        """
        verify_unexpired(self.proof, self.member, self.client.at)
        context, snapshot, at, held = self._declared_context, self.snapshot, self.client.at, self._standing
        if held is None or held[0] is not context or held[1] is not snapshot or held[2] > at:
            self._verify_standing()
            self._standing = (context, snapshot, at)

    def _verify_standing(self) -> None:
        ended = ended_by(self.admission(self.declared), self.snapshot, self.client.at)
        if ended is not None:
            raise ended

    def admission(self, declared: Declared) -> Admit:
        """What directives find this session by when this is declared."""
        return Admit(self.enrolled, principals(self.member, declared), self.proof, self.cancel_secret)

    def verify_not_failed(self, plan: Plan) -> None:
        """Raises Refused in a failed transaction, for everything but what leads out of it."""
        if self.client.status == "E" and not _leads_out(plan):
            raise Refused(
                Refusal(
                    FAILED_TRANSACTION,
                    "the transaction has failed; only ROLLBACK is accepted",
                    hint="ROLLBACK, or ROLLBACK TO a savepoint.",
                )
            )

    def fail_transaction(self) -> None:
        """After an error an open transaction can only end."""
        if self.client.status == "T":
            self.client.status = "E"

    def keep_status(self, status: TransactionStatus | None) -> None:
        """Take over the state that the database reports after a statement.

        Raises UpstreamDown when it has lost the transaction, or opened one of its own: the rows would be of another one.
        """
        if status is None or (status == "I") is not (self.transaction is None):
            raise UpstreamDown("the records database is in another transaction than the session")
        if self.transaction is None or not self.transaction.is_batch:
            self.client.status = status

    def verify_transaction(self) -> None:
        """Raises Refused when the open transaction has lost its grounds or its time."""
        if self.transaction is None:
            return
        if self.client.at - self.transaction.began > MAX_TRANSACTION:
            raise Refused(
                Refusal(
                    TRANSACTION_TIMEOUT,
                    f"a transaction lives at most {MAX_TRANSACTION.seconds} seconds",
                    hint="ROLLBACK, and ask again.",
                )
            )
        if self.transaction.grounds != self.grounds:
            raise Refused(
                Refusal(
                    SERIALIZATION,
                    "policy or directives changed in this transaction",
                    hint="ROLLBACK, and ask again.",
                )
            )

    def keep_recorded(self, text: str, recorded: Recorded) -> None:
        """Keep a question as its entries say it; long texts are not worth it."""
        if len(text) <= MAX_RECORDED_TEXT:
            if len(self.recorded) >= MAX_RECORDED:
                self.recorded.clear()
            self.recorded[text] = recorded

    def is_noticed(self, notice: str) -> bool:
        """Whether the session has been told so before; from now on it has."""
        if notice in self.noticed:
            return True
        if len(self.noticed) >= MAX_NOTICED:
            self.noticed.clear()
        self.noticed.add(notice)
        return False

    def next_access(self) -> str:
        """A new access id, unique to this gateway: the session's id and a count."""
        self.accesses += 1
        return f"{self.connection.id}-{self.accesses}"

    def portal(self, name: str) -> Portal:
        """The portal or cursor of that name, if its grounds still hold. Raises Refused, CutOffNow and StandingLost."""
        found = self.held.portal(name)
        self.verify_grounds(found)
        return found

    def verify_grounds(self, portal: Portal) -> None:
        """Raises Refused when a portal rests on what is no more so; and CutOffNow or StandingLost when the session must end."""
        grounds = self.grounds
        if portal.grounds is not grounds and portal.grounds != grounds:
            self.verify_standing()
            raise Refused(
                Refusal(SERIALIZATION, "what was declared or is in force has changed", hint="Bind it again.")
            )

    def is_current(self, prepared: Prepared) -> bool:
        """Whether the plan is still that of its statement."""
        return (prepared.profile.id, prepared.policy) == (self.profile.id, self.snapshot.bundle.version)


def _leads_out(plan: Plan) -> bool:
    """Whether a failed transaction lets it through."""
    match plan:
        case End() | Empty() | Savepoint(how="ROLLBACK TO"):
            return True
        case ResetSession(steps):
            return steps[:1] == ("ROLLBACK",)
        case _:
            return False


def no_purpose(conversation: Conversation) -> Refusal:
    """The refusal of a question without a purpose, with those that are open to the member and a line to type."""
    bundle = conversation.snapshot.bundle
    purposes = conversation.open_purposes
    refusal = Refusal(INVALID_SETTING, "no purpose is declared", detail="Every question needs one.")
    if not purposes:
        return replace(
            refusal, detail=f"{refusal.detail} None is open to you.", hint=f"Ask {bundle.custodian}."
        )
    line = (
        f"SET ostiary.purpose = '{purposes[0]}', or connect with options='-c ostiary.purpose={purposes[0]}'."
    )
    return replace(refusal, detail=f"{refusal.detail} Open to you: {', '.join(purposes)}.", hint=line)
