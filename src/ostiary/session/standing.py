"""What a session stands on, and how it reads when that is lost: enrolment, agency's proof, agencies not cut off.

Knows: a member's agencies, the directives that end what they stand on (cut-offs and suspensions keep them out alike), and
the words for each.
Must not know: the log-in, statements, how anything is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ostiary.directives.life_cycle import Directive
from ostiary.model.agency import AgencyProof, Member
from ostiary.model.directive import CutOff, Enrolled, StatusChange, UrgentCutOff
from ostiary.session.commands import Admit, CutOffNow, SessionEnded, StandingLost
from ostiary.session.refusals import INVALID_LOGIN, Refusal
from ostiary.session.settings import Declared
from ostiary.session.world import Snapshot


def principals(member: Member, declared: Declared) -> frozenset[str]:
    """Every agency that a session stands for."""
    return member.affiliations | {member.agency, declared.beneficiary or member.agency}


def cut_off_refusal(member: Member, declared: Declared, snapshot: Snapshot, at: datetime) -> Refusal | None:
    """The fatal refusal of a session for which one of its agencies is cut off or suspended then, or None.

    It says which agency: whoever asks for another one is told how to go on without it. libpq shows no SQLSTATE at a
    log-in, so the directive's number stands in the message.
    """
    for agency, said, way_out in _roles(member, declared):
        found = snapshot.register.barred_by({agency}, snapshot.agencies, at)
        if found is not None:
            return Refusal(
                INVALID_LOGIN,
                f"{said} was {_done(found)} by directive {found.id}",
                detail=_why(found),
                hint=f"{way_out}Ask {snapshot.bundle.custodian}.",
                fatal=True,
            )
    return None


def cut_off_now(directive: Directive, snapshot: Snapshot) -> CutOffNow:
    """What ends a live session under a cut-off or suspension: reason and end, which members are promised, whom to ask."""
    return CutOffNow(directive.id, _why(directive), f"Ask {snapshot.bundle.custodian}.", _done(directive))


def ended_by(admitted: Admit, snapshot: Snapshot, at: datetime) -> SessionEnded | None:
    """Why a session that was let in must end under these directives, or None. A cut-off is named before all else."""
    found = snapshot.register.barred_by(admitted.principals, snapshot.agencies, at)
    if found is not None:
        return cut_off_now(found, snapshot)
    return standing_lost(admitted.enrolled, admitted.proof, snapshot)


def standing_lost(enrolled: Enrolled, proof: AgencyProof | None, snapshot: Snapshot) -> StandingLost | None:
    """Why the log-in holds no more, whatever is cut off; None when it does."""
    member = enrolled.member
    now = snapshot.register.members.get(member.code)
    if now is None:
        return StandingLost(
            f"the enrolment of `{member.code}` has ended", hint=f"Ask {snapshot.bundle.custodian}."
        )
    if now != enrolled:
        return StandingLost(f"`{member.code}` was enrolled anew", hint="Connect again.")
    if not _is_proof_in_force(member, proof, snapshot):
        said = f"what proved `{member.agency}` proves it no more"
        return StandingLost(said, hint="Connect again, with a certificate that proves your agency now.")
    return None


def verify_unexpired(proof: AgencyProof | None, member: Member, at: datetime) -> None:
    """Raises StandingLost when the certificate that proved the agency has expired since."""
    if proof is not None and at >= proof.until:
        raise StandingLost(
            f"the certificate that proved `{member.agency}` expired at {proof.until:%Y-%m-%d %H:%M} UTC",
            hint="Connect again, with one that is in force.",
        )


def _is_proof_in_force(member: Member, proof: AgencyProof | None, snapshot: Snapshot) -> bool:
    register = snapshot.register
    anchors = register.certified_for(member.agency, snapshot.agencies)
    if anchors is None or proof is None:
        return anchors is None
    issuers = {anchor.fingerprint for anchor in anchors}
    return proof.issuer in issuers and proof.certificate not in register.revoked


def _roles(member: Member, declared: Declared) -> Iterator[tuple[str, str, str]]:
    """Each agency with the words for what it is to the member, and the way out beside asking; one's own is first."""
    yield member.agency, f"access of `{member.agency}`", ""
    for employer in sorted(member.affiliations):
        yield employer, f"`{employer}`, which employs you,", ""
    if declared.beneficiary is not None:
        way_out = "To ask for your own agency, leave ostiary.beneficiary away. "
        yield declared.beneficiary, f"`{declared.beneficiary}`, for which you ask,", way_out


def _why(directive: Directive) -> str:
    match directive.act:
        case CutOff(_, reason, until) | UrgentCutOff(_, reason, until):
            return f"Reason: {reason.rstrip('.')}. {_end(directive, until)}"
        case StatusChange(_, _, reason):
            return f"Reason: {reason.rstrip('.')}. Until a directive sets it active again."
        case _:
            return ""


def _end(directive: Directive, until: str | None) -> str:
    if directive.lapses_at is not None:
        return f"Until {directive.lapses_at:%Y-%m-%d %H:%M:%S} UTC, unless it is confirmed by then."
    return "For good." if until is None else f"Until {until}."


def _done(directive: Directive) -> str:
    return "suspended" if isinstance(directive.act, StatusChange) else "cut off"
