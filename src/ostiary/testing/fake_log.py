"""A log that keeps its entries in memory.

Knows: what was appended, what is durable, and when to fail.
Must not know: hashing, files, what an entry says beyond its JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ostiary.errors import LogUnavailable
from ostiary.model.entry_form import entry_object


@dataclass
class FakeLog:
    """Appended payloads in order; the first ``durable`` of them would survive a crash.

    ``appends_left`` and ``syncs_left`` say how often each succeeds before the log is unavailable; None: always.
    """

    payloads: list[bytes] = field(default_factory=list)
    durable: int = 0
    appends_left: int | None = None
    syncs_left: int | None = None

    def append(self, payload: bytes) -> int:
        """Take an entry; its ticket. Raises LogUnavailable."""
        self.appends_left = _one_less(self.appends_left)
        self.payloads.append(payload)
        return len(self.payloads)

    def wait_durable(self, ticket: int) -> int:
        """Make the entry of a ticket and all before it durable; its index. Raises LogUnavailable."""
        if not 1 <= ticket <= len(self.payloads):
            raise ValueError(f"no entry has the ticket {ticket}")
        self.syncs_left = _one_less(self.syncs_left)
        self.durable = max(self.durable, ticket)
        return ticket - 1

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Every entry that was appended, read."""
        return [entry_object(payload) for payload in self.payloads]

    @property
    def durable_subjects(self) -> set[int]:
        """Everybody who is named by an entry that is durable."""
        return {subject for entry in self.entries[: self.durable] for subject in entry["subjects"]}


def _one_less(left: int | None) -> int | None:
    if left == 0:
        raise LogUnavailable("the fake log is made to fail here")
    return None if left is None else left - 1
