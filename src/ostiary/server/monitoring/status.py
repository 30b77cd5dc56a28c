"""The pages for monitoring: `/metrics`, `/livez`, `/readyz`.

Knows: which page says what.
Must not know: HTTP, where figures come from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ostiary.server.log_outside import LogOutside
from ostiary.server.monitoring.figures import Figures
from ostiary.server.monitoring.health import Health
from ostiary.server.monitoring.listener import Page
from ostiary.server.monitoring.metrics import CONTENT_TYPE, exposition
from ostiary.server.witnesses.rounds import WitnessCounts

OK: Final = 200
UNAVAILABLE: Final = 503


@dataclass(frozen=True, slots=True)
class Status:
    """Answers for a gateway whose figures ``figures`` gives, however many processes they come from."""

    health: Health
    figures: Callable[[], Figures]
    log_dir: Path
    witnesses: Callable[[], WitnessCounts | None] = lambda: None
    """None where the log has no witnesses."""

    def page(self, path: str) -> Page | None:
        """The page at a path."""
        match path:
            case "/metrics":
                return self._metrics()
            case "/livez":
                return _verdict(self.health.dead())
            case "/readyz":
                return _verdict(self.health.unready(self.figures()))
            case _:
                return None

    def _metrics(self) -> Page:
        figures = self.figures()
        is_ready = not self.health.unready(figures)
        log = LogOutside.maybe_look(self.log_dir)
        return Page(OK, exposition(figures, log, self.witnesses(), is_ready=is_ready), CONTENT_TYPE)


def _verdict(against: Sequence[str]) -> Page:
    """All is well, or every reason why not, one a line."""
    return Page(UNAVAILABLE if against else OK, "".join(f"{line}\n" for line in against or ("ok",)).encode())
