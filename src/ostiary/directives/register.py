"""The register of directives: the chain of officials' steps, and what holds after it.

Knows: the chain, whose step follows, that a confirmation takes two people and two keys.
Must not know: storage, delivery, what time it is, what single acts demand or do, or what a policy makes of an act.

A register is a value: a step that is refused leaves it as it was. Equal chains give equal registers, so whoever holds
the chain and the officials' keys comes to the same result without trusting who stored it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Self

from ostiary.directives.act_form import verify_act, verify_line
from ostiary.directives.demands import verify_confirmation, verify_order
from ostiary.directives.effects import effects
from ostiary.directives.envelope import open_step, step_hash
from ostiary.directives.holdings import Holdings
from ostiary.directives.instants import read_instant
from ostiary.directives.life_cycle import Directive, ordered, settled
from ostiary.errors import DirectiveRefused
from ostiary.model.agency import Official
from ostiary.model.directive import CutOff, Step, UrgentCutOff
from ostiary.tlog.note import VerifierKey

# Clocks that follow a time server differ by milliseconds, forgotten ones by minutes. What a step may be ahead adds to the
# time for which one signature counts.
MAX_AHEAD: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Head:
    """The last step of the chain: its sequence (-1: there is none), hash (then 64 zeros) and instant (then empty)."""

    sequence: int = -1
    hash: str = "0" * 64
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Holdings):
    """What directives add up to as of ``head``, with the officials who sign and their keys, both by code."""

    keys: Mapping[str, VerifierKey] = field(default_factory=dict)
    officials: Mapping[str, Official] = field(default_factory=dict)
    head: Head = Head()

    @classmethod
    def empty(cls, officials: Mapping[str, Official]) -> Self:
        """The register before the first step. Raises ProofInvalid when an official's vkey is not one."""
        keys = {code: VerifierKey.parse(official.vkey) for code, official in officials.items()}
        return cls(keys=keys, officials=officials)

    def apply(self, raw: bytes) -> Self:
        """The register after the next signed step.

        Raises ProofInvalid when a signature does not hold, DirectiveRefused when the step is not a step, is not the
        next one, or is one that its official may not take.
        """
        step = open_step(raw, self.keys)
        after = self.admit(step)
        directives = {**self.directives, after.id: after}
        head = Head(step.sequence, step_hash(raw), step.at)
        now = replace(self, head=head, directives=directives, cut_off_ids=self._cut_offs_with(after))
        return replace(now, **effects(now, after)) if after.status == "confirmed" else now

    def _cut_offs_with(self, after: Directive) -> tuple[str, ...]:
        is_new = isinstance(after.act, CutOff | UrgentCutOff) and after.id not in self.directives
        return (*self.cut_off_ids, after.id) if is_new else self.cut_off_ids

    def verify_dated(self, now: datetime) -> None:
        """Raises DirectiveRefused when the last step is dated further ahead of ``now`` than clocks differ.

        Instants only grow along the chain, so the last one speaks for all. Without this, whoever dates an urgent cut-off
        years ahead would have it hold for years on one signature.
        """
        if self.head.at and read_instant(self.head.at) > now + MAX_AHEAD:
            raise DirectiveRefused(
                f"the last step is dated {self.head.at}, which is still to come",
                hint="check the clock here; if it is right, find out who wrote that step",
            )

    def admit(self, step: Step) -> Directive:
        """The directive as the next step would leave it; the signature is not looked at. Raises DirectiveRefused."""
        self._verify_next(step)
        if step.kind == "ordered":
            return self._ordered(step)
        return self._settled(step)

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
        at = read_instant(step.at)
        verify_act(after.act, at.date())
        verify_order(self, after.act, self._signers(step.by), at)
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
        verify_confirmation(self, before, self._signers(step.by), read_instant(step.at))

    def _signers(self, by: str) -> tuple[Official, ...]:
        """Everybody who signs with this official's key: they are one as far as anybody can tell."""
        key = self.keys[by].public
        return tuple(official for code, official in self.officials.items() if self.keys[code].public == key)
