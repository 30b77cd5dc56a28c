"""A policy bundle as a folder of TOML files.

Knows: which files of a folder belong to a bundle, and how large they may be.
Must not know: what is written in them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ostiary.errors import BundleError
from ostiary.model.bundle import Bundle
from ostiary.policy.load import MAX_FILE_CHARACTERS, MAX_FILES, load_bundle
from ostiary.store.text_folder import read_text_files, text_files

# UTF-8 takes at most four bytes a character; the core counts characters.
MAX_FILE_BYTES = 4 * MAX_FILE_CHARACTERS

_PLAIN_NAME: Final = re.compile(r"[\w-][\w.-]{0,99}\.toml", re.ASCII)
"""A file of this folder, and one that ``read_bundle_files`` reads again. Who keeps texts elsewhere chose their names."""


def read_bundle(folder: Path) -> Bundle:
    """The compiled bundle of a folder. Raises BundleError for everything that is wrong with the folder or its texts."""
    return load_bundle(read_bundle_files(folder))


def read_bundle_files(folder: Path) -> dict[str, str]:
    """The texts of the ``*.toml`` files directly in a folder, by file name.

    Hidden files are left out, because editors put their copies there. Raises BundleError when there are none, too many,
    or some that cannot be read; then it lists all of those.
    """
    if not folder.is_dir():
        raise BundleError(f"`{folder}` is no folder", hint="a policy is a folder of files `*.toml`")
    paths = text_files(folder)
    if not 1 <= len(paths) <= MAX_FILES:
        raise BundleError(
            f"`{folder}` has {len(paths)} files `*.toml`; a policy bundle has from 1 to {MAX_FILES}"
        )
    texts, problems = read_text_files(paths, MAX_FILE_BYTES)
    if problems:
        raise BundleError(f"{len(problems)} files of the policy bundle cannot be read", problems=problems)
    return texts


def write_bundle_files(folder: Path, texts: Mapping[str, str]) -> None:
    """Write the texts of a bundle, by file name, into a folder that is new or empty.

    Raises BundleError for a name that leads out of the folder, or that is not read again, and OSError.
    """
    for name in texts:
        if _PLAIN_NAME.fullmatch(name) is None:
            raise BundleError(f"`{name[:100]!a}` is no name of a policy's file; nothing is written")
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise BundleError(f"`{folder}` is not empty; nothing is written", hint="name a new folder")
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
