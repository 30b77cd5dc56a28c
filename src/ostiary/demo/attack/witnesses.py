"""What is known of an attack beside what the client was told: the log's entries, and the database server's own words.

Knows: how to read what each has said since the attack before.
Must not know: what ought to be there.

Neither is asked through the door. What the server says it ran was run, whatever the log says; what the log does not name
was not recorded, whatever the door says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg

from ostiary.demo.attack.world import AttackWorld
from ostiary.errors import SettingsError
from ostiary.evidence.commitment import ACCESS
from ostiary.server.entries import entries_of
from ostiary.sql.wall_names import reader_of

_OWN: Final = re.compile(
    r"(?:DISCARD ALL|BEGIN READ ONLY( ISOLATION LEVEL [A-Z ]+)?|COMMIT|ROLLBACK|SET .*);?"
)
"""What a door says to its backends of its own accord."""

_CONTROL: Final = "SELECT 'is this told'"


@dataclass(frozen=True, slots=True)
class Access:
    """One access of the log, from all its entries."""

    outcome: str
    accounting: str
    subjects: frozenset[int]


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What both witnesses say of one attack: its accesses, and the statements that the server ran for the reader."""

    accesses: tuple[Access, ...]
    ran: tuple[str, ...]

    @property
    def subjects(self) -> frozenset[int]:
        """Everybody whom the log names for this attack."""
        return frozenset().union(*(each.subjects for each in self.accesses))


class Witnesses:
    """Both of a world, each read from where it was left."""

    def __init__(self, world: AttackWorld) -> None:
        self._world = world
        self._server = _ServerWords(world.postgres.folder / "server.log", reader_of(world.profile))
        self._seen = 0
        self._verify_server_tells()

    def _verify_server_tells(self) -> None:
        """Raises SettingsError when the server does not say what it runs: then its silence would mean nothing."""
        self.hear("")
        with psycopg.connect(self._world.reader_dsn, autocommit=True) as reader:
            reader.execute(_CONTROL)
        if self.hear("").ran != (_CONTROL,):
            raise SettingsError("the database server does not tell what it runs, so nothing can be judged")

    def hear(self, statement: str) -> Witnessed:
        """What both have said since the last time; of the log, accesses of that statement alone.

        An entry of an attack before may come late, when nobody waits for it any more.
        """
        entries: dict[str, list[Mapping[str, Any]]] = {}
        for entry in entries_of(self._world.folder, self._seen):
            self._seen = entry.index + 1
            if entry.kind == ACCESS:
                facts = json.loads(entry.payload)
                entries.setdefault(facts["access"], []).append(facts)
        ours = (parts for parts in entries.values() if parts[0].get("statement") == statement)
        return Witnessed(tuple(map(_access, ours)), self._server.ran())


def _access(parts: list[Mapping[str, Any]]) -> Access:
    return Access(
        outcome=parts[-1]["outcome"],
        accounting=parts[0]["accounting"],
        subjects=frozenset(subject for part in parts for subject in part["subjects"]),
    )


class _ServerWords:
    """The server's own log, of which the statements of one role are of interest."""

    def __init__(self, path: Path, role: str) -> None:
        self._path = path
        self._at = 0
        # `statement: ...` is a simple query, `execute <name>: ...` one that was prepared; further lines begin with a tab.
        self._line = re.compile(
            rf"^{role} LOG:  (?:statement|execute [^:]*): ((?:.*)(?:\n\t.*)*)", re.MULTILINE
        )

    def ran(self) -> tuple[str, ...]:
        """The statements since the last time, without those that are the door's own."""
        with self._path.open("rb") as file:
            file.seek(self._at)
            words = file.read().decode(errors="replace")
            self._at = file.tell()
        return tuple(text for text in self._line.findall(words) if not _OWN.fullmatch(text.strip()))
