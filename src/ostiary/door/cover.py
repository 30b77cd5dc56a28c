"""How far witnesses have covered the chain of directives, and what may be served of the rest.

Knows: the covered register, the steps behind it, until when the cover counts.
Must not know: witnesses, the log, what a step does.

INVARIANT: the covered register continues the same chain as the newest one: both are made of the steps that this gateway
has taken, in their order.
"""

from __future__ import annotations

from collections.abc import Sequence

from ostiary.directives.narrowing import awaits_policy, narrowed
from ostiary.directives.register import Register


class Cover:
    """Follows the chain one step behind the other. ``register`` is the register before the first step.

    ``sequence`` is the last step that is covered (-1: none), ``until`` the time of the boot clock at which that no longer
    counts.
    """

    def __init__(self, register: Register, sequence: int, until: float) -> None:
        self._covered = register
        self._newest = register
        self._sequence = sequence
        self._behind: list[bytes] = []
        self._until = until

    @property
    def sequence(self) -> int:
        """The last step that is covered, whether or not this gateway has taken it."""
        return self._sequence

    def take(self, steps: Sequence[bytes], newest: Register, reached: Register | None) -> None:
        """The chain has further steps, which make it ``newest``; ``reached`` is the register at the last covered step.

        ``reached`` is None where that step is not among them.
        """
        self._newest = newest
        first = newest.head.sequence - len(steps) + 1
        if reached is not None:
            self._covered = reached
            self._behind = list(steps[self._sequence - first + 1 :])
        elif newest.head.sequence <= self._sequence:
            self._covered = newest
        else:
            self._behind += steps

    def extend(self, sequence: int, until: float) -> None:
        """The chain is covered up to that step, and until then; never less far than before."""
        self._sequence = max(self._sequence, sequence)
        self._until = until
        while self._behind and self._covered.head.sequence < self._sequence:
            # It was applied before, to the same register: it is not refused now.
            self._covered = self._covered.apply(self._behind.pop(0))

    @property
    def register(self) -> Register:
        """What is served under: the newest register, narrowed to what is covered too."""
        return narrowed(self._newest, self._covered)

    def lacking(self, now: float) -> str:
        """Why nothing may be released at that time of the boot clock; empty when it may."""
        if now >= self._until:
            return "no recent checkpoint of the log's witnesses covers the directives of this gateway"
        if awaits_policy(self._newest, self._covered):
            return "a change of policy waits for the log's witnesses"
        return ""


def maybe_cover(register: Register, told: tuple[int, float] | None) -> Cover | None:
    """The cover of a chain whose register is still empty, as it was told; None where no witness has to cover it."""
    return None if told is None else Cover(register, *told)
