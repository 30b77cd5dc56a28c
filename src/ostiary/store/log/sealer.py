"""Sealing entries before they are written, and opening them again where their keys still are.

Knows: journal entries in both forms, and the key file.
Must not know: journals as files, what a payload says, or who may read it.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import assert_never

from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.evidence.key_slots import Erased, Kept, Slot
from ostiary.evidence.sealing import NONCE_BYTES, Place, seal, unseal
from ostiary.store.log.journal_frames import AnyEntry, JournalEntry, SealedEntry
from ostiary.store.log.key_file import DRAWN_AT_ONCE, KeyFile

# Four lots: a tenth of a second at 40,000 entries a second, in which the thread that draws has ten turns.
KEPT_READY = 4 * DRAWN_AT_ONCE
# In seconds. To be woken at each commit would cost the commit more than looking costs the thread.
DRAW_INTERVAL = 0.01


class Sealer:
    """Seals what the log's one writer is about to append, with keys that are on the disk before.

    Keys wait in memory, as many as some lots of ``KeyFile.draw`` have: drawing them takes a fdatasync, which a commit should
    not wait for. ``draw_lot`` is for another thread; without one, a commit that finds no key draws them itself.
    """

    def __init__(self, keys: KeyFile, used: int) -> None:
        """``used`` is the number of entries in the journal, after its recovery."""
        self.failure: Exception | None = None
        """Why no more keys can be drawn, once ``drawing_ahead`` has found out. Nothing is sealed after that."""
        self._keys = keys
        # Guarded by _drawing, but for the left end of _ready, which is the writer's alone: a deque is safe at both ends.
        self._drawing = threading.Lock()
        self._ready: deque[Slot] = deque()
        self._drawn = used
        self._next = used

    @property
    def is_short(self) -> bool:
        """Whether it is time to draw more."""
        return len(self._ready) < KEPT_READY

    def draw_lot(self) -> None:
        """Draw one lot of keys, durably. Raises LogUnavailable, which is final."""
        with self._drawing:
            # Up to a multiple, so that a writer which starts again finds its lot drawn already.
            count = DRAWN_AT_ONCE - self._drawn % DRAWN_AT_ONCE
            # INVARIANT: no frame is written before the keys of its entries are durable, which they are after this line.
            self._ready.extend(self._keys.draw(self._drawn, count))
            self._drawn += count

    def seal(self, first: int, entries: Sequence[JournalEntry]) -> list[SealedEntry]:
        """The entries of one frame, sealed for the indexes from ``first`` on; their keys are on the disk.

        ``first`` is where the last frame ended. Raises LogUnavailable when keys cannot be drawn, LogDamaged when one of these
        keys was erased already: then the key file knows of entries that this journal does not have.
        """
        if self.failure is not None:
            raise self.failure
        if first != self._next:
            raise ValueError(f"entry {first} was to be sealed, and the next one is {self._next}")
        while len(self._ready) < len(entries):
            self.draw_lot()
        self._next += len(entries)
        nonces = os.urandom(NONCE_BYTES * len(entries))
        take = self._ready.popleft
        return [
            seal_entry(first + at, take(), nonces[at * NONCE_BYTES : (at + 1) * NONCE_BYTES], entry)
            for at, entry in enumerate(entries)
        ]


def seal_entry(index: int, slot: Slot, nonce: bytes, entry: JournalEntry) -> SealedEntry:
    """One entry, sealed under the key in its slot with 12 fresh random bytes. Raises LogDamaged for an erased slot."""
    if isinstance(slot, Erased):
        raise LogDamaged(
            f"the key of entry {index} was erased, and the journal has no such entry",
            hint="The journal is older than the key file: was it restored? See docs/backup.md.",
        )
    place = Place(index, entry.commitment)
    sealed = seal(slot.key, nonce, place, entry.salt, entry.payload)
    return SealedEntry(place.commitment, nonce, sealed)


@contextmanager
def drawing_ahead(sealer: Sealer, on_failure: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Have a thread of its own draw keys whenever they run short. ``on_failure`` is called there, after ``failure`` is set."""
    is_over = threading.Event()

    def draw() -> None:
        while not is_over.is_set():
            try:
                while sealer.is_short and not is_over.is_set():
                    sealer.draw_lot()
            except Exception as fault:  # noqa: BLE001  a bug in this thread must end the writer, not pass unseen.
                # A failed sync is the last: the keys that are ready would do, and are not used any more.
                sealer.failure = fault
                on_failure()
                return
            is_over.wait(DRAW_INTERVAL)

    thread = threading.Thread(target=draw, name="drawer of keys")
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def open_entry(entry: AnyEntry, index: int, keys: KeyFile | None) -> JournalEntry | Erased:
    """What an entry says, in either form, or that it was erased.

    Raises LogUnavailable when it is sealed and there are no keys, LogDamaged when its key or its bytes are damaged.
    """
    if isinstance(entry, JournalEntry):
        return entry
    if keys is None:
        raise LogUnavailable(f"entry {index} is sealed, and its key is not at hand")
    match keys.slot(index):
        case Kept(key):
            salt, payload = unseal(key, entry.nonce, Place(index, entry.commitment), entry.sealed)
            return JournalEntry(entry.kind, salt, payload)
        case Erased() as erased:
            return erased
        case _ as never:
            assert_never(never)


def read_entry(entry: AnyEntry, index: int, keys: KeyFile | None = None) -> JournalEntry:
    """``open_entry`` for those who cannot go on without the words: raises LogUnavailable for an erased entry as well."""
    opened = open_entry(entry, index, keys)
    if isinstance(opened, Erased):
        raise LogUnavailable(f"what entry {index} said was erased")
    return opened
