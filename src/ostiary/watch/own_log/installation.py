"""The logs of an installation, all of them: the running one and the closed ones that it goes on from.

Knows: which logs there are, that each is a source and what their directives prove is one more, the oldest first.
Must not know: settings, arguments, output.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from ostiary.errors import DirectiveRefused, LogDamaged, ProofInvalid, WatchFolderDamaged
from ostiary.model.bundle import Bundle
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.lineage import predecessors
from ostiary.store.log.receipts import read_published
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Counts, Manifest
from ostiary.watch.own_log.importing import Imported, Job, forget_log, import_log
from ostiary.watch.own_log.knowing import import_known, known_differences, steps_of, take_steps, why_unknown
from ostiary.watch.own_log.log_entries import Progress, has_lost_keys, opened_entries
from ostiary.watch.own_log.standing import PolicyOf, Standing
from ostiary.watch.own_log.terms import KIND, KNOWN_KIND, KNOWN_SOURCE, Terms, source_of
from ostiary.watch.own_log.verifying import Difference, Held, hold_against_log


@dataclass(frozen=True, slots=True)
class Logs:
    """The folders of the logs that stand beside each other, the oldest first; the name of the one before them that does not."""

    folders: tuple[Path, ...]
    left_out: str = ""


def logs_of(directory: Path) -> Logs:
    """The log in a folder and those before it. Raises LogDamaged or ProofInvalid where one is not the one that it goes on from."""
    found = [directory]
    for one in predecessors(directory):
        if one.folder is None:
            return Logs(tuple(reversed(found)), one.verifier.name)
        found.append(one.folder)
    return Logs(tuple(reversed(found)))


@dataclass(frozen=True, slots=True)
class Ground:
    """What the events of an installation rest upon beside its logs: its founding policy, later ones by version, the key of subjects."""

    founding: Bundle
    policy_of: PolicyOf
    key: bytes
    time_zone: str = ""

    def terms(self, origin: str) -> Terms:
        """The terms of one log."""
        classes = self.founding.catalogue.classes.values()
        columns = frozenset(
            one.subject_key.rpartition(".")[2] for one in classes if one.subject_key is not None
        )
        return Terms(origin, self.founding.custodian, columns, self.time_zone, self.key)

    def standing(self, as_of: int) -> Standing:
        """What no step has changed yet."""
        return Standing(self.founding, self.policy_of, as_of, self.founding.custodian)


@dataclass(slots=True)
class Told:
    """What an import did: each log by its name, logs whose keys are gone, what is known, and why where nothing is."""

    logs: dict[str, Imported] = field(default_factory=dict)
    destroyed: list[str] = field(default_factory=list)
    known: Manifest | None = None
    unknown: str = ""


def published(logs: Logs) -> dict[str, int]:
    """By the name of each log how many entries are published; one whose keys are gone says nothing and is left out.

    No entry is opened. Raises LogDamaged, ProofInvalid, OSError.
    """
    return {
        _name(directory): read_published(directory).checkpoint.size
        for directory in logs.folders
        if not has_lost_keys(directory)
    }


def unread(folder: WatchFolder, logs: Logs) -> dict[str, tuple[int, int]]:
    """By the name of each log the first entry that was not read yet and the first that is not there, where these differ.

    No entry is opened. Raises as ``published``, WatchFolderDamaged.
    """
    found = {}
    for origin, size in published(logs).items():
        manifest = folder.maybe_manifest(source_of(origin))
        start = int(manifest.made_from.get("entries", "0")) if manifest else 0
        if start != size:
            found[origin] = (start, size)
    return found


def import_logs(folder: WatchFolder, logs: Logs, master_key: Path | None, ground: Ground, job: Job) -> Told:
    """Bring every log's source up to what is published, then what is known. Raises as ``import_log``, KeyFileError."""
    told, standing = Told(), ground.standing(time.time_ns() // 1_000_000)
    raws: list[bytes] = []
    for directory in logs.folders:
        terms = ground.terms(_name(directory))
        if has_lost_keys(directory):
            forget_log(folder, terms, job)
            told.destroyed.append(terms.origin)
            continue
        with opened_entries(directory, master_key) as log:
            told.logs[terms.origin] = import_log(folder, log, terms, job)
            raws += steps_of(folder, log, terms.source)
    try:
        take_steps(standing, raws)
    except (DirectiveRefused, ProofInvalid, LogDamaged) as fault:
        # What was known before would be believed, and is not known to hold any more.
        told.unknown, standing = why_unknown(fault), ground.standing(standing.as_of)
    told.known = import_known(folder, standing, {**job.also, "unknown": told.unknown}, job.disk)
    return told


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of holding a folder against its logs: each source, what is known (None: not compared), sources without a log here.

    ``not_here`` are logs at hand of which the folder has nothing: they were never imported, or somebody took their source away.
    ``strangers`` are events of other sources that have an id of one of these logs, so that what they say is joined to our events.
    """

    held: Mapping[str, Held]
    known: tuple[Difference, ...] | None
    without_log: tuple[str, ...]
    not_here: tuple[str, ...] = ()
    strangers: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Believed:
    """What a folder is held against: logs, and with ``ground`` what their directives prove; ``key`` makes tokens of subjects."""

    logs: Logs
    key: bytes
    master_key: Path | None = None
    ground: Ground | None = None


def compare_logs(folder: WatchFolder, believed: Believed, progress: Progress) -> Comparison:
    """Hold every source of our logs against its log, and what is known. Raises as ``hold_against_log``, KeyFileError."""
    here = {_name(directory): directory for directory in believed.logs.folders}
    held: dict[str, Held] = {}
    without, raws, seen = list[str](), list[bytes](), set[str]()
    for manifest in list(folder.manifests()):
        if manifest.kind != KIND:
            continue
        terms = Terms.of(manifest.made_from, believed.key)
        if terms.source != manifest.source:
            raise WatchFolderDamaged(
                f"`{manifest.source}` says that it is of `{terms.origin}`, which has another source"
            )
        directory = here.get(terms.origin)
        seen.add(terms.origin)
        if directory is None or has_lost_keys(directory):
            without.append(manifest.source)
            continue
        with opened_entries(directory, believed.master_key) as log:
            held[manifest.source] = hold_against_log(folder, manifest, log, terms, progress)
            raws += steps_of(folder, log, manifest.source)
    known = None if believed.ground is None else _known(folder, believed.ground, raws)
    not_here = sorted(name for name in here.keys() - seen if not has_lost_keys(here[name]))
    return Comparison(
        held, known, tuple(sorted(without)), tuple(not_here), tuple(_strangers(folder, list(here)))
    )


def _strangers(folder: WatchFolder, origins: list[str]) -> Iterator[Difference]:
    """A file that was imported before our log can name ids that our log had not given yet."""
    begins = tuple(f"{origin}/" for origin in origins)
    for manifest in folder.manifests():
        for part in manifest.parts_of("events") if manifest.kind != KIND else ():
            with pq.ParquetFile(folder.path / part.path) as file:
                for batch in file.iter_batches(columns=["event_id"]):
                    ids = batch["event_id"].to_pylist()
                    yield from (Difference("extra", "events", one) for one in ids if one.startswith(begins))


def _known(folder: WatchFolder, ground: Ground, raws: list[bytes]) -> tuple[Difference, ...]:
    # A source that was taken away is one without rows: each that the directives come to is missing then.
    nothing = Manifest(KNOWN_SOURCE, KNOWN_KIND, Counts(), (), {"as_of": str(time.time_ns() // 1_000_000)})
    manifest = folder.maybe_manifest(KNOWN_SOURCE) or nothing
    standing = ground.standing(int(manifest.made_from.get("as_of", "0")))
    try:
        # Also where the manifest says that nothing is known: whoever empties the tables could write that.
        take_steps(standing, raws)
    except (DirectiveRefused, ProofInvalid, LogDamaged):
        standing = ground.standing(standing.as_of)
    return tuple(known_differences(folder, manifest, standing.rows()))


def _name(directory: Path) -> str:
    return read_verifier(LogFolder(directory)).name
