"""Opening a log to write it: whoever appends goes through here, the writer as well as a rotation.

Knows: the order in which lock, keys, head, clocks and journal are had and compared.
Must not know: sockets, clients, when anything is published.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ostiary.store.durable_files import Disk
from ostiary.store.log.clock_guard import ClockGuard, moments_of
from ostiary.store.log.folder import LogFolder, read_signer, refuse_shared_key, writer_lock
from ostiary.store.log.journal import JournalReader, JournalWriter
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.late_head import look_at_row, settle, shared_head
from ostiary.store.log.peer_lines import begin_strictly
from ostiary.store.log.publisher import PATIENCE_SECONDS
from ostiary.store.log.recovery import open_for_writing
from ostiary.store.log.rests import Rests
from ostiary.store.log.sealer import drawing_ahead
from ostiary.store.log.second_key import second_signers
from ostiary.store.log.settling import settle as settle_file
from ostiary.store.log.strict import PEER_SECONDS, StrictRelease
from ostiary.store.log.tile_store import TileStore
from ostiary.store.master_key import read_master_key


@dataclass(frozen=True, slots=True)
class LogOptions:
    """What a log needs that its folder does not hold: the master key's file, and where its head stands besides."""

    master_key: Path | None = None
    head_dsn_file: Path | None = None
    head_patience: float = PATIENCE_SECONDS
    strict: bool = False
    """Whether it must have peers, whose quorum may be silent for ``peer_seconds``."""
    peer_seconds: float = PEER_SECONDS


@dataclass(frozen=True, slots=True)
class OpenLog:
    """A log that this process alone may write."""

    journal: JournalWriter
    reader: JournalReader
    store: TileStore
    keys: KeyFile | None
    rests: Rests | None
    strict: StrictRelease | None
    cut_bytes: int


@contextlib.contextmanager
def open_log(
    folder: LogFolder,
    options: LogOptions,
    disk: Disk,
    on_failure: Callable[[], None] = lambda: None,
    *,
    may_be_closed: bool = False,
) -> Iterator[OpenLog]:
    """The log for the life of the block, after everything that was signed was compared.

    ``on_failure`` is called, from a thread, when no more keys can be drawn for a sealed log; the next append raises why. Raises LogUnavailable, LogDamaged, ProofInvalid, KeyFileError or SettingsError, having changed nothing.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(writer_lock(folder))
        refuse_shared_key(folder)
        signer = read_signer(folder)
        keys, rests = stack.enter_context(_open_keys(folder, options.master_key, disk))
        shared = stack.enter_context(
            shared_head(folder, signer.name, options.head_dsn_file, options.head_patience)
        )
        ClockGuard().verify_after(moments_of(folder, signer.verifier()))
        row = look_at_row(folder, signer.verifier(), shared)
        strict, kept = begin_strictly(folder, signer, options.peer_seconds, is_demanded=options.strict)
        recovered = open_for_writing(
            folder,
            signer.verifier(),
            disk,
            keys,
            rests=rests,
            row=row,
            kept=kept,
            may_be_closed=may_be_closed,
        )
        stack.callback(recovered.journal.close)
        if recovered.sealer is not None:
            stack.enter_context(drawing_ahead(recovered.sealer, on_failure))
        if shared is not None:
            settle(folder, shared, row, disk)
        reader = stack.enter_context(JournalReader(folder.journal))
        store = TileStore(folder, signer, recovered.head, disk, second_signers(folder), shared=shared)
        yield OpenLog(recovered.journal, reader, store, keys, rests, strict, recovered.cut_bytes)


@contextlib.contextmanager
def _open_keys(
    folder: LogFolder, master_key: Path | None, disk: Disk
) -> Iterator[tuple[KeyFile, Rests] | tuple[None, None]]:
    if master_key is None:
        yield None, None
        return
    master = read_master_key(master_key)
    # Keys that were drawn or destroyed and not synced before a crash: no entry may rest upon what memory alone says.
    settle_file(disk, folder.keys)
    with (
        KeyFile(folder.keys, master, disk, writes=True) as keys,
        Rests(folder, master, disk, writes=True) as rests,
    ):
        yield keys, rests
