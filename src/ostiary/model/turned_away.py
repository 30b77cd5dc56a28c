"""Log-ins that were turned away, counted: what stands in the log of strangers.

Knows: numbers by SQLSTATE, at one worker, over a stretch of time.
Must not know: names and addresses. Whoever has not proved who they are can type any name, and as often as they like: an
entry for each would let them fill the log, and put words into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ostiary.model.canonical import canonical_bytes

FORM = 1
"""The version of the entry's form. Fields are only ever added; a reader ignores those it does not know."""


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """How many log-ins a worker refused by each SQLSTATE, between two ISO 8601 instants in UTC."""

    gateway: str
    worker: int
    since: str
    until: str
    refused: Mapping[str, int]


def turned_away_payload(counted: TurnedAway) -> bytes:
    """The bytes of the entry: canonical JSON."""
    return canonical_bytes(
        {
            "form": FORM,
            "gateway": counted.gateway,
            "worker": counted.worker,
            "since": counted.since,
            "until": counted.until,
            "refused": dict(counted.refused),
        }
    )
