"""One statement for the database, as it is prepared and bound there.

Knows: the text as composed, its parameters and formats, its hidden columns, under which name a backend may keep it.
Must not know: what an answer says, portals that live on, decisions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ostiary.pgwire.frontend import build_bind, build_parse
from ostiary.pgwire.rowgroups import HiddenColumn
from ostiary.session.commands import Kept

MAX_KEPT_TEXTS = 256
"""Statements whose names are remembered, each with at most 64 kB of text as it came and 200 kB as composed: 68 MB at worst."""

KEPT_DIGITS = 48
"""192 of a hash's 256 bits: with `kept-` 53 characters, and PostgreSQL cuts names after 63."""


@dataclass(frozen=True, slots=True)
class Job:
    """One statement for the database, always through the extended protocol."""

    profile_id: str
    text: str
    hidden: tuple[HiddenColumn, ...] = ()
    collects: bool = False
    parameter_types: tuple[int, ...] = ()
    parameter_formats: tuple[int, ...] = ()
    parameters: Sequence[bytes | None] = ()
    result_formats: tuple[int, ...] = ()

    @property
    def is_row_exact(self) -> bool:
        """Whether each hidden column holds one key, and no group of them is counted."""
        return not any(column.is_list or column.minimum for column in self.hidden)

    @property
    def bound(self) -> bytes:
        """Parse and Bind, both unnamed, with every hidden key asked for in binary."""
        return self.parse + self.bound_to("")

    @property
    def parse(self) -> bytes:
        """Parse of the statement without a name."""
        return build_parse("", self.text, self.parameter_types)

    def bound_to(self, statement: str, portal: str = "") -> bytes:
        """Bind alone, of a statement that is prepared."""
        return build_bind(portal, statement, self.parameter_formats, self.parameters, self.formats)

    @property
    def formats(self) -> tuple[int, ...]:
        """One format for each column: those of the client's as asked, hidden ones in binary."""
        return (*self.result_formats, *(1,) * len(self.hidden))

    @property
    def kept(self) -> Kept | None:
        """The statement as a backend may keep it. One without parameters is seldom asked twice: its constants change."""
        return kept_statement(self.text, self.parameter_types) if self.parameters else None


@lru_cache(MAX_KEPT_TEXTS)
def kept_statement(text: str, types: tuple[int, ...]) -> Kept:
    """A statement under a name that no other text or types have (SHA-256)."""
    unnamed = build_parse("", text, types)
    name = f"kept-{hashlib.sha256(unnamed).hexdigest()[:KEPT_DIGITS]}"
    return Kept(name, build_parse(name, text, types))
