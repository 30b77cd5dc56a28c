"""A folder of texts in TOML, as a policy and a portal have it.

Knows: which files of a folder are texts, and that one is never read beyond a limit.
Must not know: what is written in them, how many there may be.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def text_files(folder: Path) -> list[Path]:
    """The ``*.toml`` directly in a folder, by name; hidden ones are left out, because editors put their copies there."""
    return sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))


def read_text_files(paths: Iterable[Path], max_bytes: int) -> tuple[dict[str, str], tuple[str, ...]]:
    """The texts of files by name, and a line for each file that cannot be read."""
    texts: dict[str, str] = {}
    problems = []
    for path in paths:
        try:
            texts[path.name] = _read(path, max_bytes)
        except (OSError, ValueError) as error:
            problems.append(f"{path.name}:1: {_reason(error)}")
    return texts, tuple(problems)


def _read(path: Path, max_bytes: int) -> str:
    """The text of one file; it is never read beyond the limit, whatever its size is said to be."""
    with path.open("rb") as file:
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise ValueError(f"the file has more than {max_bytes} bytes")
    return content.decode("utf-8")


def _reason(error: OSError | ValueError) -> str:
    match error:
        case UnicodeDecodeError():
            return f"the file is not UTF-8 at byte {error.start}"
        case OSError():
            return f"the file cannot be opened: {(error.strerror or 'unknown reason').lower()}"
        case _:
            return str(error)
