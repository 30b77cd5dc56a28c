"""The public site of a made-up publication as files, for real browsers."""

from __future__ import annotations

from pathlib import Path

from web.public_world import files, publication


def write_public(folder: Path) -> Path:
    """Every file of it in a folder."""
    for name, data in files(publication()).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
