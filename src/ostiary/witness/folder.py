"""The folder of a witness: its settings, its key, its state, and the lock of its one process.

Knows: where each file stands, the form of ``witness.toml``, who may read the key.
Must not know: HTTP, what is signed.

    DIR/witness.toml   where to listen, which logs to follow     DIR/state       what was seen of each log
    DIR/witness.key    the signer keys (0600)                    DIR/evidence/   two histories that a log has signed
    DIR/witness.vkey   the public keys, for those who rely on it
"""

from __future__ import annotations

import fcntl
import os
import stat
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ostiary.errors import KeyFileError, LogUnavailable, ProofInvalid, SettingsError
from ostiary.tlog.cosignature import Cosigner
from ostiary.tlog.note import VerifierKey
from ostiary.witness.durable import PRIVATE_DIRECTORY_MODE, PUBLIC_MODE, Disk, replace_durably
from ostiary.witness.state import create_state

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 7380

MAX_LOGS: Final = 1_000
"""The state is written as a whole with every signature: a thousand logs of some 500 bytes are half a megabyte each time."""

_MAX_PORT: Final = 65_535
# A signer key is a name and 77 characters; this leaves 3,900 for two names.
_MAX_KEY_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class WitnessFolder:
    """The paths."""

    root: Path

    @property
    def settings(self) -> Path:
        """Where to listen, and which logs to follow."""
        return self.root / "witness.toml"

    @property
    def signer_key(self) -> Path:
        """The secret keys, one a line; the first of them is whom the state belongs to."""
        return self.root / "witness.key"

    @property
    def verifier_key(self) -> Path:
        """The public keys, as those need them who rely on this witness."""
        return self.root / "witness.vkey"

    @property
    def state(self) -> Path:
        """What was seen of each log."""
        return self.root / "state"

    @property
    def evidence(self) -> Path:
        """Pairs of checkpoints that cannot both be true, signed by their log."""
        return self.root / "evidence"


@dataclass(frozen=True, slots=True)
class WitnessSettings:
    """Where a witness listens (port 0: any that is free), and the keys of each log that it follows, by origin."""

    host: str
    port: int
    logs: Mapping[str, tuple[VerifierKey, ...]]


def create_witness(folder: WitnessFolder, signers: Sequence[Cosigner], settings: str) -> tuple[str, ...]:
    """Make the folder of a new witness with an empty state; its vkeys. ``settings`` is the text of its file.

    Raises SettingsError when any of it is there already: a witness is never made over one that was lost; OSError.
    """
    parse_settings(settings, str(folder.settings))
    there = [
        path.name
        for path in (folder.settings, folder.signer_key, folder.verifier_key, folder.state)
        if path.exists()
    ]
    if there:
        raise SettingsError(
            f"`{folder.root}` holds a witness, or what is left of one, already: {', '.join(there)}",
            hint="A new witness needs a folder, a name and a key of its own.",
        )
    vkeys = tuple(signer.verifier().format() for signer in signers)
    folder.root.mkdir(mode=PRIVATE_DIRECTORY_MODE, parents=True, exist_ok=True)
    disk = Disk()
    # The key comes last: until it is there nothing can be signed, and from then on all else is there.
    create_state(folder.state, vkeys[0], disk)
    replace_durably(disk, folder.settings, settings.encode(), mode=PUBLIC_MODE)
    replace_durably(disk, folder.verifier_key, _lines(vkeys), mode=PUBLIC_MODE)
    replace_durably(disk, folder.signer_key, _lines(signer.format() for signer in signers))
    return vkeys


def _lines(items: Iterable[str]) -> bytes:
    return "".join(f"{item}\n" for item in items).encode()


def settings_text(host: str, port: int, logs: Sequence[str]) -> str:
    """The text of ``witness.toml`` for these vkeys of logs."""
    followed = "".join(f'\n[[log]]\nvkey = "{vkey}"\n' for vkey in logs)
    return (
        "# A witness: see docs/witness.md. After a change, start it again.\n"
        f'host = "{host}"\nport = {port}\n'
        "\n# Each log that is followed, by the public key that it signs checkpoints with. The key's name is the log's origin;\n"
        "# a log with a second key has a second table.\n"
        f"{followed}"
    )


