"""Whether a gateway lives, and whether clients are served.

Knows: what each answer depends on, and its words.
Must not know: HTTP, how the facts are found.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ostiary.server.monitoring.figures import Figures

Stage: TypeAlias = Literal["starting", "open", "draining"]


@dataclass(slots=True)
class Health:
    """How far a gateway is in its life, and which of its tasks have ended that never must.

    A restart helps only against the latter: a database, a disk or a policy is the same afterwards, and waiting for it is
    what the gateway does anyway.
    """

    stage: Stage = "starting"
    policy_refused: Callable[[], str] = lambda: ""
    """Why the policy in force is not served; empty while it is."""
    log_trouble: Callable[[], str] = lambda: ""
    """Why the log writer does not run, in its own words; empty while nobody knows."""
    ended_tasks: tuple[str, ...] = ()

    def watch(self, name: str, task: asyncio.Task[None]) -> None:
        """Remember when a task ends that only we may end, by cancelling it."""
        task.add_done_callback(lambda ended: None if ended.cancelled() else self._has_ended(name))

    def unready(self, figures: Figures) -> tuple[str, ...]:
        """Why clients are not served, each in one line; empty when they are."""
        return tuple(self._unready(figures))

    def dead(self) -> tuple[str, ...]:
        """Why only a restart helps; empty otherwise."""
        return tuple(f"{task} has ended by itself" for task in self.ended_tasks)

    def _has_ended(self, name: str) -> None:
        self.ended_tasks = (*self.ended_tasks, name)

    def _unready(self, figures: Figures) -> Iterator[str]:
        match self.stage:
            case "starting":
                yield "starting: the door is not open yet"
                return
            case "draining":
                yield "draining: the gateway was told to stop"
            case "open":
                pass
        if not figures.workers:
            yield "workers: no worker takes clients"
            return
        if not figures.has_log:
            why = self.log_trouble()
            yield f"log: the log writer is not connected{f': {why}' if why else ''}"
        if not figures.has_policy:
            why = self.policy_refused() or "not all workers have it yet"
            yield f"policy: the policy in force is not served: {why}"
        if figures.lease_seconds <= 0:
            yield "lease: the control database has not been heard from in time"
        if not figures.has_cover:
            yield "witnesses: the log's witnesses have not covered the directives, or not lately"
        if not figures.walls_standing:
            yield "walls: no wall stands as the policy says"
