"""What is still to be done for an erasure that was ordered: nothing, or a request to the log's writer.

Knows: the log's name and its predecessors, the erasures that stand in them, and where the frames of entries are.
Must not know: who ordered it, sockets.
"""

from __future__ import annotations

from pathlib import Path

from ostiary.errors import SettingsError
from ostiary.evidence.commitment import ERASURE
from ostiary.evidence.erase_request import EraseRequest
from ostiary.evidence.name_erasure import AnyErasure, read_any_erasure
from ostiary.store.log.erasing import locate
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.lineage import predecessors
from ostiary.store.log.sealer import read_entry
from ostiary.store.log.unlocking import log_keys


def plan_erasure(
    directory: Path, master_key: Path | None, log: str, erasure: AnyErasure
) -> EraseRequest | None:
    """The request for an erasure of entries of the log of that name; None when it is done, or is another log's to do.

    The journal is read. Raises SettingsError as ``locate``, and when the log was closed before it was done; KeyFileError as
    ``log_keys``, LogDamaged, ProofInvalid.
    """
    folder = LogFolder(directory)
    if read_verifier(folder).name != log:
        for before in predecessors(directory):
            if before.verifier.name == log and before.folder is not None:
                _verify_done(before.folder, master_key, log, erasure)
        return None
    with log_keys(directory, master_key) as keys, JournalReader(folder.journal) as reader:
        return None if _is_logged(reader, keys, erasure) else locate(reader, erasure)


def _verify_done(closed: Path, master_key: Path | None, log: str, erasure: AnyErasure) -> None:
    """Raises SettingsError when a closed log still says what was to be erased: it takes no entry, and nobody must think it done."""
    folder = LogFolder(closed)
    if not folder.keys.exists():
        # All that it said in seals is gone with its keys; what it said in the clear is refused as in any log.
        with JournalReader(folder.journal) as reader:
            locate(reader, erasure)
        return
    with log_keys(closed, master_key) as keys, JournalReader(folder.journal) as reader:
        if not _is_logged(reader, keys, erasure):
            raise SettingsError(
                f"the log `{log}` was closed before this was erased in it, and takes no erasure any more",
                hint="what it says goes only as a whole, with its `private/keys` and every copy of that file",
            )


def _is_logged(reader: JournalReader, keys: KeyFile | None, erasure: AnyErasure) -> bool:
    """Whether the log says that this was erased: then its writer has done it, or does it before it writes again."""
    return any(
        entry.kind == ERASURE and read_any_erasure(read_entry(entry, index, keys).payload) == erasure
        for frame, _ in reader.read_frames(reader.start)
        for index, entry in enumerate(frame.entries, frame.first)
    )
