"""Policies that this home has seen, each kept under its version.

Knows: one file a version, named by it, and that nothing is believed of a file but what its texts compile to.
Must not know: which version is in force, where texts come from first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ostiary.model.canonical import canonical_bytes
from ostiary.store.durable_files import PRIVATE_MODE, Disk, make_directories, replace_file_durably

_VERSION: Final = re.compile("[0-9a-f]{64}")


def keep_policy_texts(folder: Path, version: str, texts: Mapping[str, str]) -> None:
    """Keep the texts of a version; they are there for good when this returns. Raises OSError, and ValueError for a version that is none."""
    path = _path(folder, version)
    if path.exists():
        return
    make_directories(Disk(), folder, mode=0o700)
    replace_file_durably(
        Disk(), path, canonical_bytes(dict(texts)), mode=PRIVATE_MODE, staging=path.with_suffix(".new")
    )


def maybe_kept_texts(folder: Path, version: str) -> dict[str, str] | None:
    """The texts kept under that version, as they lie there; None when there are none, or what is there is no policy."""
    try:
        value = json.loads(_path(folder, version).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
        return value
    return None


def forget_policy(folder: Path, version: str) -> None:
    """Take away what is kept under that version: it is not what it should be."""
    _path(folder, version).unlink(missing_ok=True)


def _path(folder: Path, version: str) -> Path:
    if _VERSION.fullmatch(version) is None:
        raise ValueError(f"`{version}` is no policy version")
    return folder / f"{version}.json"
