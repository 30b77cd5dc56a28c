"""The register between what is covered and what is new: it lets nobody in whom either of the two keeps out.

Knows: of each thing that directives add up to, which way is narrower.
Must not know: what covers a directive, storage, what time it is, what a policy makes of an act.

A new step restricts at once, and widens only when its own head is covered. So whoever is served meanwhile may be served
under both chains; a cut-off waits for nobody. What cannot be compared, a change of policy, is left to the caller:
``awaits_policy`` says that the two registers do not have the same one in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ostiary.directives.holdings import Anchor
from ostiary.directives.life_cycle import Directive
from ostiary.directives.register import Register


def narrowed(newest: Register, covered: Register) -> Register:
    """The register with the head of ``newest``, without what it lets in beyond ``covered``, which it continues.

    ``covered`` may itself be such a register: then what is let in, every register on the way lets in.
    """
    if newest.head == covered.head:
        return newest
    # Whoever was enrolled anew, with another password, is let in by neither chain until it is covered.
    members = {code: one for code, one in newest.members.items() if covered.members.get(code) == one}
    return replace(
        newest,
        directives=_still_cut_off(newest, covered),
        members=members,
        enrolled_by={code: newest.enrolled_by[code] for code in members if code in newest.enrolled_by},
        certified={agency: _anchors(agency, newest, covered) for agency in newest.certified},
        revoked={**covered.revoked, **newest.revoked},
        suspended={**covered.suspended, **newest.suspended},
        approved={
            member: tuple(one for one in approvals if one in covered.approved.get(member, ()))
            for member, approvals in newest.approved.items()
        },
    )


def awaits_policy(newest: Register, covered: Register) -> bool:
    """Whether another policy is in force in ``newest``: it may permit more than the covered one, and less."""
    return newest.changed_by != covered.changed_by


def _still_cut_off(newest: Register, covered: Register) -> Mapping[str, Directive]:
    """The directives of ``newest``; a cut-off that only it has ended stands as it stood."""
    kept = {
        directive: covered.directives[directive]
        for directive in covered.cut_off_ids
        if _has_ended(newest.directives[directive]) and not _has_ended(covered.directives[directive])
    }
    return {**newest.directives, **kept} if kept else newest.directives


def _has_ended(directive: Directive) -> bool:
    return bool(directive.ended_by) or directive.status == "refused"


def _anchors(agency: str, newest: Register, covered: Register) -> tuple[Anchor, ...]:
    # An agency's first certificate demands a proof, and takes the place of the one of an agency above it: none proves it
    # under both chains for certain, so that none does until it is covered.
    known = covered.certified.get(agency, ())
    return tuple(one for one in newest.certified[agency] if one in known)
