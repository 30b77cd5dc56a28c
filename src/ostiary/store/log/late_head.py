"""The head in the control database, found and settled when a writer starts.

Knows: that the library for the control database is loaded only where a connection string is given, and the order in which
row, mark and file are brought together.
Must not know: SQL, journals, tiles.

A log of made-up entries is written where no database library is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Final

from ostiary.errors import ControlDown, SettingsError
from ostiary.store import durable_files as durable
from ostiary.store.key_files import read_private_line
from ostiary.store.log import refusals
from ostiary.store.log.clock_guard import ClockGuard
from ostiary.store.log.folder import LogFolder, read_part
from ostiary.store.log.shared_head import MARK, Row, SharedHead, refuse_unshared, verify_may_begin
from ostiary.tlog.note import VerifierKey

_HEAD_ROW: Final = "ostiary.store.head_row"


@contextmanager
def shared_head(
    folder: LogFolder, origin: str, dsn_file: Path | None, patience: float
) -> Iterator[SharedHead | None]:
    """The row of a log for the life of the block; None where there is no connection string.

    Another writer's lock is waited for, but not for more than ``patience`` seconds.
    Raises LogUnavailable when the log's head stands in a control database and there is none; KeyFileError for a file that is
    not private, SettingsError where the library is missing.
    """
    if dsn_file is None:
        refuse_unshared(folder, None)
        yield None
        return
    with open_shared(origin, dsn_file, patience) as shared:
        yield shared


@contextmanager
def open_shared(origin: str, dsn_file: Path, patience: float) -> Iterator[SharedHead]:
    """The row of the log with that name for the life of the block. Raises KeyFileError and SettingsError, as above."""
    try:
        module = import_module(_HEAD_ROW)
    except ImportError as fault:
        raise SettingsError(
            "the control database cannot be spoken to here: a part is not installed",
            hint="pip install 'ostiary[gateway]'",
        ) from fault
    row: SharedHead = module.HeadRow(read_private_line(dsn_file), origin, min(module.HOLD_SECONDS, patience))
    try:
        yield row
    finally:
        row.close()


def look_at_row(folder: LogFolder, verifier: VerifierKey, shared: SharedHead | None) -> Row | None:
    """Hold the row and read it, with clocks that agree; None: there is none yet, and may be none.

    Raises LogUnavailable, LogDamaged when there must have been a row.
    """
    if shared is None:
        return None
    try:
        shared.hold()
        row = shared.read()
    except ControlDown as fault:
        raise refusals.ROW_UNREACHABLE.fault(why=fault.message) from None
    if row is None:
        verify_may_begin(folder, verifier)
    else:
        ClockGuard().verify_row(row)
    return row


def settle(folder: LogFolder, shared: SharedHead, row: Row | None, disk: durable.Disk) -> None:
    """Bring row, mark and ``private/head`` together, after the journal was compared with all that was signed.

    Raises LogUnavailable when the row cannot be put there, LogDamaged as ``read_part``, OSError.
    """
    if row is None:
        try:
            shared.begin(read_part(folder, folder.head))
        except ControlDown as fault:
            raise refusals.ROW_UNREACHABLE.fault(why=fault.message) from None
    elif row.note != read_part(folder, folder.head):
        # The last writer was ended between the swap and this file; its tree is in the journal, or we would not be here.
        _put(folder, folder.head, row.note, disk)
    _mark(folder, disk)


def settle_adopted(
    folder: LogFolder, shared: SharedHead, note: bytes, *, is_there: bool, disk: durable.Disk
) -> None:
    """Put the log's own head into the row, which was read and found to be behind it or missing. Raises as ``settle``."""
    try:
        if is_there:
            shared.swap(note)
        else:
            shared.begin(note)
    except ControlDown as fault:
        raise refusals.ROW_UNREACHABLE.fault(why=fault.message) from None
    _mark(folder, disk)


def _mark(folder: LogFolder, disk: durable.Disk) -> None:
    if not folder.shared_head_mark.exists():
        # If we crash before this line, the next start does the same; the row is there by then, so that nothing is lost.
        _put(folder, folder.shared_head_mark, MARK, disk)


def _put(folder: LogFolder, path: Path, data: bytes, disk: durable.Disk) -> None:
    durable.replace_file_durably(disk, path, data, mode=durable.PRIVATE_MODE, staging=folder.staging)
