"""Trees of codes: agencies under agencies, purposes under purposes.

Knows: which code stands under which.
Must not know: what a code means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tree:
    """Parents by code; a root has the parent None. The loader has refused circles and unknown parents."""

    parents: Mapping[str, str | None]

    def __contains__(self, code: str) -> bool:
        return code in self.parents

    def line(self, code: str) -> tuple[str, ...]:
        """The code and everything above it, nearest first. Raises KeyError for an unknown code."""
        above: list[str] = []
        step: str | None = code
        while step is not None:
            above.append(step)
            step = self.parents[step]
        return tuple(above)

    def is_under(self, code: str, root: str) -> bool:
        """Whether ``code`` is ``root`` or stands anywhere beneath it. An unknown code stands under nothing."""
        return code in self.parents and root in self.line(code)

    def under(self, root: str) -> frozenset[str]:
        """``root`` and everything beneath it."""
        return frozenset(code for code in self.parents if root in self.line(code))
