"""Whether each erasure of a log was ordered by one official and confirmed by another, before it was carried out.

Knows: the directives and the erasures that stand in the log, in their order.
Must not know: where the officials' keys come from, files.

Signatures were verified before a step was logged. Whoever has the officials' keys has them verified again: a log's own word for it
is that of whoever writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from ostiary.directives.envelope import open_step
from ostiary.directives.step_text import read_step
from ostiary.errors import DirectiveRefused, LogDamaged, ProofInvalid
from ostiary.evidence.commitment import DIRECTIVE, ERASURE
from ostiary.evidence.erasure import Erasure
from ostiary.evidence.name_erasure import AnyErasure, NameErasure, read_any_erasure
from ostiary.model.directive import AnyErasureOrder, ErasureOrder, NameErasureOrder, Step
from ostiary.store.log.reader import Entry
from ostiary.tlog.note import VerifierKey, split_note


def erasure_of(directive: str, act: AnyErasureOrder) -> AnyErasure:
    """What the log is to say of the erasure that a directive orders."""
    order = f"{directive}: {act.order}"
    if isinstance(act, ErasureOrder):
        return Erasure(act.entries, order)
    return NameErasure(act.entry, act.subjects, act.asked_about, order)


def verify_ordered(
    entries: Iterable[Entry], log: str, officials: Mapping[str, VerifierKey] | None = None
) -> int:
    """How many erasures there are among the entries of the log of that name.

    With the keys of the officials, by their codes, a step counts that its official has signed; without, every step that stands in
    the log. Raises LogDamaged at the first that no directive before it orders, in its very numbers and words, with two officials.
    """
    ordered: dict[str, tuple[str, AnyErasureOrder]] = {}
    confirmed: set[AnyErasure] = set()
    erasures = 0
    for entry in entries:
        if entry.kind == DIRECTIVE:
            _take(_maybe_step(entry, officials), ordered, confirmed, log)
        if entry.kind == ERASURE:
            erasures += 1
            if read_any_erasure(entry.payload) not in confirmed:
                signed = "" if officials is None else " that two officials of the policy have signed"
                raise LogDamaged(
                    f"entry {entry.index} says that entries were erased, and no directive in this log{signed} orders it",
                    hint="somebody who has the gateway's account has had it done: ask who, and keep everything as it is",
                )
    return erasures


def _take(
    step: Step | None, ordered: dict[str, tuple[str, AnyErasureOrder]], confirmed: set[AnyErasure], log: str
) -> None:
    if step is None:
        return
    if isinstance(step.act, ErasureOrder | NameErasureOrder) and step.act.log == log:
        ordered[step.directive] = step.by, step.act
    by, act = ordered.get(step.directive, ("", None))
    if act is not None and step.kind == "confirmed" and step.by != by:
        with suppress(ValueError):
            # What no entry can say was erased is an order for nothing: no gateway takes one.
            confirmed.add(erasure_of(step.directive, act))


def _maybe_step(entry: Entry, officials: Mapping[str, VerifierKey] | None) -> Step | None:
    """The step; None for one of a later release, which orders nothing that is known here, and for one that its official did not sign."""
    try:
        if officials is not None:
            return open_step(entry.payload, officials)
        return read_step(split_note(entry.payload)[0])
    except (DirectiveRefused, ProofInvalid):
        return None
