"""What a folder says about itself: what became of the rows of each source, and what its last run of detectors said.

Knows: manifests, side files of refused rows, files of runs.
Must not know: events, sentences.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ostiary.errors import WatchFolderDamaged
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Manifest
from ostiary.watch.reporting.figures import Judged, Run, Source

MOST_REFUSED_ROWS: Final = 1_000_000
"""Lines of a side file that are read for their reasons: some two seconds. The manifest counts all."""
MOST_WHYS: Final = 1_000
SYNTHETIC: Final = "synthetic"


def sources_of(folder: WatchFolder) -> tuple[Source, ...]:
    """Every source. Raises WatchFolderDamaged when a manifest cannot be read."""
    return tuple(_source(folder, manifest) for manifest in folder.manifests())


def is_synthetic(folder: WatchFolder) -> bool:
    """Whether any source says that its events were made up."""
    return any(SYNTHETIC in {manifest.kind, *manifest.made_from} for manifest in folder.manifests())


def _source(folder: WatchFolder, manifest: Manifest) -> Source:
    counts = manifest.counts
    return Source(
        manifest.source,
        manifest.kind,
        counts.read,
        counts.taken,
        counts.copies,
        counts.duplicates,
        counts.refused,
        _whys(folder.path / "sources" / f"{manifest.source}.refused.csv"),
    )


def _whys(file: Path) -> Mapping[str, int]:
    """How many rows for which reason. A side file is ours; one that is missing says that no row was refused."""
    found = Counter[str]()
    if not file.exists():
        return found
    with file.open(encoding="utf-8", newline="", errors="replace") as lines:
        for at, row in enumerate(csv.DictReader(lines)):
            why = str(row.get("reason") or row.get("why") or "")
            if at >= MOST_REFUSED_ROWS:
                break
            if why and (why in found or len(found) < MOST_WHYS):
                found[why] += 1
    return found


def last_run(folder: WatchFolder) -> Run | None:
    """The last run; None where there was none. Raises WatchFolderDamaged when its file cannot be read."""
    files = sorted((folder.path / "runs").glob("[0-9]*.json"))
    if not files:
        return None
    try:
        found = json.loads(files[-1].read_bytes())
        return Run(
            files[-1].stem, str(found.get("at", "")), tuple(_judged(one) for one in found["detectors"])
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WatchFolderDamaged(f"`{files[-1].name}` is no file of a run, or was damaged") from error


def _judged(found: Mapping[str, Any]) -> Judged:
    missing = found.get("missing") or ()
    return Judged(
        code=str(found["code"]),
        name=str(found.get("name", "")),
        leads=int(found["leads"]),
        events=int(found["events"]),
        unjudged=f"there is no {', no '.join(map(str, missing))}" if missing else "",
    )