def read_settings(folder: WitnessFolder) -> WitnessSettings:
    """The settings in ``witness.toml``. Raises SettingsError with everything that is wrong."""
    try:
        text = folder.settings.read_text("utf-8")
    except UnicodeDecodeError:
        raise SettingsError(f"`{folder.settings}` is not UTF-8") from None
    except OSError as fault:
        raise SettingsError(
            f"`{folder.settings}` cannot be read: {_why(fault)}",
            hint="Make a witness with `ostiary witness init`.",
        ) from fault
    return parse_settings(text, str(folder.settings))


def parse_settings(text: str, name: str) -> WitnessSettings:
    """Read the text of the file ``name``. Raises SettingsError with everything that is wrong."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError(f"`{name}` is not TOML: {fault}") from None
    problems = [f"`{key}` is not known" for key in sorted(document.keys() - {"host", "port", "log"})]
    host, port = document.get("host", DEFAULT_HOST), document.get("port", DEFAULT_PORT)
    if not isinstance(host, str) or not host:
        problems.append("`host` is not an address")
    # `true` is a whole number to Python.
    if type(port) is not int or not 0 <= port <= _MAX_PORT:
        problems.append(f"`port` is not a number from 0 to {_MAX_PORT}")
    logs = _logs(document.get("log", []), problems)
    if problems:
        raise SettingsError(f"`{name}` cannot be used", problems=tuple(problems))
    return WitnessSettings(host, port, logs)


def _logs(tables: Any, problems: list[str]) -> dict[str, tuple[VerifierKey, ...]]:
    if not isinstance(tables, list) or not tables or len(tables) > MAX_LOGS:
        problems.append(f"`log` must be 1 to {MAX_LOGS} tables, each begun with [[log]]")
        return {}
    logs: dict[str, tuple[VerifierKey, ...]] = {}
    for number, table in enumerate(tables, 1):
        try:
            key = _log_key(table)
        except (ProofInvalid, SettingsError) as fault:
            problems.append(f"log {number}: {fault.message}")
            continue
        if key in logs.get(key.name, ()):
            problems.append(f"log {number}: the key is there twice")
        logs[key.name] = (*logs.get(key.name, ()), key)
    return logs


def _log_key(table: Any) -> VerifierKey:
    if not isinstance(table, dict) or set(table) != {"vkey"} or not isinstance(table["vkey"], str):
        raise SettingsError("a log has one key, `vkey`, and nothing else")
    return VerifierKey.parse(table["vkey"])


def read_signers(folder: WitnessFolder) -> tuple[Cosigner, ...]:
    """The witness's secret keys. Raises KeyFileError when they are missing, open to others or no keys; nothing is quoted.

    Raises SettingsError for a key of a type that this installation cannot sign with.
    """
    path = folder.signer_key
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            content = file.read(_MAX_KEY_BYTES + 1)
    except OSError as fault:
        raise KeyFileError(f"`{path}` cannot be read: {_why(fault)}") from fault
    if mode & 0o077:
        raise KeyFileError(
            f"`{path}` is open to others than its owner (mode {mode:04o})", hint=f"chmod 600 {path}"
        )
    try:
        return tuple(Cosigner.parse(line) for line in content.decode().removesuffix("\n").split("\n"))
    except (UnicodeDecodeError, KeyFileError):
        raise KeyFileError(f"`{path}` is not a key file") from None


@contextmanager
def witness_lock(root: Path) -> Iterator[None]:
    """Be the one process of this witness or peer. Raises LogUnavailable when another is. The kernel frees the lock at its end.

    The folder is locked, which is never renamed: a lock on the state, which is replaced each time, would lock nothing.
    """
    try:
        descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as fault:
        raise SettingsError(f"there is none at `{root}`: {_why(fault)}") from fault
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LogUnavailable(f"another process serves what is in `{root}`") from None
        yield
    finally:
        os.close(descriptor)


def _why(fault: OSError) -> str:
    return (fault.strerror or "unknown reason").lower()
