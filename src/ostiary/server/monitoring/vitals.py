"""The figures of this process, read off its parts.

Knows: which part has which number.
Must not know: how numbers are shown or added up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ostiary.door.house import House
from ostiary.errors import LogUnavailable
from ostiary.model.bundle import Bundle
from ostiary.server.monitoring.figures import Figures, Histogram


@dataclass(frozen=True, slots=True)
class Vitals:
    """Reads the parts of one house; ``walls_wanted`` says how many profiles a policy has."""

    house: House
    walls_wanted: Callable[[Bundle], int]

    def figures(self) -> Figures:
        """How it stands now. Some microseconds: nothing is asked of anybody."""
        house, tally = self.house, self.house.tally
        gate = house.gate
        register = gate.snapshot.register
        pending = self._pending()
        return Figures(
            connections=tally.connections,
            logins_admitted=tally.admitted,
            logins_refused=tally.logins_refused,
            accesses=dict(tally.accesses),
            errors=dict(tally.errors),
            rows=tally.rows,
            bytes_released=tally.bytes_released,
            cancels=tally.cancels,
            bugs=tally.bugs,
            plan_hits=house.planner.hits,
            plan_misses=house.planner.misses,
            parsers_replaced=house.planner.replaced,
            backends_opened=house.pool.opened,
            backends_refused=house.pool.refused,
            decisions=Histogram.of(tally.decisions),
            durable_waits=Histogram.of(tally.durable_waits),
            sessions=len(house.registry),
            backends_lent=house.pool.lent,
            backends_free=house.pool.free,
            entries_pending=pending or 0,
            workers=1,
            has_log=int(pending is not None),
            lease_seconds=gate.lease_seconds,
            directives_in_force=len(register.cut_offs(gate.now())) + len(register.suspended),
            directive_sequence=register.head.sequence,
            walls_standing=len(gate.snapshot.walls),
            walls_wanted=self.walls_wanted(gate.snapshot.bundle),
            has_policy=int(gate.has_policy),
            has_cover=int(not gate.uncovered),
            policies={gate.snapshot.bundle.version: 1},
        )

    def _pending(self) -> int | None:
        """Entries handed over and not durable yet; None while there is no log."""
        try:
            return self.house.log().pending
        except LogUnavailable:
            return None
