"""The key of the demonstration's oversight office, to which residents' letters are sealed.

Knows: the command that draws it, and where it is put.
Must not know: what a letter holds.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from ostiary.errors import SettingsError

KEY: Final = Path("custody", "letters.key")
"""In a city it lies where letters are read, and nowhere near the portal."""


def draw_office_key(folder: Path) -> str:
    """Draw the key into the home in ``folder``; the public one comes back. Raises SettingsError."""
    command = [sys.executable, "-m", "ostiary.cli.main", "complaint", "key", str(folder / KEY)]
    drawn = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    if drawn.returncode:
        raise SettingsError(f"the oversight office's key cannot be drawn: {drawn.stderr.strip()}")
    return drawn.stdout.strip()
