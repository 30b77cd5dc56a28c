"""Agencies and their members: who may log in, what proves an agency, and when it was last used.

Knows: what the register and the policy say of each, and the last access that is kept at hand.
Must not know: passwords, how an enrolment is signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ostiary.directives.certificates import read_certificate
from ostiary.directives.holdings import Anchor
from ostiary.errors import ProofInvalid
from ostiary.model.agency import Agency, Agreement, Member
from ostiary.office.eye import Holding
from ostiary.web.console.access_row import AccessRow
from ostiary.web.console.ground import Ground, account_of
from ostiary.web.console.recent import Seen
from ostiary.web.console.standing_words import barred
from ostiary.web.frame.visit import Absent, Answer, Shown, Visit
from ostiary.web.guard.roles import Role

NONE: Final = "The policy in force has no agency of this code."
SOON_DAYS: Final = 30
"""A certificate that ends within so many days is pointed out: a new one takes two officials."""


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency in the list."""

    agency: Agency
    members: int
    is_proved: bool
    barred: str
    last: datetime | None


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member, the directive that made them one, and their last access that is kept at hand."""

    member: Member
    since: str
    last: AccessRow | None


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One certificate: whose it says it is, its fingerprint, the directive, until when, and how it stands."""

    subject: str
    fingerprint: str
    directive: str
    until: datetime | None
    state: str


def agencies(ground: Ground, visit: Visit) -> Answer:  # noqa: ARG001 - it is the same for everybody who reaches it
    """All agencies of the policy in force, as a list."""
    holding, seen, now = ground.looks.look(), ground.recent.look(), ground.now()
    last = _last_by(seen, "agency")
    counts: dict[str, int] = {}
    for one in holding.register.members.values():
        counts[one.member.agency] = counts.get(one.member.agency, 0) + 1
    lines = [
        AgencyLine(
            agency,
            counts.get(code, 0),
            bool(holding.register.certified_for(code, holding.bundle.agency_tree)),
            barred(code, holding, now),
            last[code].at if code in last else None,
        )
        for code, agency in sorted(holding.bundle.agencies.items())
    ]
    return Shown(
        "console/agencies.html",
        {"lines": lines, "members": len(holding.register.members), "seen": seen, "now": now},
    )


def agency(ground: Ground, visit: Visit) -> Answer:
    """One agency: its members, its certificates, its agreements."""
    holding, seen, now = ground.looks.look(), ground.recent.look(), ground.now()
    found = holding.bundle.agencies.get(visit.path["code"])
    if found is None:
        return Absent(NONE)
    return Shown(
        "console/agency.html",
        {
            "agency": found,
            "above": holding.bundle.agencies.get(found.parent or ""),
            "under": [one for one in holding.bundle.agencies.values() if one.parent == found.code],
            "members": _members(found.code, holding, seen),
            "certificates": _certificates(found.code, holding, now),
            "agreements": _agreements(found.code, holding),
            "barred": barred(found.code, holding, now),
            "seen": seen,
            "now": now,
            "may_order": account_of(visit).role is Role.OFFICIAL,
        },
    )


def _members(code: str, holding: Holding, seen: Seen) -> list[MemberLine]:
    last = _last_by(seen, "member")
    return [
        MemberLine(one.member, holding.register.enrolled_by[name], last.get(name))
        for name, one in sorted(holding.register.members.items())
        if code in one.member.affiliations | {one.member.agency}
    ]


def _certificates(code: str, holding: Holding, now: datetime) -> list[CertificateLine]:
    return [_certificate(anchor, holding, now) for anchor in holding.register.certified.get(code, ())]


def _certificate(anchor: Anchor, holding: Holding, now: datetime) -> CertificateLine:
    revoked = holding.register.revoked.get(anchor.fingerprint)
    try:
        found = read_certificate(anchor.certificate)
        subject, until = found.subject.rfc4514_string(), found.not_valid_after_utc
    except (ProofInvalid, ValueError):
        subject, until = "it cannot be understood", None
    state = f"revoked by {revoked}" if revoked else _in_time(until, now)
    return CertificateLine(subject, anchor.fingerprint, anchor.directive, until, state)


def _in_time(until: datetime | None, now: datetime) -> str:
    if until is None:
        return "proves nothing"
    if until <= now:
        return "expired"
    days = (until - now).days
    return f"ends in {days} days" if days < SOON_DAYS else "in force"


def _agreements(code: str, holding: Holding) -> list[Agreement]:
    return [one for one in holding.bundle.agreements if one.agency == code]


def _last_by(seen: Seen, name: str) -> dict[str, AccessRow]:
    """The last access by each value of a field; rows are newest first."""
    found: dict[str, AccessRow] = {}
    for row in seen.rows:
        found.setdefault(getattr(row, name), row)
    return found
