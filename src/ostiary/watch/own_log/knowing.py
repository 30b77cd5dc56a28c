"""What is known beside the events of our own log, written into the folder and held against the log again.

Knows: steps of the logs of an installation, the tables that they come to, the source that has those.
Must not know: settings, arguments, what an act does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow.parquet as pq

from ostiary.directives.envelope import step_hash
from ostiary.directives.step_text import read_step
from ostiary.errors import DirectiveRefused, LogDamaged, ProofInvalid
from ostiary.store.durable_files import Disk
from ostiary.tlog.note import split_note
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Counts, Manifest
from ostiary.watch.events.writing import SourceWriter
from ostiary.watch.own_log.log_entries import LogEntries
from ostiary.watch.own_log.standing import Rows, Standing
from ostiary.watch.own_log.stored import StoredSource
from ostiary.watch.own_log.terms import KNOWN_KIND, KNOWN_SOURCE
from ostiary.watch.own_log.verifying import Difference


def steps_of(folder: WatchFolder, log: LogEntries, source: str) -> Iterator[bytes]:
    """The steps of directives that an imported log has, as they were signed. Raises LogDamaged, WatchFolderDamaged."""
    manifest = folder.maybe_manifest(source)
    if manifest is not None:
        yield from log.steps_at(StoredSource(folder, manifest).steps())


def take_steps(standing: Standing, raws: Iterable[bytes]) -> None:
    """Have ``standing`` take in every step once, in the order of the chain; each gateway logs every one.

    Raises LogDamaged for two different steps of one sequence, DirectiveRefused or ProofInvalid where a step does not follow, as
    where the log before is not at hand.
    """
    found: dict[int, bytes] = {}
    for raw in raws:
        sequence = read_step(split_note(raw)[0]).sequence
        if step_hash(found.setdefault(sequence, raw)) != step_hash(raw):
            raise LogDamaged(f"the log holds two different steps {sequence} of the chain")
    for sequence in sorted(found):
        standing.take(found[sequence])


def import_known(
    folder: WatchFolder, standing: Standing, made_from: Mapping[str, str], disk: Disk | None = None
) -> Manifest:
    """Write what is known in place of what was. Raises OSError; then the folder says what it said before."""
    with SourceWriter(folder, KNOWN_SOURCE, KNOWN_KIND, disk=disk) as writer:
        for table, rows in standing.rows().items():
            if rows:
                writer.add_rows(table, rows)
        also = {
            "as_of": str(standing.as_of),
            "owner": standing.owner,
            "steps": str(standing.register.head.sequence + 1),
            "last_step": standing.register.head.hash,
            "policies_missing": ",".join(sorted(standing.policies_missing)),
        }
        return writer.finish(Counts(), {**made_from, **also})


def known_differences(folder: WatchFolder, manifest: Manifest, expected: Rows) -> Iterator[Difference]:
    """Rows of known tables that the directives do not come to, or the other way round."""
    for table, rows in expected.items():
        here, there = Counter(_stored(folder, manifest, table)), Counter(map(_frozen, rows))
        yield from (Difference("missing", table, _told(row)) for row in sorted(there - here, key=repr))
        yield from (Difference("extra", table, _told(row)) for row in sorted(here - there, key=repr))
    for part in manifest.parts:
        if part.table not in expected:
            yield Difference("extra", part.table, part.path)


def why_unknown(fault: DirectiveRefused | ProofInvalid | LogDamaged) -> str:
    """Why nothing is known beside the events, in words."""
    return f"accounts, grants and cut-offs are not known: {fault.message}"


def _stored(folder: WatchFolder, manifest: Manifest, table: str) -> Iterator[tuple[Any, ...]]:
    for part in manifest.parts_of(table):
        for row in pq.ParquetFile(folder.path / part.path).read().to_pylist():
            yield _frozen(row)


def _frozen(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(sorted(row.items()))


def _told(row: tuple[Any, ...]) -> str:
    return " ".join(f"{name}={value}" for name, value in row if value is not None)
