"""How far witnesses have covered the chain of directives, and what may be served of the rest.

Knows: the covered register, the steps behind it, until when the cover counts.
Must not know: witnesses, the log, what a step does.

INVARIANT: what is served under lets through only what the covered register and every later one let through. Were the steps
in between left out, a cut-off and its lift that are both uncovered would be as if neither had been.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ostiary.directives.narrowing import awaits_policy, narrowed
from ostiary.directives.register import Register


@dataclass(frozen=True, slots=True)
class Cover:
    """A chain with its cover: a value, so that steps that are refused leave it as it was.

    ``sequence`` is the last step that is covered (-1: none), whether or not this gateway has taken it, and ``until`` the time of
    the boot clock at which that no longer counts. ``behind`` are the steps that are taken and not covered.
    """

    covered: Register
    newest: Register
    served: Register
    """What is served under."""
    sequence: int
    until: float
    behind: tuple[bytes, ...] = ()

    def take(self, step: bytes, after: Register) -> Cover:
        """The chain has a further step, which makes it ``after``."""
        if after.head.sequence <= self.sequence and not self.behind:
            return replace(self, covered=after, newest=after, served=after)
        return replace(self, newest=after, served=narrowed(after, self.served), behind=(*self.behind, step))

    def extend(self, sequence: int, until: float) -> Cover:
        """The chain is covered up to that step, and until then; never less far than before."""
        found = replace(self, sequence=max(self.sequence, sequence), until=until)
        if not self.behind or self.covered.head.sequence >= found.sequence:
            return found
        # The steps were applied before, to the same register: none is refused now.
        covered, found = self.covered, replace(found, served=self.covered, behind=())
        for step in self.behind:
            covered = covered.apply(step)
            found = found.take(step, covered)
        return found

    def lacking(self, now: float) -> str:
        """Why nothing may be released at that time of the boot clock; empty when it may."""
        if now >= self.until:
            return "no recent checkpoint of the log's witnesses covers the directives of this gateway"
        if awaits_policy(self.newest, self.covered):
            return "a change of policy waits for the log's witnesses"
        return ""


def maybe_cover(register: Register, told: tuple[int, float] | None) -> Cover | None:
    """The cover of a chain whose register is still empty, as it was told; None where no witness has to cover it."""
    return None if told is None else Cover(register, register, register, *told)
