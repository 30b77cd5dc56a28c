"""Where two policies answer otherwise: what the new one allows that the old one refused, and the reverse.

Knows: that a difference can only lie in a permit of one that the other does not have, or behind what stands in one alone.
Must not know: what duties ask, words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ostiary.promises.boxes import Box, stands
from ostiary.promises.difference.regions import Source
from ostiary.promises.territory import Territory


@dataclass(frozen=True)
class Opening:
    """What one policy allows and the other refuses."""

    allowing: Territory
    refusing: Territory

    def pieces_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box that are so, as boxes that may overlap."""
        for allowed in self.allowing.allowed_in(box):
            yield from self.refusing.refused_in(allowed)

    def others_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box that are not so, likewise."""
        yield from self.allowing.refused_in(box)
        yield from self.refusing.allowed_in(box)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Where all of this lies.

        What is allowed here and refused there is covered by a permit that is only here; or else something stands against
        it there that does not stand here. So only these need to be looked at, however many rules both have.
        """
        both = {grant.box for grant in self.refusing.grants}
        standing = set(self.allowing.guards)
        opened = (
            Source(one.permit.source.id, one.box) for one in self.allowing.grants if one.box not in both
        )
        lifted = (
            Source(bar.rule.source.id, box)
            for bar in self.refusing.bars
            if bar.guard not in standing
            for box in stands(self.refusing.space.everything, bar.guard)
        )
        return (*opened, *lifted)
