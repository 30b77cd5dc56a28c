"""The side file of a source: every row that was not taken, with its place and the reason.

Knows: its columns, and that a stranger's header stands in one of them.
Must not know: why a row is refused, what stood in it: no cell of a refused row is written here, because it may be a plate or a name.
"""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ostiary.store.durable_files import PRIVATE_MODE, Disk, make_directories, sync_directory
from ostiary.watch.events.folder import MODE
from ostiary.watch.importing.harmless import harmless
from ostiary.watch.importing.refusing import REASONS
from ostiary.watch.importing.taking import NotTaken

COLUMNS: Final = ("row", "line", "fate", "column", "reason", "in_words")
_AT_ONCE: Final = 2**20


class SideFile:
    """One side file that is being written; nothing of it is left unless ``finish`` was called."""

    def __init__(self, target: Path, disk: Disk | None = None) -> None:
        """Raises OSError."""
        self._target, self._disk = target, disk or Disk()
        # One writer has the folder's lock, and writes over what a crash left here.
        self._staging = target.with_name(f".{target.name}.staged")
        make_directories(self._disk, target.parent, mode=MODE)
        self._descriptor = os.open(
            self._staging, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, PRIVATE_MODE
        )
        self._at = 0
        self._text = io.StringIO()
        self._rows = csv.writer(self._text, lineterminator="\n")
        self._rows.writerow(COLUMNS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._descriptor)
        self._staging.unlink(missing_ok=True)

    def add(self, one: NotTaken) -> None:
        """One row that was not taken. Raises OSError."""
        words = f"{REASONS[one.reason]}{': ' if one.detail else ''}{one.detail}"
        self._rows.writerow((one.row, one.line, one.fate, harmless(one.column), one.reason, words))
        if self._text.tell() >= _AT_ONCE:
            self._write()

    def finish(self) -> None:
        """Make it durable under its name. Raises OSError."""
        self._write()
        self._disk.sync(self._descriptor)
        self._disk.rename(self._staging, self._target)
        sync_directory(self._disk, self._target.parent)

    def _write(self) -> None:
        data = self._text.getvalue().encode()
        self._disk.write_at(self._descriptor, data, self._at)
        self._at += len(data)
        self._text.seek(0)
        self._text.truncate()
