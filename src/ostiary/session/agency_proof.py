"""Whether a connection comes from the member's agency, where the agency has a certificate.

Knows: what officials have certified and revoked, and how a refusal reads.
Must not know: passwords, handshakes, how certificates are verified.

The certificate proves the agency, the password the person: neither stands in for the other.
"""

from __future__ import annotations

from datetime import datetime

from ostiary.directives.certificates import fingerprint, verify_vouched
from ostiary.directives.holdings import Anchor
from ostiary.errors import ProofInvalid
from ostiary.model.agency import AgencyProof, Member
from ostiary.session.refusals import INVALID_LOGIN, Refusal
from ostiary.session.world import Channel, Snapshot


def prove_agency(
    member: Member, channel: Channel | None, snapshot: Snapshot, at: datetime
) -> AgencyProof | Refusal | None:
    """How the agency is proved at this instant; None where it need not be; the fatal refusal where it must and is not."""
    anchors = snapshot.register.certified_for(member.agency, snapshot.agencies)
    if anchors is None:
        return None
    if channel is None:
        return _refusal(member, "the log-in is in the clear", snapshot)
    if channel.certificate is None:
        return _refusal(member, "none was shown", snapshot)
    shown = fingerprint(channel.certificate)
    if shown in snapshot.register.revoked:
        return _refusal(member, f"it was revoked by directive {snapshot.register.revoked[shown]}", snapshot)
    return _vouched(member, channel.certificate, anchors, snapshot, at)


def _vouched(
    member: Member, shown: bytes, anchors: tuple[Anchor, ...], snapshot: Snapshot, at: datetime
) -> AgencyProof | Refusal:
    # The last reason is told: when an authority was renewed, the one that fits is mostly the newest.
    why = "none is in force any more"
    for anchor in anchors:
        try:
            until = verify_vouched(shown, anchor.certificate, at)
        except ProofInvalid as error:
            why = error.message
        else:
            return AgencyProof(fingerprint(shown), anchor.fingerprint, anchor.directive, until)
    return _refusal(member, why, snapshot)


def _refusal(member: Member, why: str, snapshot: Snapshot) -> Refusal:
    return Refusal(
        INVALID_LOGIN,
        f"`{member.agency}` is proved by a certificate, and {why}",
        hint="Connect over TLS with sslcert and sslkey, those that your agency gave you;"
        f" or ask {snapshot.bundle.custodian}.",
        fatal=True,
    )
