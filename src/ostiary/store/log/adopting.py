"""Bringing a log's head into the control database, or the row there up to the log's own head.

Knows: what has to hold before a row is believed to be merely behind.
Must not know: SQL, who may ask for it, output.

This is for a log from before its head stood there, and for a control database that was restored and has no newer backup.
It never moves a row back, and never over a tree that the journal does not have.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ostiary.errors import ControlDown, ProofInvalid
from ostiary.store.durable_files import Disk
from ostiary.store.log import refusals
from ostiary.store.log.folder import LogFolder, read_part, read_verifier, writer_lock
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.late_head import open_shared, settle_adopted
from ostiary.store.log.publisher import PATIENCE_SECONDS
from ostiary.store.log.recovery import compare, find_signed
from ostiary.store.log.shared_head import Row, SharedHead
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint
from ostiary.tlog.note import VerifierKey


@dataclass(frozen=True, slots=True)
class Adopted:
    """What the row says now, and what it said before; None: there was none."""

    head: Checkpoint
    before: Checkpoint | None


def adopt_head(directory: Path, dsn_file: Path) -> Adopted:
    """Put the log's own head into its row; nobody else may write the log meanwhile.

    Raises LogUnavailable when somebody holds the log or the database is not there, LogDamaged or ProofInvalid when the log
    contradicts itself or the row; KeyFileError, OSError.
    """
    folder = LogFolder(directory)
    verifier = read_verifier(folder)
    with writer_lock(folder), open_shared(verifier.name, dsn_file, PATIENCE_SECONDS) as shared:
        with JournalReader(folder.journal) as reader:
            head = compare(folder, reader, verifier).head
            row = _read(shared)
            before = None if row is None else _known(row, verifier)
            if before is not None:
                find_signed(reader, before)
        if before is not None and before.size > head.size:
            # A writer ended between its swap and its own file; the next one takes the row up.
            return Adopted(before, before)
        settle_adopted(folder, shared, read_part(folder, folder.head), is_there=row is not None, disk=Disk())
    return Adopted(head, before)


def _read(shared: SharedHead) -> Row | None:
    try:
        return shared.read()
    except ControlDown as fault:
        raise refusals.ROW_UNREACHABLE.fault(why=fault.message) from None


def _known(row: Row, verifier: VerifierKey) -> Checkpoint:
    try:
        return open_checkpoint(row.note, verifier)
    except ProofInvalid:
        raise refusals.ROW_OF_ANOTHER.fault(origin=verifier.name) from None
