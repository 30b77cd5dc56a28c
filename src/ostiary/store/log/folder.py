"""The folder of a log: where each file stands, the keys in it, and the lock of its one writer.

Knows: the layout, making a log, reading its keys and checkpoints.
Must not know: journal frames, tiles, sockets, or what an entry means.

    DIR/public/checkpoint      the signed tree head                 DIR/private/journal   every entry, durable first
    DIR/public/tile/...        tiles and bundles, served as is      DIR/private/head      the last signed checkpoint
    DIR/log.vkey               the log's verifier key               DIR/private/log.key   the signer key (0600)
    DIR/trust.policy           C2SP tlog-policy: whom to trust      DIR/private/staging   a file on its way
    DIR/peers.policy           strict mode: who acknowledges
    DIR/log.ml-dsa.vkey        the second key's public half         DIR/private/log.ml-dsa.key   the second key, if any
                                                                    DIR/private/shared-head      its head stands elsewhere too
                                                                    DIR/private/keys      each entry's key, if sealed
    DIR/private/rests          what is left of entries              DIR/private/rests.keys   their keys
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ostiary.errors import KeyFileError, LogDamaged, LogUnavailable, SettingsError
from ostiary.evidence.key_slots import MasterKey
from ostiary.store import durable_files as durable
from ostiary.store.log import refusals
from ostiary.store.log.journal import create_journal
from ostiary.store.log.journal_frames import NONCE_BYTES
from ostiary.store.log.key_file import create_key_file
from ostiary.tlog.checkpoint import Checkpoint, sign_checkpoint
from ostiary.tlog.cosignature import Cosigner
from ostiary.tlog.merkle import EMPTY_ROOT
from ostiary.tlog.note import SignerKey, VerifierKey
from ostiary.tlog.tiles import MAX_ENTRY_BYTES, TILE_WIDTH
from ostiary.tlog.trust import TrustedLog, TrustPolicy, format_trust

# The largest file that is read at once is a bundle: 256 entries, each with two bytes of length, are 16.8 MB.
MAX_PART_BYTES: Final = TILE_WIDTH * (2 + MAX_ENTRY_BYTES)

# What the system says of a link (Linux, other Unix) and of a socket that is to be opened as a file.
_NOT_REGULAR: Final = (errno.ELOOP, errno.EMLINK, errno.ENXIO)


@dataclass(frozen=True, slots=True)
class LogFolder:
    """The paths in the folder of a log. Public and private side are on one file system, because files are renamed."""

    root: Path

    @property
    def public(self) -> Path:
        """What anybody may read."""
        return self.root / "public"

    @property
    def private(self) -> Path:
        """What only the writer and auditors may read."""
        return self.root / "private"

    @property
    def checkpoint(self) -> Path:
        """The published signed tree head."""
        return self.public / "checkpoint"

    @property
    def journal(self) -> Path:
        """Every entry, in the order of commits."""
        return self.private / "journal"

    @property
    def keys(self) -> Path:
        """The key of each entry, where the journal is sealed."""
        return self.private / "keys"

    @property
    def rests(self) -> Path:
        """What is left of entries in which names were erased."""
        return self.private / "rests"

    @property
    def rest_keys(self) -> Path:
        """The key of each rest."""
        return self.private / "rests.keys"

    @property
    def head(self) -> Path:
        """The last checkpoint ever signed, durable before it is published."""
        return self.private / "head"

    @property
    def shared_head_mark(self) -> Path:
        """There where the head stands in a control database as well."""
        return self.private / "shared-head"

    @property
    def scrub_note(self) -> Path:
        """What the last scrub found, and when."""
        return self.private / "scrub"

    @property
    def successor(self) -> Path:
        """The opening of the last entry of a closed log, which names the log that goes on from it."""
        return self.public / "successor"

    @property
    def predecessor(self) -> Path:
        """The opening of the first entry of a log that goes on from another."""
        return self.public / "predecessor"

    @property
    def rotation_order(self) -> Path:
        """There when the log is to be closed and its successor, which is prepared, to go on."""
        return self.private / "rotation"

    @property
    def next(self) -> LogFolder:
        """Where the successor is prepared: beside this one, on the same file system."""
        return LogFolder(self.root.with_name(f"{self.root.name}.next"))

    @property
    def signer_key(self) -> Path:
        """The key that signs checkpoints."""
        return self.private / "log.key"

    @property
    def second_signer_key(self) -> Path:
        """The ML-DSA-44 key that signs checkpoints too, where the log has one."""
        return self.private / "log.ml-dsa.key"

    @property
    def second_verifier_key(self) -> Path:
        """Its public half, as a vkey."""
        return self.root / "log.ml-dsa.vkey"

    @property
    def peers(self) -> Path:
        """Who acknowledges each commit before it is answered, where the log is in strict mode."""
        return self.root / "peers.policy"

    @property
    def staging(self) -> Path:
        """A file that is being written, before it is renamed to its place."""
        return self.private / "staging"

    @property
    def verifier_key(self) -> Path:
        """The public half of the signer key, as a vkey."""
        return self.root / "log.vkey"

    @property
    def trust_policy(self) -> Path:
        """Whom a verifier trusts, as a C2SP tlog-policy."""
        return self.root / "trust.policy"

    def name_of(self, path: Path) -> str:
        """A path as messages show it: relative to the log's folder."""
        return path.relative_to(self.root).as_posix()


