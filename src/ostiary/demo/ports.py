"""Where the faces of a demonstration are served.

Knows: one port a face, and the addresses that people type.
Must not know: what serves them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from ostiary.demo.place import free_port


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports of all faces, on this machine alone."""

    console: int
    portal: int
    desk: int
    public: int

    @classmethod
    def free(cls) -> Self:
        """Ports that nobody listens on at the moment. Raises SettingsError when none is to be had."""
        taken: set[int] = set()
        while len(taken) < len(cls.__slots__):
            taken.add(free_port())
        return cls(*sorted(taken))

    def address(self, face: str) -> str:
        """What people type for a face."""
        return f"http://127.0.0.1:{getattr(self, face)}/"
