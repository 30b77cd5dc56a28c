"""The checkpoint that witnesses have cosigned, published beside the log's own.

Knows: where it stands, that it only grows, how cosignatures are added to it; the trust file of the log's folder.
Must not know: how witnesses are asked, entries, when to publish.

It stands where tlog-witness has monitors look, with ``public/witnessed`` as the monitoring prefix. The log's own
``checkpoint`` stays the writer's alone: it is newer, and nobody waits for a witness before it is published.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.store import durable_files as durable
from ostiary.store.log.folder import LogFolder, find_part, read_part
from ostiary.tlog.checkpoint import Checkpoint, parse_checkpoint
from ostiary.tlog.merkle import HASH_BYTES
from ostiary.tlog.note import SignatureLine, add_lines, split_note
from ostiary.tlog.tiles import TileId
from ostiary.tlog.trust import Trusted, TrustPolicy, parse_trust
from ostiary.tlog.witnessing import witnessed_path


def read_trust(folder: LogFolder) -> TrustPolicy:
    """The trust file of the log's folder. Raises LogDamaged when it is missing, ProofInvalid when it is not one."""
    return parse_trust(read_part(folder, folder.trust_policy))


def witnessed_file(folder: LogFolder, origin: str) -> Path:
    """Where the cosigned checkpoint of this log stands."""
    return folder.public / "witnessed" / witnessed_path(origin)


def find_witnessed(folder: LogFolder, origin: str, trust: TrustPolicy) -> Trusted | None:
    """The cosigned checkpoint, verified by a trust file; None when nothing was cosigned yet.

    Raises ProofInvalid when it does not satisfy the trust file, LogDamaged when it cannot be read.
    """
    note = find_part(folder, witnessed_file(folder, origin))
    if note is None:
        return None
    trusted = trust.verify(note)
    if trusted.checkpoint.origin != origin:
        raise ProofInvalid(f"the cosigned checkpoint is of the log `{trusted.checkpoint.origin}`")
    return trusted


def publish_witnessed(
    folder: LogFolder, note: bytes, lines: Iterable[SignatureLine], disk: durable.Disk
) -> Checkpoint:
    """Publish a checkpoint with these cosignatures; what is published afterwards, which is never a smaller one.

    ``note`` is the log's own. Of one checkpoint, the cosignatures that were published before stay, but for older ones by
    the same keys. Raises LogDamaged when two checkpoints of one size differ, ProofInvalid, OSError.
    """
    checkpoint = parse_checkpoint(split_note(note)[0])
    path = witnessed_file(folder, checkpoint.origin)
    present = find_part(folder, path)
    cosigned = {(line.name, line.key_id): line for line in lines}
    if present is not None:
        text, kept = split_note(present)
        before = parse_checkpoint(text)
        if before.size > checkpoint.size:
            return before
        if before.size == checkpoint.size:
            _verify_same(before, checkpoint)
            cosigned = {(line.name, line.key_id): line for line in kept} | cosigned
    own = {(line.name, line.key_id) for line in split_note(note)[1]}
    whole = add_lines(note, [line for key, line in cosigned.items() if key not in own])
    if whole != present:
        durable.make_directories(disk, path.parent, mode=durable.PUBLIC_DIRECTORY_MODE)
        staging = folder.private / "staging.witnessed"
        durable.replace_file_durably(disk, path, whole, mode=durable.PUBLIC_MODE, staging=staging)
    return checkpoint


def read_tile(folder: LogFolder, tile: TileId) -> bytes:
    """The hashes of a published tile, off the full one where that has superseded it. Raises LogDamaged when missing."""
    partial = find_part(folder, folder.public / tile.path)
    if partial is not None:
        return partial
    full = TileId(tile.level, tile.number)
    return read_part(folder, folder.public / full.path)[: tile.width * HASH_BYTES]


def _verify_same(before: Checkpoint, checkpoint: Checkpoint) -> None:
    if before != checkpoint:
        raise LogDamaged(f"another tree of {checkpoint.size} entries was cosigned already")
