"""A watch folder: where events, what is known beside them, manifests, runs and findings stand.

Knows: the layout, and that a source counts from the moment its manifest has its name.
Must not know: what an event says, detectors.

The layout::

    watch.json                                  the folder's format
    events/date=2025-06-18/SOURCE.RUN-N.parquet     one row an access; RUN is new with every import, N counts its parts
    subjects/date=2025-06-18/SOURCE.RUN-N.parquet   one row a subject of an access
    copies/date=2025-06-18/SOURCE.RUN-N.parquet     rows of another log about an event that is already there
    entries/date=2025-06-18/SOURCE.RUN-N.parquet    one row an entry of our own log: what events were made of
    known/TABLE/SOURCE.RUN-N.parquet                rosters, grants, cases and their like
    sources/SOURCE.json                         the manifest, written last
    sources/SOURCE.refused.csv                  rows that were refused, each with its reason
    aside/SOURCE/                               rows that wait while SOURCE is imported; nothing else ever
    runs/                                       what detectors said, one file a run
    findings/                                   what became of it

A crash before the manifest leaves parts that no manifest names: nobody reads them, and the next import of the same source
removes them. So does a crash after it, of the parts that the new manifest replaced.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ostiary.errors import WatchFolderDamaged
from ostiary.store.durable_files import PRIVATE_MODE, Disk, make_directories, replace_file_durably
from ostiary.watch.events.manifest import Manifest, read_manifest, write_manifest
from ostiary.watch.events.schema import DIGEST

FORMAT: Final = "ostiary/watch-folder/v1"
# The folder says who searched for what: whoever may read it reads what an auditor reads.
MODE: Final = 0o700


@dataclass(frozen=True, slots=True)
class WatchFolder:
    """One folder, at ``path``."""

    path: Path

    @classmethod
    def open(cls, path: Path) -> WatchFolder:
        """The folder at ``path``. Raises WatchFolderDamaged when it is none."""
        try:
            found = json.loads((path / "watch.json").read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            raise WatchFolderDamaged(
                f"`{path}` is no watch folder",
                hint=f"its watch folder is `{path / 'watch'}`"
                if (path / "watch" / "watch.json").exists()
                else "make one: ostiary watch import FILE --as FORMAT -o DIR",
            ) from error
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise WatchFolderDamaged(f"`{path}` is a watch folder of a version that this one does not read")
        if found.get("schema") != DIGEST:
            raise WatchFolderDamaged(
                f"`{path}` was written under another schema of events",
                hint="import its sources into a new folder, and take its folder `findings` along",
            )
        return cls(path)

    @classmethod
    def open_or_make(cls, path: Path) -> WatchFolder:
        """The folder at ``path``, made when there is nothing. Raises WatchFolderDamaged when something else is there."""
        if not path.exists() or (path.is_dir() and not _names_in(path)):
            make_directories(Disk(), path, mode=MODE)
            cls(path).replace(
                "watch.json", (json.dumps({"format": FORMAT, "schema": DIGEST}) + "\n").encode()
            )
        return cls.open(path)

    def replace(self, name: str, data: bytes, disk: Disk | None = None) -> None:
        """Write one small file, whole or not at all."""
        target, disk = self.path / name, disk or Disk()
        make_directories(disk, target.parent, mode=MODE)
        replace_file_durably(
            disk, target, data, mode=PRIVATE_MODE, staging=target.with_name(f".{target.name}.{os.getpid()}")
        )

    def manifests(self) -> Iterator[Manifest]:
        """Every source, in the order of their names. Raises WatchFolderDamaged when a manifest cannot be read."""
        for file in sorted((self.path / "sources").glob("*.json")):
            yield read_manifest(file.read_bytes(), file.name)

    def admit(self, manifest: Manifest, disk: Disk | None = None) -> None:
        """Let a source count. Its parts must be durable."""
        self.replace(f"sources/{manifest.source}.json", write_manifest(manifest), disk)

    def maybe_manifest(self, source: str) -> Manifest | None:
        """The manifest of one source, None where it was never imported. Raises WatchFolderDamaged when it cannot be read."""
        file = self.path / "sources" / f"{source}.json"
        return read_manifest(file.read_bytes(), file.name) if file.exists() else None

    def part_files(self, source: str) -> Iterator[Path]:
        """Every file that is a part of a source by its name, whether a manifest names it or not, staged ones too."""
        for pattern in ("*/date=*", "known/*"):
            yield from self.path.glob(f"{pattern}/{source}.*.parquet*")

    def remove_unnamed(self, manifest: Manifest) -> None:
        """Remove the parts of a source that its manifest does not name: what it replaced, and what a crash left."""
        named = {part.path for part in manifest.parts}
        for file in list(self.part_files(manifest.source)):
            if file.relative_to(self.path).as_posix() not in named:
                file.unlink()

    def parts(self, table: str) -> list[str]:
        """Paths of all parts of one table (``events``, ``subjects``, ``copies``, or a name in ``KNOWN``)."""
        return [
            str(self.path / part.path) for manifest in self.manifests() for part in manifest.parts_of(table)
        ]


def _names_in(path: Path) -> list[str]:
    """What stands in a folder, but for what a crash left of the very first file."""
    return [one.name for one in path.iterdir() if not one.name.startswith(".watch.json.")]
