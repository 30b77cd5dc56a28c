"""The readers' passwords: one file a profile, in a folder that only its owner may enter.

Knows: files.
Must not know: what a reader may read.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from ostiary.store.key_files import read_private_line

_SUFFIX = ".password"


def write_reader_passwords(folder: Path, passwords: Mapping[str, str]) -> None:
    """Replace the folder's passwords by these, each at once: a gateway that reads meanwhile finds one for every reader.

    If we crash in between, the wall is applied again: nothing else is lost.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for profile_id, password in passwords.items():
        fresh = folder / f"{profile_id}.new"
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"{password}\n")
        fresh.replace(folder / f"{profile_id}{_SUFFIX}")
    for path in folder.glob(f"*{_SUFFIX}"):
        if path.name.removesuffix(_SUFFIX) not in passwords:
            path.unlink()


def stamp_of(folder: Path) -> int:
    """A number that is another one when passwords were replaced; 0 when there is no such folder."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


def read_reader_passwords(folder: Path) -> dict[str, str]:
    """The passwords by profile id; none when there is no such folder. Raises KeyFileError for a file that others can read."""
    return {path.name.removesuffix(_SUFFIX): read_private_line(path) for path in folder.glob(f"*{_SUFFIX}")}


def secret_of(passwords: Mapping[str, str], purpose: str) -> bytes:
    """A secret for a purpose that stays the same for as long as these passwords do; without any it is a new one each time."""
    known = "\0".join(passwords[profile_id] for profile_id in sorted(passwords)).encode()
    return hmac.digest(known or secrets.token_bytes(32), purpose.encode(), "sha256")
