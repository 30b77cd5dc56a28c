"""What the door tells its operators.

Knows: the stable codes of events.
Must not know: where they are written, statements, rows: neither is ever in an event.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, Protocol


class Event(Enum):
    """An event and its stable code; I: information, W: somebody should look, E: something was refused because of it."""

    STARTED = "OST1000I"
    STOPPED = "OST1001I"
    DRAINING = "OST1002I"
    DRAINED = "OST1003I"
    WORKER_LOST = "OST1010W"
    WORKER_BACK = "OST1011I"
    WORKER_SILENT = "OST1012W"
    ADMITTED = "OST2000I"
    LEFT = "OST2001I"
    CUT_OFF = "OST2002I"
    CANCELLED = "OST2003I"
    BUDGET_SPENT = "OST2004W"
    TLS_FAILED = "OST2100I"
    CERTIFICATE_TAKEN = "OST2101I"
    CERTIFICATE_NOT_TAKEN = "OST2102W"
    DIRECTIVE = "OST3000I"
    DIRECTIVE_REFUSED = "OST3001E"
    CONTROL_TROUBLE = "OST3002W"
    CHAIN_BROKEN = "OST3003E"
    FLOOR_NOT_WRITTEN = "OST3004E"
    REGISTER_NOT_WRITTEN = "OST3005W"
    LEASE_OVER = "OST3010E"
    LEASE_BACK = "OST3011I"
    UNCOVERED = "OST3012E"
    COVERED = "OST3013I"
    POLICY_READY = "OST3020I"
    POLICY_IN_FORCE = "OST3021I"
    POLICY_REFUSED = "OST3022E"
    POLICY_LACKING = "OST3023E"
    LOG_LOST = "OST4000E"
    LOG_BACK = "OST4001I"
    ERASED = "OST4010I"
    ERASURE_TROUBLE = "OST4011W"
    LOG_WAITS = "OST4002W"
    LOG_GOES_ON = "OST4003I"
    LOG_NOT_ROTATED = "OST4004W"
    LOG_ROTATED = "OST4005I"
    WITNESS_TROUBLE = "OST4100W"
    WITNESS_BACK = "OST4101I"
    WITNESS_CONTRADICTS = "OST4102W"
    WITNESSING_TROUBLE = "OST4103W"
    QUORUM_LOST = "OST4110W"
    QUORUM_BACK = "OST4111I"
    INDEXED = "OST4200I"
    INDEX_TROUBLE = "OST4201W"
    SCRUB_FOUND = "OST4300E"
    SCRUB_GOOD = "OST4301I"
    SCRUB_LATE = "OST4302W"
    WALL_DIFFERS = "OST5000E"
    CASES_LOST = "OST5100E"
    CASES_BACK = "OST5101I"
    WEB_STARTED = "OST6000I"
    WEB_STOPPED = "OST6001I"
    PAGE_REFUSED = "OST6010I"
    PAGE_BROKEN = "OST6011E"
    BUG = "OST9000E"


FACTS: Final = frozenset(
    "cancelled client directive ended face file finished host idle kind member number pid policy port reset route running said session sessions steps"
    " untold walls why witness workers".split()
)
"""What a fact may be called. A new one is a question to answer: can anything of a statement, a row or a secret be in it?

``directive`` is the id of one, ``face`` what a web application is called, ``route`` one of its routes as our table writes it, ``member`` the code of whoever has logged in, ``client`` a network address, ``file`` a path of the installation, ``witness`` what the trust file calls one; ``why`` and ``said`` are sentences of ours, or what a database or the log
writer says of itself; ``kind`` is a class of errors.
"""


class Events(Protocol):
    """Somewhere that events go."""

    def tell(self, event: Event, **facts: str | int) -> None:
        """Write one event with its facts. Raises nothing: what is done does not depend on whether it can be told."""
