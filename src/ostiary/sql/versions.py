"""Which releases of PostgreSQL the walls may rest on.

Knows: the majors that were looked at, and the first release of each with the repairs that row security needs.
Must not know: the allow-list's entries, connections.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ostiary.sql.allowed import BY_MAJOR

MINIMUM_MINOR: Final[Mapping[int, int]] = {15: 14, 16: 10, 17: 6, 18: 0}
"""The first release of each major version with the repair of CVE-2025-8713: before it, statistics of the planner told about
rows behind views and row filters, which is what the second wall is made of. It has those of CVE-2024-4317 and before too."""


@dataclass(frozen=True, slots=True)
class VersionFault:
    """Why no wall stands on a server of some version, and the way out."""

    what: str
    hint: str


def version_fault(version: str, minimum_minor: Mapping[int, int] = MINIMUM_MINOR) -> VersionFault | None:
    """What is wrong with a version such as ``18.4``, or None. A major without an entry is not known, like text that is no version."""
    match = re.match(r"(\d+)\.(\d+)", version)
    major, minor = (int(match[1]), int(match[2])) if match else (0, 0)
    if major not in BY_MAJOR or major not in minimum_minor:
        known = ", ".join(map(str, sorted(BY_MAJOR)))
        return VersionFault(
            f"PostgreSQL {version} is not known to Ostiary (known: {known})", "Use one that is known."
        )
    if minor < minimum_minor[major]:
        return VersionFault(
            f"PostgreSQL {version} lacks the repair of CVE-2025-8713: its statistics tell about hidden rows",
            f"Upgrade to {major}.{minimum_minor[major]} or later.",
        )
    return None
