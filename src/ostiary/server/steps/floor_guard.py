"""Compares the chain of directives with the floor, while the chain is read.

Knows: where in the chain one is, and which step the floor names.
Must not know: what a step says, where the floor is kept.
"""

from __future__ import annotations

from ostiary.directives.envelope import step_hash
from ostiary.errors import DirectiveRefused
from ostiary.store.directive_floor import Floor


class FloorGuard:
    """Follows the chain from its first step; ``sequence`` is that of the last step passed (-1: none)."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self.sequence = -1

    def verify(self, steps: list[bytes]) -> None:
        """Raises DirectiveRefused when one of the next steps stands where the floor names another."""
        for sequence, step in enumerate(steps, self.sequence + 1):
            if sequence == self._floor.sequence and step_hash(step) != self._floor.hash:
                raise _set_back()

    def advance(self, steps: list[bytes]) -> None:
        """These steps have been taken."""
        self.sequence += len(steps)

    def verify_complete(self) -> None:
        """Raises DirectiveRefused when the chain has been read and is shorter than this gateway has seen it."""
        if self.sequence < self._floor.sequence:
            raise _set_back()


def _set_back() -> DirectiveRefused:
    return DirectiveRefused(
        "the control database no longer has the directives that this gateway has seen",
        hint="Restore it from a backup that has them; this gateway does not serve under older ones.",
    )
