"""The log that a review replays, and how far it is told to be.

Knows: where it lies, and what opens it.
Must not know: policies, what a replay finds.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int], None]
"""Called with how much is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class ReplayedLog:
    """A log, the file of its master key (None: it is in the clear, or nobody here may open it), and who is told of progress."""

    directory: Path
    master_key: Path | None
    progress: Callable[[str], AbstractContextManager[Progress]]
    """Given what is done, in words."""
