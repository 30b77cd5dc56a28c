"""The steps of directives that stand in the log, in words.

Knows: how an entry is read as a step, and what the steps of a log add up to.
Must not know: the control database, files, output.

A member's verifier is never shown: passwords can be guessed from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Final, assert_never

from ostiary.directives.effects import effects
from ostiary.directives.holdings import Holdings
from ostiary.directives.life_cycle import Directive, ordered, settled
from ostiary.directives.step_text import read_step
from ostiary.errors import DirectiveRefused
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.model.directive import (
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
    Step,
    UrgentCutOff,
)
from ostiary.store.log.reader import Entry

# INVARIANT: a step is canonical JSON, and a verifier has no quote in it; within another text these quotes have
# backslashes before them.
_VERIFIER: Final = re.compile(r'"verifier":"[^"]*"')


def without_verifiers(text: str) -> str:
    """A signed step as text, with what passwords could be guessed from withheld."""
    return _VERIFIER.sub('"verifier":"(withheld)"', text)


def step_of(entry: Entry) -> Step:
    """The step in a directive's entry; its signature was verified before it was logged. Raises DirectiveRefused."""
    text, _, _ = entry.payload.decode(errors="replace").rpartition("\n\n")
    return read_step(f"{text}\n")


class StepsSeen:
    """What the steps met so far add up to: a confirmation does not repeat what it confirms."""

    def __init__(self) -> None:
        self._holdings = Holdings()

    def see(self, entry: Entry) -> None:
        """Take an entry in; one that is no step, or is logged twice, changes nothing."""
        if entry.kind != DIRECTIVE:
            return
        # A step may stand in the log twice, and a log that was begun later lacks the first ones, also those that one ends.
        with suppress(DirectiveRefused, KeyError):
            step = step_of(entry)
            earlier = self.find(step.directive)
            after = ordered(step) if earlier is None else settled(earlier, step)
            directives = {**self._holdings.directives, after.id: after}
            self._holdings = replace(self._holdings, directives=directives)
            if after.status == "confirmed":
                self._holdings = replace(self._holdings, **effects(self._holdings, after))

    def find(self, directive: str) -> Directive | None:
        """The directive as it stands, or None when its order was not seen."""
        return self._holdings.directives.get(directive)

    def line(self, entry: Entry) -> str:
        """A directive's entry in one line: when, what it does, who took which step."""
        try:
            step = step_of(entry)
        except DirectiveRefused as fault:
            return f"#{entry.index}  directive that is not understood: {fault.message}"
        directive = self.find(step.directive)
        what = "directive" if directive is None else _named(directive.act)
        at = step.at[:19].replace("T", " ")
        return f"#{entry.index}  {at}  {step.directive}, {what}, {step.kind} by {step.by}"


def seen(entries: Iterable[Entry]) -> StepsSeen:
    """What the steps among these entries add up to."""
    steps = StepsSeen()
    for entry in entries:
        steps.see(entry)
    return steps


def _named(act: Act) -> str:
    match act:
        case CutOff(agency) | UrgentCutOff(agency):
            return f"cut-off of {agency}"
        case Lift(cut_off):
            return f"lift of {cut_off}"
        case StatusChange(agency, status):
            return f"{'suspension' if status == 'suspended' else 'reinstatement'} of {agency}"
        case PolicyChange(version):
            return f"change of policy to {version[:12]}"
        case Approval(member, case):
            return f"approval of {member} for {case}"
        case Enrolment(members):
            return f"enrolment of {len(members)} member{'' if len(members) == 1 else 's'}"
        case Departure(codes, _):
            return f"departure of {', '.join(codes)}"
        case Certification(agency, _):
            return f"certification of {agency}"
        case Revocation(agency, _, _):
            return f"revocation of a certificate of {agency}"
        case ErasureOrder() | NameErasureOrder() | Hold() | Notice():
            return _quiet_named(act)
        case _ as never:
            assert_never(never)


def _quiet_named(act: QuietAct) -> str:
    if isinstance(act, Notice):
        return f"notice, {act.status}: {act.title}"
    if isinstance(act, Hold):
        return f"hold of case {act.case} until {act.until}"
    if isinstance(act, NameErasureOrder):
        return f"erasure of names in #{act.entry}"
    return f"erasure of {len(act.entries)} {'entry' if len(act.entries) == 1 else 'entries'}"