def trust_policy_text(verifier: VerifierKey) -> str:
    """The trust file with which a log begins: its key, and no witnesses yet (docs/witness.md says how they are added)."""
    return format_trust(TrustPolicy((TrustedLog(verifier),))).decode()


def create_log(
    directory: Path,
    origin: str,
    seed: bytes,
    second_key: Cosigner | None = None,
    master: MasterKey | None = None,
    *,
    disk: durable.Disk | None = None,
) -> VerifierKey:
    """Make the folder of a new log named ``origin``, signed by the key from 32 fresh random bytes; its verifier key.

    ``second_key``, under the same name, signs every checkpoint too. With ``master`` the log is sealed from its first entry
    on. The log begins with a signed checkpoint of size 0. Raises SettingsError when there is a log already, or the start
    of one: a log is never made over one that was lost. Raises ProofInvalid for an impossible origin, KeyFileError when the
    master key cannot be asked, OSError.
    """
    folder, disk, signer = LogFolder(directory), disk or durable.Disk(), SignerKey.generate(origin, seed)
    refuse_to_replace(directory)
    also = () if second_key is None else (second_key.at(0),)
    note = sign_checkpoint(Checkpoint(origin, 0, EMPTY_ROOT), signer, also)
    durable.make_directories(disk, folder.public, mode=durable.PUBLIC_DIRECTORY_MODE)
    durable.make_directories(disk, folder.private, mode=durable.PRIVATE_DIRECTORY_MODE)
    create_journal(folder.journal, os.urandom(NONCE_BYTES), disk)
    if master is not None:
        create_key_file(folder.keys, master, disk, staging=folder.staging)
    vkey = signer.verifier()
    if second_key is not None:
        _write_second_key(folder, second_key, disk)
    # The head comes before the checkpoint, as with every later one: nothing is published that is not on record.
    for path, data, mode in (
        (folder.signer_key, f"{signer.format()}\n".encode(), durable.PRIVATE_MODE),
        (folder.head, note, durable.PRIVATE_MODE),
        (folder.verifier_key, f"{vkey.format()}\n".encode(), durable.PUBLIC_MODE),
        (folder.trust_policy, trust_policy_text(vkey).encode(), durable.PUBLIC_MODE),
        (folder.checkpoint, note, durable.PUBLIC_MODE),
    ):
        durable.replace_file_durably(disk, path, data, mode=mode, staging=folder.staging)
    return vkey


def refuse_to_replace(directory: Path) -> None:
    """Raises SettingsError when there is a log in a folder, or the start of one."""
    folder = LogFolder(directory)
    if any(
        path.exists() for path in (folder.public, folder.private, folder.verifier_key, folder.trust_policy)
    ):
        raise SettingsError(
            f"`{directory}` holds a log, or the start of one, already",
            hint="a new log needs a folder of its own; nothing is ever created over an existing one",
        )


