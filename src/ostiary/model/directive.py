"""Directives: signed acts of officials, as values.

Knows: what an act says, and the steps by which it takes effect.
Must not know: signatures, chains, storage, or what a policy makes of an act.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from ostiary.model.agency import Member


@dataclass(frozen=True, slots=True)
class CutOff:
    """Ends the access of an agency and everything under it, for good (``until`` None) or until a UTC date (exclusive).

    The scope of this kind is everything that stands behind the door.
    """

    agency: str
    reason: str
    until: str | None = None

    @property
    def is_permanent(self) -> bool:
        """Whether it has no end."""
        return self.until is None


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A member and the SCRAM-SHA-256 verifier of the member's password (PostgreSQL's text form, RFC 5803)."""

    member: Member
    verifier: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Makes these persons members; a person enrolled before is enrolled anew, in full."""

    members: tuple[Enrolled, ...]


@dataclass(frozen=True, slots=True)
class Departure:
    """Ends the enrolment of these persons (codes); who was not enrolled stays so. A later enrolment makes members anew."""

    members: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Certification:
    """Makes a certificate one that proves an agency, and all under it that have none of their own.

    ``certificate`` is X.509, DER in base64: of the authority that issues to the agency's people, or the one that they all
    show. From the first one on the agency is proved in no other way.
    """

    agency: str
    certificate: str


@dataclass(frozen=True, slots=True)
class Revocation:
    """Ends, for good, what a certificate proves: one of a certification, or one that such an authority has issued.

    ``fingerprint`` is the SHA-256 of its DER, 64 hexadecimal digits. An agency whose last certificate is revoked is proved
    by nothing until another one is certified.
    """

    agency: str
    fingerprint: str
    reason: str


@dataclass(frozen=True, slots=True)
class UrgentCutOff:
    """A cut-off in danger of delay: it holds from its order on, and lapses ``hours`` later unless another confirms it.

    Confirmed, it is a cut-off like any other, for good or until a UTC date (exclusive). Refused, it ends at once.
    """

    agency: str
    reason: str
    until: str | None
    hours: int

    @property
    def is_permanent(self) -> bool:
        """Whether it has no end once it is confirmed."""
        return self.until is None


@dataclass(frozen=True, slots=True)
class Lift:
    """Ends a cut-off that is in force and not permanent, or a hold; ``cut_off`` is its id."""

    cut_off: str
    reason: str


@dataclass(frozen=True, slots=True)
class StatusChange:
    """Suspends an agency and everything under it, or sets it active again."""

    agency: str
    status: Literal["suspended", "active"]
    reason: str


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """Puts another policy version in the place of ``parent``, the one in force (both SHA-256 in hexadecimal digits).

    ``withdraws`` are the ids of promises that it takes back or weakens; then it does nothing else, and ``law`` says by
    what law. Without them ``law`` is empty.
    """

    version: str
    parent: str
    title: str
    reason: str
    withdraws: tuple[str, ...] = ()
    law: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """A supervisor's approval that one member (code) asks for one case, until a UTC date (exclusive)."""

    member: str
    case: str
    until: str
    reason: str


@dataclass(frozen=True, slots=True)
class ErasureOrder:
    """Destroys the keys of entries of one log, so that nobody ever reads again what they said; the log stays whole.

    ``log`` is the log's name, ``entries`` are numbers in it, ascending; ``order`` is the court's or authority's order, and
    ``law`` by what law it is obeyed. Both are public: they name nobody whom the entries are about.
    """

    log: str
    entries: tuple[int, ...]
    order: str
    law: str


@dataclass(frozen=True, slots=True)
class NameErasureOrder:
    """Has names destroyed in one access entry of one log; everything else that the entry says stays.

    ``subjects`` and ``asked_about`` are ascending places in the entry's two lists. They stand here in place of the names,
    because a directive is never erased.
    """

    log: str
    entry: int
    subjects: tuple[int, ...]
    asked_about: tuple[int, ...]
    order: str
    law: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Holds back, until a UTC date (exclusive), what people are told of accesses for one case, by an order of a court (its id).

    Nothing is hidden from auditors, and that something is held back is hidden from nobody.
    """

    case: str
    order: str
    until: str


NoticeStatus: TypeAlias = Literal["reported", "confirmed", "postponed", "ended"]
"""What became of what was announced: others report it; officials confirm it; it is put off; it is over."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What officials announce to everybody, with where it comes from. It changes nothing that is decided by.

    ``corrects`` is the id of the notice that it takes the place of, empty for a first one. What was said before stays.
    """

    title: str
    status: NoticeStatus
    statement: str
    source: str
    corrects: str = ""


AnyCutOff: TypeAlias = CutOff | UrgentCutOff

AnyErasureOrder: TypeAlias = ErasureOrder | NameErasureOrder

LogAct: TypeAlias = AnyErasureOrder | Hold
"""Acts on what the log keeps and what is told of it. They change nothing that is decided by."""

QuietAct: TypeAlias = LogAct | Notice
"""Acts that change nothing that is decided by."""

Act: TypeAlias = (
    CutOff
    | Enrolment
    | Departure
    | Certification
    | Revocation
    | UrgentCutOff
    | Lift
    | StatusChange
    | PolicyChange
    | Approval
    | QuietAct
)

# Numbers run by prefix, so that the first cut-off is D-1 whatever was enrolled before it. Append only; an urgent cut-off
# becomes a cut-off and counts with them.
ACT_PREFIXES: dict[type[Act], str] = {
    CutOff: "D",
    Enrolment: "E",
    Departure: "X",
    Certification: "C",
    Revocation: "V",
    UrgentCutOff: "D",
    Lift: "L",
    StatusChange: "S",
    PolicyChange: "P",
    Approval: "A",
    ErasureOrder: "K",
    NameErasureOrder: "N",
    Hold: "H",
    Notice: "B",
}

StepKind: TypeAlias = Literal["ordered", "confirmed", "refused"]


@dataclass(frozen=True, slots=True)
class Step:
    """One official's step on one directive. ``act`` stands on the ordering step only.

    ``sequence`` counts all steps from 0; ``previous`` is the SHA-256 (hex) of the signed text of the step before it,
    64 zeros for the first. ``at`` is an ISO 8601 instant in UTC.
    """

    sequence: int
    previous: str
    directive: str
    kind: StepKind
    by: str
    at: str
    act: Act | None = None
    reason: str = ""
