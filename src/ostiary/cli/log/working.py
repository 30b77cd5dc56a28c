"""Long work on a log that nobody writes meanwhile.

Knows: the writer's lock, a bar for each step, how many entries there are.
Must not know: what the work is.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from ostiary.cli.progress import shown_progress
from ostiary.errors import LogUnavailable
from ostiary.store.log.folder import LogFolder, writer_lock
from ostiary.store.log.journal import JournalReader


@contextlib.contextmanager
def stopped_log(log: LogFolder) -> Iterator[None]:
    """Hold the log's lock. Raises LogUnavailable while somebody writes it."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(writer_lock(log))
        except LogUnavailable as fault:
            raise LogUnavailable(fault.message, hint="stop the gateway, or the log writer's unit") from fault
        yield


@contextlib.contextmanager
def steps_shown(*, is_shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """One bar after the other, each named after its step."""
    with contextlib.ExitStack() as stack:
        bars: dict[str, Callable[[int, int], None]] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in bars:
                stack.close()
                bars[step] = stack.enter_context(shown_progress(step, is_shown=is_shown))
            bars[step](done, total)

        yield show


def count_entries(log: LogFolder, progress: Callable[[str, int, int], None]) -> int:
    """How many entries the journal has. Raises LogDamaged."""
    with JournalReader(log.journal) as reader:
        end, total = reader.start, reader.length
        for _, end in reader.read_frames(reader.start):
            progress("reading", end.offset, total)
        return end.index
