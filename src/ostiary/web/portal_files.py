"""The files of a portal: its texts, its templates, and the pages once they are baked.

Knows: folders, which files belong to a portal, how large they may be, and what may be written over.
Must not know: what is written in them, or how a page looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ostiary.errors import PortalError, SettingsError
from ostiary.store.text_folder import read_text_files, text_files
from ostiary.web.content.reading import MAX_FILE_CHARACTERS, MAX_FILES

MAX_FILE_BYTES: Final = 4 * MAX_FILE_CHARACTERS
"""UTF-8 takes at most four bytes a character; the core counts characters."""
MARK: Final = ".ostiary-portal"
"""A file that says of a folder that its pages were baked, so that they may be baked again."""
TEMPLATES: Final = Path(__file__).resolve().parent / "templates"


def portal_folder(name: str) -> Path:
    """The texts that come with Ostiary: beside the sources, or inside the installed package."""
    package = Path(__file__).resolve().parents[1]
    beside_sources = package.parents[1] / "portal" / name
    return beside_sources if beside_sources.is_dir() else package / "portal" / name


def read_texts(folder: Path) -> dict[str, str]:
    """The ``*.toml`` of a folder, by file name; hidden ones are left out, because editors put their copies there.

    Raises PortalError when there are none, too many, or some that cannot be read; then it lists all of those.
    """
    paths = text_files(folder)
    if not 1 <= len(paths) <= MAX_FILES:
        raise PortalError(
            f"`{folder}` has {len(paths)} files `*.toml`; a portal has from 1 to {MAX_FILES}",
            hint="name a folder like portal/chicago",
        )
    texts, problems = read_text_files(paths, MAX_FILE_BYTES)
    if problems:
        raise PortalError(f"{len(problems)} files of the portal cannot be read", problems=problems)
    return texts


def read_templates() -> dict[str, str]:
    """The templates and the style sheet of all pages, by name."""
    return {path.name: path.read_text("utf-8") for path in sorted(TEMPLATES.iterdir()) if path.is_file()}


def write_pages(folder: Path, pages: Mapping[str, str]) -> None:
    """Write every page under a folder that is new, empty, or was written so before.

    Pages that are not among them are removed, so that nothing stays that nobody looks after. Raises SettingsError.
    """
    try:
        _write_pages(folder, pages)
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise SettingsError(
            f"`{folder}` cannot be written: {why}", hint="name another folder with --out"
        ) from error


def _write_pages(folder: Path, pages: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / MARK).exists() and any(folder.iterdir()):
        raise SettingsError(
            f"`{folder}` holds what is no baked portal; nothing is written", hint="name a new folder"
        )
    # The mark first: whatever stops the writing, the folder can be baked again.
    (folder / MARK).write_text(
        "pages of a resident portal; `ostiary portal bake` writes them again\n", "utf-8"
    )
    for old in folder.rglob("*.html"):
        if old.relative_to(folder).as_posix() not in pages:
            old.unlink()
    for name, page in pages.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(page, "utf-8", newline="")
