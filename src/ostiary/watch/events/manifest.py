"""The manifest of a source: what was read, what became of every row, and the parts that hold it.

Knows: its JSON form, of which any change is a new version of the format.
Must not know: where it lies, Parquet.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from ostiary.errors import WatchFolderDamaged
from ostiary.watch.events.schema import BY_DAY, STORED

FORMAT: Final = "ostiary/watch-source/v1"


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file: the table it belongs to, its path from the folder, its rows, its SHA-256 in hex."""

    table: str
    path: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of each row that was read: ``read`` is the sum of the others."""

    read: int = 0
    taken: int = 0
    copies: int = 0
    duplicates: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """``made_from`` says of what in the words of the importer: file name, its SHA-256, format; or log, entries, root."""

    source: str
    kind: str
    counts: Counts
    parts: tuple[Part, ...]
    made_from: Mapping[str, str] = field(default_factory=dict)
    made_at: str = ""

    def parts_of(self, table: str) -> tuple[Part, ...]:
        """Its parts of one table."""
        return tuple(part for part in self.parts if part.table == table)


def write_manifest(manifest: Manifest) -> bytes:
    """Its file: indented JSON, one line end."""
    return (json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1, ensure_ascii=False) + "\n").encode()


_PATH: Final = re.compile(
    r"(?:(?:events|subjects|copies|entries)/date=\d{4}-\d\d-\d\d|known/[a-z]+)/[a-z0-9][a-z0-9_.-]*\.parquet",
    re.ASCII,
)
"""Where a part may stand. A folder may come from somebody else: no path of his leads out of it."""


def _part(found: dict[str, Any], source: str) -> Part:
    part = Part(str(found["table"]), str(found["path"]), int(found["rows"]), str(found["sha256"]))
    if not _PATH.fullmatch(part.path) or part.table not in STORED:
        raise ValueError(part.path)
    *place, name = part.path.split("/")
    is_its = place[0] == part.table if part.table in BY_DAY else place == ["known", part.table]
    # A part belongs to one source: named by two manifests, its rows would count twice.
    if not is_its or not name.startswith(f"{source}."):
        raise ValueError(part.path)
    return part


def _verify_its_own(source: str, parts: tuple[Part, ...], name: str) -> None:
    """Raises ValueError for a file of another name, as a copy has, and for a part that is named twice."""
    if name != f"{source}.json" or len({part.path for part in parts}) < len(parts):
        raise ValueError(source)


def read_manifest(data: bytes, name: str) -> Manifest:
    """The manifest in a file named ``name``. Raises WatchFolderDamaged when it is none."""
    try:
        found = json.loads(data)
        if found.pop("format") != FORMAT:
            raise WatchFolderDamaged(f"`{name}` is not a manifest of a watch folder that this version reads")
        source = str(found["source"])
        parts = tuple(_part(part, source) for part in found["parts"])
        _verify_its_own(source, parts, name)
        return Manifest(
            source=source,
            kind=str(found["kind"]),
            counts=Counts(**found["counts"]),
            parts=parts,
            made_from={str(key): str(value) for key, value in found["made_from"].items()},
            made_at=str(found["made_at"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WatchFolderDamaged(f"`{name}` is not a manifest of a watch folder, or was damaged") from error
