"""Decisions that one session has had, each taken once.

Knows: everything that a decision over a statement depends on, and that it depends on nothing else.
Must not know: how a decision is taken, messages, what becomes of it.

The evaluator is a pure function of a policy version and a request: asked the same again, it says the same. So what it
said is remembered under all that it was asked, and it stays the only one who decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from ostiary.model.request import Context, Decision, Request
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.sql.plan import Footprint

MAX_VERDICTS: Final = 256
"""As many as a session keeps prepared statements; each is a few hundred bytes. A session that goes beyond starts anew."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision over all footprints of a statement; ``request`` is the one that was refused."""

    decision: Decision
    request: Request | None = None


class Verdicts:
    """What was decided under one policy version, for one context, on one day; another of the three starts anew.

    Footprints are known by being the same object, which they are as long as a plan is kept: equal ones are decided again.
    """

    __slots__ = ("_ground", "_known")

    def __init__(self) -> None:
        self._ground: tuple[str, Context, date] | None = None
        # By the identity of the footprints, which are held here so that no other object can have it.
        self._known: dict[int, tuple[tuple[Footprint, ...], Verdict]] = {}

    def __len__(self) -> int:
        return len(self._known)

    def find(
        self,
        policy: IndexedPolicy,
        context: Context,
        day: date,
        footprints: tuple[Footprint, ...],
        decide: Callable[[IndexedPolicy, Context, date, tuple[Footprint, ...]], Verdict],
    ) -> Verdict:
        """The verdict on these, by ``decide`` when there is none yet."""
        ground = (policy.bundle.version, context, day)
        if self._ground != ground or len(self._known) >= MAX_VERDICTS:
            self._known.clear()
            self._ground = ground
        known = self._known.get(id(footprints))
        if known is None:
            known = self._known[id(footprints)] = (footprints, decide(policy, context, day, footprints))
        return known[1]
