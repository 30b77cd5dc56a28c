"""The public register as two files that a web server gives out as they are.

Knows: their names, and that each is whole at every moment.
Must not know: what a directive says, when to publish.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ostiary.directives.atom_feed import register_atom
from ostiary.directives.public_register import register_json
from ostiary.directives.register import Register
from ostiary.store.durable_files import (
    PUBLIC_DIRECTORY_MODE,
    PUBLIC_MODE,
    Disk,
    make_directories,
    replace_file_durably,
)

JSON_NAME: Final = "directives.json"
ATOM_NAME: Final = "directives.atom"


def publish_register(
    folder: Path, register: Register, policy: str, author: str, disk: Disk | None = None
) -> tuple[Path, Path]:
    """Replace both files in that folder, which is made when it is missing; where they are. Raises OSError.

    ``policy`` is the name of the policy whose officials sign, ``author`` who answers for the register. If we crash
    between the two, one of them is older by a step, and the next step brings both up to date.
    """
    disk = disk or Disk()
    make_directories(disk, folder, mode=PUBLIC_DIRECTORY_MODE)
    # 500 bytes a directive: ten years of ten directives a day are 18 MB, written in some tenths of a second.
    for name, data in (
        (JSON_NAME, register_json(register, policy)),
        (ATOM_NAME, register_atom(register, policy, author)),
    ):
        replace_file_durably(disk, folder / name, data, mode=PUBLIC_MODE, staging=folder / f".{name}.new")
    return folder / JSON_NAME, folder / ATOM_NAME
