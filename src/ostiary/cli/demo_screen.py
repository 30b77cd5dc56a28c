"""What a visitor sees while a demonstration is set up: the step it is at, and how the city grows, table by table.

Knows: the terminal.
Must not know: how anything is set up.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.spinner import Spinner
from rich.text import Text

from ostiary.demo.city import build
from ostiary.demo.city.sizes import SMALL, Size

WHOLE = "the whole city"


class _Rate(ProgressColumn):
    """Rows a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:>8,.0f} rows/s" if speed else "", style="progress.data.speed")


class SetUpScreen:
    """One line that says what is done now; below it, for a city that takes longer, a bar a table and one for all."""

    def __init__(self, console: Console, size: Size, *, of_extract: bool) -> None:
        self._bars = Progress(
            TextColumn("{task.description:<14}"), BarColumn(bar_width=18),
            TextColumn("{task.completed:>10,.0f}", justify="right"), _Rate(), TimeRemainingColumn(compact=True, elapsed_when_finished=True),
            console=console,
        )  # fmt: skip
        self._step = Spinner("dots", "setting up")
        self._is_small = size is SMALL
        # How many rows an extract has is known at its end.
        self._records = None if of_extract else size.records
        self._tables: dict[str, TaskID] = {}
        self._whole: TaskID | None = None
        self._live = Live(
            Group(self._step, self._bars), console=console, transient=self._is_small, refresh_per_second=8
        )

    def step(self, what: str) -> None:
        """Another step of the set-up has begun."""
        self._step.update(text=f"setting up: {what}")
        self._live.refresh()

    def grown(self, progress: build.Progress) -> None:
        """A table has more rows, or keys are built on it."""
        if progress.indexing:
            self.step(f"keys and indexes of {progress.table}")
        elif not self._is_small:
            self._show(progress)

    def _show(self, progress: build.Progress) -> None:
        if self._whole is None:
            self._whole = self._bars.add_task(WHOLE, total=self._records)
        if progress.table not in self._tables:
            self._tables[progress.table] = self._bars.add_task(progress.table, total=progress.of or None)
        task = self._tables[progress.table]
        self._bars.update(task, completed=progress.rows, total=progress.of or None)
        rows = sum(self._bars.tasks[number].completed for number in self._tables.values())
        self._bars.update(self._whole, completed=rows)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.update(self._bars)
        self._live.stop()
        if not (self._is_small or self._live.console.is_terminal):
            # Where it is no terminal the last drawing has no line end.
            self._live.console.line()
