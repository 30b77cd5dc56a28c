"""The checkpoint that witnesses have cosigned, published beside the log's own.

Knows: where it stands, that it only grows, how cosignatures are added to it; the trust file of the log's folder.
Must not know: how witnesses are asked, entries, when to publish.

It stands where tlog-witness has monitors look, with ``public/witnessed`` as the monitoring prefix. The log's own
``checkpoint`` stays the writer's alone: it is newer, and nobody waits for a witness before it is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.store import durable_files as durable
from ostiary.store.log.folder import LogFolder, find_part, read_part, read_verifier
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from ostiary.tlog.cosignature import verify_cosignatures
from ostiary.tlog.merkle import HASH_BYTES
from ostiary.tlog.note import SignatureLine, VerifierKey, add_lines, split_note
from ostiary.tlog.tiles import TileId
from ostiary.tlog.trust import TrustPolicy, parse_trust
from ostiary.tlog.witnessing import witnessed_path


def read_trust(folder: LogFolder) -> TrustPolicy:
    """The trust file of the log's folder. Raises LogDamaged when it is missing, ProofInvalid when it is not one."""
    return parse_trust(read_part(folder, folder.trust_policy))


def witnessed_file(folder: LogFolder, origin: str) -> Path:
    """Where the cosigned checkpoint of this log stands."""
    return folder.public / "witnessed" / witnessed_path(origin)


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A checkpoint that is cosigned: by which witnesses of a trust file, and whether they are its quorum."""

    checkpoint: Checkpoint
    names: tuple[str, ...]
    """As the trust file calls them, in its order."""
    is_quorum: bool
    as_of: int
    """The last second, since 1970, of which a quorum says that this was the largest tree; 0 without a quorum."""


def find_witnessed(folder: LogFolder, verifier: VerifierKey, trust: TrustPolicy) -> Witnessed | None:
    """The cosigned checkpoint of the log with this key; None when nothing was cosigned yet.

    Raises ProofInvalid when the log did not sign it, or a cosignature by a witness of the trust file does not hold;
    LogDamaged when it cannot be read.
    """
    path = witnessed_file(folder, verifier.name)
    note = find_part(folder, path)
    if note is None:
        return None
    checkpoint = open_checkpoint(note, verifier)
    found = verify_cosignatures(checkpoint, split_note(note)[1], [one.key for one in trust.witnesses])
    by = {one.by: one.time for one in found}
    times = {one.name: by[one.key] for one in trust.witnesses if one.key in by}
    is_quorum = trust.is_met_by(times.keys())
    return Witnessed(checkpoint, tuple(times), is_quorum, _as_of(times, trust) if is_quorum else 0)


def _as_of(times: Mapping[str, int], trust: TrustPolicy) -> int:
    """The largest time such that those who signed then or later are a quorum; with no quorum asked for, the last."""
    for time in sorted(set(times.values()), reverse=True):
        if trust.is_met_by({name for name, signed in times.items() if signed >= time}):
            return time
    return 0


def publish_witnessed(
    folder: LogFolder, note: bytes, lines: Iterable[SignatureLine], disk: durable.Disk
) -> Checkpoint:
    """Publish a checkpoint with these cosignatures; what is published afterwards, which is never a smaller one.

    ``note`` is the log's own. Of one checkpoint, the cosignatures that were published before stay, but for older ones by
    the same keys. Raises LogDamaged when two checkpoints of one size differ, LogUnavailable when another log stands in the
    folder, ProofInvalid, OSError.
    """
    checkpoint = parse_checkpoint(split_note(note)[0])
    if read_verifier(folder).name != checkpoint.origin:
        # The log was rotated while a witness was still asked; its successor's public side has no room for this.
        raise LogUnavailable(f"`{folder.root}` does not hold the log `{checkpoint.origin}` any more")
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
        durable.make_directories(disk, path.parent, mode=durable.PUBLIC_DIRECTORY_MODE, within=folder.public)
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
