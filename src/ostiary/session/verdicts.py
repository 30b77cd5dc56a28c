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

from ostiary.model.bundle import Bundle
from ostiary.model.request import Context, Decision, Request
from ostiary.sql.plan import Footprint

MAX_VERDICTS: Final = 256
"""As many as a session keeps prepared statements; each is a few hundred bytes. A session that goes beyond starts anew."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision over all footprints of a statement; ``request`` is the one that was refused."""

    decision: Decision
    request: Request | None = None


class Verdicts:
    """What was decided, by policy version, context, day and footprints."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[tuple[str, Context, date, tuple[Footprint, ...]], Verdict] = {}

    def __len__(self) -> int:
        return len(self._known)

    def find(
        self,
        bundle: Bundle,
        context: Context,
        day: date,
        footprints: tuple[Footprint, ...],
        decide: Callable[[Bundle, Context, date, tuple[Footprint, ...]], Verdict],
    ) -> Verdict:
        """The verdict on these, by ``decide`` when there is none yet."""
        key = (bundle.version, context, day, footprints)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= MAX_VERDICTS:
                self._known.clear()
            known = self._known[key] = decide(bundle, context, day, footprints)
        return known
