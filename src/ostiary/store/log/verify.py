"""Verifying a log: everything is read again, and everything that is derived is computed again.

Knows: a log's folder with both sides, or only the public side and the verifier key.
Must not know: what an entry means, or how a report is shown.

It needs the standard library and ``cryptography`` and nothing else, so that an outsider can run and read it.
"""

from __future__ import annotations

import base64
import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ostiary.errors import KeyFileError, LogDamaged, ProofInvalid
from ostiary.evidence.commitment import RECOVERY
from ostiary.store.log.folder import LogFolder, read_part, read_signer, read_verifier
from ostiary.store.log.journal import JournalReader, Position
from ostiary.store.log.journal_frames import Frame
from ostiary.store.log.lineage import verify_links
from ostiary.store.log.second_key import maybe_second_verifier, second_signers
from ostiary.store.log.tile_check import TileCheck, published_entries
from ostiary.store.log.witnessed import Witnessed, find_witnessed, read_trust, witnessed_file
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint
from ostiary.tlog.moments import show_moment
from ostiary.tlog.note import VerifierKey
from ostiary.tlog.trust import TrustedLog, TrustPolicy

Progress = Callable[[int, int], None]
"""Called with how many entries are verified, and how many there are at least."""

# A log may begin with what a crash has left, before the entry that says where it comes from.
_RECOVERY = bytes([RECOVERY])

# Progress is told once in this many entries: some ten times a second.
_PROGRESS_STEP = 4096


@dataclass(frozen=True, slots=True)
class Report:
    """A log that is whole: its last published checkpoint, and what lies beyond it."""

    origin: str
    size: int
    root: bytes
    signed_by: tuple[str, ...]
    unpublished: int | None
    """Entries that are durable in the journal and not under the published checkpoint yet; None without a private side."""
    strays: tuple[str, ...]
    """Public files that no entry explains, relative to the log's folder."""
    witnessed: Witnessed | None
    """The checkpoint that witnesses have cosigned, and who has, by the log's own trust file; None: nobody has."""
    is_head_shared: bool | None = None
    """Whether its last checkpoint stands in a control database too, or on this machine alone; None without a private side."""

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        root = base64.b64encode(self.root).decode()
        beyond = "only the public side was verified"
        if self.unpublished is not None:
            beyond = f"{self.unpublished} more durable and not yet published"
        strays = f"; {len(self.strays)} stray: {', '.join(self.strays)}" if self.strays else ""
        signers = ", ".join(self.signed_by)
        return (
            f"the log is whole: {self.size} entries, root {root}, signed by {signers}"
            f"{_cosigned(self.witnessed, self.size + (self.unpublished or 0))}; {beyond}{_headed(self.is_head_shared)}{strays}"
        )


def _headed(is_shared: bool | None) -> str:  # noqa: FBT001 - it is what the report says.
    match is_shared:
        case None:
            return ""
        case True:
            return "; its head stands in a control database too"
        case False:
            return "; its head stands on this machine alone"


def _cosigned(witnessed: Witnessed | None, size: int) -> str:
    if witnessed is None:
        return ""
    names = ", ".join(witnessed.names) or "nobody that its trust file names"
    quorum = "" if witnessed.is_quorum else ", which is not the quorum"
    newer = size - witnessed.checkpoint.size
    alone = f", and {newer} newer ones are the log's word alone" if newer else ""
    return f"; {witnessed.checkpoint.size} of them cosigned by {names}{quorum}{_as_of(witnessed)}{alone}"


def _as_of(witnessed: Witnessed) -> str:
    if not witnessed.as_of:
        return ""
    return f" as of {show_moment(witnessed.as_of)}"


def verify_log(directory: Path, progress: Progress) -> Report:
    """Verify the log in a folder; the report when it is whole. It may be running meanwhile.

    A private side that is not there, or that this process may not open, is left out, and the report says so. Raises
    LogDamaged or ProofInvalid, naming the file, when anything is not what it must be; OSError when it cannot be read.
    """
    folder = LogFolder(directory)
    has_private = os.access(folder.private, os.R_OK | os.X_OK)
    verifier, trust = _check_keys(folder, has_private=has_private)
    # It only ever follows the log's own checkpoint: read first, it cannot be ahead of it in a log that runs.
    with _naming(folder, witnessed_file(folder, verifier.name)):
        witnessed = find_witnessed(folder, verifier, trust)
    # The checkpoint is read before head and journal, which may only be ahead of it, also when the log is running.
    published = _open_signed(folder, folder.checkpoint, verifier)
    signed = [published] if witnessed is None else [published, witnessed.checkpoint]
    _verify_not_behind(published, witnessed)
    if has_private:
        signed.append(_open_head(folder, verifier, published))
        intake = _Intake(folder, signed, progress)
        _read_journal(folder, intake)
    else:
        intake = _Intake(folder, signed, progress)
        for entry in published_entries(folder, published.size):
            intake.add(entry)
        intake.finish()
    strays = intake.check.finish(published.size)
    if published.size:
        verify_links(folder, intake.first, intake.last)
    beyond = intake.size - published.size if has_private else None
    return Report(
        published.origin,
        published.size,
        published.root,
        _signers(folder, verifier),
        beyond,
        strays,
        witnessed,
        folder.shared_head_mark.exists() if has_private else None,
    )


