"""What a folder says about itself: what became of the rows of each source, and what its last run of detectors said.

Knows: manifests, side files of refused rows, files of runs.
Must not know: events, sentences.
"""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ostiary.errors import WatchFolderDamaged
from ostiary.watch.detecting.run_file import runs
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Manifest
from ostiary.watch.importing.refusing import REASONS
from ostiary.watch.reporting.figures import Judged, Run, Source

MOST_REFUSED_ROWS: Final = 1_000_000
"""Lines of a side file that are read for their reasons: some two seconds. The manifest counts all."""
MOST_WHYS: Final = 1_000
SYNTHETIC: Final = "synthetic"


def sources_of(folder: WatchFolder) -> tuple[Source, ...]:
    """Every source. Raises WatchFolderDamaged when a manifest cannot be read."""
    return tuple(_source(folder, manifest) for manifest in folder.manifests())


def tables_with_rows(folder: WatchFolder) -> frozenset[str]:
    """Tables of which some source has a row. Raises WatchFolderDamaged when a manifest cannot be read."""
    return frozenset(part.table for manifest in folder.manifests() for part in manifest.parts if part.rows)


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
            code = str(row.get("reason") or "")
            why = f"{row.get('fate') or 'not taken'}, {REASONS.get(code, code)}"
            if at >= MOST_REFUSED_ROWS:
                break
            if code and (why in found or len(found) < MOST_WHYS):
                found[why] += 1
    return found


def last_run(folder: WatchFolder) -> Run | None:
    """The last run; None where there was none. Raises WatchFolderDamaged when a run's file cannot be read."""
    every = deque(runs(folder), maxlen=1)
    if not every:
        return None
    last = every[0]
    try:
        return Run(str(last["run"]), str(last["at"]), tuple(_judged(one) for one in last["detectors"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise WatchFolderDamaged("the file of the last run lacks what a run says") from error


def _judged(found: Mapping[str, Any]) -> Judged:
    sources = found["sources_not_judged"]
    why = lacking(found["missing"])
    if not why and sources:
        why = "of some sources: " + "; ".join(
            f"{source} has {lacking(needs)}" for source, needs in sources.items()
        )
    return Judged(
        code=str(found["code"]),
        name=str(found["name"]),
        leads=int(found["leads"]),
        events=int(found["events"]),
        could_judge=bool(found["judged"]),
        unjudged=why,
    )


_COLUMNS: Final = {
    "case_no": "case number",
    "local_minute": "hour of the agency's own clock",
    "latitude": "place",
    "longitude": "place",
    "exported": "word of what was exported",
    "owner": "word of whose records they were",
    "window_from": "word of how far back",
}
_TABLES: Final = {
    "accounts": "roster of accounts",
    "agreements": "list of agreements",
    "approvals": "list of approvals",
    "assignments": "list of who works on which case",
    "cases": "registry of cases",
    "copies": "second copy of the same searches",
    "cutoffs": "list of cut-offs",
    "dispatches": "list of dispatches",
    "grants": "list of who shares with whom",
    "relations": "list of who is related to whom",
    "subjects": "word of whom a search was about",
}
"""What detectors need, as a reader knows it; another name stands as it is."""


def lacking(needs: Sequence[str]) -> str:
    """What is not there, in words: `no device, no grants`. Of a table that is not there no column is named."""
    whole = {need for need in needs if "." not in need}
    left = [need for need in needs if need.partition(".")[0] not in whole or need in whole]
    columns: dict[str, dict[str, None]] = {}
    for need in left:
        table, _, column = need.removesuffix("_state").partition(".")
        columns.setdefault(table, {})[column] = None
    return ", ".join(said for table, names in columns.items() for said in _in_words(table, list(names)))


def _in_words(table: str, names: Sequence[str]) -> Iterator[str]:
    if table == "events":
        yield from dict.fromkeys(f"no {_COLUMNS.get(name, name.replace('_', ' '))}" for name in names)
    else:
        within = ", ".join(name.replace("_", " ") for name in names if name)
        yield f"no {_TABLES.get(table, table)}{f' that says: {within}' if within else ''}"
