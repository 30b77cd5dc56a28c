"""What is still to be done for an erasure that was ordered: nothing, or a request to the log's writer.

Knows: the log's name, the erasures that stand in it, and where the frames of entries are.
Must not know: who ordered it, sockets.
"""

from __future__ import annotations

from pathlib import Path

from ostiary.evidence.commitment import ERASURE
from ostiary.evidence.erase_request import EraseRequest
from ostiary.evidence.erasure import Erasure, read_erasure
from ostiary.store.log.erasing import locate
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.sealer import read_entry
from ostiary.store.log.unlocking import log_keys


def plan_erasure(directory: Path, master_key: Path | None, log: str, erasure: Erasure) -> EraseRequest | None:
    """The request for an erasure of entries of the log of that name; None when it is done, or is another log's to do.

    The journal is read. Raises SettingsError as ``locate``, KeyFileError as ``log_keys``, LogDamaged, ProofInvalid.
    """
    folder = LogFolder(directory)
    if read_verifier(folder).name != log:
        return None
    with log_keys(directory, master_key) as keys, JournalReader(folder.journal) as reader:
        return None if _is_logged(reader, keys, erasure) else locate(reader, erasure)


def _is_logged(reader: JournalReader, keys: KeyFile | None, erasure: Erasure) -> bool:
    """Whether the log says that this was erased: then its writer has done it, or does it before it writes again."""
    return any(
        entry.kind == ERASURE and read_erasure(read_entry(entry, index, keys).payload) == erasure
        for frame, _ in reader.read_frames(reader.start)
        for index, entry in enumerate(frame.entries, frame.first)
    )
