"""Where two policies answer otherwise: what the new one allows that the old one refused, and the reverse.

Knows: that a difference can only lie in a permit of one that the other does not have, or behind what stands in one alone.
Must not know: duties, words, which rule has which number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ostiary.promises.boxes import Box, common, stands
from ostiary.promises.territory import Territory


@dataclass(frozen=True, slots=True)
class Opening:
    """What one policy allows and the other refuses."""

    allowing: Territory
    refusing: Territory

    def pieces_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box that are so, as boxes that may overlap.

        What is allowed here and refused there is covered by a permit that is only here; or else a guard stands against it
        there that does not stand here. So only those need to be looked at, however many rules both have.
        """
        for source in self._sources():
            part = common(source, box)
            for allowed in self.allowing.allowed_in(part) if part else ():
                yield from self.refusing.refused_in(allowed)

    def others_in(self, box: Box) -> Iterator[Box]:
        """The requests of a box that are not so, likewise."""
        yield from self.allowing.refused_in(box)
        yield from self.refusing.allowed_in(box)

    def _sources(self) -> Iterator[Box]:
        both = {grant.box for grant in self.refusing.grants}
        yield from (grant.box for grant in self.allowing.grants if grant.box not in both)
        standing = set(self.allowing.guards)
        for guard in self.refusing.guards:
            if guard not in standing:
                yield from stands(self.refusing.space.everything, guard)
