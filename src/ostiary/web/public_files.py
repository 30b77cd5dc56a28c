"""The folder of a public site: its templates, writing it, and comparing it with what it must be.

Knows: folders, where each file stands, that the manifest is written last, the file that holds what all pages are made of.
Must not know: what any file says, logs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import msgspec

from ostiary.errors import ProofInvalid, SettingsError
from ostiary.web.public.manifest import MAX_BYTES, NAME, Manifest, read_manifest, write_manifest
from ostiary.web.public.model import Place, Publication, Tally

TEMPLATES: Final = Path(__file__).resolve().parent / "templates" / "public"
MARK: Final = ".ostiary-public"
"""A file that says of a folder that a site was baked there, so that it may be baked again."""
SITE: Final = "site.json"
LOG: Final = "log"
"""The copy of the log's public side, which no digest in the manifest is of: the tree is."""
RECOUNT: Final = "recount"
_CHUNK: Final = 2**16
# All sums of a hundred years of a large city: 36,500 days of twenty rows of 150 bytes.
MAX_SITE_BYTES: Final = 128 * 2**20

Keep = Callable[[str, Iterable[bytes]], str]
"""Takes a file by its name, in pieces; its SHA-256."""


@dataclass(frozen=True, slots=True)
class _Counted:
    place: Place
    tally: Tally


def read_public_templates() -> dict[str, str]:
    """The templates and the style sheet of all public pages, by name."""
    return {path.name: path.read_text("utf-8") for path in sorted(TEMPLATES.iterdir()) if path.is_file()}


def write_site(publication: Publication) -> bytes:
    """All that the pages are made of, as JSON."""
    found = {one.name: getattr(publication, one.name) for one in fields(publication)}
    found["counts"] = [_Counted(place, tally) for place, tally in publication.counts.items()]
    return msgspec.json.encode(found, order="deterministic") + b"\n"


def read_site(raw: bytes) -> Publication:
    """Read it. Raises ProofInvalid unless it is exactly what ``write_site`` writes."""
    try:
        found: dict[str, Any] = msgspec.json.decode(raw, type=dict[str, Any])
        counts = msgspec.convert(found.pop("counts"), list[_Counted])
        publication = msgspec.convert({**found, "counts": {}}, Publication, strict=True)
        whole = _with_counts(publication, counts)
        if write_site(whole) == raw:
            return whole
    except (msgspec.MsgspecError, KeyError, TypeError, ValueError, RecursionError):
        pass
    raise ProofInvalid(f"`{SITE}` is not of the form that is written")


def _with_counts(publication: Publication, counts: Iterable[_Counted]) -> Publication:
    values = {one.name: getattr(publication, one.name) for one in fields(publication)}
    return Publication(**{**values, "counts": {one.place: one.tally for one in counts}})


class SiteWriter:
    """Writes a site into a folder that is new, empty, or holds one."""

    def __init__(self, folder: Path) -> None:
        """Raises SettingsError for a folder that holds something else."""
        self._folder = folder
        with _telling(folder):
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()) and not (folder / MARK).exists():
                raise SettingsError(
                    f"`{folder}` holds what is no public site; nothing is written", hint="name a new folder"
                )
            # The mark first: whatever stops the writing, the folder can be baked again.
            (folder / MARK).write_text("a public site; `ostiary publish` writes it again\n", "utf-8")

    def keep(self, name: str, chunks: Iterable[bytes]) -> str:
        """Write one file; its SHA-256. Raises SettingsError."""
        with _telling(self._folder):
            return _replace(self._folder / name, chunks)

    def finish(self, manifest: Manifest, copy_log: Callable[[Path], None] | None) -> None:
        """Write the manifest; have the log's public side copied; remove what belongs to neither. Raises SettingsError."""
        with _telling(self._folder):
            if copy_log is not None:
                copy_log(self._folder / LOG)
            _replace(self._folder / NAME, [write_manifest(manifest)])
            for path in list(_files(self._folder)):
                if path.relative_to(self._folder).as_posix() not in {*manifest.files, NAME}:
                    path.unlink()


class SiteComparer:
    """Compares a site with what it must be, file by file."""

    def __init__(self, folder: Path) -> None:
        """Raises ProofInvalid for a folder without a manifest that can be read."""
        self.folder = folder
        self.manifest = read_manifest(read_file(folder, NAME, MAX_BYTES))
        verify_no_others(folder, self.manifest.files)

    def keep(self, name: str, chunks: Iterable[bytes]) -> str:
        """Compare one file; its SHA-256. Raises ProofInvalid, naming the file, when it is missing or differs."""
        hashed = hashlib.sha256()
        with open_file(self.folder, name) as file:
            for chunk in chunks:
                hashed.update(chunk)
                if file.read(len(chunk)) != chunk:
                    raise ProofInvalid(f"`{name}` is not what the log, the register and the policy come to")
            if file.read(1):
                raise ProofInvalid(f"`{name}` says more than the log, the register and the policy come to")
        return hashed.hexdigest()


def open_file(folder: Path, name: str) -> Any:
    """A regular file of the site. Raises ProofInvalid when there is none of that name."""
    path = folder / name
    if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
        raise ProofInvalid(f"`{name}` is missing, or is no regular file")
    return path.open("rb")


def read_file(folder: Path, name: str, limit: int) -> bytes:
    """A whole file of the site. Raises ProofInvalid likewise, and when it is longer than the limit."""
    with open_file(folder, name) as file:
        raw: bytes = file.read(limit + 1)
    if len(raw) > limit:
        raise ProofInvalid(f"`{name}` has more than {limit} bytes")
    return raw


def verify_digests(folder: Path, files: Mapping[str, str]) -> None:
    """Raises ProofInvalid, naming the file, when one has not the digest in the manifest."""
    for name, expected in files.items():
        hashed = hashlib.sha256()
        with open_file(folder, name) as file:
            while chunk := file.read(_CHUNK):
                hashed.update(chunk)
        if hashed.hexdigest() != expected:
            raise ProofInvalid(f"`{name}` was altered: it has not the digest in `{NAME}`")


def verify_no_others(folder: Path, files: Mapping[str, str]) -> None:
    """Raises ProofInvalid for a file that the manifest does not name."""
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if name not in files and name != NAME:
            raise ProofInvalid(f"`{name}` does not belong to the publication")


def _files(folder: Path) -> Iterator[Path]:
    """Every file but those of the log's copy."""
    for path in sorted(folder.rglob("*")):
        if path.relative_to(folder).parts[0] not in {LOG, MARK} and (path.is_symlink() or not path.is_dir()):
            yield path


def _replace(path: Path, chunks: Iterable[bytes]) -> str:
    hashed, staging = hashlib.sha256(), path.with_name(f"{path.name}.staging")
    path.parent.mkdir(exist_ok=True)
    with staging.open("wb") as file:
        for chunk in chunks:
            hashed.update(chunk)
            file.write(chunk)
    # Whoever reads meanwhile gets the old file or the new one, and the manifest, which comes last, tells which is whole.
    staging.replace(path)
    return hashed.hexdigest()


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    """Says as a SettingsError what the disk said."""
    try:
        yield
    except OSError as fault:
        why = (fault.strerror or "unknown reason").lower()
        raise SettingsError(
            f"`{folder}` cannot be written: {why}", hint="name another folder with --out"
        ) from fault
