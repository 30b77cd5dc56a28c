"""The register of directives: what the chain of officials' steps adds up to.

Knows: the chain, who may take which step, and what holds after it.
Must not know: storage, delivery, what time it is, or what a policy makes of an act.

A register is a value: a step that is refused leaves it as it was. Equal chains give equal registers, so whoever holds
the chain and the officials' keys comes to the same result without trusting who stored it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from ostiary.directives.act_form import verify_act, verify_end, verify_line
from ostiary.directives.envelope import open_step, step_hash
from ostiary.directives.instants import read_instant
from ostiary.directives.life_cycle import Directive, ordered, settled
from ostiary.errors import DirectiveRefused
from ostiary.model.agency import Official
from ostiary.model.directive import ACT_PREFIXES, Act, CutOff, Enrolled, Enrolment, Step
from ostiary.model.tree import Tree
from ostiary.tlog.note import VerifierKey


@dataclass(frozen=True, slots=True)
class Head:
    """The last step of the chain: its sequence (-1: there is none), hash (then 64 zeros) and instant (then empty)."""

    sequence: int = -1
    hash: str = "0" * 64
    at: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """All directives by id in the order of ordering, and all members by code, as of ``head``."""

    keys: Mapping[str, VerifierKey]
    head: Head
    directives: Mapping[str, Directive]
    members: Mapping[str, Enrolled]

    @classmethod
    def empty(cls, officials: Mapping[str, Official]) -> Self:
        """The register before the first step. Raises ProofInvalid when an official's vkey is not one."""
        keys = {code: VerifierKey.parse(official.vkey) for code, official in officials.items()}
        return cls(keys, Head(), {}, {})

    def apply(self, raw: bytes) -> Self:
        """The register after the next signed step.

        Raises ProofInvalid when a signature does not hold, DirectiveRefused when the step is not a step, is not the
        next one, or is one that its official may not take.
        """
        step = open_step(raw, self.keys)
        after = self.admit(step)
        directives = {**self.directives, after.id: after}
        head = Head(step.sequence, step_hash(raw), step.at)
        return replace(
            self, head=head, directives=directives, members={**self.members, **_enrolled_by(after)}
        )

    def admit(self, step: Step) -> Directive:
        """The directive as the next step would leave it; the signature is not looked at. Raises DirectiveRefused."""
        self._verify_next(step)
        if step.kind == "ordered":
            return self._ordered(step)
        return self._settled(step)

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
        count = sum(type(directive.act) is type(act) for directive in self.directives.values())
        return f"{ACT_PREFIXES[type(act)]}-{count + 1}"

    def cut_offs(self, today: date) -> tuple[Directive, ...]:
        """The confirmed cut-offs in force on that day (UTC), in the order of their numbers."""
        return tuple(
            one for one in self.directives.values() if isinstance(one.act, CutOff) and one.is_in_force(today)
        )

    def cut_off_for(self, principals: Iterable[str], agencies: Tree, today: date) -> Directive | None:
        """The first cut-off in force that covers any of these agencies, or None.

        It covers the agency that it names, also one that the tree no longer has, and everything under it.
        """
        asking = frozenset(principals)
        in_force = self.cut_offs(today)
        return next((one for one in in_force if _is_covering(one.act, asking, agencies)), None)

    def _verify_next(self, step: Step) -> None:
        if step.by not in self.keys:
            raise DirectiveRefused(f"`{step.by}` is not an official of the policy")
        if (step.sequence, step.previous) != (self.head.sequence + 1, self.head.hash):
            raise DirectiveRefused(
                f"step {step.sequence} on `{step.directive}` does not follow step {self.head.sequence} of the chain",
                hint="somebody else may have taken a step in between: look again, then repeat yours",
            )
        at = read_instant(step.at)
        if self.head.at and at < read_instant(self.head.at):
            raise DirectiveRefused(
                f"the step is dated {step.at}, before the last one, {self.head.at}", hint="check the clock"
            )

    def _ordered(self, step: Step) -> Directive:
        after = ordered(step)
        expected = self.next_id(after.act)
        if after.id != expected:
            raise DirectiveRefused(f"`{after.id}` is out of order: the next one is `{expected}`")
        if step.reason:
            raise DirectiveRefused(f"the reason of `{after.id}` belongs into its act")
        verify_act(after.act, read_instant(step.at).date())
        return after

    def _settled(self, step: Step) -> Directive:
        before = self.find(step.directive)
        after = settled(before, step)
        if after.status == "confirmed":
            self._verify_confirmation(before, step)
        else:
            # Whoever ordered it may refuse it too: taking back one's own order gives nobody anything.
            verify_line(step.reason, "reason of the refusal")
        return after

    def _verify_confirmation(self, before: Directive, step: Step) -> None:
        hint = "another official must confirm it, with a key of their own"
        if step.by == before.ordered_by:
            raise DirectiveRefused(
                f"`{step.by}` ordered `{before.id}` and cannot confirm it: that takes two people", hint=hint
            )
        # Two officials who share one key are one key: the second signature would show nothing new.
        if self.keys[step.by].public == self.keys[before.ordered_by].public:
            raise DirectiveRefused(
                f"`{step.by}` signs with the key that ordered `{before.id}`: that takes two keys", hint=hint
            )
        if step.reason:
            raise DirectiveRefused(f"a confirmation of `{before.id}` has no reason of its own")
        if isinstance(before.act, CutOff):
            verify_end(before.act.until, read_instant(step.at).date())


def _is_covering(act: Act, asking: frozenset[str], agencies: Tree) -> bool:
    return isinstance(act, CutOff) and (
        act.agency in asking or any(agencies.is_under(code, act.agency) for code in asking)
    )


def _enrolled_by(directive: Directive) -> dict[str, Enrolled]:
    """Whom a directive enrols as it stands: nobody before it is confirmed. What is confirmed later counts."""
    match directive:
        case Directive(status="confirmed", act=Enrolment(members)):
            return {enrolled.member.code: enrolled for enrolled in members}
        case _:
            return {}
