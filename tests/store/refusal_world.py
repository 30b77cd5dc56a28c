"""A writer process that is expected to refuse, and what it must have left untouched."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from ostiary.store.log.folder import LogFolder
from ostiary.store.log.refusals import Refusal
from ostiary.store.log.writer import main


def everything(folder: LogFolder) -> dict[str, bytes]:
    """Every file of a log with its bytes."""
    return {str(path): path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}


def run_writer_process(folder: LogFolder, *more: str) -> tuple[int, str]:
    """A writer in a process of its own, which ends by itself: its status and what it said. Forked, to be quick."""
    said = folder.root.with_suffix(".said")
    pid = os.fork()
    if pid == 0:  # pragma: no cover - the child's life is not this process's.
        status = 70
        try:
            # A writer that does not refuse would serve for ever.
            signal.alarm(20)
            descriptor = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(descriptor, 1)
            os.dup2(descriptor, 2)
            sys.stderr = os.fdopen(2, "w", closefd=False)
            sys.stdout = os.fdopen(1, "w", closefd=False)
            status = main([str(folder.root), "--socket", str(folder.root.with_suffix(".s")), *more])
            sys.stderr.flush()
        finally:
            os._exit(status)
    _, how = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(how), Path(said).read_text("utf-8")


def pattern_of(refusal: Refusal) -> str:
    """What a message of this refusal looks like, whatever its facts are."""
    return ".+".join(re.escape(part) for part in re.split(r"\{\w+\}", refusal.message))


def refuses(folder: LogFolder, refusal: Refusal, more: Sequence[str] = ()) -> str:
    """A real writer refuses in these words, with the way out, and changes nothing; what it said."""
    before = everything(folder)
    status, said = run_writer_process(folder, *more)
    assert status == 1, said
    assert re.fullmatch(f"ostiary log writer: {pattern_of(refusal)}; {re.escape(refusal.hint)}\n", said), said
    assert everything(folder) == before
    return said
