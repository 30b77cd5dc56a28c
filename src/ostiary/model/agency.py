"""Agencies, members and the officials who sign.

Knows: who asks, for whom they work, and whose signature counts.
Must not know: passwords, sessions, or why anybody is allowed anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

LEVELS = ("city", "county", "state", "federal", "tribal", "private")
STATUSES = ("active", "suspended", "ended")
AGREEMENT_KINDS = ("agreement", "declaration")


@dataclass(frozen=True, slots=True)
class Agency:
    """An organisation that asks. ``code`` is its slug; ``kind`` an open word such as ``police``.

    ``state`` is the postal code of the state it belongs to, None for the nation's and for what belongs to none. Only an
    ``active`` agency is known to rules: one of any other status is permitted nothing. ``labels`` are open words, such as
    ``287g``, that rules may test.
    """

    code: str
    name: str
    level: str
    kind: str
    parent: str | None = None
    ori: str | None = None
    state: str | None = None
    status: str = "active"
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Agreement:
    """A written agreement under which an agency has access; day numbers are ISO dates, the end is exclusive.

    ``kind`` is ``declaration`` for what an agency declares on its own, such as an out-of-state agency under
    625 ILCS 5/2-130.
    """

    code: str
    agency: str
    title: str
    cite: str
    effective: str
    expires: str | None = None
    kind: str = "agreement"


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """What rules can test of one agency on one day: what stood in the directory, and what was agreed.

    ``above`` are the agencies that it stands under, nearest first; ``agreed`` the kinds of its agreements in force.
    """

    level: str
    kind: str
    state: str | None
    status: str
    labels: frozenset[str] = frozenset()
    above: tuple[str, ...] = ()
    agreed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody whose signature counts for directives; ``vkey`` is a signed-note verifier key (C2SP)."""

    code: str
    name: str
    office: str
    vkey: str


@dataclass(frozen=True, slots=True)
class AgencyProof:
    """That a log-in came from the member's agency: a certificate whose key the client held.

    ``certificate`` and ``issuer`` are SHA-256 fingerprints (hex) of what was shown and of what ``directive`` certified, the
    same when the agency has just one. ``until`` is the first instant (UTC) at which one of the two has expired.
    """

    certificate: str
    issuer: str
    directive: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """A person of an agency, never shared. ``affiliations`` are agencies that employ or are assigned the person."""

    code: str
    agency: str
    role: str
    affiliations: frozenset[str] = frozenset()
