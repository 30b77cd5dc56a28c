"""Where the steps stand in the log by which two officials ordered something.

Knows: which entries are steps of directives, whose signature each must bear.
Must not know: what a directive does, settings, who is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ostiary.directives.envelope import open_step
from ostiary.errors import DirectiveRefused, LogUnavailable, ProofInvalid
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.model.directive import Step
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.indexing import Source
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.sealer import read_entry
from ostiary.tlog.note import VerifierKey

_KINDS = ("ordered", "confirmed")


def steps_of(
    log: Source, directives: Collection[str], officials: Mapping[str, VerifierKey]
) -> dict[str, tuple[int, ...]]:
    """The entries in which each of these directives was ordered and confirmed, by its id; the journal is read for it.

    A step counts that its official has signed (``officials``: keys by codes); one that stands there twice counts once. Raises
    LogUnavailable when one of the two does not stand in the log yet, LogDamaged, OSError.
    """
    found: dict[str, dict[str, int]] = {one: {} for one in directives}
    for entry, step in _steps(log, officials) if found else ():
        if step.directive in found and step.kind in _KINDS:
            found[step.directive].setdefault(step.kind, entry)
    for directive, entries in found.items():
        if len(entries) != len(_KINDS):
            raise LogUnavailable(
                f"the directive `{directive}` does not stand in the log with both its signatures",
                hint="a gateway that runs logs each step within a second",
            )
    return {one: tuple(entries[kind] for kind in _KINDS) for one, entries in found.items()}


def _steps(log: Source, officials: Mapping[str, VerifierKey]) -> Iterator[tuple[int, Step]]:
    with JournalReader(LogFolder(log.directory).journal) as reader:
        for frame, _ in reader.read_frames(reader.start):
            for index, entry in enumerate(frame.entries, frame.first):
                if entry.kind == DIRECTIVE:
                    step = _maybe_step(read_entry(entry, index, log.keys).payload, officials)
                    if step is not None:
                        yield index, step


def _maybe_step(raw: bytes, officials: Mapping[str, VerifierKey]) -> Step | None:
    try:
        return open_step(raw, officials)
    except (DirectiveRefused, ProofInvalid):
        return None
