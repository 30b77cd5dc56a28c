"""Whether a log writer would start: everything that was signed, compared as a writer compares it.

Knows: the head, the row in the control database, the journal, clocks.
Must not know: entries; nothing is changed.
"""

from __future__ import annotations

from ostiary.errors import ControlDown
from ostiary.server.doctor.finding import Result, ok, warning
from ostiary.server.doctor.patient import Patient
from ostiary.server.settings import read_dsn
from ostiary.store.head_row import peek_at_row
from ostiary.store.log import refusals
from ostiary.store.log.clock_guard import ClockGuard, moments_of
from ostiary.store.log.folder import LogFolder, read_part, read_verifier
from ostiary.store.log.glance import writer_pid
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.recovery import compare
from ostiary.store.log.shared_head import Row, compare_row, refuse_unshared, verify_may_begin
from ostiary.tlog.checkpoint import open_checkpoint
from ostiary.tlog.note import VerifierKey


def check_log_start(patient: Patient) -> Result:
    """Nothing contradicts what was signed; where nobody writes the log, its whole journal is read for that."""
    folder = patient.log
    verifier = read_verifier(folder)
    # The head is read before the row, which is swapped first: so the row can only be ahead.
    head = open_checkpoint(read_part(folder, folder.head), verifier)
    row = _row(patient, folder, verifier)
    if row is not None:
        ClockGuard().verify_row(row)
        compare_row(row, head, verifier)
    ClockGuard().verify_after(moments_of(folder, verifier))
    if not writer_pid(folder):
        with JournalReader(folder.journal) as reader:
            found = compare(folder, reader, verifier, row=row)
        if found.torn:
            return warning(
                f"the journal ends in {found.torn} bytes of a frame that was never acknowledged",
                "Nothing: the writer cuts them when it starts, and logs that it did.",
            )
    if row is None:
        return ok("the head stands on this machine alone: a log that was restored whole would not be noticed")
    return ok(f"the head stands in the control database too, at {head.size} entries")


def _row(patient: Patient, folder: LogFolder, verifier: VerifierKey) -> Row | None:
    path = patient.home.head_dsn_file
    if path is None:
        refuse_unshared(folder, None)
        return None
    try:
        row = peek_at_row(read_dsn(path), verifier.name)
    except ControlDown as fault:
        raise refusals.ROW_UNREACHABLE.fault(why=fault.message) from None
    if row is None:
        verify_may_begin(folder, verifier)
    return row
