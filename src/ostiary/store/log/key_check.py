"""Whether every sealed entry still opens, and which were erased: verification for those who have the master key.

Knows: the journal's entries and their slots.
Must not know: tiles and signatures (ostiary.store.log.verify, which needs no key), or what a payload says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ostiary.errors import LogDamaged
from ostiary.evidence.commitment import ERASURE
from ostiary.evidence.erasure import Erasure
from ostiary.evidence.key_slots import Erased, MasterKey
from ostiary.evidence.name_erasure import AnyErasure, NameErasure, entries_of, read_any_erasure
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.journal_frames import AnyEntry
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.name_erasing import verify_rest
from ostiary.store.log.rests import Rests
from ostiary.store.log.sealer import open_entry


@dataclass(frozen=True, slots=True)
class KeyReport:
    """A journal whose every entry opens or was erased: how many are in the clear, how many opened, which were erased."""

    in_the_clear: int
    opened: int
    erased: tuple[int, ...]


def check_keys(folder: LogFolder, master: MasterKey, progress: Callable[[int, int], None]) -> KeyReport:
    """Open every sealed entry of a journal, and compare it with what the log commits to.

    ``progress`` is called with how many bytes of the journal are read, and how many there are. Raises LogDamaged at the
    first entry that is neither opened by its key nor erased, and when what was erased is not what the log's erasures say;
    KeyFileError when the master key is not that of the key file.
    """
    in_the_clear, opened, erased, ordered = 0, 0, dict[int, AnyEntry](), list[AnyErasure]()
    with KeyFile(folder.keys, master) as keys, JournalReader(folder.journal) as reader:
        for frame, after in reader.read_frames(reader.start):
            for index, entry in enumerate(frame.entries, frame.first):
                found = open_entry(entry, index, keys)
                if isinstance(found, Erased):
                    erased[index] = entry
                    continue
                if found.kind == ERASURE:
                    ordered.append(read_any_erasure(found.payload))
                in_the_clear += entry is found
                opened += entry is not found
            progress(after.offset, reader.length)
        missing = {index for erasure in ordered for index in entries_of(erasure)} - erased.keys()
        meanwhile = _erased_meanwhile(reader, keys, missing)
        erased |= meanwhile
        opened -= len(meanwhile)
    _verify_ordered(set(erased), {index for erasure in ordered for index in entries_of(erasure)})
    with Rests(folder, master) as rests:
        _verify_left(erased, ordered, rests)
    return KeyReport(in_the_clear, opened, tuple(sorted(erased)))


def _erased_meanwhile(reader: JournalReader, keys: KeyFile, missing: set[int]) -> dict[int, AnyEntry]:
    """Of entries whose keys were there and that are said to be erased: those that were, while the journal was read."""
    if not missing:
        return {}
    return {
        index: entry
        for frame, _ in reader.read_frames(reader.start)
        for index, entry in enumerate(frame.entries, frame.first)
        if index in missing and isinstance(open_entry(entry, index, keys), Erased)
    }


def _verify_left(erased: Mapping[int, AnyEntry], ordered: Sequence[AnyErasure], rests: Rests) -> None:
    """Raises LogDamaged unless of each entry in which names were erased just the others are left, and of others nothing."""
    named = [erasure for erasure in ordered if isinstance(erasure, NameErasure)]
    whole = {index for erasure in ordered if isinstance(erasure, Erasure) for index in erasure.entries}
    for erasure in named:
        if erasure.entry not in whole:
            verify_rest(erased[erasure.entry], erasure, rests)
    if strange := rests.entries - ({erasure.entry for erasure in named} - whole):
        raise LogDamaged(f"something is left of entry {min(strange)}, and no entry of the log says why")


def _verify_ordered(erased: set[int], ordered: set[int]) -> None:
    if erased - ordered:
        raise LogDamaged(f"entry {min(erased - ordered)} was erased, and no entry of the log says so")
    if ordered - erased:
        raise LogDamaged(
            f"entry {min(ordered - erased)} was to be erased, and its key is still there",
            hint="start the log's writer: it finishes what a crash has interrupted",
        )