def _verify_not_behind(published: Checkpoint, witnessed: Witnessed | None) -> None:
    if witnessed is not None and witnessed.checkpoint.size > published.size:
        raise ProofInvalid(
            f"{witnessed.checkpoint.size} entries were cosigned, and {published.size} are published",
            hint="The log was restored from a backup, or another one was put in its place; see docs/backup.md.",
        )


class _Intake:
    """Takes in every entry once: its files are compared, and the signed roots met on the way."""

    def __init__(self, folder: LogFolder, signed: Sequence[Checkpoint], progress: Progress) -> None:
        self.check = TileCheck(
            folder, witnessed_file(folder, signed[0].origin), folder.predecessor, folder.successor
        )
        self._published = signed[0].size
        self.first, self.last = b"", b""
        self._progress = progress
        # Two signed trees of one size have to have one root, so that none may hide another.
        self._missing: dict[int, set[bytes]] = {}
        for checkpoint in signed:
            self._missing.setdefault(checkpoint.size, set()).add(checkpoint.root)
        self._total = max(self._missing)
        self._meet_root()

    @property
    def size(self) -> int:
        """How many entries have been taken in."""
        return self.check.edge.size

    def add(self, entry: bytes) -> None:
        """Take in the next public entry. Raises LogDamaged for a file, ProofInvalid for a root that differs."""
        self.check.add(entry)
        if not self.first and entry[:1] != _RECOVERY:
            self.first = entry
        if self.size == self._published:
            self.last = entry
        self._meet_root()
        if self.size % _PROGRESS_STEP == 0:
            self._progress(self.size, max(self.size, self._total))

    def finish(self) -> None:
        """Raises LogDamaged when a larger tree was signed than there are entries."""
        if self._missing:
            raise LogDamaged(f"{max(self._missing)} entries were signed and only {self.size} are there")
        self._progress(self.size, self.size)

    def _meet_root(self) -> None:
        roots = self._missing.pop(self.size, None)
        if roots is not None and roots != {self.check.edge.root()}:
            raise ProofInvalid(f"the first {self.size} entries do not have the root that was signed")


def _read_journal(folder: LogFolder, intake: _Intake) -> None:
    with _naming(folder, folder.journal):
        reader = JournalReader(folder.journal)
    with reader:
        end = reader.start
        for frame, after in _named_frames(folder, reader):
            end = after
            for entry in frame.entries:
                intake.add(entry.commitment)
        with _naming(folder, folder.journal):
            intake.finish()
        if reader.bytes_after(end) and not _is_being_written(folder):
            raise LogDamaged(
                f"`{folder.name_of(folder.journal)}` ends in bytes that are no whole frame, after entry {end.index}",
                hint="if the writer was killed, start it again: it cuts a torn tail and logs that it did",
            )


def _named_frames(folder: LogFolder, reader: JournalReader) -> Iterator[tuple[Frame, Position]]:
    with _naming(folder, folder.journal):
        yield from reader.read_frames(reader.start)


def _open_head(folder: LogFolder, verifier: VerifierKey, published: Checkpoint) -> Checkpoint:
    head = _open_signed(folder, folder.head, verifier)
    if head.size < published.size or (head.size == published.size and head != published):
        raise ProofInvalid(f"`{folder.name_of(folder.head)}` is not the last checkpoint that was signed")
    return head


def _check_keys(folder: LogFolder, *, has_private: bool) -> tuple[VerifierKey, TrustPolicy]:
    with _naming(folder, folder.verifier_key):
        verifier = read_verifier(folder)
    trust = TrustPolicy((TrustedLog(verifier),))
    # Whoever has only the public side and the vkey has no trust file; a log's own folder always has one.
    if has_private or folder.trust_policy.exists():
        with _naming(folder, folder.trust_policy):
            trust = read_trust(folder)
        if verifier not in [log.key for log in trust.logs]:
            raise ProofInvalid("`trust.policy` does not name the key in `log.vkey`")
    if has_private:
        with _naming(folder, folder.signer_key):
            read_signer(folder)
            second_signers(folder)
    return verifier, trust


def _open_signed(folder: LogFolder, path: Path, verifier: VerifierKey) -> Checkpoint:
    """The checkpoint in a file, signed by the log's key, and by its second one where it has one."""
    with _naming(folder, folder.second_verifier_key):
        second = maybe_second_verifier(folder)
    with _naming(folder, path):
        raw = read_part(folder, path)
        if second is not None:
            open_checkpoint(raw, second)
        return open_checkpoint(raw, verifier)


def _signers(folder: LogFolder, verifier: VerifierKey) -> tuple[str, ...]:
    second = maybe_second_verifier(folder)
    return (verifier.name,) if second is None else (verifier.name, f"{second.name} (ML-DSA-44)")


@contextmanager
def _naming(folder: LogFolder, path: Path) -> Iterator[None]:
    """Name the file in an error that does not name one."""
    name = folder.name_of(path)
    try:
        yield
    except (ProofInvalid, KeyFileError, LogDamaged) as fault:
        message = fault.message if name in fault.message else f"`{name}`: {fault.message}"
        kind = ProofInvalid if isinstance(fault, ProofInvalid) else LogDamaged
        raise kind(message, hint=fault.hint) from fault


def _is_being_written(folder: LogFolder) -> bool:
    # A writer holds an exclusive lock on the folder. We ask for a shared one for a moment, and only when it matters.
    descriptor = os.open(folder.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)
