"""A writer's life in one process: everything that it does durably, in an order that is always the same."""

from __future__ import annotations

import sys
from pathlib import Path

from faults.logs import FaultLog, judge, litter
from faults.sited import SitedDisk
from ostiary.evidence.commitment import ERASURE
from ostiary.evidence.erasure import Erasure
from ostiary.evidence.key_slots import Erased
from ostiary.store.durable_files import Disk
from ostiary.store.log.erasing import erase_entries
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.journal import JournalReader
from store.log_world import entry, payloads

BEGIN = "the life begins"


class Life:
    """A writer's life on a sealed log: a torn tail cut, keys drawn, entries, publications, an erasure."""

    def __init__(self, template: FaultLog, disk: SitedDisk, place: Path) -> None:
        self.log = template.copied(place / "log")
        self.told: dict[int, bytes] = {}
        self._disk = disk
        litter(self.log)

    def play(self) -> None:
        with (
            self.log.opened(self._disk) as (journal, store, keys),
            JournalReader(self.log.folder.journal) as reader,
        ):
            store_read = reader.start
            for start, count in ((0, 3), (3, 20), (23, 240)):
                lot = payloads(start, count)
                first = journal.append([entry(payload) for payload in lot])
                self.told.update(enumerate(lot, first))
                for frame, after in reader.read_frames(store_read):
                    store_read = after
                    store.add(frame)
                store.publish()
            assert keys is not None
            erase_entries(self.log.folder.journal, journal, keys, Erasure((5,), "2026 CH 4711"))

    def judge(self, *, is_told: bool) -> None:
        judge(self.log, {index: payload for index, payload in self.told.items() if index != 5})
        with self.log.keys(Disk()) as keys, JournalReader(self.log.folder.journal) as reader:
            assert keys is not None
            kinds = {found.kind for frame, _ in reader.read_frames(reader.start) for found in frame.entries}
            is_erased = len(self.told) > 5 and isinstance(keys.slot(5), Erased)
        assert is_erased == (ERASURE in kinds), (
            "erased without an entry that says so, or begun and not finished"
        )
        assert is_erased or not is_told


def live() -> None:
    """For a process of its own: a life on a copy of a log, then what kinds of steps went through the seam."""
    root, master, place = (Path(word) for word in sys.argv[1:])
    disk = SitedDisk()
    life = Life(FaultLog(LogFolder(root), master), disk, place)
    # What comes before this line was done to get ready.
    print(BEGIN, flush=True)
    life.play()
    print(*(step.split()[0] for step in disk.steps))
