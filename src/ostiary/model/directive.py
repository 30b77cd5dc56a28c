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


Act: TypeAlias = CutOff | Enrolment | Departure | Certification | Revocation

# Numbers run by kind, so that the first cut-off is D-1 whatever was enrolled before it. Append only.
ACT_PREFIXES: dict[type[Act], str] = {
    CutOff: "D",
    Enrolment: "E",
    Departure: "X",
    Certification: "C",
    Revocation: "V",
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
