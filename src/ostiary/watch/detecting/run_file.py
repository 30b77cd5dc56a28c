"""The file of a run: which detectors asked what, under which limits, of which sources, and what came of it.

Knows: its JSON form, of which any change is a new version of the format, and the folder where it stands.
Must not know: how a detector judges, the terminal.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ostiary.errors import WatchFolderDamaged
from ostiary.watch.detecting.definition import digest_of
from ostiary.watch.detecting.running import Judged
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.locking import folder_lock

FORMAT: Final = "ostiary/watch-run/v1"


def run_of(
    folder: WatchFolder,
    judged: Sequence[Judged],
    findings: Mapping[str, Sequence[str]],
    about: Mapping[str, str],
) -> dict[str, Any]:
    """A run in plain values.

    ``findings`` are ids for each detector's code, in the order of its leads; ``about`` is what is said of the run as a whole, such as
    when it was, the engine and its memory.
    """
    return {
        "format": FORMAT,
        **about,
        "caution": "whatever detectors say is a lead, never a verdict",
        "sources": [
            {"source": each.source, "kind": each.kind, "taken": each.counts.taken}
            for each in folder.manifests()
        ],
        "detectors": [_detector(each, findings.get(each.detector.code, ())) for each in judged],
    }


def write_run(folder: WatchFolder, run: Mapping[str, Any]) -> Path:
    """Keep a run under the next number. Raises ImportRefused when somebody else writes into the folder at this moment."""
    with folder_lock(folder.path):
        number = max((int(file.stem) for file in _files(folder)), default=0) + 1
        name = f"runs/{number:04}.json"
        folder.replace(
            name, (json.dumps({**run, "run": number}, indent=1, ensure_ascii=False) + "\n").encode()
        )
    return folder.path / name


def runs(folder: WatchFolder) -> Iterator[dict[str, Any]]:
    """Every run that was kept, the first one first. Raises WatchFolderDamaged when one cannot be read."""
    for file in _files(folder):
        try:
            found = json.loads(file.read_bytes())
        except (ValueError, RecursionError) as error:
            raise WatchFolderDamaged(f"`{file.name}` is not the file of a run, or was damaged") from error
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise WatchFolderDamaged(f"`{file.name}` is not the file of a run that this version reads")
        yield found


def _files(folder: WatchFolder) -> list[Path]:
    found = (folder.path / "runs").glob("*.json")
    return sorted((file for file in found if file.stem.isdecimal()), key=lambda file: int(file.stem))


def _detector(judged: Judged, findings: Sequence[str]) -> dict[str, Any]:
    detector = judged.detector
    return {
        "code": detector.code,
        "name": detector.name,
        "version": detector.version,
        "sql_sha256": digest_of(detector, judged.limits),
        "limits": dict(judged.limits),
        "shipped_limits": dict(detector.limits),
        "fitted_limits": dict(judged.fitted),
        "judged": judged.could_judge,
        "missing": list(judged.missing),
        "sources_not_judged": {source: list(needs) for source, needs in judged.silent.items()},
        "leads": judged.leads,
        "events": judged.events,
        "seconds": round(judged.seconds, 3),
        "findings": list(findings),
    }
