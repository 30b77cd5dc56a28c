"""What the fault runs share: logs in the clear and sealed, what clients were told, and the judgement after a fault."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ostiary.evidence.commitment import ERASURE, RECOVERY
from ostiary.evidence.key_slots import Erased
from ostiary.store.durable_files import Disk
from ostiary.store.log.folder import LogFolder, read_signer
from ostiary.store.log.journal import JournalReader, JournalWriter
from ostiary.store.log.key_file import KeyFile, create_key_file
from ostiary.store.log.recovery import open_for_writing
from ostiary.store.log.sealer import open_entry
from ostiary.store.log.tile_store import TileStore
from ostiary.store.log.verify import Report, verify_log
from ostiary.store.master_key import read_master_key, write_new_master_key
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint
from ostiary.tlog.merkle import Frontier, leaf_hash
from store.log_world import log_of

# The next entries but one fill a tile: an append then writes full tiles, a new directory, and removes partial ones.
ENTRIES = 254


class QuickDisk(Disk):
    """Does not wait for the disk: for what is done to a log in a test's own name, whose power nobody takes away."""

    def sync_data(self, descriptor: int) -> None:
        """Nothing."""

    def sync(self, descriptor: int) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class FaultLog:
    """A log, and the file of its master key where it is sealed."""

    folder: LogFolder
    master: Path | None = None

    @property
    def options(self) -> tuple[str, ...]:
        """What its writer is told on the command line."""
        return () if self.master is None else ("--master-key", str(self.master))

    def copied(self, directory: Path) -> FaultLog:
        """The same log in another place, for one trial."""
        shutil.copytree(self.folder.root, directory, symlinks=True)
        return FaultLog(LogFolder(directory), self.master)

    @contextlib.contextmanager
    def keys(self, disk: Disk, *, writes: bool = False) -> Iterator[KeyFile | None]:
        """Its key file, open; None for a log in the clear."""
        if self.master is None:
            yield None
            return
        with KeyFile(self.folder.keys, read_master_key(self.master), disk, writes=writes) as keys:
            yield keys

    @contextlib.contextmanager
    def opened(self, disk: Disk) -> Iterator[tuple[JournalWriter, TileStore, KeyFile | None]]:
        """Recovered as a writer does when it starts, with a store that has nothing of it yet."""
        signer = read_signer(self.folder)
        with self.keys(disk, writes=True) as keys:
            recovered = open_for_writing(self.folder, signer.verifier(), disk, keys)
            try:
                yield recovered.journal, TileStore(self.folder, signer, recovered.head, disk), keys
            finally:
                recovered.journal.close()

    def words(self) -> list[bytes | None]:
        """What each entry says; None of one that is erased, or that the log says of itself."""
        with self.keys(Disk()) as keys, JournalReader(self.folder.journal) as reader:
            entries = [found for frame, _ in reader.read_frames(reader.start) for found in frame.entries]
            opened = [open_entry(found, index, keys) for index, found in enumerate(entries)]
        return [
            None if isinstance(one, Erased) or one.kind in {RECOVERY, ERASURE} else one.payload
            for one in opened
        ]

    def signed(self) -> Checkpoint:
        """The published checkpoint: what anybody may have seen."""
        return open_checkpoint(self.folder.checkpoint.read_bytes(), read_signer(self.folder).verifier())

    def head(self) -> Checkpoint:
        """The last checkpoint that was signed."""
        return open_checkpoint(self.folder.head.read_bytes(), read_signer(self.folder).verifier())


def make_fault_log(directory: Path, *, sealed: bool, entries: int = ENTRIES) -> FaultLog:
    """A published log of so many entries in the clear; sealed from then on if it is to be, with no key drawn yet."""
    directory.mkdir(exist_ok=True)
    folder = log_of(directory / "log", entries)
    if not sealed:
        return FaultLog(folder)
    master = directory / "master.key"
    write_new_master_key(master, "city.example/master")
    create_key_file(folder.keys, read_master_key(master), Disk(), staging=folder.staging)
    return FaultLog(folder, master)


def copy_frames(log: FaultLog, store: TileStore) -> None:
    """Give a store the whole journal."""
    with JournalReader(log.folder.journal) as reader:
        for frame, _ in reader.read_frames(reader.start):
            store.add(frame)


def recover(log: FaultLog, disk: Disk) -> None:
    """What the next start does: compare, repair, publish; then stop."""
    with log.opened(disk) as (_, store, _keys):
        copy_frames(log, store)
        store.publish()


def judge(log: FaultLog, told: Mapping[int, bytes], seen: Iterable[Checkpoint] = ()) -> Report:
    """The log starts again, is whole, has every entry that was acknowledged, and continues every tree that was seen.

    Raises AssertionError, or whatever recovery or verification raises.
    """
    recover(log, QuickDisk())
    report = verify_log(log.folder.root, lambda _done, _total: None)
    assert (report.unpublished, report.strays) == (0, ())
    words = log.words()
    lost = [index for index, payload in told.items() if index >= len(words) or words[index] != payload]
    assert not lost, f"acknowledged and lost: {lost}"
    for checkpoint in seen:
        assert checkpoint.root == root_at(log, checkpoint.size), (
            f"another tree than that of {checkpoint.size}"
        )
    return report


def root_at(log: FaultLog, size: int) -> bytes:
    """The root of the first ``size`` entries of the journal."""
    with JournalReader(log.folder.journal) as reader:
        entries = [found for frame, _ in reader.read_frames(reader.start) for found in frame.entries]
    assert len(entries) >= size, f"the journal has {len(entries)} entries, and {size} were signed"
    return Frontier(leaf_hash(entry.commitment) for entry in entries[:size]).root()


def litter(log: FaultLog) -> None:
    """Leave what a crash in the middle of a frame leaves behind the last one."""
    with log.folder.journal.open("ab") as journal:
        journal.write(b"OSF1 torn" * 100)


def everything(folder: LogFolder) -> dict[str, bytes]:
    """Each file of a log with its bytes, to see that a refusal has changed nothing."""
    return {str(path): path.read_bytes() for path in sorted(folder.root.rglob("*")) if path.is_file()}


Say = Callable[[str, object], None]
"""How a test tells the summary what it did: ``record_property`` with a name and a number or words."""
