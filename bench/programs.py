"""Programs of the machine.

Knows: where Debian keeps them.
Must not know: what they are for.
"""

from __future__ import annotations

import shutil
import subprocess
from typing import Final

PATH: Final = "/usr/sbin:/usr/bin:/usr/local/bin:/bin"


def find_program(name: str) -> str | None:
    """Where a program is, or None; services stand in a folder that not everybody's PATH has."""
    return shutil.which(name, path=PATH)


def version_of(name: str) -> str:
    """The first line of what a program says of its version; empty when it is not there."""
    found = find_program(name)
    if found is None:
        return ""
    done = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - as found
    return done.stdout.splitlines()[0] if done.stdout else ""
