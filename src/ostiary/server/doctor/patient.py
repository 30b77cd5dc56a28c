"""What the checks know of an installation so far.

Knows: which check finds out what.
Must not know: what is good or bad.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ostiary.directives.register import Register
from ostiary.model.bundle import Bundle
from ostiary.model.profile import Profile
from ostiary.server.settings import Home, Settings
from ostiary.server.settings_text import Read
from ostiary.store.control_facts import ControlFacts
from ostiary.store.log.folder import LogFolder
from ostiary.store.records_facts import RecordsFacts


@dataclass(slots=True)
class Patient:
    """One installation. Each field is there after the check that finds it out, which later ones name as a need."""

    folder: Path
    home: Home = field(init=False)
    read: Read[Settings] = field(init=False)
    founding: Bundle = field(init=False)
    register: Register = field(init=False)
    bundle: Bundle = field(init=False)
    """The policy in force."""
    records: RecordsFacts = field(init=False)
    profiles: tuple[Profile, ...] = field(init=False)
    control: ControlFacts = field(init=False)

    @property
    def log(self) -> LogFolder:
        """The log's folder."""
        return LogFolder(self.home.log_dir)
