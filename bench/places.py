"""Where clients connect: directly, through PgBouncer, through the door.

Knows: the environment that libpq reads, and the same facts for a client of ours.
Must not know: what is asked there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """One way to the city's records. ``host`` that starts with ``/`` is a folder of Unix sockets."""

    name: str
    host: str
    port: int
    user: str
    password: str
    declared: Mapping[str, str] = field(default_factory=dict)
    pgpass: Path | None = None
    """Where the members' passwords stand, if members ask here."""

    @property
    def environment(self) -> dict[str, str]:
        """What psql and pgbench are told."""
        options = " ".join(f"-c ostiary.{name}={value}" for name, value in self.declared.items())
        return {
            "PATH": "/usr/bin:/bin",
            "PGHOST": self.host,
            "PGPORT": str(self.port),
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PGDATABASE": "city",
            "PGSSLMODE": "prefer",
            **({"PGOPTIONS": options} if options else {}),
        }
