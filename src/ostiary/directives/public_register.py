"""The public register: every directive for everybody, as JSON and as an Atom feed (RFC 4287).

Knows: which part of a directive concerns everybody, and how it is said.
Must not know: where it is published, what time it is.

What concerns single people is left out: codes of members, their passwords' verifiers, cases, numbers of entries that
were erased, and reasons that may name them; of these acts there are counts. No hash stands here either. A step is a text, and one who can guess the text of a
departure could compare its hash; a hash of any later step would tell as much, because it stands on that one.

The same register gives the same bytes. So it does not say what holds now, but until when it does.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never

from ostiary.directives.act_form import certificate_octets
from ostiary.directives.certificates import fingerprint
from ostiary.directives.instants import hours_after, write_instant
from ostiary.directives.life_cycle import Directive
from ostiary.directives.register import Register
from ostiary.model.canonical import Plain, canonical_bytes
from ostiary.model.directive import (
    ACT_PREFIXES,
    Act,
    Approval,
    Certification,
    CutOff,
    Departure,
    Enrolment,
    ErasureOrder,
    Hold,
    Lift,
    NameErasureOrder,
    Notice,
    PolicyChange,
    QuietAct,
    Revocation,
    StatusChange,
    UrgentCutOff,
)

PersonalAct: TypeAlias = Enrolment | Departure | Approval | Hold


def register_json(register: Register, policy: str) -> bytes:
    """The register of the policy of that name as one canonical JSON object, a line break at its end."""
    return (
        canonical_bytes(
            {
                "register": policy,
                "as_of": register.head.at or None,
                "steps": register.head.sequence + 1,
                "directives": [directive_plain(one, register) for one in register.directives.values()],
            }
        )
        + b"\n"
    )


def directive_plain(directive: Directive, register: Register) -> dict[str, Plain]:
    """What everybody may know of one directive."""
    return {
        "id": directive.id,
        "status": directive.status,
        "act": act_plain(directive),
        "title": title(directive.act),
        "ordered_by": _official(directive.ordered_by, register),
        "ordered_at": directive.ordered_at,
        "settled_by": _official(directive.settled_by, register) if directive.settled_by else None,
        "settled_at": directive.settled_at or None,
        "settled_reason": _settled_reason(directive),
        "ended_by": directive.ended_by or None,
    }


def act_plain(directive: Directive) -> dict[str, Plain]:
    """What everybody may know of what it does."""
    match directive.act:
        case CutOff(agency, reason, until):
            return {"kind": "cut-off", "agency": agency, "reason": reason, "until": until}
        case UrgentCutOff(agency, reason, until, hours):
            lapses = write_instant(hours_after(directive.ordered_at, hours))
            found: dict[str, Plain] = {"kind": "cut-off", "agency": agency, "reason": reason, "until": until}
            return {**found, "lapses_unless_confirmed_before": lapses}
        case Lift(ended, reason):
            # Why a hold ends may name the case, or whom it is about, as the hold itself does.
            said = None if _is_of_a_hold(ended) else reason
            return {"kind": "lift", "cut_off": ended, "reason": said}
        case StatusChange(agency, status, reason):
            kind = "suspension" if status == "suspended" else "reinstatement"
            return {"kind": kind, "agency": agency, "reason": reason}
        case PolicyChange():
            return policy_change_plain(directive.act)
        case Certification(agency, certificate):
            shown = fingerprint(certificate_octets(certificate))
            return {"kind": "certification", "agency": agency, "fingerprint": shown}
        case Revocation(agency, revoked):
            return {"kind": "revocation", "agency": agency, "fingerprint": revoked}
        case Enrolment(members):
            return {"kind": "enrolment", "members": len(members)}
        case Departure(codes):
            return {"kind": "departure", "members": len(codes)}
        case Approval():
            return {"kind": "approval", "members": 1}
        case ErasureOrder() | NameErasureOrder() | Hold() | Notice():
            return _quiet_act_plain(directive.act)
        case _ as never:
            assert_never(never)


def notice_plain(act: Notice) -> dict[str, Plain]:
    """All of a notice: it is written for everybody."""
    return {
        "kind": "notice",
        "title": act.title,
        "state": act.status,
        "statement": act.statement,
        "source": act.source,
        "corrects": act.corrects or None,
    }


def _quiet_act_plain(act: QuietAct) -> dict[str, Plain]:
    match act:
        case Notice():
            return notice_plain(act)
        case ErasureOrder(log, entries, order, law):
            # Their numbers stay out: a number is a time, and who asked when may be known from elsewhere.
            found: dict[str, Plain] = {"kind": "erasure", "log": log, "entries": len(entries)}
            return {**found, "order": order, "law": law}
        case NameErasureOrder(log, _, subjects, asked_about, order, law):
            found = {"kind": "name-erasure", "log": log, "names": len(subjects) + len(asked_about)}
            return {**found, "order": order, "law": law}
        case Hold(_, _, until):
            # Neither the case nor the order: either leads to whom it is about.
            return {"kind": "hold", "until": until}
        case _ as never:
            assert_never(never)


def title(act: Act) -> str:
    """What an act does, in a few words for everybody."""
    match act:
        case CutOff(agency, _, until) | UrgentCutOff(agency, _, until):
            return f"Cut-off of {agency}, {'for good' if until is None else f'until {until}'}"
        case Lift(cut_off):
            return f"Lift of the {lifted_kind(cut_off)} {cut_off}"
        case StatusChange(agency, status):
            return f"{'Suspension' if status == 'suspended' else 'Reinstatement'} of {agency}"
        case PolicyChange():
            # The title is the policy's own, most often the same after the change: the reason is what tells two changes apart.
            return f"Change of policy: {act.title} ({act.reason})"
        case Certification(agency):
            return f"Certificate of {agency}"
        case Revocation(agency):
            return f"Revocation of a certificate of {agency}"
        case Enrolment(members):
            return f"Enrolment of {_counted(len(members))}"
        case Departure(codes):
            return f"Departure of {_counted(len(codes))}"
        case Approval():
            return "Approval for one member and one case"
        case ErasureOrder() | NameErasureOrder() | Hold() | Notice():
            return _quiet_act_title(act)
        case _ as never:
            assert_never(never)


def _quiet_act_title(act: QuietAct) -> str:
    match act:
        case Notice(about, status):
            return f"Notice: {about} ({status})"
        case ErasureOrder(_, entries):
            return f"Erasure of {len(entries)} {'entry' if len(entries) == 1 else 'entries'} of the log"
        case NameErasureOrder():
            return "Erasure of names in one entry of the log"
        case Hold(_, _, until):
            return f"Hold of what is told of one case, until {until}"
        case _ as never:
            assert_never(never)


def lifted_kind(directive: str) -> str:
    """What a lift ends, by its id: a hold or a cut-off."""
    return "hold" if _is_of_a_hold(directive) else "cut-off"


def _is_of_a_hold(directive: str) -> bool:
    return directive.startswith(f"{ACT_PREFIXES[Hold]}-")


def story(directive: Directive, register: Register) -> str:
    """The directive in a few sentences for everybody: why, who took which step when."""
    plain = act_plain(directive)
    sentences = [f"{title(directive.act)}."]
    sentences += [
        f"{name.capitalize()}: {plain[name]}."
        for name in ("reason", "order", "law", "statement", "source", "corrects")
        if plain.get(name)
    ]
    sentences.append(_signed("Ordered", directive.ordered_by, directive.ordered_at, register))
    if isinstance(directive.act, UrgentCutOff):
        lapses = plain["lapses_unless_confirmed_before"]
        sentences.append(f"In force from then on, on one signature, until {lapses} unless confirmed.")
    if directive.settled_by:
        done = directive.status.capitalize()
        sentences.append(_signed(done, directive.settled_by, directive.settled_at, register))
    if why := _settled_reason(directive):
        sentences.append(f"Why: {why}.")
    if directive.ended_by:
        sentences.append(f"Ended by {directive.ended_by}.")
    return " ".join(sentences)


def _signed(done: str, code: str, at: str, register: Register) -> str:
    official = register.officials[code]
    return f"{done} by {official.name}, {official.office}, at {at}."


def _counted(members: int) -> str:
    return f"{members} member{'' if members == 1 else 's'}"


def policy_change_plain(act: PolicyChange) -> dict[str, Plain]:
    """All of a change of policy: none of it is about anybody."""
    return {
        "kind": "policy-change",
        "version": act.version,
        "parent": act.parent,
        "title": act.title,
        "reason": act.reason,
        "withdraws": list(act.withdraws),
        "law": act.law or None,
    }


def _settled_reason(directive: Directive) -> str | None:
    """Why it was refused, unless that may be about somebody."""
    act = directive.act
    is_personal = isinstance(act, PersonalAct | Revocation | ErasureOrder | NameErasureOrder)
    if is_personal or (isinstance(act, Lift) and _is_of_a_hold(act.cut_off)):
        return None
    return directive.settled_reason or None


def _official(code: str, register: Register) -> dict[str, Plain]:
    """Officials sign in public: code, name and office."""
    official = register.officials[code]
    return {"code": code, "name": official.name, "office": official.office}
