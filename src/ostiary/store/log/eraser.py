"""Erasing while the log is being written: what a client of the writer may ask for, and what is refused.

Knows: the request, and who may send one.
Must not know: sockets, how a key is destroyed, who ordered the erasure.
"""

from __future__ import annotations

from typing import assert_never

from ostiary.errors import LogDamaged, SettingsError
from ostiary.evidence.commitment import ACCESS
from ostiary.evidence.erase_request import EraseRequest, read_request
from ostiary.evidence.erasure import Erasure
from ostiary.evidence.name_erasure import NameErasure
from ostiary.store.log.erasing import erase_located, verify_located
from ostiary.store.log.journal import JournalReader, JournalWriter
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.name_erasing import erase_names
from ostiary.store.log.rests import Rests


class Eraser:
    """Erases for the writer of a sealed log."""

    def __init__(
        self,
        reader: JournalReader,
        journal: JournalWriter,
        keys: KeyFile,
        only_for: int | None,
        rests: Rests | None = None,
    ) -> None:
        """``only_for`` is the one process whose requests are carried out; None: any that may connect."""
        self._reader = reader
        self._journal = journal
        self._keys = keys
        self._only_for = only_for
        self._rests = rests

    def erase(self, payload: bytes, pid: int) -> int:
        """Carry out a request that the process ``pid`` has sent; the index of the entry that says so.

        Raises LogDamaged, having changed nothing, for a request that cannot be carried out or comes from another process;
        LogUnavailable when the disk fails.
        """
        if self._only_for not in {None, pid}:
            raise LogDamaged(f"process {pid} may append, and may not have anything erased")
        request = read_request(payload)
        try:
            match request.erasure:
                case Erasure() as whole:
                    return self._erase_entries(request, whole)
                case NameErasure() as names:
                    return self._erase_names(request, names)
                case _ as never:
                    assert_never(never)
        except SettingsError as fault:
            raise LogDamaged(fault.message) from fault

    def _erase_entries(self, request: EraseRequest, erasure: Erasure) -> int:
        index = erase_located(self._reader, self._journal, self._keys, request, erasure)
        if self._rests is not None:
            # If we crash here, what is left of an entry in which a name was erased goes when the next writer starts.
            for entry in erasure.entries:
                self._rests.drop_all(entry)
        return index

    def _erase_names(self, request: EraseRequest, erasure: NameErasure) -> int:
        (entry,) = verify_located(self._reader, request)
        if self._rests is None or entry.kind != ACCESS:
            raise SettingsError(f"no names can be erased in entry {erasure.entry}")
        return erase_names(entry, self._journal, self._keys, self._rests, erasure)
