"""The terms under which a log becomes events: what has to be the same each time for the same rows to come out.

Knows: names of sources, what a manifest says of them.
Must not know: entries, files.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ostiary.errors import ImportRefused, WatchFolderDamaged
from ostiary.watch.events.subject_key import key_commitment

KIND: Final = "ostiary"
"""The kind of the source that a log is."""
KNOWN_KIND: Final = "ostiary-known"
"""The kind of the source that has what the directives of all logs of an installation prove."""
KNOWN_SOURCE: Final = "ostiary-known"

_NAME_CHARACTERS: Final = 40


@cache
def source_of(origin: str) -> str:
    """The name of the source of the log of that name: the end of it, and what tells it from all others."""
    slug = re.sub(r"[^a-z0-9]+", "-", origin.casefold()).strip("-")[-_NAME_CHARACTERS:].strip("-")
    return f"{slug or 'log'}-{hashlib.sha256(origin.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides how a log's entries are told.

    ``origin`` is the log's name, ``owner`` whose records stand behind the door, ``subject_columns`` the bare names of columns
    that hold the subject key of the records; ``time_zone`` (IANA) is that of the agencies' own clocks, empty where nobody said;
    ``key`` makes tokens of subjects.
    """

    origin: str
    owner: str
    subject_columns: frozenset[str]
    time_zone: str
    key: bytes

    @property
    def source(self) -> str:
        """The name of the log's source: one that files can have, and no other log's."""
        return source_of(self.origin)

    @property
    def zone(self) -> ZoneInfo | None:
        """The clock of the agencies. Raises ImportRefused for a zone that is not known here."""
        if not self.time_zone:
            return None
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ImportRefused(
                f"`{self.time_zone}` is no time zone that is known here", hint="name one like America/Chicago"
            ) from None

    def plain(self) -> dict[str, str]:
        """As a manifest has them."""
        return {
            "log": self.origin,
            "owner": self.owner,
            "subject_columns": json.dumps(sorted(self.subject_columns)),
            "time_zone": self.time_zone,
            "subject_key": key_commitment(self.key),
        }

    def verify_same(self, made_from: Mapping[str, str]) -> None:
        """Raises ImportRefused when a manifest was made under other terms: half of a source would not fit the other half."""
        for name, value in self.plain().items():
            if made_from.get(name, "") != value:
                raise ImportRefused(
                    f"`{self.source}` was imported before with another `{name}`",
                    hint="the first import decides; take a new folder for another"
                    if name != "subject_key"
                    else "bring the key of subjects back that stood beside the folder, or take a new folder",
                )

    @classmethod
    def of(cls, made_from: Mapping[str, str], key: bytes) -> Terms:
        """The terms of a source that was imported. Raises WatchFolderDamaged, and ImportRefused for another key."""
        try:
            columns = frozenset(map(str, json.loads(made_from["subject_columns"])))
            found = cls(made_from["log"], made_from["owner"], columns, made_from["time_zone"], key)
        except (KeyError, ValueError, TypeError):
            raise WatchFolderDamaged(
                "a manifest does not say under which terms its log was imported"
            ) from None
        found.verify_same(made_from)
        return found
