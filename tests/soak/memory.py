"""What a gateway's processes hold in memory, sampled while they serve."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median

EVERY_SECONDS = 1.0
FIFTHS = 5
ALLOWED_PER_PROCESS = 4_096
"""kB. CPython takes memory in arenas of 1 MiB and gives one back only when nothing in it lives: two that hold the leftovers of a
busier moment, one more for whatever the kernel counts by the page, and one in reserve. What leaks is seen all the same: a
gateway of six processes may have 24 MiB more, and in three fifths of five minutes there are some 70,000 statements, so a leak of
350 bytes a statement is found; so is one of 60 kB a session, of which some 400 end meanwhile."""

ROLES = {
    "ostiary.server.workers.process": "workers",
    "ostiary.store.log.writer": "log writer",
    "ostiary.door.planning.process": "parsers",
}
"""What a process is, by the module that it runs; any other is the supervisor."""


def proportional(processes: Iterable[int]) -> Counter[str]:
    """KB that processes hold, by role: pages that are shared count by their share, those swapped out count too."""
    found: Counter[str] = Counter()
    for pid in processes:
        # One may end between the list and the look.
        with suppress(OSError):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            role = next((role for module, role in ROLES.items() if module in command), "supervisor")
            found[role] += sum(
                int(size) for size in re.findall(r"^(?:Pss|SwapPss):\s+(\d+) kB", text, re.MULTILINE)
            )
    return found


class MemoryWatch(threading.Thread):
    """Looks once a second until it is stopped. ``processes`` lists those that are to be looked at."""

    def __init__(self, processes: Callable[[], Sequence[int]]) -> None:
        super().__init__(daemon=True)
        self.samples: list[Counter[str]] = []
        self.most_processes = 0
        self._processes = processes
        self._is_over = threading.Event()

    def run(self) -> None:
        self.look()
        while not self._is_over.wait(EVERY_SECONDS):
            self.look()

    def look(self) -> None:
        """Take one sample."""
        processes = self._processes()
        self.most_processes = max(self.most_processes, len(processes))
        self.samples.append(proportional(processes))

    def stop(self) -> None:
        self._is_over.set()
        if self.is_alive():
            self.join()

    @property
    def allowed(self) -> int:
        """KB by which the last fifth may be above the second."""
        return ALLOWED_PER_PROCESS * self.most_processes

    @property
    def now(self) -> int:
        """KB by the last sample."""
        return self.samples[-1].total() if self.samples else 0

    def ends(self, role: str = "") -> tuple[float, float]:
        """The medians of the second fifth and of the last, in kB: the first fifth is the warm-up. Without role of all."""
        series = [sample[role] if role else sample.total() for sample in self.samples]
        fifth = max(1, len(series) // FIFTHS)
        return median(series[fifth : 2 * fifth] or series), median(series[-fifth:])
