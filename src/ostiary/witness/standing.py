"""How a witness stands, read from its folder while it runs or not.

Knows: the state, the settings, the evidence.
Must not know: how it is shown; nothing is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ostiary.errors import LogUnavailable
from ostiary.witness.durable import Disk
from ostiary.witness.folder import WitnessFolder, read_settings
from ostiary.witness.state import Seen, State


@dataclass(frozen=True, slots=True)
class Standing:
    """The public keys; each log that is followed or was, with what was seen of it; files that prove two histories."""

    vkeys: tuple[str, ...]
    logs: Mapping[str, Seen | None]
    forks: tuple[str, ...]


def look_at(folder: WitnessFolder) -> Standing:
    """Look. Raises SettingsError, LogDamaged for a state that is missing or not this witness's, LogUnavailable."""
    settings = read_settings(folder)
    try:
        vkeys = tuple(folder.verifier_key.read_text("utf-8").split())
    except OSError as fault:
        why = (fault.strerror or "unknown reason").lower()
        raise LogUnavailable(f"`{folder.verifier_key}` cannot be read: {why}") from fault
    state = State(folder.state, vkeys[0] if vkeys else "", Disk())
    forks = sorted(folder.evidence.glob("*.note")) if folder.evidence.is_dir() else []
    logs = {origin: state.logs.get(origin) for origin in sorted({*settings.logs, *state.logs})}
    return Standing(vkeys, logs, tuple(map(str, forks)))
