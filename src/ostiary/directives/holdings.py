"""What confirmed directives add up to, and how it is asked.

Knows: members, certificates, cut-offs, suspensions, approvals, the policy in force; that times end some of them.
Must not know: the chain, signatures, who may take which step, what time it is, or what a policy makes of an act.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ostiary.directives.instants import read_day
from ostiary.directives.life_cycle import Directive
from ostiary.errors import DirectiveRefused
from ostiary.model.directive import (
    ACT_PREFIXES,
    Act,
    Approval,
    CutOff,
    Enrolled,
    Hold,
    PolicyChange,
    StatusChange,
    UrgentCutOff,
)
from ostiary.model.tree import Tree


@dataclass(frozen=True, slots=True)
class Anchor:
    """A certificate (DER) that proves an agency, its SHA-256 in hexadecimal digits, and the directive that says so."""

    certificate: bytes
    fingerprint: str
    directive: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """All directives by id in the order of ordering, and what they add up to.

    ``members`` by code, and ``enrolled_by`` the id of the directive for each. ``certified``: every anchor that an agency
    was ever given, revoked ones included; ``revoked``: fingerprints, with the id of the directive for each. ``suspended``:
    agencies, with the id of the directive for each. ``approved``: the ids of a member's approvals, ended ones left out.
    ``changed_by``: the id of the directive that the policy in force came with, empty under the founding one. ``cut_off_ids``
    are all that were ever ordered: a city has thousands of enrolments, and each session is held against each cut-off.
    """

    directives: Mapping[str, Directive] = field(default_factory=dict)
    members: Mapping[str, Enrolled] = field(default_factory=dict)
    enrolled_by: Mapping[str, str] = field(default_factory=dict)
    certified: Mapping[str, tuple[Anchor, ...]] = field(default_factory=dict)
    revoked: Mapping[str, str] = field(default_factory=dict)
    suspended: Mapping[str, str] = field(default_factory=dict)
    approved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changed_by: str = ""
    cut_off_ids: tuple[str, ...] = ()

    def find(self, directive: str) -> Directive:
        """The directive of that id. Raises DirectiveRefused with the nearest id that there is."""
        found = self.directives.get(directive)
        if found is not None:
            return found
        near = difflib.get_close_matches(directive.upper(), self.directives, n=1)
        hint = f"did you mean `{near[0]}`?" if near else "`ostiary directive list` shows all there are"
        raise DirectiveRefused(f"there is no directive `{directive}`", hint=hint)

    def next_id(self, act: Act) -> str:
        """The id that the next directive of this kind must have: ``D-1``, ``D-2``; ``E-1``."""
        prefix = ACT_PREFIXES[type(act)]
        count = sum(ACT_PREFIXES[type(one.act)] == prefix for one in self.directives.values())
        return f"{prefix}-{count + 1}"

    @property
    def policy(self) -> str | None:
        """The policy version that directives have put in force, or None while the founding one is."""
        change = self.policy_change
        return None if change is None else change.version

    @property
    def policy_change(self) -> PolicyChange | None:
        """The act with which the policy in force came (``changed_by`` is its directive), or None likewise."""
        act = self.directives[self.changed_by].act if self.changed_by else None
        return act if isinstance(act, PolicyChange) else None

    def cut_offs(self, at: datetime) -> tuple[Directive, ...]:
        """The cut-offs in force at that instant, urgent ones included, in the order of their numbers."""
        found = (self.directives[directive] for directive in self.cut_off_ids)
        return tuple(one for one in found if one.is_in_force(at))

    def cut_off_for(self, principals: Iterable[str], agencies: Tree, at: datetime) -> Directive | None:
        """The first cut-off in force that covers any of these agencies, or None.

        It covers the agency that it names, also one that the tree no longer has, and everything under it.
        """
        asking = frozenset(principals)
        return next((one for one in self.cut_offs(at) if _is_covering(one.act, asking, agencies)), None)

    def suspension_for(self, principals: Iterable[str], agencies: Tree) -> Directive | None:
        """The first suspension in force that covers any of these agencies, likewise, or None."""
        asking = frozenset(principals)
        suspensions = (self.directives[directive] for directive in self.suspended.values())
        return next((one for one in suspensions if _is_covering(one.act, asking, agencies)), None)

    def barred_by(self, principals: Iterable[str], agencies: Tree, at: datetime) -> Directive | None:
        """The directive that keeps any of these agencies out at that instant: a cut-off, else a suspension; or None."""
        asking = frozenset(principals)
        return self.cut_off_for(asking, agencies, at) or self.suspension_for(asking, agencies)

    def approvals(self, member: str, case: str, day: date) -> tuple[Directive, ...]:
        """The approvals for this member and case that hold on that day (UTC), in the order of confirmation."""
        found = (self.directives[directive] for directive in self.approved.get(member, ()))
        return tuple(one for one in found if _is_approving(one.act, case, day))

    def holds(self, at: datetime) -> tuple[tuple[str, Hold], ...]:
        """The holds in force at that instant with their ids, in the order of ordering."""
        found = ((one.id, one.act) for one in self.directives.values() if one.is_in_force(at))
        return tuple((directive, act) for directive, act in found if isinstance(act, Hold))

    @property
    def anchors(self) -> frozenset[bytes]:
        """The certificates (DER) of all agencies, revoked ones too: whoever shows one of those is refused in words."""
        return frozenset(anchor.certificate for anchors in self.certified.values() for anchor in anchors)

    def certified_for(self, agency: str, agencies: Tree) -> tuple[Anchor, ...] | None:
        """The anchors that prove an agency: its own, else those of the nearest agency above it that has any.

        None when neither it nor any above was ever given one: then it need not be proved. Empty when all are revoked.
        """
        line = agencies.line(agency) if agency in agencies else (agency,)
        nearest = next((one for one in line if one in self.certified), None)
        if nearest is None:
            return None
        return tuple(one for one in self.certified[nearest] if one.fingerprint not in self.revoked)


def _is_covering(act: Act, asking: frozenset[str], agencies: Tree) -> bool:
    return isinstance(act, CutOff | UrgentCutOff | StatusChange) and (
        act.agency in asking or any(agencies.is_under(code, act.agency) for code in asking)
    )


def _is_approving(act: Act, case: str, day: date) -> bool:
    return isinstance(act, Approval) and act.case == case and day < read_day(act.until)
