"""What all sessions of a worker share.

Knows: which parts there are.
Must not know: what any of them does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ostiary.door.cancels import Cancels
from ostiary.door.case_desk import CaseDesk
from ostiary.door.encryption.certificates import Certificates
from ostiary.door.events import Events
from ostiary.door.failures import Failures
from ostiary.door.gate import Gate
from ostiary.door.planning.planner import Planner
from ostiary.door.pool import Pool
from ostiary.door.registry import Registry
from ostiary.door.tally import Tally
from ostiary.store.log.client import LogClient


@dataclass(frozen=True, slots=True)
class House:
    """The shared parts.

    ``log`` gives the client of the writer that runs now, and raises LogUnavailable otherwise; ``login_seconds`` is how
    long a stranger may keep a connection; ``certificates`` are None where the door speaks no TLS.
    """

    gate: Gate
    planner: Planner
    pool: Pool
    registry: Registry
    cancels: Cancels
    log: Callable[[], LogClient]
    events: Events
    login_seconds: float
    tally: Tally
    failures: Failures
    cases: CaseDesk
    certificates: Certificates | None = None
