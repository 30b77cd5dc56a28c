"""Tessera's POSIX log on the same disk: built from its own sources, where Go and its modules are there.

Knows: the small program in bench/tessera, and what it prints.
Must not know: our log.

Its batches are given a millisecond to fill, or five, whichever is faster: the default of 250 ms would bound it, not the disk.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.checkouts import ROOT

SOURCE: Final = ROOT / "bench" / "tessera"
BATCHES: Final = ("1", "5")


def maybe_build(folder: Path, say: Callable[[str], None]) -> Path | None:
    """The program; None, with the reason said, where it cannot be built."""
    go, built = shutil.which("go"), folder / "tessera"
    if go is None:
        say("Tessera is left out: there is no Go")
        return None
    done = subprocess.run(  # noqa: S603 - as found
        [go, "build", "-o", str(built), "."], cwd=SOURCE, capture_output=True, text=True, check=False
    )
    if done.returncode:
        say(f"Tessera is left out, its modules cannot be had: {done.stderr.strip().splitlines()[-1]}")
        return None
    return built


def run(program: Path, place: Path, sessions: int, seconds: float) -> tuple[float, float, float]:
    """Entries a second, median and 99th percentile of the wait in milliseconds, of the faster of two batch ages."""
    return max(_run(program, place, sessions, seconds, batch) for batch in BATCHES)


def _run(program: Path, place: Path, sessions: int, seconds: float, batch: str) -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory(dir=place) as folder:
        words = [str(program), folder, str(sessions), str(seconds), batch]
        done = subprocess.run(words, capture_output=True, text=True, check=True)  # noqa: S603 - built above
    rate, median, most = (float(word) for word in done.stdout.split())
    return rate, median, most
