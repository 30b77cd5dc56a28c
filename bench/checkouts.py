"""Which code is measured: its commit, and whether its hot path is compiled. `python -m bench.checkouts` says it of its own.

Knows: where an interpreter's `ostiary` comes from, and another checkout's interpreter by its path.
Must not know: what is measured.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import ostiary
from ostiary.pgwire import framing

ROOT: Final = Path(__file__).resolve().parents[1]


def hot_path() -> str:
    """How the wire's inner loops run under this interpreter: `compiled` or `in Python`."""
    return "in Python" if framing.__file__.endswith(".py") else "compiled"


def commit_of(folder: Path) -> str:
    """The commit that a folder's checkout stands at, `-changed` when it differs; `unknown` outside a checkout."""

    def git(*words: str) -> str:
        return subprocess.run(  # noqa: S603 - our own repository, no shell
            ["git", *words],  # noqa: S607 - as found
            cwd=folder, capture_output=True, text=True, check=False,
        ).stdout.strip()  # fmt: skip

    changed = "-changed" if git("status", "--porcelain", "--untracked-files=no") else ""
    return f"{git('rev-parse', '--short=9', 'HEAD') or 'unknown'}{changed}"


def own_words() -> str:
    """The commit and the hot path of the `ostiary` that this interpreter imports."""
    return f"{commit_of(Path(ostiary.__file__).parent)}, hot path {hot_path()}"


def told_by(python: str) -> str:
    """What another checkout's interpreter says of its own `ostiary`; `unknown` when it says nothing."""
    command = [python, "-m", "bench.checkouts"]
    # A run of ten minutes is not lost because of this.
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - as named
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.stdout.write(f"{own_words()}\n")
