"""How far one gateway has seen the chain of directives, kept beside it.

Knows: one small file: sequence and hash of the last step that stands in the log.
Must not know: what a step says.

A control database that was set back to before a cut-off no longer has the step that the floor names, and is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ostiary.errors import SettingsError
from ostiary.store.durable_files import PRIVATE_MODE, Disk, replace_file_durably


@dataclass(frozen=True, slots=True)
class Floor:
    """The last step seen: its sequence (-1: none yet) and the hash of its signed text."""

    sequence: int = -1
    hash: str = ""


def read_floor(path: Path) -> Floor:
    """The floor; none yet when there is no file. Raises SettingsError for a file that is not one."""
    try:
        value = json.loads(path.read_text("utf-8"))
        return Floor(int(value["sequence"]), str(value["hash"]))
    except FileNotFoundError:
        return Floor()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            f"`{path}` is not a floor of directives",
            hint="Find out who changed it; without it this gateway cannot tell whether directives were taken back.",
        ) from error


def write_floor(path: Path, floor: Floor, disk: Disk | None = None) -> None:
    """Replace the floor durably: if we crash before the rename the old one holds, which is lower and so still true."""
    data = json.dumps({"sequence": floor.sequence, "hash": floor.hash}).encode()
    replace_file_durably(disk or Disk(), path, data, mode=PRIVATE_MODE, staging=path.with_suffix(".new"))
