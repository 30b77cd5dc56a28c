"""What is proved, as text for people and as plain values for programs.

Knows: how a report reads.
Must not know: how anything was proved, files, the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ostiary.model.canonical import Plain
from ostiary.model.request import Request
from ostiary.promises.proofs import DECLARED, Case, Cited, Proof, Proofs, Undo
from ostiary.promises.sets_in_words import listed

_KEPT = "no permit that anybody may add can break it"
COVERS = (
    "KEPT holds whatever permits, agreements and agencies are added. A new purpose, record class, field or label, a change of "
    "prohibitions, or a registered agency described otherwise, makes another policy, of which this proves nothing."
)
"""What a verdict is about, and what it is not."""
_TODAY = "but only because nobody is permitted otherwise; nothing prohibits what stands below"


def report(proofs: Proofs) -> str:
    """The whole report, without a last line break."""
    return "\n\n".join([heading(proofs), *(proof_in_words(one) for one in proofs.proofs), summary(proofs)])


def heading(proofs: Proofs) -> str:
    """Of which policy, how much of it, and for which days."""
    days = f"all days from {proofs.since}" if proofs.since else "all days"
    return (
        f"`{proofs.name}`, policy version {proofs.policy}\n"
        f"{_count(len(proofs.proofs), 'promise')}, {proofs.encoded} of {_count(proofs.rules, 'rule')} encoded by both engines, "
        f"{days}, also for agencies that are not registered yet\n{COVERS}"
    )


def summary(proofs: Proofs) -> str:
    """How many promises are kept in the strength promised, and what a proof is not."""
    kept = sum(one.is_kept_as_promised for one in proofs.proofs)
    every = len(proofs.proofs)
    counted = (
        f"{kept} of {_count(every, 'promise')} kept in the strength promised."
        if every
        else "There is no promise to prove."
    )
    return f"{counted} {DECLARED}"


def side_by_side(several: Sequence[Proofs]) -> str:
    """What each of some policies promises, and whether it keeps that: a line for each promise, without a last line break."""
    lines = []
    for proofs in several:
        lines.append(f"What `{proofs.name}` promises: {_count(len(proofs.proofs), 'promise')}")
        lines += [
            f"  {one.promise.source.id} {one.verdict}{_but(one)} ({one.promise.source.cite})"
            for one in proofs.proofs
        ]
    return "\n".join(lines)


def proof_in_words(proof: Proof) -> str:
    """One promise: the verdict, and below it what it is about and how to mend it."""
    lines = [f"{proof.promise.source.id} {proof.verdict}{_but(proof)} ({proof.promise.source.cite})"]
    if proof.promise.source.quote:
        lines.append(f'  "{proof.promise.source.quote}"')
    lines += [f"  {line}" for line in _body(proof)]
    return "\n".join(lines)


def _but(proof: Proof) -> str:
    """What a verdict means beside the strength that was promised."""
    if proof.verdict == "KEPT TODAY" and proof.promise.is_permanent:
        return ", which is too little: it was promised for good"
    return ""


def _body(proof: Proof) -> Iterator[str]:
    match proof.verdict:
        case "KEPT":
            rests = (
                f" It rests on {listed([one.rule for one in proof.rests_on], 'and')}."
                if proof.rests_on
                else ""
            )
            yield f"Kept by prohibitions: {_KEPT}.{rests}"
        case "KEPT TODAY":
            yield f"Kept for now, {_TODAY}."
        case "BROKEN":
            yield "This is allowed:"
        case "NOT SETTLED":
            yield f"{proof.why}; this counts as broken."
    if proof.case is not None:
        yield from _case_in_words(proof.case)
    if proof.undos:
        yield from _columns([("To mend it", "; or ".join(map(_undo, proof.undos)))])


def _case_in_words(case: Case) -> Iterator[str]:
    rows = [(line.about[:1].upper() + line.about[1:], line.says) for line in case.region]
    rows.append(("One such request", request_in_words(case.example)))
    if why := _why(case):
        rows.append(("Why", why))
    yield from _columns(rows)


def _columns(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    return (f"{name + ':':<{_WIDTH}}{says}" for name, says in rows)


_WIDTH = len("One such request: ")


def _why(case: Case) -> str:
    """Which permit allows it, and which prohibition would have stopped it but for an exception."""
    permits = [f"{one.rule} ({one.cite})" for one in case.permits]
    allowed = [f"{listed(permits, 'and')} allow{'s' if len(permits) == 1 else ''} it"] if permits else []
    released = [
        f"{one.rule} ({one.cite}) would stop it, but its exception {one.exception} releases it"
        for one in case.released
    ]
    return "; ".join([*allowed, *released])


def request_in_words(request: Request) -> str:
    """A request in one line."""
    context = request.context
    parts = [
        f"`{context.agency}`",
        *(f"for a member employed by `{one}`" for one in sorted(context.affiliations)),
        f"as `{context.role}`",
        f"for `{context.purpose}`",
        *(f"showing `{one}`" for one in sorted(context.basis)),
        *([f"case {context.case}"] if context.case else []),
        *(f"with {one.replace('-', ' ')} vouched for" for one in sorted(context.vouched)),
        f"asks for {' and '.join(f'`{request.record_class}.{one}`' for one in sorted(request.fields))}",
        f"on {request.day}",
    ]
    return ", ".join(parts)


def _undo(undo: Undo) -> str:
    return f"{undo.change} (checked: then {undo.verdict})"


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def proofs_as_values(proofs: Proofs) -> dict[str, Plain]:
    """The whole report as texts, numbers, lists and objects."""
    return {
        "ok": proofs.are_kept_as_promised,
        "name": proofs.name,
        "version": proofs.policy,
        "rules": proofs.rules,
        "encoded": proofs.encoded,
        "since": proofs.since.isoformat() if proofs.since else None,
        "promises": [_proof_as_values(one) for one in proofs.proofs],
        "note": DECLARED,
    }


def _proof_as_values(proof: Proof) -> dict[str, Plain]:
    promise, case = proof.promise, proof.case
    return {
        "id": promise.source.id,
        "cite": promise.source.cite,
        "quote": promise.source.quote,
        "strength": "permanent" if promise.is_permanent else "kept",
        "verdict": proof.verdict,
        "kept_as_promised": proof.is_kept_as_promised,
        "rests_on": [_cited(one) for one in proof.rests_on],
        "region": {line.about: line.says for line in case.region} if case else None,
        "example": request_as_values(case.example) if case else None,
        "permits": [_cited(one) for one in case.permits] if case else [],
        "released": [_cited(one) for one in case.released] if case else [],
        "undos": [{"change": one.change, "verdict": one.verdict} for one in proof.undos],
        "why": proof.why,
    }


def _cited(one: Cited) -> dict[str, Plain]:
    exception: dict[str, Plain] = {"exception": one.exception} if one.exception else {}
    return {"rule": one.rule, "cite": one.cite, **exception}


def request_as_values(request: Request) -> dict[str, Plain]:
    """A request as texts and lists."""
    context = request.context
    return {
        "agency": context.agency,
        "beneficiary": context.beneficiary,
        "affiliations": sorted(context.affiliations),
        "role": context.role,
        "purpose": context.purpose,
        "basis": sorted(context.basis),
        "case": context.case,
        "vouched": sorted(context.vouched),
        "record_class": request.record_class,
        "fields": sorted(request.fields),
        "day": request.day.isoformat(),
    }
