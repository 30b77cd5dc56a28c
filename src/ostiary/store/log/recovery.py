"""What a writer does before it writes: compare everything that was signed with the journal, and only then repair.

Knows: the rules for starting after a crash, and the recovery entry.
Must not know: sockets, threads, or how tiles are laid out.

INVARIANT: until every comparison has passed, not one byte is changed. A first prototype cut a damaged journal before it
noticed that a signed checkpoint covered the lost part; it would have destroyed the evidence.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from ostiary.errors import KeyFileError, LogDamaged, LogUnavailable, ProofInvalid
from ostiary.evidence.commitment import CLOSING, RECOVERY, SALT_BYTES
from ostiary.evidence.opening import read_opening
from ostiary.evidence.succession import read_closing
from ostiary.model.canonical import canonical_bytes
from ostiary.store.durable_files import Disk
from ostiary.store.log import refusals
from ostiary.store.log.erasing import finish_erasures
from ostiary.store.log.folder import LogFolder, find_part, read_part
from ostiary.store.log.journal import JournalReader, JournalWriter, Position
from ostiary.store.log.journal_frames import JournalEntry, SealedEntry
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.name_erasing import finish_name_erasures
from ostiary.store.log.peer_check import MarkCheck
from ostiary.store.log.rests import Rests
from ostiary.store.log.sealer import Sealer
from ostiary.store.log.settling import settle
from ostiary.store.log.shared_head import Row, compare_row
from ostiary.store.log.witnessed import find_witnessed, read_trust
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint
from ostiary.tlog.merkle import Frontier, leaf_hash
from ostiary.tlog.note import VerifierKey


@dataclass(frozen=True, slots=True)
class Recovered:
    """A log that may be written: its journal, the last signed checkpoint, and how many torn bytes were cut."""

    journal: JournalWriter
    head: Checkpoint
    cut_bytes: int
    sealer: Sealer | None = None
    """What seals for the journal; None: it is written in the clear."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A journal that agrees with everything that was signed: where its last whole frame ends, and the last tree signed."""

    end: Position
    torn: int
    head: Checkpoint
    nonce: bytes
    last_sealed: int
    """The index of the last entry that is sealed; -1: none is."""
    is_closed: bool
    """Whether the last entry closes the log."""


def open_for_writing(
    folder: LogFolder,
    verifier: VerifierKey,
    disk: Disk,
    keys: KeyFile | None = None,
    *,
    rests: Rests | None = None,
    row: Row | None = None,
    kept: MarkCheck | None = None,
    may_be_closed: bool = False,
) -> Recovered:
    """Open the journal at its end after everything that was signed has been found in it.

    The whole journal is read. ``rests`` are open for writing where ``keys`` are. ``row`` is what stands in the control database, where the log's head stands there too;
    ``kept`` is what peers have acknowledged. Raises LogDamaged or ProofInvalid, having touched nothing, when the journal is
    shorter than what was signed or acknowledged, does not reproduce it, or is damaged; LogUnavailable when the disk fails;
    KeyFileError when the log is sealed and ``keys`` is None.
    """
    _refuse_to_unseal(folder, keys)
    with JournalReader(folder.journal) as reader:
        # A frame that was written and not synced before the crash is made durable before it is counted or signed.
        settle(disk, folder.journal)
        found = compare(folder, reader, verifier, row=row, kept=kept)
        if found.is_closed and not may_be_closed:
            raise refusals.CLOSED.fault(origin=verifier.name, successor=_successor_of(folder))
        if found.last_sealed >= 0:
            _verify_has_keys(keys, found.last_sealed)
        if keys is not None:
            erasures = finish_erasures(reader, keys)
            if rests is not None:
                finish_name_erasures(reader, keys, rests, erasures)
    try:
        sealer = None if keys is None else Sealer(keys, found.end.index)
        journal = JournalWriter(folder.journal, found.nonce, found.end, disk, sealer)
    except OSError as fault:
        raise LogUnavailable(f"the journal cannot be opened: {fault.strerror}") from fault
    if found.torn:
        _cut_torn_tail(journal, found.torn)
    return Recovered(journal, found.head, found.torn, sealer)


def compare(
    folder: LogFolder,
    reader: JournalReader,
    verifier: VerifierKey,
    *,
    row: Row | None = None,
    kept: MarkCheck | None = None,
) -> Compared:
    """Find everything that was signed in the journal; nothing is changed, and no key is needed.

    Raises LogDamaged or ProofInvalid.
    """
    signed = signed_checkpoints(folder, verifier)
    head = max(signed, key=lambda checkpoint: checkpoint.size)
    known = head if row is None else compare_row(row, head, verifier)
    row_size = known.size if known.size > head.size else -1
    end, last_sealed, last_kind = _check_signed(reader, (*signed, known), row_size, kept or MarkCheck({}))
    torn = reader.bytes_after(end)
    return Compared(end, torn, known, reader.header.nonce, last_sealed, last_kind == CLOSING)


