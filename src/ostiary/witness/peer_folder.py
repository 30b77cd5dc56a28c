"""The folder of a peer: its settings, its key, the marks of each log.

Knows: where each file stands, what a new peer is made of.
Must not know: sockets, what a mark says.

    DIR/peer.toml    where to listen, which logs to follow      DIR/marks/      one file a log, named by its origin's hash
    DIR/peer.key     the signer key (0600)                      DIR/evidence/   statements that contradict a mark
    DIR/peer.vkey    the public key, for the log's file of peers
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ostiary.errors import KeyFileError, ProofInvalid, SettingsError
from ostiary.tlog.note import SignerKey, VerifierKey
from ostiary.tlog.peering import Mark
from ostiary.witness.durable import PRIVATE_DIRECTORY_MODE, PUBLIC_MODE, Disk, replace_durably
from ostiary.witness.folder import WitnessSettings, parse_settings, witness_lock
from ostiary.witness.marks import Marks, create_marks

DEFAULT_PORT: Final = 7390

MAX_EVIDENCE: Final = 100
"""Files. The first of them says all that there is to say, and a full disk would keep marks from being kept."""


@dataclass(frozen=True, slots=True)
class PeerFolder:
    """The paths."""

    root: Path

    @property
    def settings(self) -> Path:
        """Where to listen, and which logs to follow."""
        return self.root / "peer.toml"

    @property
    def signer_key(self) -> Path:
        """The secret key."""
        return self.root / "peer.key"

    @property
    def verifier_key(self) -> Path:
        """The public key, as the log's file of peers needs it."""
        return self.root / "peer.vkey"

    @property
    def evidence(self) -> Path:
        """Statements, signed by a log, that contradict what was kept."""
        return self.root / "evidence"

    def marks(self, origin: str) -> Path:
        """The marks of one log."""
        return self.root / "marks" / hashlib.sha256(origin.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PeerStanding:
    """A peer's vkey, the last mark of each log by its origin (None: nothing yet), and where contradictions are kept."""

    vkey: str
    logs: Mapping[str, Mark | None]
    contradictions: tuple[str, ...]


def look_at_peer(folder: PeerFolder) -> PeerStanding:
    """What a peer that does not run keeps. Raises as ``ostiary peer serve`` would."""
    settings, signer = read_peer_settings(folder), read_peer_signer(folder)
    with witness_lock(folder.root):
        logs = {origin: Marks(folder.marks(origin), origin, Disk()).last for origin in settings.logs}
    kept = sorted(folder.evidence.iterdir()) if folder.evidence.exists() else []
    return PeerStanding(signer.verifier().format(), logs, tuple(map(str, kept)))


def create_peer(folder: PeerFolder, signer: SignerKey, settings: str) -> str:
    """Make the folder of a new peer; its vkey. Raises SettingsError when any of it is there already, OSError."""
    parsed = parse_settings(settings, str(folder.settings))
    if folder.root.exists() and any(folder.root.iterdir()):
        raise SettingsError(
            f"`{folder.root}` is not empty", hint="A new peer needs a folder, a name and a key of its own."
        )
    disk, vkey = Disk(), signer.verifier().format()
    (folder.root / "marks").mkdir(mode=PRIVATE_DIRECTORY_MODE, parents=True)
    for origin in parsed.logs:
        create_marks(folder.marks(origin), disk)
    # The key comes last: until it is there nothing can be acknowledged, and from then on all else is there.
    replace_durably(disk, folder.settings, settings.encode(), mode=PUBLIC_MODE)
    replace_durably(disk, folder.verifier_key, f"{vkey}\n".encode(), mode=PUBLIC_MODE)
    replace_durably(disk, folder.signer_key, f"{signer.format()}\n".encode())
    return vkey


def follow_log(folder: PeerFolder, vkey: str) -> str:
    """Have a peer that does not run follow one more log, which is new; its origin.

    Raises SettingsError when it follows that log already, or ``vkey`` is none; LogUnavailable when the peer runs; KeyFileError, OSError.
    """
    try:
        origin = VerifierKey.parse(vkey).name
    except ProofInvalid as fault:
        raise SettingsError(f"this is no log's public key: {fault.message}") from None
    disk = Disk()
    with witness_lock(folder.root):
        read_peer_signer(folder)
        if origin in read_peer_settings(folder).logs:
            raise SettingsError("this peer follows a log of that name already")
        text = f'{folder.settings.read_text("utf-8")}\n[[log]]\nvkey = "{vkey}"\n'
        parse_settings(text, str(folder.settings))
        # Marks that are there stay: the log was followed before, or we crashed below and are here again.
        if not folder.marks(origin).exists():
            create_marks(folder.marks(origin), disk)
        # If we crash here, there is a file without marks of a log that is not followed, which nobody reads.
        replace_durably(disk, folder.settings, text.encode(), mode=PUBLIC_MODE)
    return origin


def read_peer_settings(folder: PeerFolder) -> WitnessSettings:
    """The settings in ``peer.toml``. Raises SettingsError with everything that is wrong."""
    try:
        text = folder.settings.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsError(
            f"`{folder.settings}` cannot be read", hint="Make a peer with `ostiary peer init`."
        ) from fault
    return parse_settings(text, str(folder.settings))


def read_peer_signer(folder: PeerFolder) -> SignerKey:
    """The peer's secret key. Raises KeyFileError when it is missing, open to others or no key; nothing is quoted."""
    path = folder.signer_key
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise KeyFileError(f"`{path}` is open to others than its owner", hint=f"chmod 600 {path}")
        return SignerKey.parse(path.read_text("utf-8").removesuffix("\n"))
    except (OSError, UnicodeDecodeError) as fault:
        raise KeyFileError(f"`{path}` cannot be read") from fault


def keep_evidence(folder: PeerFolder, origin: str, size: int, note: bytes) -> Path | None:
    """Keep a statement that contradicts a mark; None when it cannot be written, or enough are kept."""
    path = folder.evidence / f"{folder.marks(origin).name[:16]}-{size}"
    try:
        folder.evidence.mkdir(mode=PRIVATE_DIRECTORY_MODE, exist_ok=True)
        if path.exists():
            return path
        if len(list(folder.evidence.iterdir())) >= MAX_EVIDENCE:
            return None
        replace_durably(Disk(), path, note)
    except OSError:
        return None
    return path
