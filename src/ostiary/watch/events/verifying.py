"""Verifying a watch folder by itself: every part is what its manifest says, and nothing else lies there.

Knows: manifests, parts, counts.
Must not know: logs, what an event says.

Manifests are not signed: whoever may write into the folder may write another manifest. What ties events to something signed is
the log that they are of (``own_log/verifying.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Manifest
from ostiary.watch.events.part_file import part_fault
from ostiary.watch.events.schema import STORED


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be: of which source, at which path, in words that follow the path."""

    source: str
    path: str
    what: str

    @property
    def sentence(self) -> str:
        """In one line."""
        return f"{self.source}: `{self.path}` {self.what}"


def folder_faults(folder: WatchFolder) -> Iterator[Fault]:
    """Everything that is wrong. Raises WatchFolderDamaged for a manifest that cannot be read, OSError."""
    named = set[str]()
    for manifest in folder.manifests():
        named |= {part.path for part in manifest.parts}
        yield from _of_source(folder, manifest)
    for file in sorted(
        {found for pattern in ("*/date=*/*", "known/*/*", "aside/*/*") for found in folder.path.glob(pattern)}
    ):
        path = file.relative_to(folder.path).as_posix()
        if path not in named:
            yield Fault(
                file.parent.name if path.startswith("aside/") else file.name.split(".")[0],
                path,
                "is named by no manifest: an import was interrupted, or somebody put it there; the next import of"
                " its source removes it",
            )


def _of_source(folder: WatchFolder, manifest: Manifest) -> Iterator[Fault]:
    file, counts = f"sources/{manifest.source}.json", manifest.counts
    if counts.read != counts.taken + counts.copies + counts.duplicates + counts.refused:
        yield Fault(manifest.source, file, f"says that {counts.read} rows were read, and tells of others")
    for table, count in (("events", counts.taken), ("copies", counts.copies)):
        rows = sum(part.rows for part in manifest.parts_of(table))
        # A roster has rows that are no events, and takes them.
        if rows > count or (rows and rows != count):
            yield Fault(manifest.source, file, f"says that {count} rows became {table}, and names {rows}")
    for part in manifest.parts:
        what = part_fault(folder.path, part, arrow_schema(STORED[part.table]))
        if what:
            yield Fault(manifest.source, part.path, what)
