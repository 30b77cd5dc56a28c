"""The sealed texts of acts, and the keys by which they are opened, beside their chain.

Knows: three files beside `acts.jsonl`, which of them must be durable first, and overwriting a key for good.
Must not know: chains, what a text says, who may erase it.

    acts.texts   sealed texts, one behind the other
    acts.keys    a key for each act in a slot of its own, as a sealed log has them (ostiary.evidence.key_slots)
    acts.master  what opens the keys: without it a copy of the other two says nothing

A text is gone when its slot is overwritten. Overwriting is a request: where the disk keeps old blocks (btrfs, ZFS, snapshots, an
SSD), and in copies of `acts.keys` beside `acts.master`, an old key lives on.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ostiary.errors import FindingRefused, KeyFileError, LogDamaged, LogUnavailable, WatchFolderDamaged
from ostiary.evidence.key_slots import Erased, Slot
from ostiary.evidence.sealing import NONCE_BYTES
from ostiary.store.durable_files import PRIVATE_MODE, Disk
from ostiary.store.log.key_file import KeyFile, create_key_file
from ostiary.store.master_key import read_master_key, write_new_master_key
from ostiary.watch.findings.act import Act, TextPlace
from ostiary.watch.findings.sealed_text import SALT_BYTES, open_text, seal_text

MASTER_NAME: Final = "acts"
_DRAWN: Final = NONCE_BYTES + SALT_BYTES


@dataclass(frozen=True, slots=True)
class OpenTexts:
    """Texts that are open to be read; made by ``TextsFile.opened``."""

    descriptor: int
    keys: KeyFile

    def text(self, act: Act) -> bytes | None:
        """What an act says beside the chain; None where its key was destroyed. Raises WatchFolderDamaged."""
        if act.place is None:
            return b"{}"
        slot = self._slot(act.number)
        if isinstance(slot, Erased):
            return None
        sealed = os.pread(self.descriptor, act.place.length, act.place.at)
        return open_text(slot.key, act.number, act.place.commitment, sealed)

    def is_destroyed(self, act: Act) -> bool:
        """Whether an act's key was destroyed. Raises WatchFolderDamaged for a key that is neither there nor destroyed."""
        return isinstance(self._slot(act.number), Erased)

    def _slot(self, number: int) -> Slot:
        try:
            return self.keys.slot(number)
        except LogDamaged as fault:
            raise WatchFolderDamaged(f"the key to the text of act {number} is damaged") from fault


@dataclass(frozen=True, slots=True)
class TextsFile:
    """The texts beside the chain at ``chain``. Whoever writes has the chain's lock."""

    chain: Path
    disk: Disk = field(default_factory=Disk)

    @property
    def path(self) -> Path:
        """Where the sealed texts stand."""
        return self.chain.with_suffix(".texts")

    @property
    def keys(self) -> Path:
        """Where their keys stand."""
        return self.chain.with_suffix(".keys")

    @property
    def master(self) -> Path:
        """Where that stands which opens the keys."""
        return self.chain.with_suffix(".master")

    @contextmanager
    def opened(self) -> Iterator[OpenTexts]:
        """Open them to be read. Raises WatchFolderDamaged where a file of them is missing or damaged, KeyFileError."""
        with self._open_keys(writes=False) as keys, self._open(os.O_RDONLY) as descriptor:
            yield OpenTexts(descriptor, keys)

    def put(self, texts: Sequence[bytes], first: int, at: int) -> list[TextPlace]:
        """Seal texts of acts from the number ``first`` on, and write them from byte ``at`` on; durable when this returns.

        Raises FindingRefused when they cannot be written, WatchFolderDamaged, KeyFileError.
        """
        self._prepare(is_first=at == 0)
        with self._open_keys(writes=True) as keys:
            try:
                slots = keys.draw(first, len(texts))
            except LogUnavailable as fault:
                raise FindingRefused(f"the act could not be written: {fault.message}") from fault
        places, sealed, end = list[TextPlace](), list[bytes](), at
        for number, (slot, text) in enumerate(zip(slots, texts, strict=True), start=first):
            if isinstance(slot, Erased):
                raise WatchFolderDamaged(
                    f"act {number} was there and its text was erased: the chain is shorter than it was",
                    hint="acts were dropped from its end, or an older copy was put in its place",
                )
            commitment, raw = seal_text(slot.key, os.urandom(_DRAWN), number, text)
            places.append(TextPlace(end, len(raw), commitment))
            sealed.append(raw)
            end += len(raw)
        # If we crash here or right after, texts stand behind the chain's own that no line names: the next ones are written over them.
        with self._open(os.O_RDWR | os.O_CREAT) as descriptor:
            self.disk.write_at(descriptor, b"".join(sealed), at)
            self.disk.sync(descriptor)
        return places

    def destroy(self, acts: Sequence[Act]) -> None:
        """Destroy the keys of acts, durably; again is as good as once. Raises FindingRefused when it cannot be known to be done."""
        with self._open_keys(writes=True) as keys:
            try:
                keys.erase(*(act.number for act in acts))
            except LogUnavailable as fault:
                raise FindingRefused(
                    f"the texts are not destroyed yet: {fault.message}",
                    hint="the erasure stands in the chain, and whoever acts next carries it out; mend the disk first",
                ) from fault

    def _prepare(self, *, is_first: bool) -> None:
        # Only where there is no text yet: a new key opens none of the old ones, and would hide that theirs is gone.
        if is_first and not self.master.exists():
            write_new_master_key(self.master, MASTER_NAME)
        if is_first and not self.keys.exists():
            create_key_file(
                self.keys,
                read_master_key(self.master),
                self.disk,
                staging=self.keys.with_suffix(".keys.new"),
            )

    @contextmanager
    def _open_keys(self, *, writes: bool) -> Iterator[KeyFile]:
        try:
            keys = KeyFile(self.keys, read_master_key(self.master), self.disk, writes=writes)
        except (LogDamaged, KeyFileError) as fault:
            raise WatchFolderDamaged(
                f"the texts of `{self.chain.name}` cannot be opened: {fault.message}",
                hint=f"bring `{self.keys.name}` and `{self.master.name}` back: with them gone, the texts are",
            ) from fault
        with keys:
            yield keys

    @contextmanager
    def _open(self, flags: int) -> Iterator[int]:
        try:
            descriptor = os.open(self.path, flags | os.O_CLOEXEC, PRIVATE_MODE)
        except FileNotFoundError:
            raise WatchFolderDamaged(f"the texts of `{self.chain.name}` are missing: `{self.path}`") from None
        try:
            yield descriptor
        finally:
            os.close(descriptor)
