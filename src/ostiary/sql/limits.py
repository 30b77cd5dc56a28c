"""Limits on a statement, for those who must not load the parser to know them.

Knows: numbers, each with its arithmetic.
Must not know: anything else.
"""

from __future__ import annotations

from typing import Final

MAX_STATEMENT_BYTES: Final = 65_536
"""64 kB: four times the longest statement of PostgreSQL's own regression suite that an application could mean, and
small enough that the parser does not overflow a 64 MiB stack on chains, casts, nesting or sub-scripts (measured)."""

MAX_DEPTH: Final = 120
"""Levels of nesting. Each level costs at most six Python frames in understanding and composing: 720 of the default
1,000."""

MAX_PARAMETERS: Final = 1_000
"""The protocol allows 65,535; a statement of 64 kB with that many parameters is no question that a person asks."""

MAX_NAME_BYTES: Final = 63
"""PostgreSQL cuts longer names silently, so that the server would read another name than the one that was decided on."""

MAX_RELATIONS: Final = 32
"""Record classes in one statement. Each row carries one key (12 bytes) a relation, and PostgreSQL's planner turns to
guessing at 12 joins: 32 leaves room for real reports and bounds what one row can cost."""
