"""What a witness has seen of each log: the one file that it may not lose.

Knows: the file's form, its checksum, when it may be replaced and by what.
Must not know: who asks, what is signed, keys.

A witness whose state is older than what it has signed would sign a second history without knowing it, and no file can tell
that it is old. So a state is made once, by ``create_state``; a missing, damaged or exchanged one ends the witness.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ostiary.errors import LogDamaged, LogUnavailable, ProofInvalid, SettingsError
from ostiary.tlog.checkpoint import Checkpoint
from ostiary.tlog.witnessing import read_checkpoint
from ostiary.witness.durable import Disk, replace_durably

# The number of the form is never given a second meaning; a later form has another one and reads this one too.
_FORMAT: Final = "ostiary witness state v1"

_RETIRE: Final = (
    "Never restore a backup of it: what was signed since would be forgotten, and a second history could be signed."
    " Retire this witness's key, and set up a new witness with `ostiary witness init` in another folder."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The largest tree of a log that this witness has seen, and when it last said so, in seconds since 1970.

    ``note`` is the checkpoint's text with the log's own signatures, as they were verified.
    """

    note: str
    time: int

    @property
    def text(self) -> str:
        """The note without its signatures: what a cosignature covers."""
        return self.note.rpartition("\n\n")[0] + "\n"

    @property
    def checkpoint(self) -> Checkpoint:
        """What the note says. Raises ProofInvalid."""
        return read_checkpoint(self.text)


class State:
    """The state file, open. There is one for a folder at a time, which the caller's lock sees to."""

    def __init__(self, path: Path, witness: str, disk: Disk) -> None:
        """``witness`` is the vkey whose state it must be. Raises LogDamaged when there is none, or it is another's."""
        self._path = path
        self._witness = witness
        self._disk = disk
        self._written = _read(path)
        self._seen = parse_state(self._written, witness, str(path))
        self._is_lost = False

    @property
    def logs(self) -> Mapping[str, Seen]:
        """What was seen, by origin."""
        return self._seen

    def advance(self, origin: str, before: Seen | None, after: Seen) -> None:
        """Replace what was seen of a log, durably when this returns, if it still is ``before``: compare and swap.

        Raises LogDamaged when it is not, or when the file is not what this process wrote last; LogUnavailable when the disk
        fails. After either nothing is ever written again: what the disk holds is no longer known.
        """
        if self._is_lost or self._seen.get(origin) != before:
            raise LogDamaged("the witness's state is not what the answer rests on", hint=_RETIRE)
        self._is_lost = True
        if _read(self._path) != self._written:
            raise LogDamaged(f"`{self._path}` was exchanged while the witness ran", hint=_RETIRE)
        seen = {**self._seen, origin: after}
        written = encode_state(self._witness, seen)
        try:
            replace_durably(self._disk, self._path, written)
        except OSError as fault:
            raise LogUnavailable(f"`{self._path}` cannot be written: {_why(fault)}") from fault
        self._seen, self._written, self._is_lost = seen, written, False


def create_state(path: Path, witness: str, disk: Disk) -> None:
    """Write the state of a witness that has seen nothing. Raises SettingsError when there is one, OSError."""
    if path.exists():
        raise SettingsError(f"`{path}` is there already; a state is never made over another")
    replace_durably(disk, path, encode_state(witness, {}))


def encode_state(witness: str, seen: Mapping[str, Seen]) -> bytes:
    """The file: one line of JSON, and one with its SHA-256."""
    logs = {origin: {"note": one.note, "time": one.time} for origin, one in sorted(seen.items())}
    document = {"format": _FORMAT, "witness": witness, "logs": logs}
    line = json.dumps(document, ensure_ascii=False).encode() + b"\n"
    return line + hashlib.sha256(line).hexdigest().encode() + b"\n"


def parse_state(raw: bytes, witness: str, name: str) -> dict[str, Seen]:
    """Read the file named ``name``. Raises LogDamaged unless it is whole and the state of that witness."""
    line, _, checksum = raw.partition(b"\n")
    if hashlib.sha256(line + b"\n").hexdigest().encode() + b"\n" != checksum:
        raise LogDamaged(f"`{name}` is damaged: its checksum is not that of what it says", hint=_RETIRE)
    try:
        return _logs_of(json.loads(line), witness, name)
    except (KeyError, TypeError, ValueError, AttributeError, ProofInvalid) as fault:
        raise LogDamaged(f"`{name}` is no state of a witness", hint=_RETIRE) from fault


def _logs_of(document: Any, witness: str, name: str) -> dict[str, Seen]:
    if document["format"] != _FORMAT:
        raise LogDamaged(
            f"`{name}` has a form that this version does not know", hint="Install a newer Ostiary."
        )
    if document["witness"] != witness:
        raise LogDamaged(
            f"`{name}` is the state of another witness",
            hint="Key and state belong together; never mix two folders.",
        )
    seen = {origin: Seen(str(log["note"]), int(log["time"])) for origin, log in document["logs"].items()}
    for origin, one in seen.items():
        if one.checkpoint.origin != origin:
            raise LogDamaged(f"`{name}` has another log's checkpoint under `{origin}`", hint=_RETIRE)
    return seen


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise LogDamaged(
            f"`{path}` is missing: nobody knows what this witness has signed", hint=_RETIRE
        ) from None
    except OSError as fault:
        raise LogUnavailable(f"`{path}` cannot be read: {_why(fault)}") from fault


def _why(fault: OSError) -> str:
    return (fault.strerror or "unknown reason").lower()