def _successor_of(folder: LogFolder) -> str:
    """The name of the log that goes on, as the closed one says it in public; in words where it does not."""
    raw = find_part(folder, folder.successor)
    if raw is None:
        return "its successor"
    return read_closing(read_opening(raw).payload).successor.partition("+")[0]


def find_signed(reader: JournalReader, row: Checkpoint) -> None:
    """Raises LogDamaged unless the journal has the tree that the control database knows."""
    _check_signed(reader, (row,), row.size, MarkCheck({}))


def _refuse_to_unseal(folder: LogFolder, keys: KeyFile | None) -> None:
    """A log that has begun to seal goes on sealing: nobody gets it to write in the clear by leaving out a setting."""
    if keys is None and folder.keys.exists():
        raise KeyFileError(
            f"the log `{folder.root}` is sealed, and no master key was given",
            hint="give the writer the master key that `private/keys` names: --master-key PATH",
        )


def signed_checkpoints(folder: LogFolder, verifier: VerifierKey) -> tuple[Checkpoint, ...]:
    """The head, and the published checkpoint unless it cannot be read: then the head, which is never older, stands in.

    A missing checkpoint is refused: somebody may be about to write an empty log over a lost one. What witnesses have
    cosigned comes last; it never was ahead of the head.
    """
    head = open_checkpoint(read_part(folder, folder.head), verifier)
    raw = read_part(folder, folder.checkpoint)
    witnessed = find_witnessed(folder, verifier, read_trust(folder))
    also = () if witnessed is None else (witnessed.checkpoint,)
    for seen in also:
        if seen.size > head.size:
            raise refusals.WITNESSED_AHEAD.fault(witnessed=seen.size, held=head.size)
    try:
        published = open_checkpoint(raw, verifier)
    except ProofInvalid:
        return (head, *also)
    if published.size > head.size:
        raise refusals.PUBLISHED_AHEAD.fault(published=published.size, head=head.size)
    trees = (published, head, *also)
    if len({tree.size for tree in trees}) != len(set(trees)):
        raise refusals.TWO_TREES.fault(size=head.size)
    return trees


def _check_signed(
    reader: JournalReader, signed: tuple[Checkpoint, ...], row_size: int, kept: MarkCheck
) -> tuple[Position, int, int]:
    """The position after the last whole frame, the last sealed entry, and the kind of the last one (-1: none). Raises LogDamaged unless each signed tree is reproduced on the way.

    ``row_size`` is the size of the tree that the control database alone knows; -1: it knows no other.
    """
    tree, end, last_sealed, last_kind = Frontier(), reader.start, -1, -1
    missing = {checkpoint.size: checkpoint for checkpoint in signed}
    _check_root(tree, missing, row_size)
    kept.meet(end)
    for frame, after in reader.read_frames(reader.start):
        end = after
        kept.meet(end)
        for entry in frame.entries:
            last_sealed = tree.size if isinstance(entry, SealedEntry) else last_sealed
            last_kind = entry.kind
            tree.append(leaf_hash(entry.commitment))
            _check_root(tree, missing, row_size)
    kept.finish(end)
    if missing:
        refusal = refusals.ROW_AHEAD if set(missing) == {row_size} else refusals.JOURNAL_SHORT
        raise refusal.fault(held=tree.size, signed=max(missing))
    return end, last_sealed, last_kind


def _verify_has_keys(keys: KeyFile | None, last_sealed: int) -> None:
    """Raises LogDamaged when the key file is missing, or older than the journal: then the newest entry has no slot."""
    hint = "bring `private/keys` back; without it no entry can be read, and none is written"
    if keys is None:
        raise LogDamaged("the journal is sealed and its key file is missing", hint=hint)
    try:
        keys.slot(last_sealed)
    except LogDamaged as fault:
        raise LogDamaged(f"{fault.message}: is the key file older than the journal?", hint=hint) from fault


def _check_root(tree: Frontier, missing: dict[int, Checkpoint], row_size: int) -> None:
    checkpoint = missing.pop(tree.size, None)
    if checkpoint is not None and checkpoint.root != tree.root():
        refusal = refusals.ROW_DIFFERS if tree.size == row_size else refusals.NOT_REPRODUCED
        raise refusal.fault(size=tree.size)


def _cut_torn_tail(journal: JournalWriter, torn: int) -> None:
    """Cut the bytes of a frame that was never acknowledged, and say so in the log, which everybody can see.

    The recovery entry is written over the torn bytes and only then is the rest cut off. Were the tail cut first, a crash
    before the entry would have cut in silence; this way a crash leaves torn bytes again, and they are told again.
    """
    payload = canonical_bytes({"cut_bytes": torn, "v": 1})
    journal.append([JournalEntry(RECOVERY, os.urandom(SALT_BYTES), payload)])
    journal.cut_after()
