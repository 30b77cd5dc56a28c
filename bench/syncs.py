"""Whether each commit really waits for the disk: what the kernel was asked, as strace counts it.

Knows: how system calls are counted.
Must not know: figures of speed; a writer under strace is slow.
"""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.series import Ledger
from bench.writer_process import running_writer
from ostiary.demo.installation import ORIGIN
from ostiary.evidence.commitment import ACCESS
from ostiary.store.log.client import append_once
from ostiary.store.log.folder import LogFolder, create_log

COMMITS: Final = 50


def measure(folder: Path, ledger: Ledger, say: Callable[[str], None]) -> None:
    """How many fdatasync of the journal succeeded for each commit: 1, and not less."""
    if shutil.which("strace") is None:
        say("whether fdatasync is reached cannot be told: there is no strace")
        return
    with tempfile.TemporaryDirectory(dir=folder) as name:
        log, trace = Path(name) / "log", Path(name) / "trace"
        create_log(log, ORIGIN, secrets.token_bytes(32))
        before = ["strace", "-f", "-qq", "-y", "-o", str(trace), "-e", "trace=fdatasync"]
        with running_writer(log, before=before) as socket:
            for number in range(COMMITS):
                append_once(socket, ACCESS, b"%d" % number)
        synced = re.findall(rf"fdatasync\(\d+<{LogFolder(log).journal}>\) += 0", trace.read_text())
    # One more is that of the start.
    ledger.note("log/fdatasync-per-commit", "x", (len(synced) - 1) / COMMITS)
