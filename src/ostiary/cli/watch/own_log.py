"""``ostiary watch import HOME --as ostiary``: the logs of an installation, into a watch folder.

Knows: where an installation keeps what its events rest upon, that whoever opens entries says so in the log first; output.
Must not know: what an entry says, how events are made.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ostiary.cli.act_log import home_of_folder, log_of_home
from ostiary.cli.progress import shown_progress
from ostiary.cli.watch.opening_log import TO_IMPORT, TO_VERIFY, log_opening
from ostiary.cli.watch.other_formats import Opening
from ostiary.errors import OstiaryError
from ostiary.model.bundle import Bundle
from ostiary.office.access_words import printable
from ostiary.policy.words.lists import counted
from ostiary.server.policies.shelf import Shelf
from ostiary.server.settings import Home, load_home
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.folder_key import folder_key
from ostiary.watch.events.locking import folder_lock
from ostiary.watch.findings.anchoring import Log
from ostiary.watch.own_log.importing import Imported, Job
from ostiary.watch.own_log.installation import (
    Believed,
    Ground,
    Logs,
    Told,
    import_logs,
    logs_of,
    published,
    unread,
)


def import_home(path: Path, output: Path, opening: Opening, *, as_json: bool) -> None:
    """Bring the folder up to what the logs of the home at ``path`` have published. Raises what ``import_logs`` raises."""
    home = load_home(path)
    folder, logs = WatchFolder.open_or_make(output), logs_of(home.log_dir)
    with folder_lock(folder.path):
        key = folder_key(folder, opening.subject_key)
    ground = ground_of(home, key, opening.time_zone)
    new = unread(folder, logs)
    also = {} if opening.unlogged else log_opening(home.log_socket, TO_IMPORT, new)
    with shown_progress("reading entries", is_shown=sys.stderr.isatty() and not as_json) as progress:
        told = import_logs(
            folder,
            logs,
            opening.master_key or home.master_key_file,
            ground,
            Job(also, progress, log=None if opening.unlogged else _act_log(output, path)),
        )
    click.echo(json.dumps(_object(folder, logs, told)) if as_json else "\n".join(_lines(folder, logs, told)))


def _act_log(output: Path, home: Path) -> Log | None:
    """Where what becomes of findings is written first: in the folder of that installation, its log."""
    found = home_of_folder(output, home)
    return log_of_home(found) if found else None


def believed_home(path: Path, key: bytes, master_key: Path | None) -> Believed:
    """What a folder is held against where an installation is at hand. Raises SettingsError, BundleError, LogDamaged, ProofInvalid."""
    home = load_home(path)
    return Believed(logs_of(home.log_dir), key, master_key or home.master_key_file, ground_of(home, key))


def log_verification(path: Path) -> dict[str, str]:
    """Log that the entries of every log of an installation are opened. Raises SettingsError, LogDamaged, ProofInvalid, LogUnavailable."""
    home = load_home(path)
    return log_opening(home.log_socket, TO_VERIFY, dict.fromkeys(published(logs_of(home.log_dir))))


def ground_of(home: Home, key: bytes, time_zone: str = "") -> Ground:
    """What the events of a home rest upon. Raises BundleError for a founding policy that is none."""
    shelf = Shelf(home)

    def policy_of(version: str) -> Bundle | None:
        try:
            return shelf.bundle(version)
        except (OstiaryError, OSError):
            return None

    return Ground(shelf.founding.bundle, policy_of, key, time_zone)


def _object(folder: WatchFolder, logs: Logs, told: Told) -> dict[str, Any]:
    return {
        "folder": str(folder.path),
        "logs": {origin: _log_object(one) for origin, one in told.logs.items()},
        "destroyed": told.destroyed,
        "left_out": logs.left_out,
        "known": _known_rows(told),
        "unknown": told.unknown,
    }


def _log_object(one: Imported) -> dict[str, Any]:
    return {
        "source": one.manifest.source,
        "entries": one.entries,
        "new": one.new,
        "again": one.again,
        "gone": one.gone,
        "findings_erased": one.findings,
        "without_question": one.without_question,
        "events": one.manifest.counts.taken,
        "size": int(one.manifest.made_from["entries"]),
        "root": one.manifest.made_from["root"],
        "opening_entry": one.manifest.made_from.get("opening_entry"),
    }


def _lines(folder: WatchFolder, logs: Logs, told: Told) -> Iterator[str]:
    for origin, one in told.logs.items():
        made_from = one.manifest.made_from
        yield printable(
            f"{origin}: {one.entries} new entries; {one.new} new events, {one.again} made again, {one.gone} gone;"
            f" {one.manifest.counts.taken} events in all, under the root {made_from['root'][:16]}… of"
            f" {made_from['entries']} entries"
        )
        if one.findings:
            yield f"  what {counted(one.findings, 'finding')} said is erased too: run the detectors again for what is left"
        if one.without_question:
            yield f"  {one.without_question} accesses are left out: the question of each was erased"
    for origin in told.destroyed:
        yield printable(f"{origin}: its keys are gone, and so is what stood here of it")
    if logs.left_out:
        yield printable(
            f"not read: {logs.left_out}, which these logs go on from; its folder is not beside theirs"
        )
    known = ", ".join(f"{rows} {table}" for table, rows in _known_rows(told).items())
    yield (
        printable(told.unknown) if told.unknown else f"known by directives and policies: {known or 'nothing'}"
    )
    yield f"it is in `{folder.path}`: it says what an auditor may see, held cases too, and is not for the people it is about"


def _known_rows(told: Told) -> dict[str, int]:
    parts = told.known.parts if told.known else ()
    return {part.table: part.rows for part in parts}
