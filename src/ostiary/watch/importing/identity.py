"""Which event a row is, and about whom: ids and tokens that are made of its cells.

Knows: ids that logs have, hashes under the folder's key, plates.
Must not know: files, what stands in the folder.

A row of a log without ids gets a hash of all its cells as its id, under the folder's key: a bare hash would give away a plate to
whoever tries all of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from ostiary.evidence.index.keys import Identifier, normalised
from ostiary.watch.events.subject_key import token
from ostiary.watch.importing.headers import Header
from ostiary.watch.importing.mapping import SUBJECT, ColumnMapping
from ostiary.watch.importing.masking import given
from ostiary.watch.importing.refusing import RowRefused

MAX_ID: Final = 200
"""Characters: an id is a name, not a text."""
MAX_SUBJECTS: Final = 1_000
"""Plates in one cell."""
PATTERN: Final = "-pattern"
"""Added to the kind of a subject that is written with wildcards: it is nobody, and the same pattern is the same one."""

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_BETWEEN: Final = re.compile(r"[,;|\r\n]+")
_WILD: Final = frozenset("*?%_")
_HASH_BYTES: Final = 16
"""128 bits: among 10^9 rows two have one hash once in 10^20 folders."""


class Identity:
    """Ids and subjects of rows under one header."""

    def __init__(self, mapping: ColumnMapping, header: Header, key: bytes) -> None:
        self._mapping, self._key = mapping, key
        self._id_at = header.columns.get("event_id")
        self._id_title = header.title("event_id")
        rule = next((rule for rule in mapping.fields if rule.name == SUBJECT), None)
        self._subject_at = header.columns.get(SUBJECT) if rule is not None else None
        self._kind = mapping.subject_kind

    def event_id(self, cells: Sequence[str]) -> str:
        """The row's own id, or the hash of its cells where it has none. Raises RowRefused for what cannot be one."""
        if self._id_at is None:
            return self._hash(cells)
        value, _ = given(cells[self._id_at], self._mapping)
        if value is None:
            return self._hash(cells)
        if len(value) > MAX_ID or not value.isprintable():
            raise RowRefused("id", self._id_title)
        # One vendor's id is written in capitals by one agency and in small letters by the next.
        return value.lower() if _UUID.fullmatch(value) else value

    def tokens(self, cells: Sequence[str]) -> tuple[str, ...] | None:
        """A token for each subject that the row names; None where the log does not say, or hides it."""
        if self._subject_at is None:
            return None
        value, state = given(cells[self._subject_at], self._mapping)
        if value is None:
            return () if state == "blank" else None
        pieces = _BETWEEN.split(value)
        if len(pieces) > MAX_SUBJECTS:
            raise RowRefused("too-long", "", f"more than {MAX_SUBJECTS} subjects in one cell")
        return tuple(dict.fromkeys(found for piece in pieces if (found := self._token(piece))))

    def _token(self, piece: str) -> str:
        if _WILD & set(piece):
            return token(self._key, Identifier(self._kind + PATTERN, piece.strip().casefold()))
        word = normalised(piece)
        return token(self._key, Identifier(self._kind, word)) if word else ""

    def _hash(self, cells: Sequence[str]) -> str:
        found = hashlib.blake2b(key=self._key, digest_size=_HASH_BYTES, person=b"watch-row")
        for cell in cells:
            text = cell.strip().encode()
            found.update(len(text).to_bytes(4, "big") + text)
        return f"row-{found.hexdigest()}"