def _write_second_key(folder: LogFolder, key: Cosigner, disk: durable.Disk) -> None:
    for path, text, mode in (
        (folder.second_signer_key, key.format(), durable.PRIVATE_MODE),
        (folder.second_verifier_key, key.verifier().format(), durable.PUBLIC_MODE),
    ):
        durable.replace_file_durably(disk, path, f"{text}\n".encode(), mode=mode, staging=folder.staging)


def read_part(folder: LogFolder, path: Path) -> bytes:
    """The bytes of a file that a log must have. Raises LogDamaged as ``find_part``, and when the file is missing."""
    content = find_part(folder, path)
    if content is None:
        raise refusals.PART_MISSING.fault(part=folder.name_of(path), log=folder.root)
    return content


def find_part(folder: LogFolder, path: Path) -> bytes | None:
    """The bytes of a file of the log; None when it is not there. Raises LogDamaged, naming the file, and OSError.

    The folder may come from somebody who wants to harm whoever verifies it: only a regular file is read, no link is
    followed to it, and never more than ``MAX_PART_BYTES + 1`` bytes are read, whatever its size is said to be.
    """
    name = folder.name_of(path)
    try:
        # Without O_NONBLOCK, the opening of a pipe would wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as fault:
        if fault.errno in _NOT_REGULAR:
            raise LogDamaged(f"`{name}` is not a regular file") from None
        raise
    try:
        return _read_bounded(descriptor, name)
    finally:
        os.close(descriptor)


def _read_bounded(descriptor: int, name: str) -> bytes:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise LogDamaged(f"`{name}` is not a regular file")
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        content = file.read(MAX_PART_BYTES + 1)
    if len(content) > MAX_PART_BYTES:
        raise LogDamaged(f"`{name}` has more than {MAX_PART_BYTES} bytes")
    return content


def read_verifier(folder: LogFolder) -> VerifierKey:
    """The log's verifier key. Raises LogDamaged when the file is missing, ProofInvalid when it is not one vkey line."""
    return VerifierKey.parse(_read_line(folder, folder.verifier_key))


def read_signer(folder: LogFolder) -> SignerKey:
    """The log's signer key. Raises KeyFileError when it is no key or not the key of log.vkey, LogDamaged when missing."""
    name = folder.name_of(folder.signer_key)
    try:
        signer = SignerKey.parse(_read_line(folder, folder.signer_key))
    except KeyFileError as fault:
        raise KeyFileError(f"`{name}`: {fault.message}") from None
    if signer.verifier() != read_verifier(folder):
        raise KeyFileError(f"`{name}` is not the key whose public half is in `log.vkey`")
    return signer


def refuse_shared_key(folder: LogFolder) -> None:
    """Raises KeyFileError when others than its owner can read or change a signer key, LogDamaged when the first is missing."""
    read_part(folder, folder.signer_key)
    for path in (folder.signer_key, folder.second_signer_key):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            hint = f"chmod 600 {path}"
            raise KeyFileError(f"others can read or change `{folder.name_of(path)}`", hint=hint)


@contextmanager
def writer_lock(folder: LogFolder) -> Iterator[None]:
    """Be the log's one writer. Raises LogUnavailable when another is. The kernel frees the lock when a process dies.

    The folder itself is locked, which is never renamed: a lock on a file that gets replaced would lock nothing.
    """
    try:
        descriptor = os.open(folder.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as fault:
        raise LogUnavailable(f"there is no log at `{folder.root}`: {fault.strerror}") from fault
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise refusals.HELD_HERE.fault(log=folder.root) from None
        yield
    finally:
        os.close(descriptor)


def _read_line(folder: LogFolder, path: Path) -> str:
    raw = read_part(folder, path)
    # A byte that is not UTF-8 becomes half a surrogate pair, which no key may contain.
    text = raw.decode(errors="surrogateescape")
    if not text.endswith("\n"):
        raise LogDamaged(f"`{folder.name_of(path)}` does not end with a newline")
    return text[:-1]
